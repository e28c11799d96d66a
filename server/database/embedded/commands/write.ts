import { docValue, elementsOf, field, type Value } from '../bson/raw';
import { DocBuilder } from '../bson/build';
import { toNumber } from '../bson/numbers';
import { CommandError } from '../errors';
import { iterate, type Row } from '../query/executor';
import { find } from '../query/find';
import type { Filter, MatchDetails } from '../query/matcher';
import { parseOptionalFilter } from '../query/parse-filter';
import { parseSort, type SortField } from '../query/sort';
import type { Collection } from '../storage/catalogue';
import type { Retry } from '../session/retry';
import { deleteRecord, insertRecord, updateRecord } from '../storage/records';
import type { WriteScope } from '../storage/store';
import { parseUpdate, type Update } from '../update/update';
import { upsertDocument } from '../update/upsert';
import { Arguments, checkFields } from './arguments';
import type { Context } from './context';
import { statementNumber, storable } from './insert';
import { ok, writeErrors, type WriteError } from './reply';

/** One statement of an `update` command, compiled. */
export interface UpdateStatement {
  filter: Filter;
  update: Update;
  multi: boolean;
  upsert: boolean;
  hint: Value | undefined;
  sort: SortField[] | undefined;
}

/** What one update statement did. */
export interface UpdateOutcome {
  n: number;
  nModified: number;
  upsertedId: Value | undefined;
}

function parseUpdateStatement(spec: Value): UpdateStatement {
  const args = new Arguments(docValue(new DocBuilder().js('updates', 1).finish()));
  for (const { name, value } of elementsOf(spec)) args.fields.set(name, value);
  checkFields(args, ['q', 'u', 'multi', 'upsert', 'arrayFilters', 'hint', 'sort'], ['c']);
  if (args.get('c')) throw new CommandError(238, 'collation is not supported by the embedded database');
  const u = args.get('u');
  if (!args.get('q') || !u)
    throw new CommandError(
      40414,
      `BSON field 'update.updates.${u ? 'q' : 'u'}' is missing but a required field`,
    );
  const update = parseUpdate(u, args.array('arrayFilters') ?? []);
  const multi = args.bool('multi') ?? false;
  if (multi && update.isReplacement)
    throw new CommandError(9, 'multi update is not supported for replacement-style update');
  const sort = args.doc('sort');
  return {
    filter: parseOptionalFilter(args.doc('q')),
    update,
    multi,
    upsert: args.bool('upsert') ?? false,
    hint: args.get('hint'),
    sort: sort && parseSort(sort),
  };
}

