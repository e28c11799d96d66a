import mongoose, { Types, type ClientSession } from 'mongoose';
import type { Context } from '../../context';
import { AppError, isDuplicateKey } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { reminders } from './deadline';
import { IssueEntryModel, IssueModel, type IssueDoc, type IssueEntryDoc } from './issues.model';
import { linkEntry, type Entry, type EntryActor, type Fault, type IssueEvent } from './ledger';
import { reduce, runningLimit, type IssueState } from './reducer';
import { verifyIssue } from './verification';

/** What a transition writes: built inside the transaction, at the instant the entry will carry. */
type EventBuilder = (session: ClientSession, at: Date) => Promise<IssueEvent> | IssueEvent;
/** Other writes that stand or fall with the entry, e.g. attaching files. */
type Beside = (session: ClientSession, issue: IssueDoc) => Promise<unknown>;

export interface Written {
  /** The state the entry followed; absent for the first. */
  before?: IssueState;
  issue: IssueDoc;
  entry: Entry;
}

/** Opens an issue: its document and the first entry of its ledger, both or neither. */
export async function openLedger(
  ctx: Context,
  draft: Omit<IssueDoc, 'state' | 'scope' | 'nextReminderAt'>,
  actor: EntryActor,
  event: Extract<IssueEvent, { kind: 'submitted' }>,
  beside: Beside,
): Promise<Written> {
  const entry = linkEntry(undefined, {
    issueId: draft._id.toHexString(),
    at: ctx.now.toISOString(),
    actor,
    event,
  });
  const issue: IssueDoc = { ...draft, ...projection(reduce(undefined, entry), ctx.now) };
  await mongoose.connection.transaction(async (session) => {
    await IssueModel.create([issue], { session });
    await IssueEntryModel.create([toDocument(entry)], { session });
    await witness(ctx, issue, entry, session);
    await beside(session, issue);
  });
  return { issue, entry };
}

/**
 * Appends one entry to the ledger of an issue as it was read, and replaces its projection, both or neither.
 * @throws ISSUE_STATE_CHANGED when somebody else wrote since the issue was read
 */
export async function appendEntry(
  ctx: Context,
  read: IssueDoc,
  actor: EntryActor,
  build: IssueEvent | EventBuilder,
  beside?: Beside,
): Promise<Written> {
  try {
    return await mongoose.connection.transaction(async (session) => {
      const written = await appendWithin(session, ctx, read, actor, build);
      await beside?.(session, written.issue);
      return written;
    });
  } catch (error) {
    if (isDuplicateKey(error)) throw new AppError('ISSUE_STATE_CHANGED', { cause: error });
    throw error;
  }
}

/**
 * The same as `appendEntry`, as part of a transaction of the caller's.
 * @throws ISSUE_STATE_CHANGED when somebody else wrote since the issue was read
 */
export async function appendWithin(
  session: ClientSession,
  ctx: Context,
  read: IssueDoc,
  actor: EntryActor,
  build: IssueEvent | EventBuilder,
): Promise<Written> {
  // A process whose clock runs behind must not write an entry dated before the last one.
  const at = new Date(Math.max(ctx.now.getTime(), read.state.updatedAt.getTime()));
  const event = typeof build === 'function' ? await build(session, at) : build;
  const before = { sequence: read.state.version, hash: read.state.headHash };
  const entry = linkEntry(before, { issueId: read.state.issueId, at: at.toISOString(), actor, event });
  const { nextReminderAt, ...changes } = projection(reduce(read.state, entry), ctx.now);
  await IssueEntryModel.create([toDocument(entry)], { session });
  const issue = await IssueModel.findOneAndUpdate(
    { _id: read._id, 'state.version': read.state.version },
    {
      $set: { ...changes, ...(nextReminderAt ? { nextReminderAt } : {}) },
      ...(nextReminderAt ? {} : { $unset: { nextReminderAt: 1 } }),
    },
    { session, returnDocument: 'after' },
  ).lean();
  if (!issue) throw new AppError('ISSUE_STATE_CHANGED');
  await witness(ctx, issue, entry, session);
  return { before: read.state, issue, entry };
}

/** The audit trail's entry beside a ledger's: it holds the line's hash, so that checkpoints cover ledgers as well. */
async function witness(ctx: Context, issue: IssueDoc, entry: Entry, session: ClientSession): Promise<void> {
  const record = {
    action: `issue.${entry.event.kind}`,
    subject: { kind: 'issue', id: entry.issueId },
    enterpriseId: issue.enterpriseId.toHexString(),
    scope: issue.scope,
    ledger: { sequence: entry.sequence, hash: entry.hash },
  };
  await recordAudit(ctx, record, session);
}

