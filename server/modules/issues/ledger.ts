import { createHash } from 'node:crypto';
import type {
  IssueField,
  IssueKind,
  IssueSource,
  LedgerEntryKind,
  RatingResult,
  ReturnReason,
} from '@contract/enums';

/** A body as it stood when the entry was written; `path` holds its id and those of all bodies above it. */
export interface LedgerBody {
  organizationId: string;
  name: string;
  shortName: string;
  path: string[];
}

/** An officer who answers for an issue, and the body they answer in. */
export interface Party {
  personId: string;
  name: string;
  body: LedgerBody;
}

/**
 * Who wrote an entry: an officer in a body, by name, for their acts are the body's; somebody of the enterprise, by id
 * alone, for their name goes when they close their account; or a job of the product. Entries from before kept an
 * enterprise's people by name as well; their hashes hold as they stand.
 */
export type EntryActor =
  | { role: 'officer'; personId: string; name: string; organizationId: string; organizationName: string }
  | { role: 'enterprise'; personId: string; name?: string }
  | { role: 'system'; name: string };

/** The enterprise's verdict on an answer. */
export interface Verdict {
  result: RatingResult;
  stars?: number;
  words?: string;
}

/** What happened. Instants are ISO 8601 texts, ids hexadecimal, so that an entry reads back exactly as it was hashed. */
export type IssueEvent =
  | {
      kind: 'submitted';
      number: string;
      enterpriseId: string;
      issueKind: IssueKind;
      field: IssueField;
      source: IssueSource;
      title: string;
      text: string;
      fileIds: string[];
      desk: LedgerBody;
      accountable: Party;
      signDueAt: string;
      answerDueAt: string;
    }
  | { kind: 'accepted'; accountable: Party }
  | {
      kind: 'dispatched';
      accountable: Party;
      to: LedgerBody;
      noticeNumber: string;
      note?: string;
      signDueAt: string;
    }
  | { kind: 'received'; accountable: Party }
  | { kind: 'returned'; accountable: Party; reason: ReturnReason; note: string }
  | { kind: 'noted'; text: string; isPublic: boolean; fileIds: string[] }
  | { kind: 'answered'; accountable: Party; text: string; fileIds: string[]; confirmBy: string }
  | { kind: 'confirmed'; verdict: Verdict }
  | { kind: 'disputed'; accountable: Party; verdict: Verdict; answerDueAt: string }
  | { kind: 'lapsed' }
  | { kind: 'withdrawn'; note?: string }
  | { kind: 'reassigned'; accountable: Party }
  | {
      kind: 'relocated';
      /** Bodies of the tree that stand elsewhere now, or whose duties another has taken over. */
      bodies: { from: string; to: LedgerBody }[];
      /** Every body involved, and those above them now. */
      scope: string[];
    };

/** One line of an issue's ledger. */
export interface Entry {
  issueId: string;
  /** 1 for the first, without gaps. */
  sequence: number;
  at: string;
  actor: EntryActor;
  event: IssueEvent;
  /** Hash of the entry before; of the first, a hash of the issue's id. */
  previousHash: string;
  /** SHA-256 over all the fields above, hexadecimal. */
  hash: string;
}

/** One text for one value: keys in order, absent fields left out, instants as ISO 8601. */
export function canonicalJson(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
    return `{${fields.join(',')}}`;
  }
  return JSON.stringify(value);
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** What the first entry of an issue is linked to. */
function genesisHash(issueId: string): string {
  return sha256(`issue ${issueId}`);
}

/** The hash an entry must carry. */
export function hashOf(entry: Omit<Entry, 'hash'>): string {
  const { issueId, sequence, at, actor, event, previousHash } = entry;
  return sha256(canonicalJson({ issueId, sequence, at, actor, event, previousHash }));
}

/** The value as it will read back from the database: absent fields gone, broken surrogates of a text replaced. */
function asStored<T>(value: T): T {
  const clean = (field: unknown): unknown =>
    typeof field === 'string' ? Buffer.from(field).toString() : field;
  return JSON.parse(JSON.stringify(value, (_key, field: unknown) => clean(field))) as T;
}

/** The next entry of a chain, linked to the one before (none: the first). */
export function linkEntry(
  before: { sequence: number; hash: string } | undefined,
  next: { issueId: string; at: string; actor: EntryActor; event: IssueEvent },
): Entry {
  const entry = {
    issueId: next.issueId,
    sequence: (before?.sequence ?? 0) + 1,
    at: next.at,
    actor: asStored(next.actor),
    event: asStored(next.event),
    previousHash: before?.hash ?? genesisHash(next.issueId),
  };
  return { ...entry, hash: hashOf(entry) };
}

/** Where a chain is broken, and how. */
export interface Fault {
  sequence: number;
  problem: 'missing' | 'altered' | 'unlinked' | 'impossible' | 'projection';
}

/** The first place at which a chain of entries, in order of sequence, isn't what was written; null when it is whole. */
export function findFault(issueId: string, entries: readonly Entry[]): Fault | null {
  let before: Entry | undefined;
  for (const entry of entries) {
    const expected = (before?.sequence ?? 0) + 1;
    if (entry.sequence !== expected || entry.issueId !== issueId)
      return { sequence: expected, problem: 'missing' };
    if (hashOf(entry) !== entry.hash) return { sequence: expected, problem: 'altered' };
    if (entry.previousHash !== (before?.hash ?? genesisHash(issueId)))
      return { sequence: expected, problem: 'unlinked' };
    before = entry;
  }
  return before ? null : { sequence: 1, problem: 'missing' };
}

/** Whether the enterprise is shown an entry: moves of its issue and what was written to it, not what bodies argue. */
export function isPublic(event: IssueEvent): boolean {
  if (event.kind === 'noted') return event.isPublic;
  const hidden: LedgerEntryKind[] = ['returned', 'reassigned', 'relocated'];
  return !hidden.includes(event.kind);
}
