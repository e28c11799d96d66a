import type { Context } from '../../context';
import { AppError } from '../../errors';
import { accountableOfficer, findOfficers } from '../accounts/memberships.service';
import { notify } from '../messages/messages.service';
import { getOrganization } from '../organizations/organizations.service';
import { reminders, type ReminderStage, type RunningLimit } from './deadline';
import { currentOfficer } from './issue-access.service';
import { announce, entryKey, issuePage, peopleOfEnterprise, workersOf } from './issue-messages.service';
import { IssueModel, type IssueDoc } from './issues.model';
import { appendEntry } from './ledger.service';
import { runningLimit } from './reducer';
import { cut, momentText } from './wording';

const batchSize = 200;
/** Who writes what no person does. */
const clerk = { role: 'system' as const, name: '企服通' };

/**
 * Closes every answered issue whose confirm window has passed, apart from those confirmed. Any number of processes may
 * do this at once. Gives how many it closed.
 */
export async function lapseIssues(ctx: Context): Promise<number> {
  let closed = 0;
  for (;;) {
    const issues = await IssueModel.find({ 'state.status': 'answered', 'state.dueAt': { $lt: ctx.now } })
      .sort({ 'state.dueAt': 1 })
      .limit(batchSize)
      .lean();
    if (issues.length === 0) return closed;
    for (const issue of issues) {
      const isClosed = await ifUnchanged(async () =>
        announce(ctx, await appendEntry(ctx, issue, clerk, { kind: 'lapsed' })),
      );
      if (isClosed) closed += 1;
    }
  }
}

/**
 * Sends the reminders that fall due: the accountable officer before the end of the running limit, at it and after it,
 * then also the head of their body; whoever has to sign a receipt; the enterprise before its time to confirm lapses. Each is sent once, and one that
 * was missed is replaced by the next. Gives how many issues it reminded of.
 */
export async function remindIssues(ctx: Context): Promise<number> {
  let reminded = 0;
  const failed: IssueDoc['_id'][] = [];
  for (;;) {
    const issues = await IssueModel.find({ nextReminderAt: { $lte: ctx.now }, _id: { $nin: failed } })
      .sort({ nextReminderAt: 1 })
      .limit(batchSize)
      .lean();
    if (issues.length === 0) return reminded;
    for (const issue of issues) {
      try {
        await remindOne(ctx, issue);
        reminded += 1;
      } catch (error) {
        // One that can't be reminded of (its bodies have lost their last officer) must not silence all the others.
        ctx.log.error({ err: error, issueId: issue._id }, 'an issue could not be reminded of');
        failed.push(issue._id);
      }
    }
  }
}

async function remindOne(ctx: Context, issue: IssueDoc): Promise<void> {
  if (await replaceAbsent(ctx, issue)) return;
  const limit = runningLimit(issue.state);
  const stage = reminders(limit).findLast(({ at }) => at <= ctx.now)?.stage;
  if (limit && stage) await remind(ctx, issue, limit, stage);
  const next = reminders(limit).find(({ at }) => at > ctx.now)?.at;
  // Sent first, crossed off after: a crash between the two sends it again, under the same key, which adds nothing.
  await IssueModel.updateOne(
    { _id: issue._id, 'state.version': issue.state.version },
    next ? { $set: { nextReminderAt: next } } : { $unset: { nextReminderAt: 1 } },
  );
}

const verbs = { sign: { submitted: '受理', other: '签收' }, answer: '答复企业' };

async function remind(
  ctx: Context,
  issue: IssueDoc,
  limit: RunningLimit,
  stage: ReminderStage,
): Promise<void> {
  const { state } = issue;
  const title = cut(state.title, 30);
  const key = `${entryKey(issue, state.statusSequence)}:${limit.kind}:${stage}`;
  const message = { key, topic: 'issue' as const, page: issuePage(issue) };
  const dueAt = momentText(limit.dueAt);
  if (limit.kind === 'confirm') {
    await notify(ctx, {
      ...message,
      personIds: await peopleOfEnterprise(issue),
      title: '请确认问题解决了没有',
      text: `“${title}”已答复，${dueAt} 前不选，按“到期未确认”办结。`,
    });
    return;
  }
  const verb =
    limit.kind === 'answer'
      ? verbs.answer
      : state.status === 'submitted'
        ? verbs.sign.submitted
        : verbs.sign.other;
  const titles: Record<ReminderStage, string> = {
    before: `快到期，请${verb}`,
    due: `已到期，请马上${verb}`,
    after: `已超期，请马上${verb}`,
  };
  const head = stage === 'after' ? await headOver(ctx, issue) : [];
  // The sender answers for it, but only the body it was sent to can sign.
  const signers = state.dispatch && state.sign ? await workersOf(state.dispatch.to.organizationId) : [];
  await notify(ctx, {
    ...message,
    personIds: [state.accountable.personId, ...signers, ...head],
    title: titles[stage],
    text: `${title}，${dueAt} 前${verb}，现在由${state.accountable.body.shortName}${state.accountable.name}负责。`,
  });
}

/** Hands the issue over where the accountable officer has left their body; the message to the next one is the reminder. */
async function replaceAbsent(ctx: Context, issue: IssueDoc): Promise<boolean> {
  const accountable = await currentOfficer(issue.state.accountable, ctx.now);
  if (accountable.personId === issue.state.accountable.personId) return false;
  await ifUnchanged(async () =>
    announce(ctx, await appendEntry(ctx, issue, clerk, { kind: 'reassigned', accountable })),
  );
  return true;
}

/** Does it unless somebody was faster, who then did what was needed. */
async function ifUnchanged(write: () => Promise<void>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'ISSUE_STATE_CHANGED') return false;
    throw error;
  }
}

/** The head of the body that answers for an issue; where that is the accountable person, who answers in the body above. */
async function headOver(ctx: Context, issue: IssueDoc): Promise<string[]> {
  const { personId, body } = issue.state.accountable;
  const officers = await findOfficers(body.organizationId);
  const head = officers.find((officer) => officer.isHead && officer.personId !== personId);
  if (head) return [head.personId];
  const { parentId } = await getOrganization(body.organizationId);
  return parentId ? [(await accountableOfficer(parentId, { at: ctx.now })).personId] : [];
}
