import type { Office } from '@contract';
import type { OfficerRole } from '@contract/enums';

/** Whether somebody in this role finds issues in the work list. */
const seesIssues: Record<OfficerRole, boolean> = {
  desk: true,
  handler: true,
  supervisor: true,
  leader: true,
  'service-officer': true,
  auditor: true,
  editor: false,
  'event-manager': false,
  steward: false,
  partner: false,
  'org-admin': false,
};

/** Whether the work list has anything to show to somebody with these offices. */
export function worksOnIssues(offices: readonly Pick<Office, 'roles'>[]): boolean {
  return offices.some(({ roles }) => roles.some((role) => seesIssues[role]));
}

/** Whether somebody with these offices checks tickets at a gate. */
export function checksTickets(offices: readonly Pick<Office, 'roles'>[]): boolean {
  return offices.some(({ roles }) => roles.includes('steward') || roles.includes('event-manager'));
}

/** What the officers’ entrance leads to: “待办、验票”; “消息” for those who work on a desk only. */
export function entranceText(offices: readonly Pick<Office, 'roles'>[]): string {
  const parts = [worksOnIssues(offices) ? '待办' : '', checksTickets(offices) ? '验票' : ''].filter(Boolean);
  return parts.join('、') || '消息';
}
