import { issueStatuses } from '@contract/enums';
import type {
  ClosingWay,
  IssueField,
  IssueKind,
  IssueSource,
  IssueStatus,
  LedgerEntryKind,
  RatingResult,
} from '@contract/enums';
import type { RunningLimit } from './deadline';
import type { Entry, IssueEvent, LedgerBody, Party } from './ledger';
import { withBodies } from './relocation';
import { latestText } from './wording';

/** An issue as its ledger tells it. Nobody answering for it can't be written down: `accountable` is never absent. */
export interface IssueState {
  issueId: string;
  /** Sequence of the last entry. */
  version: number;
  /** Hash of the last entry. */
  headHash: string;
  number: string;
  enterpriseId: string;
  kind: IssueKind;
  field: IssueField;
  source: IssueSource;
  title: string;
  text: string;
  fileIds: string[];
  desk: LedgerBody;
  status: IssueStatus;
  /** Sequence of the entry that brought the issue into its status. */
  statusSequence: number;
  accountable: Party;
  /** The desk officer who accepted: 首问. */
  firstOwner?: Party;
  /** The last dispatch: who sent it where. */
  dispatch?: { by: Party; to: LedgerBody; noticeNumber: string; at: Date };
  answer?: { text: string; fileIds: string[]; at: Date; by: Party };
  rating?: { result: RatingResult; stars?: number; words?: string; ratedAt: Date };
  submittedAt: Date;
  updatedAt: Date;
  closedAt?: Date;
  closedAs?: ClosingWay;
  /** Runs from submission, and anew from a dispute. */
  answerFrom: Date;
  answerDueAt: Date;
  /** Present while a signature is awaited: acceptance or receipt. */
  sign?: { from: Date; dueAt: Date };
  /** Present while the enterprise may confirm or dispute. */
  confirmBy?: Date;
  /** End of the limit that runs; absent when none does. */
  dueAt?: Date;
  returnCount: number;
  disputeCount: number;
  /** Officers who had a hand in it. */
  workedBy: string[];
  /** Every body involved, and those above them. */
  scope: string[];
  latest: string;
}

/** The statuses in which each kind of entry may be written; a submission stands first and only first. */
export const legalFrom: Record<Exclude<LedgerEntryKind, 'submitted'>, readonly IssueStatus[]> = {
  accepted: ['submitted'],
  dispatched: ['accepted', 'in-hand'],
  received: ['dispatched'],
  returned: ['dispatched', 'in-hand'],
  noted: ['submitted', 'accepted', 'dispatched', 'in-hand', 'answered'],
  answered: ['accepted', 'in-hand'],
  confirmed: ['answered'],
  disputed: ['answered'],
  lapsed: ['answered'],
  withdrawn: ['submitted', 'accepted', 'dispatched', 'in-hand'],
  reassigned: ['submitted', 'accepted', 'dispatched', 'in-hand', 'answered'],
  relocated: issueStatuses,
};

/** An entry that can't follow the ones before it. */
export class ImpossibleEntry extends Error {
  constructor(kind: LedgerEntryKind, status: IssueStatus | undefined) {
    super(`“${kind}” cannot follow status “${status ?? 'none'}”`);
    this.name = 'ImpossibleEntry';
  }
}

/** The statuses in which work is owed to the enterprise. */
export const unansweredStatuses: readonly IssueStatus[] = ['submitted', 'accepted', 'dispatched', 'in-hand'];
/** The statuses in which an issue has not ended. */
export const openStatuses: readonly IssueStatus[] = [...unansweredStatuses, 'answered'];

/** The limit that runs: of those that do, the one that ends first. */
export function runningLimit(state: IssueState): RunningLimit | undefined {
  if (state.confirmBy && state.answer)
    return { kind: 'confirm', from: state.answer.at, dueAt: state.confirmBy };
  if (!unansweredStatuses.includes(state.status)) return undefined;
  if (state.sign && state.sign.dueAt < state.answerDueAt) return { kind: 'sign', ...state.sign };
  return { kind: 'answer', from: state.answerFrom, dueAt: state.answerDueAt };
}

/**
 * The state of an issue after one more entry of its ledger.
 * @throws ImpossibleEntry when the entry can't follow
 */
export function reduce(before: IssueState | undefined, entry: Entry): IssueState {
  const { event } = entry;
  if (!before) {
    if (event.kind !== 'submitted') throw new ImpossibleEntry(event.kind, undefined);
    return finish(submitted(entry, event), entry);
  }
  if (event.kind === 'submitted' || !legalFrom[event.kind].includes(before.status))
    throw new ImpossibleEntry(event.kind, before.status);
  return finish(apply(before, event, new Date(entry.at)), entry);
}

