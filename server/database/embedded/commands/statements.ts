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

/** What one statement did. */
export interface Outcome {
  n: number;
  nModified: number;
  upsertedId: Value | undefined;
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