/** The part of an issue's document that follows from its state. */
function projection(
  state: IssueState,
  now: Date,
): { state: IssueState; scope: Types.ObjectId[]; nextReminderAt?: Date } {
  const next = reminders(runningLimit(state)).find((reminder) => reminder.at > now);
  return {
    state,
    scope: state.scope.map((id) => new Types.ObjectId(id)),
    ...(next ? { nextReminderAt: next.at } : {}),
  };
}

/** The ledger of an issue, first entry first. */
export async function entriesOf(issueId: string | Types.ObjectId, session?: ClientSession): Promise<Entry[]> {
  const docs = await IssueEntryModel.find({ issueId })
    .sort({ sequence: 1 })
    .session(session ?? null)
    .lean();
  return docs.map(toEntry);
}

function toDocument(entry: Entry): Omit<IssueEntryDoc, '_id'> {
  return { ...entry, issueId: new Types.ObjectId(entry.issueId), at: new Date(entry.at) };
}

function toEntry(doc: IssueEntryDoc): Entry {
  const { sequence, actor, event, previousHash, hash } = doc;
  const issueId = doc.issueId.toHexString();
  return { issueId, sequence, at: doc.at.toISOString(), actor, event, previousHash, hash };
}

/** Whether the ledger of an issue and its stored projection are what was written; where not, the first spot. */
export function faultOf(issue: IssueDoc, entries: readonly Entry[]): Fault | null {
  return verifyIssue(issue._id.toHexString(), entries, {
    state: issue.state,
    number: issue.number,
    enterpriseId: issue.enterpriseId.toHexString(),
    scope: issue.scope.map((id) => id.toHexString()),
  });
}

/** What checking every ledger found. */
export interface LedgerReport {
  issues: number;
  entries: number;
  faults: (Fault & { issueId: string; number?: string })[];
}

/** Checks every issue's chain and projection, and finds entries whose issue is gone. */
export async function verifyLedgers(): Promise<LedgerReport> {
  const report: LedgerReport = { issues: 0, entries: 0, faults: [] };
  for await (const issue of IssueModel.find().sort({ _id: 1 }).lean().cursor({ batchSize: 200 })) {
    const entries = await entriesOf(issue._id);
    report.issues += 1;
    report.entries += entries.length;
    const fault = faultOf(issue, entries);
    if (fault) report.faults.push({ ...fault, issueId: issue._id.toHexString(), number: issue.number });
  }
  const first = IssueEntryModel.find({ sequence: 1 }).sort({ issueId: 1 }).lean().cursor({ batchSize: 200 });
  for await (const { issueId } of first) {
    if (await IssueModel.exists({ _id: issueId })) continue;
    report.faults.push({ issueId: issueId.toHexString(), sequence: 1, problem: 'projection' });
  }
  return report;
}

/** Hashes of ledger lines of these issues, by `<issue id> <sequence>`. */
export async function ledgerHashes(issueIds: Iterable<string>): Promise<Map<string, string>> {
  const docs = await IssueEntryModel.find(
    { issueId: { $in: [...new Set(issueIds)] } },
    { issueId: 1, sequence: 1, hash: 1 },
  ).lean();
  return new Map(docs.map(({ issueId, sequence, hash }) => [`${issueId.toHexString()} ${sequence}`, hash]));
}

/** The last ledger line of every issue, in groups of that many issues. */
export async function* issueHeads(
  groupSize: number,
): AsyncGenerator<{ issueId: string; sequence: number; entryId: Types.ObjectId }[]> {
  let after: Types.ObjectId | undefined;
  for (;;) {
    const issues = await IssueModel.find(after ? { _id: { $gt: after } } : {}, { _id: 1 })
      .sort({ _id: 1 })
      .limit(groupSize)
      .lean();
    after = issues.at(-1)?._id;
    if (!after) return;
    const entries = await IssueEntryModel.find(
      { issueId: { $in: issues.map(({ _id }) => _id) } },
      { issueId: 1, sequence: 1 },
    ).lean();
    const heads = new Map<string, { issueId: string; sequence: number; entryId: Types.ObjectId }>();
    for (const { _id, issueId, sequence } of entries) {
      const id = issueId.toHexString();
      if ((heads.get(id)?.sequence ?? 0) < sequence) heads.set(id, { issueId: id, sequence, entryId: _id });
    }
    yield [...heads.values()];
  }
}
