import { DocBuilder } from '../bson/build';
import { docValue, elementsOf, type Value } from '../bson/raw';
import { CommandError } from '../errors';
import type { Filter } from '../query/matcher';
import { parseOptionalFilter } from '../query/parse-filter';
import { deleteRecord } from '../storage/records';
import type { WriteScope } from '../storage/store';
import { Arguments, checkFields } from './arguments';
import type { Context } from './context';
import { hintOf } from './hints';
import { ok, writeErrors } from './reply';
import { checkBatch, compile, matched, runStatements, withRetry } from './statements';

interface DeleteStatement {
  filter: Filter;
  limit: number;
  hint: Value | undefined;
}

function parseDeleteStatement(spec: Value): DeleteStatement | CommandError {
  const args = new Arguments(docValue(new DocBuilder().js('delete.deletes', 1).finish()));
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
  const q = args.doc('q');
  const hint = hintOf(args);
  return compile(() => ({ filter: parseOptionalFilter(q), limit, hint }));
}

/** `delete` */
export async function runDelete(context: Context): Promise<Buffer> {
  const { args } = context;
  checkFields(args, ['deletes', 'ordered', 'let', 'stmtId', 'stmtIds']);
  const namespace = context.namespace();
  const specs = context.documents('deletes');
  checkBatch(specs);
  const statements = specs.map(parseDeleteStatement);
  const result = await runStatements(context, statements.length, (scope, index, retry, number) => {
    const statement = statements[index]!;
    if (statement instanceof CommandError) throw statement;
    return withRetry(retry, number, () => {
      const removed = deleteDocuments(context, scope, namespace, statement);
      return { n: removed, nModified: 0, upsertedId: undefined };
    });
  });
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
