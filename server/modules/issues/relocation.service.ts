import type { ClientSession, Types } from 'mongoose';
import type { Context } from '../../context';
import { AppError } from '../../errors';
import { setFileScope } from '../files/files.service';
import { organizationRecords, type OrganizationRecord } from '../organizations/organizations.service';
import type { Relocation } from '../organizations/rescope';
import { toLedgerBody } from './issue-access.service';
import { IssueModel, type IssueDoc } from './issues.model';
import { appendEntry, appendWithin, entriesOf } from './ledger.service';
import type { Entry, EntryActor } from './ledger';
import { openStatuses } from './reducer';
import { bodiesInLedger, bodiesInState, relocationOf } from './relocation';

const clerk: EntryActor = { role: 'system', name: '企服通' };
const batchSize = 200;
/** How often an issue that others keep writing to is tried in one round; the next round comes anyway. */
const mostAttempts = 5;

/** Open issues in which a body has a part: it answers for them, has been sent them, took them in or answered. */
const openIn = (organizationId: string) => ({
  'state.status': { $in: [...openStatuses] },
  $or: [
    { 'state.accountable.body.organizationId': organizationId },
    { 'state.dispatch.to.organizationId': organizationId },
    { 'state.dispatch.by.body.organizationId': organizationId },
    { 'state.desk.organizationId': organizationId },
    { 'state.firstOwner.body.organizationId': organizationId },
    { 'state.answer.by.body.organizationId': organizationId },
  ],
});

/** How many open issues a body has a part in. */
export async function countOpenIssues(
  organizationId: Types.ObjectId,
  session?: ClientSession,
): Promise<number> {
  return IssueModel.countDocuments({
    scope: organizationId,
    ...openIn(organizationId.toHexString()),
  }).session(session ?? null);
}

/** How many issues, open or ended, carry a body. */
export async function countIssuesOf(organizationId: Types.ObjectId): Promise<number> {
  return IssueModel.countDocuments({ scope: organizationId });
}

/**
 * Hands the open issues of a body that has been merged to the body that took over, within the merger's transaction: at
 * no instant does an issue stand with a body that nobody works in. Gives how many.
 */
export async function handOverIssues(
  ctx: Context,
  organizationId: Types.ObjectId,
  session: ClientSession,
): Promise<number> {
  const issues = await IssueModel.find({ scope: organizationId, ...openIn(organizationId.toHexString()) })
    .session(session)
    .lean();
  for (const issue of issues) {
    const entries = await entriesOf(issue._id, session);
    const event = relocationFor(issue, entries, await bodiesFor(issue, entries, session));
    if (!event) continue;
    const written = await appendWithin(session, ctx, issue, clerk, event);
    await setFileScope({ kind: 'issue', id: issue._id.toHexString() }, written.issue.scope, session);
  }
  return issues.length;
}

/**
 * Lets the issues of a subtree follow the body that moved, each by an entry of its ledger. What stands right already is
 * passed over, so that a run which was cut off is simply begun again. Gives how many issues were written to.
 */
export async function rescopeIssues(
  ctx: Context,
  { rootId }: Relocation,
  onUpdated: (count: number) => Promise<void>,
): Promise<number> {
  let updated = 0;
  const found = IssueModel.find({ scope: rootId }).lean().cursor({ batchSize });
  for await (const issue of found) {
    if (!(await relocate(ctx, issue))) continue;
    updated += 1;
    await onUpdated(1);
  }
  return updated;
}

async function relocate(ctx: Context, read: IssueDoc): Promise<boolean> {
  let issue: IssueDoc | null = read;
  for (let attempt = 0; issue && attempt < mostAttempts; attempt += 1) {
    const entries = await entriesOf(issue._id);
    const event = relocationFor(issue, entries, await bodiesFor(issue, entries));
    if (!event) return false;
    try {
      const subject = { kind: 'issue' as const, id: issue._id.toHexString() };
      await appendEntry(ctx, issue, clerk, event, (session, { scope }) =>
        setFileScope(subject, scope, session),
      );
      return true;
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'ISSUE_STATE_CHANGED')) throw error;
      issue = await IssueModel.findById(issue._id).lean();
    }
  }
  return false;
}

/** The bodies of an issue as they stand now, and those that took over from them. */
async function bodiesFor(
  issue: IssueDoc,
  entries: readonly Entry[],
  session?: ClientSession,
): Promise<Map<string, OrganizationRecord>> {
  const known = new Map<string, OrganizationRecord>();
  const inState = bodiesInState(issue.state).map(({ organizationId }) => organizationId);
  let wanted = [...new Set([...bodiesInLedger(entries), ...inState])];
  while (wanted.length > 0) {
    for (const [id, record] of await organizationRecords(wanted, session)) known.set(id, record);
    wanted = [...known.values()]
      .flatMap(({ mergedIntoId }) => mergedIntoId ?? [])
      .filter((id) => !known.has(id));
  }
  return known;
}

function relocationFor(
  issue: IssueDoc,
  entries: readonly Entry[],
  bodies: ReadonlyMap<string, OrganizationRecord>,
) {
  const need = (id: string) => {
    const record = bodies.get(id);
    if (!record) throw new AppError('NOT_FOUND', { message: '诉求里的单位不在机构目录里' });
    return record;
  };
  const heirOf = (id: string): string => {
    const { mergedIntoId } = need(id);
    return mergedIntoId ? heirOf(mergedIntoId) : id;
  };
  const isOpen = openStatuses.includes(issue.state.status);
  return relocationOf(issue.state, entries, { isOpen, placeOf: (id) => toLedgerBody(need(id)), heirOf });
}
