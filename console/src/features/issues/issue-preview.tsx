import { CheckOutlined, CloseOutlined, WarningOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import type { Issue } from '@contract/index';
import { request } from '../../api/request';
import { FileList } from '../../components/file-list';
import { Kbd, useKeys } from '../../components/keys';
import { Owner } from '../../components/owner';
import { StateView } from '../../components/state-view';
import { limitWord, runningDueAt, TimeBar } from '../../components/time-bar';
import { Tone } from '../../components/tone';
import { issueStatusText, issueStatusTone, ledgerKindText } from '../../format/texts';
import { moment, shortMoment } from '../../format/time';
import { whoText } from './ledger';
import { NoteForm } from './note-form';
import { OwnerTrack } from './owner-track';
import { reasonsFor } from './suggestion';
import { useIssueAction } from './use-issue-action';

interface Props {
  id: string;
  onOpen: () => void;
  onClose?: () => void;
}

/** The selected issue beside the list: who, until when, what was said, and the commonest next steps. */
export function IssuePreview({ id, onOpen, onClose }: Props) {
  const query = useQuery({
    queryKey: ['issues', 'one', id],
    queryFn: () => request('GET /issues/:id', { params: { id } }),
  });
  const issue = query.data;
  return (
    <StateView query={query}>
      {issue && (
        <>
          <div className="preview-head">
            <span className="mono">{issue.number}</span>
            <Tone tone={issueStatusTone[issue.status]}>{issueStatusText[issue.status]}</Tone>
            <span className="grow" />
            <Button size="small" onClick={onOpen}>
              全页<Kbd>↵</Kbd>
            </Button>
            {onClose && (
              <Button type="text" size="small" icon={<CloseOutlined />} aria-label="关闭" onClick={onClose} />
            )}
          </div>
          <Summary issue={issue} />
          {issue.allowed.includes('note') && <NoteForm key={issue.id} issueId={issue.id} isPlain />}
          <NextSteps issue={issue} onOpen={onOpen} />
        </>
      )}
    </StateView>
  );
}

function Summary({ issue }: { issue: Issue }) {
  const reasons = issue.allowed.includes('dispatch') ? reasonsFor(issue) : [];
  const latest = [...issue.entries].reverse().slice(0, 4);
  return (
    <div className="preview-body scroll">
      <h2>{issue.title}</h2>
      <div className="halves">
        <div>
          <h3>
            {issue.runningLimit ? `${limitWord(issue)}时限` : '时限'}
            {issue.runningLimit && <span>{shortMoment(runningDueAt(issue))}</span>}
          </h3>
          <TimeBar issue={issue} />
        </div>
        <div>
          <h3>此刻责任人</h3>
          <Owner owner={issue.accountable} />
        </div>
      </div>
      <div>
        <h3>企业诉求</h3>
        <p className="pre small">{issue.body}</p>
        <p className="meta">
          {issue.enterprise.name} · {issue.enterprise.regionName}
        </p>
      </div>
      {issue.answer && (
        <div>
          <h3>
            {issue.answer.by.organization.shortName}答复，{moment(issue.answer.at)}
          </h3>
          <p className="quote pre small">{issue.answer.text}</p>
        </div>
      )}
      {issue.proposedBody && reasons.length > 0 && (
        <div className="suggestion">
          <p className="strong">建议：转{issue.proposedBody.name}</p>
          <ul className="checks">
            {reasons.map(({ text, isAgainst }) => (
              <li key={text} className={isAgainst ? 'amber' : undefined}>
                {isAgainst ? <WarningOutlined /> : <CheckOutlined />}
                {text}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div>
        <h3>
          台账最近 {latest.length} 条，共 {issue.entries.length} 条
        </h3>
        <ul className="log">
          {latest.map((entry) => (
            <li key={entry.sequence}>
              <time>{shortMoment(entry.at)}</time>
              <span className="strong">{ledgerKindText[entry.kind]}</span>
              <span className="cut">{whoText(entry)}</span>
            </li>
          ))}
        </ul>
      </div>
      <div>
        <h3>责任人轨迹，{shortMoment(issue.submittedAt).slice(0, 5)} 至今未空缺</h3>
        <OwnerTrack issue={issue} />
      </div>
      {issue.files.length > 0 && (
        <div>
          <h3>附件 {issue.files.length}</h3>
          <FileList files={issue.files} />
        </div>
      )}
    </div>
  );
}

function NextSteps({ issue, onOpen }: { issue: Issue; onOpen: () => void }) {
  const { modal } = App.useApp();
  const { id, proposedBody } = issue;
  const accept = useIssueAction(
    () => request('POST /issues/:id/acceptance', { params: { id } }),
    '已受理，您是首问责任人',
  );
  const receive = useIssueAction(
    () => request('POST /issues/:id/receipt', { params: { id } }),
    '已签收，您是责任人',
  );
  const dispatch = useIssueAction(
    (organizationId: string) =>
      request('POST /issues/:id/dispatches', { params: { id }, body: { organizationId } }),
    '转办通知单已发出',
  );
  const may = (action: Issue['allowed'][number]) => issue.allowed.includes(action);
  const isUnsent = issue.status === 'submitted' || issue.status === 'accepted';
  const mayForward = may('dispatch') && isUnsent ? proposedBody : undefined;
  // A stray letter must not send a numbered notice: the key asks first, the button stands beside its reasons.
  const askToForward = (body: { id: string; name: string }) =>
    modal.confirm({
      title: `转办给${body.name}？`,
      content: `会发出有文号的转办通知单：${issue.title}`,
      okText: '发出通知单',
      onOk: () => dispatch.mutateAsync(body.id).catch(() => undefined),
    });
  useKeys([
    { key: 'a', hint: '受理', run: may('accept') ? () => accept.mutate(undefined) : undefined },
    { key: 's', hint: '签收', run: may('receive') ? () => receive.mutate(undefined) : undefined },
    { key: 'z', hint: '按建议转办', run: mayForward ? () => askToForward(mayForward) : undefined },
  ]);
  return (
    <div className="preview-foot">
      {may('accept') && (
        <Button type="primary" loading={accept.isPending} onClick={() => accept.mutate(undefined)}>
          受理<Kbd>A</Kbd>
        </Button>
      )}
      {may('receive') && (
        <Button type="primary" loading={receive.isPending} onClick={() => receive.mutate(undefined)}>
          签收<Kbd>S</Kbd>
        </Button>
      )}
      {mayForward && (
        <Button
          type={may('accept') || may('receive') ? 'default' : 'primary'}
          loading={dispatch.isPending}
          onClick={() => dispatch.mutate(mayForward.id)}
        >
          按建议转办<Kbd>Z</Kbd>
        </Button>
      )}
      <Button type={may('answer') && !mayForward ? 'primary' : 'default'} onClick={onOpen}>
        {may('answer') ? '去答复' : '打开'}
        <Kbd>↵</Kbd>
      </Button>
    </div>
  );
}
