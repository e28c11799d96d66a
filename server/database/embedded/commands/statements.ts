import { DocBuilder } from '../bson/build';
import { toNumber } from '../bson/numbers';
import { docValue, field, type Value } from '../bson/raw';
import { CommandError } from '../errors';
import { iterate, type Row } from '../query/executor';
import { find } from '../query/find';
import type { Filter } from '../query/matcher';
import type { SortField } from '../query/sort';
import type { Retry } from '../session/retry';
import type { Collection } from '../storage/catalogue';
import type { WriteScope } from '../storage/store';
import type { Context } from './context';
import type { WriteError } from './reply';

/** What one statement did. */
export interface Outcome {
  n: number;
  nModified: number;
  upsertedId: Value | undefined;
}

/** What the statements of a batch did together. */
export interface Totals {
  n: number;
  nModified: number;
  upserted: { index: number; _id: Value }[];
  errors: WriteError[];
}

/** Runs one statement; its number tells a retried one from the first. */
export type RunStatement = (
  scope: WriteScope,
  index: number,
  retry: Retry | undefined,
  statement: number,
) => Outcome;

/** Longest turn of a batch outside a transaction, in milliseconds. */
const LONGEST_TURN_MS = 50;

/**
 * Runs the statements of a batch one after the other, as far as the first error where it is ordered. Each statement is
 * whole; the batch isn't, unless a transaction holds it: a long one is stored turn by turn and lets others in between.
 */
export async function runStatements(context: Context, count: number, run: RunStatement): Promise<Totals> {
  const ordered = context.args.bool('ordered') ?? true;
  const totals: Totals = { n: 0, nModified: 0, upserted: [], errors: [] };
  for (let next = 0; next < count;) {
    const turn = await context.write((scope, retry) =>
      runTurn(context, scope, retry, { next, count, ordered }, run),
    );
    totals.n += turn.n;
    totals.nModified += turn.nModified;
    totals.upserted = totals.upserted.concat(turn.upserted);
    totals.errors = totals.errors.concat(turn.errors);
    next = turn.next;
  }
  if (totals.errors.length > 0) context.engine.abortAfter(context);
  return totals;
}

/** The statements of one turn. It may be undone and run again, so it counts for itself. */
function runTurn(
  context: Context,
  scope: WriteScope,
  retry: Retry | undefined,
  batch: { next: number; count: number; ordered: boolean },
  run: RunStatement,
): Totals & { next: number } {
  const turn: Totals = { n: 0, nModified: 0, upserted: [], errors: [] };
  const until = context.transaction ? Infinity : performance.now() + LONGEST_TURN_MS;
  let index = batch.next;
  do {
    try {
      const outcome = run(scope, index, retry, retry ? statementNumber(context, index) : 0);
      turn.n += outcome.n;
      turn.nModified += outcome.nModified;
      if (outcome.upsertedId) turn.upserted.push({ index, _id: outcome.upsertedId });
    } catch (error) {
      turn.errors.push({ index, error: context.engine.statementError(error, context) });
      if (batch.ordered) return { ...turn, next: batch.count };
    }
    index += 1;
  } while (index < batch.count && performance.now() < until);
  return { ...turn, next: index };
}

/** The rows a write is about, all found before the first one changes. */
export function matched(
  context: Context,
  scope: WriteScope,
  collection: Collection,
  filter: Filter,
  limit: number | undefined,
  hint: Value | undefined,
  sort: readonly SortField[] | undefined,
): Row[] {
  const { rows } = find(() => scope.view, collection, {
    filter,
    limit,
    sort,
    hint: context.hint(hint, collection),
    deadline: context.deadline,
  });
  const found = [...iterate(rows)];
  rows.rest();
  return found;
}

/** @throws FailedToParse when a batch has no statement or too many */
export function checkBatch(specs: readonly Value[]): void {
  if (specs.length === 0 || specs.length > 100_000) {
    throw new CommandError(
      9,
      `Write batch sizes must be between 1 and 100000. Got ${specs.length} operations.`,
    );
  }
}

/** A compiled statement, or the error it is refused with when its turn comes. */
export function compile<T>(parse: () => T): T | CommandError {
  try {
    return parse();
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
}

/** Runs a statement unless it was done before; then its earlier answer stands. */
export function withRetry(retry: Retry | undefined, statement: number, run: () => Outcome): Outcome {
  const before = retry?.answerTo(statement);
  if (before) {
    const answer = before.bytes();
    return {
      n: toNumber(field(answer, 'n')!),
      nModified: toNumber(field(answer, 'nModified')!),
      upsertedId: field(answer, 'upserted'),
    };
  }
  const outcome = run();
  if (retry) {
    const builder = new DocBuilder(64).int('n', outcome.n).int('nModified', outcome.nModified);
    if (outcome.upsertedId) builder.value('upserted', outcome.upsertedId);
    retry.noteAnswer(statement, docValue(builder.finish()));
  }
  return outcome;
}

/** The numbers by which a retryable write's statements are known. */
export function statementNumber(context: Context, index: number): number {
  const ids = context.args.array('stmtIds');
  if (ids) return ids[index]!.buf.readInt32LE(ids[index]!.start);
  return (context.args.int('stmtId') ?? 0) + index;
}
