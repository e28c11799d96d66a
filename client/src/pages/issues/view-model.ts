import type { IssueRow } from '@contract';

/** Those that wait for the reader first, the one whose time runs out soonest on top; the others keep their order. */
export function waitingFirst(issues: readonly IssueRow[]): IssueRow[] {
  const waiting = issues
    .filter(({ status }) => status === 'answered')
    .sort((a, b) => (a.confirmBy ?? '9').localeCompare(b.confirmBy ?? '9'));
  return [...waiting, ...issues.filter(({ status }) => status !== 'answered')];
}

/** Who has it now: “周志强在办，县发展改革委”. */
export function holderText({ status, accountable }: Pick<IssueRow, 'status' | 'accountable'>): string {
  const { name, organization } = accountable;
  if (status === 'submitted') return `等${name}受理，${organization.shortName}`;
  if (status === 'dispatched') return `${name}负责到签收，${organization.shortName}`;
  return `${name}在办，${organization.shortName}`;
}

/** How an issue ended, in a sentence: “县水务局何伟办完，您评 5 星。” */
export function endingText({
  status,
  closedAs,
  rating,
  accountable,
}: Pick<IssueRow, 'status' | 'closedAs' | 'rating' | 'accountable'>): string {
  const body = accountable.organization.shortName;
  if (status === 'withdrawn') return '您撤回了，记录还在。';
  if (closedAs === 'lapsed') return `${body}已答复，您没有确认。`;
  const stars = rating?.stars ? `，您评 ${rating.stars} 星` : '';
  return `${body}${accountable.name}办完${stars}。`;
}