/** Runs one compiled update. */
export function updateDocuments(
  context: Context,
  scope: WriteScope,
  namespace: string,
  statement: UpdateStatement,
): UpdateOutcome {
  const { filter, update, multi, upsert } = statement;
  let collection = context.collection(namespace);
  const outcome: UpdateOutcome = { n: 0, nModified: 0, upsertedId: undefined };
  if (collection) {
    for (const row of matched(
      context,
      scope,
      collection,
      filter,
      multi ? undefined : 1,
      statement.hint,
      statement.sort,
    )) {
      outcome.n += 1;
      if (updateRow(context, scope, collection, row, filter, update) !== row.doc) outcome.nModified += 1;
    }
  }
  if (outcome.n > 0 || !upsert) return outcome;
  collection ??= context.ensureCollection(scope, namespace);
  const doc = storable(upsertDocument(filter, update, context.now), context.now);
  insertRecord(scope, collection, doc);
  return { n: 1, nModified: 0, upsertedId: field(doc, '_id') };
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

/** Updates one found document; returns its new bytes, or the old ones when nothing changed. */
export function updateRow(
  context: Context,
  scope: WriteScope,
  collection: Collection,
  row: Row,
  filter: Filter,
  update: Update,
): Buffer {
  const details: MatchDetails = { position: -1 };
  if (update.needsPosition) filter.matches(row.doc, 0, details);
  const after = update.transform(row.doc, { position: details.position, isInsert: false, now: context.now });
  if (after === row.doc || after.equals(row.doc)) {
    // A transaction that leaves a document as it is still depends on nobody else changing it.
    return row.doc;
  }
  updateRecord(scope, collection, row.record, row.doc, after);
  return after;
}

/** `update` */
export async function runUpdate(context: Context): Promise<Buffer> {
  const { args, engine } = context;
  checkFields(args, ['updates', 'ordered', 'let', 'stmtId', 'stmtIds'], ['bypassDocumentValidation']);
  const namespace = context.namespace();
  const specs = context.documents('updates');
  checkBatch(specs);
  const ordered = args.bool('ordered') ?? true;
  const statements = specs.map((spec) => compile(() => parseUpdateStatement(spec)));
  if (statements.some((statement) => !(statement instanceof CommandError) && statement.upsert)) {
    await context.prepareCollection(namespace);
  }
  const result = await context.write((scope, retry) => {
    const errors: WriteError[] = [];
    const upserted: { index: number; _id: Value }[] = [];
    let n = 0;
    let nModified = 0;
    for (let i = 0; i < statements.length; i += 1) {
      try {
        const statement = statements[i]!;
        if (statement instanceof CommandError) throw statement;
        const outcome = withRetry(retry, retry ? statementNumber(context, i) : 0, () =>
          updateDocuments(context, scope, namespace, statement),
        );
        n += outcome.n;
        nModified += outcome.nModified;
        if (outcome.upsertedId) upserted.push({ index: i, _id: outcome.upsertedId });
      } catch (error) {
        errors.push({ index: i, error: engine.statementError(error, context) });
        if (ordered) break;
      }
    }
    return { n, nModified, upserted, errors };
  });
  if (result.errors.length > 0) engine.abortAfter(context);
  const builder = new DocBuilder().int('n', result.n).int('nModified', result.nModified);
  if (result.upserted.length > 0) {
    builder.beginArray('upserted');
    result.upserted.forEach(({ index, _id }, i) =>
      builder.begin(String(i)).int('index', index).value('_id', _id).end(),
    );
    builder.end();
  }
  if (result.errors.length > 0) builder.js('writeErrors', writeErrors(result.errors));
  return builder.double('ok', 1).finish();
}

function checkBatch(specs: readonly Value[]): void {
  if (specs.length === 0 || specs.length > 100_000) {
    throw new CommandError(
      9,
      `Write batch sizes must be between 1 and 100000. Got ${specs.length} operations.`,
    );
  }
}

function compile<T>(parse: () => T): T | CommandError {
  try {
    return parse();
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
}

/** Runs an update statement unless it was done before; then its earlier answer stands. */
function withRetry(retry: Retry | undefined, statement: number, run: () => UpdateOutcome): UpdateOutcome {
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

interface DeleteStatement {
  filter: Filter;
  limit: number;
  hint: Value | undefined;
}

function parseDeleteStatement(spec: Value): DeleteStatement {
  const args = new Arguments(docValue(new DocBuilder().js('deletes', 1).finish()));
  for (const { name, value } of elementsOf(spec)) args.fields.set(name, value);
  checkFields(args, ['q', 'limit', 'hint']);
  const limit = args.int('limit');
  if (!args.get('q') || limit === undefined)
    throw new CommandError(
      40414,
      `BSON field 'delete.deletes.${limit === undefined ? 'limit' : 'q'}' is missing but a required field`,
    );
  if (limit !== 0 && limit !== 1)
    throw new CommandError(9, `The limit field in delete objects must be 0 or 1. Got ${limit}`);
  return { filter: parseOptionalFilter(args.doc('q')), limit, hint: args.get('hint') };
}

/** `delete` */
export async function runDelete(context: Context): Promise<Buffer> {
  const { args, engine } = context;
  checkFields(args, ['deletes', 'ordered', 'let', 'stmtId', 'stmtIds']);
  const namespace = context.namespace();
  const specs = context.documents('deletes');
  checkBatch(specs);
  const ordered = args.bool('ordered') ?? true;
  const statements = specs.map((spec) => compile(() => parseDeleteStatement(spec)));
  const result = await context.write((scope, retry) => {
    const errors: WriteError[] = [];
    let n = 0;
    for (let i = 0; i < statements.length; i += 1) {
      try {
        const statement = statements[i]!;
        if (statement instanceof CommandError) throw statement;
        n += withRetry(retry, retry ? statementNumber(context, i) : 0, () => {
          const removed = deleteDocuments(context, scope, namespace, statement);
          return { n: removed, nModified: 0, upsertedId: undefined };
        }).n;
      } catch (error) {
        errors.push({ index: i, error: engine.statementError(error, context) });
        if (ordered) break;
      }
    }
    return { n, errors };
  });
  if (result.errors.length > 0) engine.abortAfter(context);
  return ok({
    n: result.n,
    ...(result.errors.length > 0 ? { writeErrors: writeErrors(result.errors) } : {}),
  });
}

function deleteDocuments(
  context: Context,
  scope: WriteScope,
  namespace: string,
  { filter, limit, hint }: DeleteStatement,
): number {
  const collection = context.collection(namespace);
  if (!collection) return 0;
  const rows = matched(context, scope, collection, filter, limit === 0 ? undefined : limit, hint, undefined);
  for (const row of rows) deleteRecord(scope, collection, row.record, row.doc);
  return rows.length;
}
