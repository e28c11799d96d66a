import type { Types } from 'mongoose';
import type { Body } from '@contract';
import type { Issue } from '@contract/issues';
import { rolesFor } from '../../access/grants';
import type { Context } from '../../context';
import { nextNumber, startCounter } from '../../database/counters';
import { AppError } from '../../errors';
import { findOfficers } from '../accounts/memberships.service';
import { attachFiles, extendFileScope } from '../files/files.service';
import { getOrganization, type OrganizationRecord } from '../organizations/organizations.service';
import { regionName } from '../organizations/regions';
import { dayOf } from './calendar';
import { confirmBy, signDueAt } from './deadline';
import {
  actingParty,
  announced,
  asEnterprise,
  asOfficer,
  currentOfficer,
  findVisibleIssue,
  requireAction,
  toLedgerBody,
  viewerOf,
} from './issue-access.service';
import type { IssueDoc } from './issues.model';
import { appendEntry } from './ledger.service';
import { noticeNumber } from './notices';
import { isOwnEnterprise } from './rules';

/**
 * Accepts a submitted issue: the caller becomes its first owner (首问) and answers for it.
 * @throws NOT_FOUND when it lies outside the caller's offices
 * @throws FORBIDDEN when the caller is no desk officer of a body involved
 * @throws ISSUE_STATE_CHANGED when it was accepted or withdrawn already
 */
export async function acceptIssue(ctx: Context, id: string): Promise<Issue> {
  const issue = await findVisibleIssue(ctx, id);
  const accountable = await actingParty(ctx, requireAction(ctx, issue, 'accept'));
  return announced(
    ctx,
    await appendEntry(ctx, issue, asOfficer(accountable), { kind: 'accepted', accountable }),
  );
}

/**
 * Dispatches an issue to a body below one of the caller's desks, with a numbered notice; the caller answers for it until
 * that body signs.
 * @throws NOT_FOUND when the issue lies outside the caller's offices
 * @throws FORBIDDEN when the caller is no desk officer over whoever answers for it
 * @throws BODY_NOT_IN_SCOPE when the body isn't below the caller's desk, is the one that has it, or has nobody to sign
 * @throws ISSUE_STATE_CHANGED when it isn't in the desk's hands any more
 */
export async function dispatchIssue(
  ctx: Context,
  id: string,
  body: Body<'POST /issues/:id/dispatches'>,
): Promise<Issue> {
  const issue = await findVisibleIssue(ctx, id);
  const offices = requireAction(ctx, issue, 'dispatch');
  const target = await receivingBody(issue, body.organizationId, offices);
  const to = toLedgerBody(target);
  const sender = await actingParty(
    ctx,
    offices.filter((office) => to.path.includes(office)),
  );
  const issuer = await getOrganization(sender.body.organizationId);
  const year = Number(dayOf(ctx.now).slice(0, 4));
  const counter = `notices:${issuer.id}:${year}`;
  await startCounter(counter);
  const note = body.note?.trim();
  const written = await appendEntry(
    ctx,
    issue,
    asOfficer(sender),
    async (session, at) => ({
      kind: 'dispatched',
      accountable: sender,
      to,
      noticeNumber: noticeNumber(
        { ...issuer, regionName: regionName(issuer.regionCode) },
        year,
        await nextNumber(counter, { session }),
      ),
      ...(note ? { note } : {}),
      signDueAt: signDueAt(at).toISOString(),
    }),
    (session, { scope }) => extendFileScope({ kind: 'issue', id }, scope, session),
  );
  return announced(ctx, written);
}

async function receivingBody(
  issue: IssueDoc,
  organizationId: string,
  offices: readonly string[],
): Promise<OrganizationRecord> {
  const target = await getOrganization(organizationId).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'NOT_FOUND') throw new AppError('BODY_NOT_IN_SCOPE');
    throw error;
  });
  if (!offices.some((office) => office === target.id || target.ancestorIds.includes(office)))
    throw new AppError('BODY_NOT_IN_SCOPE');
  if (target.id === issue.state.accountable.body.organizationId)
    throw new AppError('BODY_NOT_IN_SCOPE', { message: '这件诉求已经在这个单位' });
  const officers = await findOfficers(target.id);
  if (!officers.some(({ roles }) => rolesFor('work', 'issue').some((role) => roles.includes(role))))
    throw new AppError('BODY_NOT_IN_SCOPE', { message: `${target.shortName}还没有经办人，签收不了` });
  return target;
}

