import type { ClientSession } from 'mongoose';
import type { Context } from '../../context';
import { toParty } from './issue-access.service';
import { announce } from './issue-messages.service';
import { IssueModel } from './issues.model';
import { appendWithin, type Written } from './ledger.service';
import { openStatuses } from './reducer';

type Successor = Parameters<typeof toParty>[0];

/**
 * Hands an officer's open issues in a body on to who answers there in their place, in the caller's transaction. Nobody
 * is asked who answers while there are none. What was written is announced by the caller, once it stands.
 * @throws ISSUE_STATE_CHANGED when one of them moved meanwhile
 */
export async function reassignIssues(
  ctx: Context,
  officer: { personId: string; organizationId: string },
  chooseSuccessor: () => Promise<Successor>,
  session: ClientSession,
): Promise<Written[]> {
  const issues = await IssueModel.find({
    'state.accountable.personId': officer.personId,
    'state.accountable.body.organizationId': officer.organizationId,
    'state.status': { $in: openStatuses },
  })
    .session(session)
    .lean();
  if (issues.length === 0) return [];
  const accountable = await toParty(await chooseSuccessor());
  // Not the administrator's hand: who changed the office stands in the audit trail.
  const clerk = { role: 'system' as const, name: '企服通' };
  const written: Written[] = [];
  for (const issue of issues)
    written.push(await appendWithin(session, ctx, issue, clerk, { kind: 'reassigned', accountable }));
  return written;
}

/** Tells the successors what they answer for now. */
export async function announceReassigned(ctx: Context, written: readonly Written[]): Promise<void> {
  for (const each of written) await announce(ctx, each);
}
