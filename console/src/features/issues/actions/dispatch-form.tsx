import { CheckOutlined, WarningOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import type { Issue } from '@contract/index';
import { request } from '../../../api/request';
import { Kbd } from '../../../components/keys';
import { moment } from '../../../format/time';
import { reasonsFor } from '../suggestion';
import { useIssueAction } from '../use-issue-action';
import { NoticePaper } from './notice-paper';

/** Which body gets it: the proposed one with its reasons, or another; the notice as it will go out stands below. */
export function DispatchForm({ issue }: { issue: Issue }) {
  const proposed = issue.proposedBody;
  const [isOther, setIsOther] = useState(!proposed);
  const [otherId, setOtherId] = useState<string>();
  const [note, setNote] = useState('');
  const bodies = useQuery({
    queryKey: ['organizations'],
    queryFn: () => request('GET /organizations', { query: {} }),
    staleTime: 600_000,
  });
  const dispatch = useIssueAction(
    (body: { organizationId: string; note?: string }) =>
      request('POST /issues/:id/dispatches', { params: { id: issue.id }, body }),
    '转办通知单已发出',
  );
  const organizationId = isOther ? otherId : proposed?.id;
  const name = isOther ? bodies.data?.find(({ id }) => id === otherId)?.name : proposed?.name;
  const send = () => {
    if (organizationId && !dispatch.isPending)
      dispatch.mutate({ organizationId, ...(note.trim() ? { note: note.trim() } : {}) });
  };
  return (
    <div className="stack">
      {issue.returnCount > 0 && (
        <p className="notice-line">
          <WarningOutlined />
          已退回 {issue.returnCount} 次，请先和对方说好再转
        </p>
      )}
      <div className="options" role="radiogroup" aria-label="主办单位">
        {proposed && (
          <label className={isOther ? 'option' : 'option on'}>
            <input type="radio" name="body" checked={!isOther} onChange={() => setIsOther(false)} />
            <span>
              <span className="strong">{proposed.name}</span>
              {reasonsFor(issue).map(({ text, isAgainst }) => (
                <span key={text} className={isAgainst ? 'option-why amber' : 'option-why'}>
                  {isAgainst ? <WarningOutlined /> : <CheckOutlined />} {text}
                </span>
              ))}
            </span>
            <span className="meta">建议</span>
          </label>
        )}
        <label className={isOther ? 'option on' : 'option'}>
          <input type="radio" name="body" checked={isOther} onChange={() => setIsOther(true)} />
          <span>
            <span className={proposed ? undefined : 'strong'}>
              {proposed ? '改转别的单位' : '选主办单位'}
            </span>
            {isOther && (
              <Select
                showSearch={{ optionFilterProp: 'label' }}
                className="fill"
                value={otherId}
                onChange={setOtherId}
                loading={bodies.isPending}
                placeholder="单位名称"
                aria-label="单位名称"
                options={(bodies.data ?? []).map((body) => ({ value: body.id, label: body.name }))}
              />
            )}
          </span>
        </label>
      </div>
      <Input.TextArea
        value={note}
        onChange={(event) => setNote(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
          if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') send();
        }}
        maxLength={500}
        autoSize={{ minRows: 2, maxRows: 6 }}
        placeholder="对主办单位的要求（可不填）"
        aria-label="要求"
      />
      <div className="limits">
        <div>
          答复限，不重新起算
          <b>{moment(issue.answerDueAt)}</b>
        </div>
        <div>
          对方签收前的责任人<b>转办人，就是您</b>
        </div>
      </div>
      <div>
        <Button type="primary" disabled={!organizationId} loading={dispatch.isPending} onClick={send}>
          发出通知单<Kbd>Ctrl ↵</Kbd>
        </Button>
      </div>
      <NoticePaper issue={issue} bodyName={name} note={note.trim()} />
    </div>
  );
}
