import { Button, Input } from 'antd';
import { useState } from 'react';
import type { Issue } from '@contract/index';
import { request } from '../../../api/request';
import { Kbd } from '../../../components/keys';
import { moment } from '../../../format/time';
import { useIssueAction } from '../use-issue-action';

/** The answer to the enterprise, which then confirms or disputes it. */
export function AnswerForm({ issue }: { issue: Issue }) {
  const [text, setText] = useState('');
  const answer = useIssueAction(
    (body: { text: string }) => request('POST /issues/:id/answers', { params: { id: issue.id }, body }),
    '已答复，等企业确认',
  );
  const send = () => {
    if (text.trim() && !answer.isPending) answer.mutate({ text: text.trim() });
  };
  return (
    <div className="stack">
      {issue.disputeCount > 0 && issue.rating && (
        <p className="notice-line">
          企业上次没有认可{issue.rating.words ? `：“${issue.rating.words}”` : '，请说清这次改了什么'}
        </p>
      )}
      <Input.TextArea
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
          if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') send();
        }}
        maxLength={4000}
        showCount
        autoSize={{ minRows: 6, maxRows: 16 }}
        placeholder="谁、做了什么、什么时候见效"
        aria-label="答复内容"
      />
      <p className="meta">{moment(issue.answerDueAt)} 前答复。企业确认解决才算办结，没解决会回到您这里。</p>
      <div>
        <Button type="primary" disabled={!text.trim()} loading={answer.isPending} onClick={send}>
          发答复<Kbd>Ctrl ↵</Kbd>
        </Button>
      </div>
    </div>
  );
}
