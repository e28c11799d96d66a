import { useQuery } from '@tanstack/react-query';
import { Button, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { returnReasons, type ReturnReason } from '@contract/enums';
import type { Issue } from '@contract/index';
import { request } from '../../api/request';
import { returnReasonText } from '@/format/codes';
import { moment } from '../../format/time';
import { useIssueAction } from './use-issue-action';

/** The next steps that the caller may take; each is one form with one button. */
export function IssueActions({ issue }: { issue: Issue }) {
  const may = (action: Issue['allowed'][number]) => issue.allowed.includes(action);
  return (
    <div className="stack">
      {may('accept') && <Accept issue={issue} />}
      {may('receive') && <Receive issue={issue} />}
      {may('dispatch') && <Dispatch issue={issue} />}
      {may('answer') && <Answer issue={issue} />}
      {may('return') && <Return issue={issue} />}
      {may('note') && <Note issue={issue} />}
      {issue.allowed.length === 0 && <div className="panel panel-body meta">现在没有要您做的。</div>}
    </div>
  );
}

function Accept({ issue }: { issue: Issue }) {
  const accept = useIssueAction(
    () => request('POST /issues/:id/acceptance', { params: { id: issue.id } }),
    '已受理，您是首问责任人',
  );
  return (
    <section className="panel">
      <div className="panel-head">受理</div>
      <div className="panel-body stack">
        <p className="meta">
          受理后您是首问责任人，一直跟到办结。{issue.signDueAt && `请在 ${moment(issue.signDueAt)} 前受理。`}
        </p>
        <Button type="primary" loading={accept.isPending} onClick={() => accept.mutate(undefined)}>
          受理
        </Button>
      </div>
    </section>
  );
}

function Receive({ issue }: { issue: Issue }) {
  const receive = useIssueAction(
    () => request('POST /issues/:id/receipt', { params: { id: issue.id } }),
    '已签收，您是责任人',
  );
  return (
    <section className="panel">
      <div className="panel-head">签收转办通知单</div>
      <div className="panel-body stack">
        <p className="meta">签收后责任人由转办人变为您。</p>
        <Button type="primary" loading={receive.isPending} onClick={() => receive.mutate(undefined)}>
          签收
        </Button>
      </div>
    </section>
  );
}

function Dispatch({ issue }: { issue: Issue }) {
  const [organizationId, setOrganizationId] = useState(issue.proposedBody?.id);
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
  const send = () =>
    organizationId && dispatch.mutate({ organizationId, ...(note.trim() ? { note: note.trim() } : {}) });
  return (
    <section className="panel">
      <div className="panel-head">转办</div>
      <div className="panel-body stack">
        {issue.proposedBody && (
          <div className="suggestion">
            <p className="strong">建议：{issue.proposedBody.name}</p>
            <p className="meta">按责任矩阵，这类问题由它办理</p>
          </div>
        )}
        <label>
          <span className="meta">主办单位</span>
          <Select
            showSearch
            style={{ width: '100%' }}
            value={organizationId}
            onChange={setOrganizationId}
            loading={bodies.isPending}
            placeholder="单位名称"
            optionFilterProp="label"
            options={(bodies.data ?? []).map((body) => ({ value: body.id, label: body.name }))}
          />
        </label>
        <Input.TextArea
          value={note}
          onChange={(event) => setNote(event.target.value)}
          onKeyDown={(event) => event.ctrlKey && event.key === 'Enter' && send()}
          maxLength={500}
          autoSize={{ minRows: 2, maxRows: 6 }}
          placeholder="要求（可不填）"
          aria-label="要求"
        />
        <p className="meta">{moment(issue.answerDueAt)} 前答复，不重新起算。对方签收前，您仍是责任人。</p>
        <Button type="primary" disabled={!organizationId} loading={dispatch.isPending} onClick={send}>
          发出通知单<kbd>Ctrl ↵</kbd>
        </Button>
      </div>
    </section>
  );
}

function Answer({ issue }: { issue: Issue }) {
  const [text, setText] = useState('');
  const answer = useIssueAction(
    (body: { text: string }) => request('POST /issues/:id/answers', { params: { id: issue.id }, body }),
    '已答复，等企业确认',
  );
  const send = () => text.trim() && answer.mutate({ text: text.trim() });
  return (
    <section className="panel">
      <div className="panel-head">答复企业</div>
      <div className="panel-body stack">
        <Input.TextArea
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.ctrlKey && event.key === 'Enter' && send()}
          maxLength={4000}
          showCount
          autoSize={{ minRows: 4, maxRows: 12 }}
          placeholder="谁、做了什么、什么时候见效"
          aria-label="答复内容"
        />
        <Button type="primary" disabled={!text.trim()} loading={answer.isPending} onClick={send}>
          发答复<kbd>Ctrl ↵</kbd>
        </Button>
      </div>
    </section>
  );
}

function Return({ issue }: { issue: Issue }) {
  const [reason, setReason] = useState<ReturnReason>('not-our-duty');
  const [note, setNote] = useState('');
  const giveBack = useIssueAction(
    (body: { reason: ReturnReason; note: string }) =>
      request('POST /issues/:id/returns', { params: { id: issue.id }, body }),
    '已退回，责任人回到转办人',
  );
  return (
    <section className="panel">
      <div className="panel-head">退回</div>
      <div className="panel-body stack">
        <Select
          value={reason}
          onChange={setReason}
          options={returnReasons.map((value) => ({ value, label: returnReasonText[value] }))}
          aria-label="退回理由"
        />
        <Input.TextArea
          value={note}
          onChange={(event) => setNote(event.target.value)}
          maxLength={500}
          autoSize={{ minRows: 2 }}
          placeholder="应由谁办、为什么"
          aria-label="退回说明"
        />
        <Button
          danger
          disabled={!note.trim()}
          loading={giveBack.isPending}
          onClick={() => giveBack.mutate({ reason, note: note.trim() })}
        >
          退回
        </Button>
      </div>
    </section>
  );
}

function Note({ issue }: { issue: Issue }) {
  const [audience, setAudience] = useState<'internal' | 'public'>('internal');
  const [text, setText] = useState('');
  const note = useIssueAction(
    (body: { text: string; isPublic: boolean }) =>
      request('POST /issues/:id/notes', { params: { id: issue.id }, body }),
    '已写入台账',
  );
  return (
    <section className="panel">
      <div className="panel-head">
        写办理记录
        <span className="grow" />
        <Segmented
          size="small"
          value={audience}
          onChange={setAudience}
          options={[
            { value: 'internal', label: '内部' },
            { value: 'public', label: '给企业' },
          ]}
        />
      </div>
      <div className="panel-body stack">
        <Input.TextArea
          value={text}
          onChange={(event) => setText(event.target.value)}
          maxLength={2000}
          autoSize={{ minRows: 2, maxRows: 8 }}
          placeholder={audience === 'internal' ? '企业看不到，写入后不可改' : '企业会看到，写入后不可改'}
          aria-label="办理记录"
        />
        <Button
          disabled={!text.trim()}
          loading={note.isPending}
          onClick={() => note.mutate({ text: text.trim(), isPublic: audience === 'public' })}
        >
          写入
        </Button>
      </div>
    </section>
  );
}