/**
 * Signs the receipt of a dispatched issue: the caller answers for it from now on.
 * @throws NOT_FOUND when it lies outside the caller's offices
 * @throws FORBIDDEN when it was dispatched to another body
 * @throws ISSUE_STATE_CHANGED when it was received, returned or withdrawn meanwhile
 */
export async function receiveIssue(ctx: Context, id: string): Promise<Issue> {
  const issue = await findVisibleIssue(ctx, id);
  const accountable = await actingParty(ctx, requireAction(ctx, issue, 'receive'));
  return announced(
    ctx,
    await appendEntry(ctx, issue, asOfficer(accountable), { kind: 'received', accountable }),
  );
}

/**
 * Returns a dispatched issue with a coded reason to who sent it, signed for or not.
 * @throws NOT_FOUND when it lies outside the caller's offices
 * @throws FORBIDDEN when it was dispatched to another body
 * @throws ISSUE_STATE_CHANGED when it moved meanwhile
 */
export async function returnIssue(
  ctx: Context,
  id: string,
  body: Body<'POST /issues/:id/returns'>,
): Promise<Issue> {
  const issue = await findVisibleIssue(ctx, id);
  const returner = await actingParty(ctx, requireAction(ctx, issue, 'return'));
  const { dispatch } = issue.state;
  if (!dispatch) throw new AppError('ISSUE_STATE_CHANGED');
  const accountable = await currentOfficer(dispatch.by, ctx.now);
  return announced(
    ctx,
    await appendEntry(ctx, issue, asOfficer(returner), {
      kind: 'returned',
      accountable,
      reason: body.reason,
      note: body.note.trim(),
    }),
  );
}

/**
 * Adds a note to the ledger: an officer's is shown to the enterprise when public, the enterprise's own always is.
 * @throws NOT_FOUND when the issue lies outside the caller's scope
 * @throws FORBIDDEN when the caller only looks on
 * @throws ISSUE_STATE_CHANGED when the issue has ended
 */
export async function noteIssue(
  ctx: Context,
  id: string,
  body: Body<'POST /issues/:id/notes'>,
): Promise<Issue> {
  const issue = await findVisibleIssue(ctx, id);
  const capacity = requireAction(ctx, issue, 'note');
  const isOwn = isOwnEnterprise(issue.state, viewerOf(ctx));
  const actor = isOwn ? asEnterprise(ctx) : asOfficer(await actingParty(ctx, capacity));
  const isPublic = isOwn || body.isPublic;
  const fileIds = body.fileIds ?? [];
  const written = await appendEntry(
    ctx,
    issue,
    actor,
    { kind: 'noted', text: body.text.trim(), isPublic, fileIds },
    (session, { scope }) => attach(ctx, issue, { fileIds, scope, isPublic }, session),
  );
  return announced(ctx, written);
}

/**
 * Answers the enterprise; it may confirm or dispute within the confirm window. The answerer answers for the issue.
 * @throws NOT_FOUND when the issue lies outside the caller's offices
 * @throws FORBIDDEN when another body answers for it
 * @throws ISSUE_STATE_CHANGED when it was answered or moved meanwhile
 */
export async function answerIssue(
  ctx: Context,
  id: string,
  body: Body<'POST /issues/:id/answers'>,
): Promise<Issue> {
  const issue = await findVisibleIssue(ctx, id);
  const accountable = await actingParty(ctx, requireAction(ctx, issue, 'answer'));
  const fileIds = body.fileIds ?? [];
  const written = await appendEntry(
    ctx,
    issue,
    asOfficer(accountable),
    (_session, at) => ({
      kind: 'answered',
      accountable,
      text: body.text.trim(),
      fileIds,
      confirmBy: confirmBy(at).toISOString(),
    }),
    (session, { scope }) => attach(ctx, issue, { fileIds, scope, isPublic: true }, session),
  );
  return announced(ctx, written);
}

/** Files go with their entry: what the enterprise isn't shown it can't fetch either. */
async function attach(
  ctx: Context,
  issue: IssueDoc,
  files: { fileIds: string[]; scope: Types.ObjectId[]; isPublic: boolean },
  session: Parameters<typeof attachFiles>[3],
): Promise<void> {
  if (files.fileIds.length === 0) return;
  const subject = { kind: 'issue' as const, id: issue._id.toHexString() };
  const enterpriseId = files.isPublic ? { enterpriseId: issue.enterpriseId.toHexString() } : {};
  await attachFiles(ctx, files.fileIds, { subject, ...enterpriseId, scope: files.scope }, session);
}
