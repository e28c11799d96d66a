import { DocBuilder } from '../bson/build';
import { toNumber } from '../bson/numbers';
import { elementsOf, field, itemsOf, type Value } from '../bson/raw';
import { CommandError } from '../errors';
import { SESSION_END, SESSION_START, sessionKey } from '../storage/keys';
import type { DurableStore, WriteScope } from '../storage/store';
import type { View } from '../storage/view';

/** What a session's last retryable write, or last committed transaction, did. */
export interface RetryRecord {
  txnNumber: number;
  isCommit: boolean;
  /** Statements by number whose whole answer is that they were done. */
  done: [number, number][];
  /** Statements by number with their own answers. */
  answers: Map<number, Value>;
}

/** Reads a session's record. */
export function readRetryRecord(view: View, session: string): RetryRecord | undefined {
  const bytes = view.get(sessionKey(session));
  if (!bytes) return undefined;
  const answers = new Map<number, Value>();
  const stored = field(bytes, 'answers');
  if (stored) for (const { name, value } of elementsOf(stored)) answers.set(Number(name), value);
  const done = field(bytes, 'done');
  return {
    txnNumber: toNumber(field(bytes, 'txnNumber')!),
    isCommit: field(bytes, 'commit') !== undefined,
    done: done ? itemsOf(done).map((range) => itemsOf(range).map(toNumber) as [number, number]) : [],
    answers,
  };
}

/** Writes a session's record beside the changes it tells of. */
export function writeRetryRecord(scope: WriteScope, session: string, record: RetryRecord, now: number): void {
  const builder = new DocBuilder(256).long('txnNumber', record.txnNumber).long('at', now);
  if (record.isCommit) builder.bool('commit', true);
  if (record.done.length > 0) {
    builder.beginArray('done');
    record.done.forEach(([from, to], i) => builder.beginArray(String(i)).int('0', from).int('1', to).end());
    builder.end();
  }
  if (record.answers.size > 0) {
    builder.begin('answers');
    for (const [statement, answer] of record.answers) builder.value(String(statement), answer);
    builder.end();
  }
  scope.view.put(sessionKey(session), builder.finish());
}

/** The statements of one retryable command: tells which were done before and notes new ones. */
export class Retry {
  private readonly record: RetryRecord;
  /** Whether a statement was done that was not done before. */
  isChanged = false;

  /** @throws TransactionTooOld when the session has gone on to a later number */
  constructor(
    private readonly scope: WriteScope,
    private readonly session: string,
    txnNumber: number,
    private readonly now: number,
  ) {
    const stored = readRetryRecord(scope.view, session);
    if (stored && stored.txnNumber > txnNumber) throw tooOld(txnNumber, stored.txnNumber);
    if (stored?.isCommit && stored.txnNumber === txnNumber) {
      throw new CommandError(256, `Transaction ${txnNumber} has been committed.`);
    }
    this.record =
      stored && stored.txnNumber === txnNumber
        ? stored
        : { txnNumber, isCommit: false, done: [], answers: new Map() };
  }

  /** Whether the statement was done before. */
  isDone(statement: number): boolean {
    return this.record.done.some(([from, to]) => statement >= from && statement <= to);
  }

  /** The answer the statement got before. */
  answerTo(statement: number): Value | undefined {
    return this.record.answers.get(statement);
  }

  noteDone(statement: number): void {
    this.isChanged = true;
    const last = this.record.done.at(-1);
    if (last && last[1] === statement - 1) last[1] = statement;
    else this.record.done.push([statement, statement]);
  }

  noteAnswer(statement: number, answer: Value): void {
    this.isChanged = true;
    this.record.answers.set(statement, answer);
  }

  /** Writes what was noted. */
  save(): void {
    if (this.isChanged) writeRetryRecord(this.scope, this.session, this.record, this.now);
  }
}

const REMEMBERED_MS = 30 * 60_000;

/** Removes the records of sessions that have ended by time. */
export async function forgetRetryRecords(durable: DurableStore, now: number): Promise<void> {
  const old: Buffer[] = [];
  const scan = durable.latest.scan({ low: SESSION_START, high: SESSION_END });
  while (scan.next()) {
    if (toNumber(field(Buffer.from(scan.value), 'at')!) < now - REMEMBERED_MS)
      old.push(Buffer.from(scan.key));
  }
  scan.close();
  if (old.length === 0) return;
  await durable.write((scope) => {
    for (const key of old) {
      const stored = scope.view.get(key);
      if (stored && toNumber(field(stored, 'at')!) < now - REMEMBERED_MS) scope.view.remove(key);
    }
  });
}

/** The refusal of a number that the session has left behind. */
export function tooOld(given: number, active: number): CommandError {
  return new CommandError(
    225,
    `Retryable write with txnNumber ${given} is prohibited on session because a newer retryable write with txnNumber ${active} has already started on this session.`,
  );
}
