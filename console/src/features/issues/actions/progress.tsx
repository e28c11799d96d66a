import type { Issue } from '@contract/index';
import { Owner } from '../../../components/owner';
import { moment } from '../../../format/time';

/** Who has the issue now and what was heard of it last: for those who can only wait, write a note or send it on. */
export function Progress({ issue }: { issue: Issue }) {
  const last = issue.entries.at(-1);
  return (
    <div className="stack">
      <Owner owner={issue.accountable} note="正在办" />
      <p className="small">{waitingText(issue)}</p>
      {last && (
        <p className="meta">
          最近 {moment(last.at)}：{issue.latest}
        </p>
      )}
    </div>
  );
}

/** Why the caller has nothing to do, and who has. */
export function waitingText({ status, accountable, answerDueAt, allowed }: Issue): string {
  if (status === 'closed') return '已办结。';
  if (status === 'withdrawn') return '企业已撤回。';
  if (status === 'answered') return '已答复，等企业确认；到期没有确认就自动办结。';
  if (status === 'dispatched')
    return `等对方签收。签收前，${accountable.organization.shortName}${accountable.name}是责任人。`;
  const who = `${accountable.organization.shortName}${accountable.name}`;
  return `由${who}办理，${moment(answerDueAt)} 前答复企业${allowed.includes('note') ? '。您可以写记录。' : '。'}`;
}
