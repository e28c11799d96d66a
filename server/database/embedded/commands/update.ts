import { DocBuilder } from '../bson/build';
import { docValue, elementsOf, field, type Value } from '../bson/raw';
import { CommandError } from '../errors';
import type { Row } from '../query/executor';
import type { Filter, MatchDetails } from '../query/matcher';
import { parseOptionalFilter } from '../query/parse-filter';
import type { Collection } from '../storage/catalogue';
import { insertRecord, updateRecord } from '../storage/records';
import type { WriteScope } from '../storage/store';
import { parseUpdate, type Update } from '../update/update';
import { upsertDocument } from '../update/upsert';
import { Arguments, checkFields } from './arguments';
import type { Context } from './context';
import { hintOf } from './hints';
import { storable } from './insert';
import { writeErrors } from './reply';
import { checkBatch, compile, matched, runStatements, withRetry, type Outcome } from './statements';

/** One statement of an `update` command, compiled. */
export interface UpdateStatement {
  filter: Filter;
  update: Update;
  multi: boolean;
  upsert: boolean;
  hint: Value | undefined;
}

/**
 * Reads a statement's fields at once, because a wrong one refuses the whole command; what they say is compiled when
 * the statement's turn comes, because it refuses only that one.
 */
function parseUpdateStatement(spec: Value): UpdateStatement | CommandError {
  const args = new Arguments(docValue(new DocBuilder().js('update.updates', 1).finish()));
  for (const { name, value } of elementsOf(spec)) args.fields.set(name, value);
  checkFields(args, ['q', 'u', 'multi', 'upsert', 'arrayFilters', 'hint'], ['c']);
  const u = args.get('u');
  if (!args.get('q') || !u)
    throw new CommandError(
      40414,
      `BSON field 'update.updates.${u ? 'q' : 'u'}' is missing but a required field`,
    );
  if (!u.isArray && !u.isObject)
    throw new CommandError(9, 'Update argument must be either an object or an array');
  const arrayFilters = args.array('arrayFilters') ?? [];
  const multi = args.bool('multi') ?? false;
  const upsert = args.bool('upsert') ?? false;
  const q = args.doc('q');
  const hint = hintOf(args);
  return compile(() => {
    const update = parseUpdate(u, arrayFilters);
    if (multi && update.isReplacement)
      throw new CommandError(9, 'multi update is not supported for replacement-style update');
    return { filter: parseOptionalFilter(q), update, multi, upsert, hint };
  });
}

/** Runs one compiled update. */
export function updateDocuments(
  context: Context,
  scope: WriteScope,
  namespace: string,
  statement: UpdateStatement,
): Outcome {
  const { filter, update, multi, upsert } = statement;
  let collection = context.collection(namespace);
  const outcome: Outcome = { n: 0, nModified: 0, upsertedId: undefined };
  if (collection) {
    for (const row of matched(
      context,
      scope,
      collection,
      filter,
      multi ? undefined : 1,
      statement.hint,
      undefined,
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
  const { args } = context;
  checkFields(args, ['updates', 'ordered', 'let', 'stmtId', 'stmtIds'], ['bypassDocumentValidation']);
  const namespace = context.namespace();
  const specs = context.documents('updates');
  checkBatch(specs);
  const statements = specs.map(parseUpdateStatement);
  if (statements.some((statement) => !(statement instanceof CommandError) && statement.upsert)) {
    await context.prepareCollection(namespace);
  }
  const result = await runStatements(context, statements.length, (scope, index, retry, number) => {
    const statement = statements[index]!;
    if (statement instanceof CommandError) throw statement;
    return withRetry(retry, number, () => updateDocuments(context, scope, namespace, statement));
  });
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
