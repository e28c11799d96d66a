import { Button, Input, Radio } from 'antd';
import { useState } from 'react';
import { returnReasons, type ReturnReason } from '@contract/enums';
import type { Issue } from '@contract/index';
import { returnReasonText } from '@contract/words';
import { request } from '../../../api/request';
import { Kbd } from '../../../components/keys';
import { useIssueAction } from '../use-issue-action';

/** Back to the desk that dispatched it, with a coded reason. */
export function ReturnForm({ issue }: { issue: Issue }) {
  const [reason, setReason] = useState<ReturnReason>('not-our-duty');
  const [note, setNote] = useState('');
  const giveBack = useIssueAction(
    (body: { reason: ReturnReason; note: string }) =>
      request('POST /issues/:id/returns', { params: { id: issue.id }, body }),
    '已退回，责任人回到转办人',
  );
  const send = () => {
    if (note.trim() && !giveBack.isPending) giveBack.mutate({ reason, note: note.trim() });
  };
  return (
    <div className="stack">
      <Radio.Group
        vertical
        value={reason}
        onChange={(event) => setReason(event.target.value as ReturnReason)}
        options={returnReasons.map((value) => ({ value, label: returnReasonText[value] }))}
        aria-label="退回理由"
      />
      <Input.TextArea
        value={note}
        onChange={(event) => setNote(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
          if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') send();
        }}
        maxLength={500}
        autoSize={{ minRows: 2, maxRows: 8 }}
        placeholder="应由谁办、为什么（必填）"
        aria-label="退回说明"
      />
      <p className="meta">答复时限不重新起算；退回后责任人是转办人。</p>
      <div>
        <Button danger disabled={!note.trim()} loading={giveBack.isPending} onClick={send}>
          退回<Kbd>Ctrl ↵</Kbd>
        </Button>
      </div>
    </div>
  );
}
