import { DocBuilder } from '../bson/build';
import { keyOf } from '../bson/key';
import type { Value } from '../bson/raw';
import { CommandError } from '../errors';
import { iterate } from '../query/executor';
import { parseOptionalFilter } from '../query/parse-filter';
import { parsePath, visitPath } from '../query/path';
import { find } from '../query/find';
import { indexPrefix } from '../storage/keys';
import { checkFields } from './arguments';
import type { Context } from './context';
import { hintOf } from './hints';
import { ok } from './reply';

/** `count` */
export function runCount(context: Context): Buffer {
  const { args } = context;
  checkFields(args, ['query', 'limit', 'skip', 'hint'], ['fields']);
  const collection = context.collection(context.namespace());
  const limit = Math.abs(args.int('limit') ?? 0);
  const skip = args.count('skip') ?? 0;
  if (!collection) return ok({ n: 0 });
  const filter = parseOptionalFilter(args.doc('query'));
  const view = context.view();
  const isEmpty = !args.doc('query') || args.doc('query')!.end - args.doc('query')!.start === 5;
  let count: number;
  if (isEmpty) {
    count = view.count({ low: indexPrefix(collection.id, 0), high: indexPrefix(collection.id, 1) });
  } else {
    const { rows } = find(context.view, collection, {
      filter,
      hint: context.hint(hintOf(args), collection),
      deadline: context.deadline,
      countsOnly: true,
      limit: limit > 0 ? skip + limit : undefined,
    });
    count = 0;
    while (rows.next()) count += 1;
    rows.rest();
  }
  count = Math.max(0, count - skip);
  return ok({ n: limit > 0 ? Math.min(limit, count) : count });
}

/** `distinct` */
export function runDistinct(context: Context): Buffer {
  const { args } = context;
  checkFields(args, ['key', 'query', 'hint']);
  const key = args.string('key');
  if (key === undefined)
    throw new CommandError(40414, "BSON field 'distinct.key' is missing but a required field");
  const collection = context.collection(context.namespace());
  const seen = new Map<string, Value>();
  if (collection) {
    const path = parsePath(key);
    const { rows } = find(context.view, collection, {
      filter: parseOptionalFilter(args.doc('query')),
      hint: context.hint(hintOf(args), collection),
      deadline: context.deadline,
    });
    for (const row of iterate(rows)) {
      visitPath(path, row.doc, 0, 'elements', (value) => {
        if (!value || value.buf.length === 0) return false;
        const text = keyOf(value).toString('latin1');
        if (!seen.has(text)) seen.set(text, value);
        return false;
      });
    }
  }
  const builder = new DocBuilder().beginArray('values');
  const values = [...seen.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  values.forEach((value, i) => builder.value(String(i), value));
  return builder.end().double('ok', 1).finish();
}