/**
 * The state a whole ledger tells, entries in order of sequence.
 * @throws ImpossibleEntry when an entry can't follow the ones before it, or there is none
 */
export function replay(entries: readonly Entry[]): IssueState {
  const [first, ...rest] = entries;
  if (!first) throw new ImpossibleEntry('submitted', undefined);
  return rest.reduce<IssueState>(reduce, reduce(undefined, first));
}

function submitted(entry: Entry, event: Extract<IssueEvent, { kind: 'submitted' }>): IssueState {
  const at = new Date(entry.at);
  return {
    issueId: entry.issueId,
    version: 0,
    headHash: entry.previousHash,
    number: event.number,
    enterpriseId: event.enterpriseId,
    kind: event.issueKind,
    field: event.field,
    source: event.source,
    title: event.title,
    text: event.text,
    fileIds: event.fileIds,
    desk: event.desk,
    status: 'submitted',
    statusSequence: 1,
    accountable: event.accountable,
    submittedAt: at,
    updatedAt: at,
    answerFrom: at,
    answerDueAt: new Date(event.answerDueAt),
    sign: { from: at, dueAt: new Date(event.signDueAt) },
    returnCount: 0,
    disputeCount: 0,
    workedBy: [],
    scope: union(event.desk.path, event.accountable.body.path),
    latest: '',
  };
}

/** What only this kind of entry changes; a move into another status ends the limits of the one before. */
function apply(before: IssueState, event: Exclude<IssueEvent, { kind: 'submitted' }>, at: Date): IssueState {
  const { sign: _sign, confirmBy: _confirmBy, ...moving } = before;
  switch (event.kind) {
    case 'accepted':
      return {
        ...moving,
        status: 'accepted',
        accountable: event.accountable,
        firstOwner: event.accountable,
        scope: union(before.scope, event.accountable.body.path),
      };
    case 'dispatched':
      return {
        ...moving,
        status: 'dispatched',
        accountable: event.accountable,
        dispatch: { by: event.accountable, to: event.to, noticeNumber: event.noticeNumber, at },
        sign: { from: at, dueAt: new Date(event.signDueAt) },
        scope: union(before.scope, event.accountable.body.path, event.to.path),
      };
    case 'received':
      return { ...moving, status: 'in-hand', accountable: event.accountable };
    case 'returned': {
      const { dispatch: _dispatch, ...undispatched } = moving;
      return {
        ...undispatched,
        status: 'accepted',
        accountable: event.accountable,
        returnCount: before.returnCount + 1,
      };
    }
    case 'noted':
      return before;
    case 'answered':
      return {
        ...moving,
        status: 'answered',
        accountable: event.accountable,
        answer: { text: event.text, fileIds: event.fileIds, at, by: event.accountable },
        confirmBy: new Date(event.confirmBy),
      };
    case 'confirmed':
      return {
        ...moving,
        status: 'closed',
        closedAs: 'confirmed',
        closedAt: at,
        rating: { ...event.verdict, ratedAt: at },
      };
    case 'disputed':
      return {
        ...moving,
        status: 'in-hand',
        accountable: event.accountable,
        disputeCount: before.disputeCount + 1,
        rating: { ...event.verdict, ratedAt: at },
        answerFrom: at,
        answerDueAt: new Date(event.answerDueAt),
      };
    case 'lapsed':
      return { ...moving, status: 'closed', closedAs: 'lapsed', closedAt: at };
    case 'withdrawn':
      return { ...moving, status: 'withdrawn', closedAt: at };
    case 'reassigned':
      return {
        ...before,
        accountable: event.accountable,
        scope: union(before.scope, event.accountable.body.path),
      };
    case 'relocated':
      return { ...withBodies(before, event.bodies), scope: event.scope };
  }
}

/** Entries that leave the issue in the status it is in. */
const standingStill: readonly LedgerEntryKind[] = ['noted', 'reassigned', 'relocated'];

/** What every entry changes, whatever it tells. */
function finish(changed: IssueState, entry: Entry): IssueState {
  const { dueAt: _dueAt, ...state } = changed;
  const isMove = !standingStill.includes(entry.event.kind);
  const after: IssueState = {
    ...state,
    version: entry.sequence,
    headHash: entry.hash,
    updatedAt: new Date(entry.at),
    statusSequence: isMove ? entry.sequence : state.statusSequence,
    workedBy: entry.actor.role === 'officer' ? union(state.workedBy, [entry.actor.personId]) : state.workedBy,
    latest: latestText(state, entry),
  };
  const limit = runningLimit(after);
  return limit ? { ...after, dueAt: limit.dueAt } : after;
}

function union(...lists: string[][]): string[] {
  return [...new Set(lists.flat())];
}
