import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { request } from '../../api/request';
import { TimeBar } from '../../components/time-bar';
import { Tone } from '../../components/tone';
import { useKeys } from '../../components/use-keys';
import { issueStatusText, issueStatusTone, ledgerKindText } from '../../format/texts';
import { moment, shortMoment } from '../../format/time';
import { useIssueAction } from './use-issue-action';

/** The selected issue beside the list: who, until when, what was said, and the two commonest next steps. */
export function IssuePreview({ id, onOpen }: { id: string; onOpen: () => void }) {
  const query = useQuery({
    queryKey: ['issues', 'one', id],
    queryFn: () => request('GET /issues/:id', { params: { id } }),
  });
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
  const issue = query.data;
  const proposed = issue?.proposedBody;
  const may = (action: NonNullable<typeof issue>['allowed'][number]) =>
    issue?.allowed.includes(action) ?? false;
  useKeys({
    a: may('accept') ? () => accept.mutate(undefined) : undefined,
    z: may('dispatch') && proposed ? () => dispatch.mutate(proposed.id) : undefined,
  });
  if (!issue) return <Skeleton active style={{ padding: 16 }} />;
  return (
    <>
      <div className="pool-preview-scroll stack">
        <div className="row">
          <span className="mono">{issue.number}</span>
          <Tone tone={issueStatusTone[issue.status]}>{issueStatusText[issue.status]}</Tone>
          <span className="grow" />
          <Button size="small" onClick={onOpen}>
            全页<kbd>↵</kbd>
          </Button>
        </div>
        <h2 style={{ fontSize: 16, lineHeight: '24px' }}>{issue.title}</h2>
        <div className="panel figures">
          <div>
            <span className="meta">时限</span>
            <TimeBar issue={issue} />
            <span className="meta">{moment(issue.answerDueAt)}</span>
          </div>
          <div>
            <span className="meta">此刻责任人</span>
            <div className="row">
              <span className="avatar">{issue.accountable.name.slice(0, 1)}</span>
              <span className="strong">{issue.accountable.name}</span>
            </div>
            <span className="meta">{issue.accountable.organization.name}</span>
          </div>
        </div>
        <div>
          <p className="meta">企业诉求</p>
          <p style={{ whiteSpace: 'pre-wrap' }}>{issue.body}</p>
          <p className="meta">
            {issue.enterprise.name} · {issue.enterprise.regionName}
          </p>
        </div>
        {proposed && may('dispatch') && (
          <div className="suggestion">
            <p className="strong">建议：转 {proposed.name}</p>
            <p className="meta">按责任矩阵，这类问题由它办理</p>
          </div>
        )}
        <div>
          <p className="meta">
            台账最近 {Math.min(4, issue.entries.length)} 条，共 {issue.entries.length} 条
          </p>
          {[...issue.entries]
            .reverse()
            .slice(0, 4)
            .map((entry) => (
              <div key={entry.sequence} className="row" style={{ fontSize: 13 }}>
                <span className="meta">{shortMoment(entry.at)}</span>
                <span className="strong">{ledgerKindText[entry.kind]}</span>
                <span className="cut">{entry.to ?? entry.actorName}</span>
              </div>
            ))}
        </div>
      </div>
      <div className="row" style={{ padding: 12, borderTop: '1px solid var(--line)' }}>
        {may('accept') && (
          <Button type="primary" loading={accept.isPending} onClick={() => accept.mutate(undefined)}>
            受理<kbd>A</kbd>
          </Button>
        )}
        {may('receive') && (
          <Button type="primary" loading={receive.isPending} onClick={() => receive.mutate(undefined)}>
            签收
          </Button>
        )}
        {may('dispatch') && proposed && (
          <Button
            type={may('accept') ? 'default' : 'primary'}
            loading={dispatch.isPending}
            onClick={() => dispatch.mutate(proposed.id)}
          >
            按建议转办<kbd>Z</kbd>
          </Button>
        )}
        <Button onClick={onOpen}>打开处理</Button>
      </div>
    </>
  );
}
