import type { OfficerRole } from '@contract/enums';
import type { Issue } from '@contract/issues';
import { rolesFor } from '../../access/grants';
import { legalFrom, type IssueState } from './reducer';

export type IssueAction = Issue['allowed'][number];

/** Who looks at an issue: a person, the enterprise they act for, and the offices they hold. */
export interface Viewer {
  personId: string;
  enterpriseId?: string;
  offices: readonly { organizationId: string; roles: readonly OfficerRole[] }[];
}

/** In the order in which they are offered. */
const actions: readonly IssueAction[] = [
  'accept',
  'receive',
  'answer',
  'dispatch',
  'return',
  'note',
  'resolve',
  'withdraw',
];

/** The viewer's offices with one of the roles, among the given bodies. */
export function officesIn(
  viewer: Viewer,
  bodies: readonly string[],
  roles: readonly OfficerRole[],
): string[] {
  return viewer.offices
    .filter((office) => bodies.includes(office.organizationId))
    .filter((office) => office.roles.some((role) => roles.includes(role)))
    .map((office) => office.organizationId);
}

/** Whether the viewer acts for the enterprise that raised the issue. */
export function isOwnEnterprise(state: IssueState, viewer: Viewer): boolean {
  return viewer.enterpriseId !== undefined && viewer.enterpriseId === state.enterpriseId;
}

/** Whether the viewer may see the issue as an officer: some body involved lies in the subtree of one of their offices. */
export function seesAsOfficer(state: IssueState, viewer: Viewer): boolean {
  return officesIn(viewer, state.scope, rolesFor('read', 'issue')).length > 0;
}

/**
 * Whether the viewer handles the matter, and so may know who complains and call them: desk or handler of the body that
 * answers for it, that it was dispatched to, or that accepted it.
 */
export function isHandling(state: IssueState, viewer: Viewer): boolean {
  const bodies = [state.accountable.body, state.dispatch?.to, state.firstOwner?.body ?? state.desk];
  return (
    officesIn(
      viewer,
      bodies.flatMap((body) => body?.organizationId ?? []),
      rolesFor('work', 'issue'),
    ).length > 0
  );
}

/**
 * The offices in which the viewer may do this to the issue, whatever its status; for the enterprise's own acts its
 * enterprise. Empty: not theirs to do.
 */
export function capacities(state: IssueState, viewer: Viewer, action: IssueAction): string[] {
  const asEnterprise = isOwnEnterprise(state, viewer) ? [state.enterpriseId] : [];
  switch (action) {
    case 'accept':
      return officesIn(viewer, state.scope, rolesFor('accept', 'issue'));
    case 'dispatch':
      return officesIn(viewer, state.accountable.body.path, rolesFor('dispatch', 'issue'));
    case 'receive':
      return officesIn(viewer, [state.dispatch?.to.organizationId ?? ''], rolesFor('work', 'issue'));
    case 'return':
      return officesIn(viewer, [state.dispatch?.to.organizationId ?? ''], rolesFor('work', 'issue'));
    case 'answer':
      return officesIn(viewer, [state.accountable.body.organizationId], rolesFor('work', 'issue'));
    case 'note':
      return asEnterprise.length > 0
        ? asEnterprise
        : officesIn(viewer, state.scope, rolesFor('note', 'issue'));
    case 'resolve':
      // Nobody rates their own work, not even in another hat.
      return state.workedBy.includes(viewer.personId) ? [] : asEnterprise;
    case 'withdraw':
      return asEnterprise;
  }
}

/** Whether the status admits the act; whoever does it. */
export function isPossible(state: IssueState, action: IssueAction): boolean {
  switch (action) {
    case 'accept':
      return legalFrom.accepted.includes(state.status);
    case 'dispatch':
      return legalFrom.dispatched.includes(state.status);
    case 'receive':
      return legalFrom.received.includes(state.status);
    case 'return':
      // Only what was dispatched can go back: work that a desk took on itself has nowhere to return to.
      return legalFrom.returned.includes(state.status) && state.dispatch !== undefined;
    case 'note':
      return legalFrom.noted.includes(state.status);
    case 'answer':
      return legalFrom.answered.includes(state.status);
    case 'resolve':
      return legalFrom.confirmed.includes(state.status);
    case 'withdraw':
      return legalFrom.withdrawn.includes(state.status);
  }
}

/** Everything the viewer may do to the issue now. */
export function allowedActions(state: IssueState, viewer: Viewer): IssueAction[] {
  return actions.filter(
    (action) => isPossible(state, action) && capacities(state, viewer, action).length > 0,
  );
}
