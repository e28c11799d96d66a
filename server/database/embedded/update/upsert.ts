import { ObjectId } from 'bson';

import { toValue } from '../bson/build';
import { equalValues } from '../bson/compare';
import { docValue, field, itemsOf, Value } from '../bson/raw';
import { CommandError } from '../errors';
import type { Filter } from '../query/matcher';
import type { Update } from './update';
import { Branch, closeBranch, openValue, type Node } from './tree';

/** The document an upsert inserts: the filter's equalities, then the update, with an `_id` in front. */
export function upsertDocument(filter: Filter, update: Update, now: number): Buffer {
  const base = new Branch(false);
  const seen: [string, Value][] = [];
  for (const [path, value] of equalities(filter)) {
    if (update.isReplacement && path !== '_id') continue;
    const other = seen.find(
      ([name]) => name === path || name.startsWith(`${path}.`) || path.startsWith(`${name}.`),
    );
    if (other) {
      if (other[0] === path && equalValues(other[1], value)) continue;
      throw new CommandError(54, `cannot infer query fields to set, path '${path}' is matched twice`);
    }
    seen.push([path, value]);
    setPath(base, path.split('.'), value);
  }
  const doc = update.transform(closeBranch(base), { position: -1, isInsert: true, now });
  const idBefore = base.get('_id');
  const idAfter = field(doc, '_id');
  if (idBefore instanceof Value && idAfter && !equalValues(idBefore, idAfter)) {
    throw new CommandError(
      66,
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    );
  }
  return withId(doc);
}

function setPath(branch: Branch, parts: readonly string[], value: Value): void {
  const [head, ...rest] = parts;
  if (rest.length === 0) {
    branch.set(head!, value);
    return;
  }
  const current: Node | undefined = branch.get(head!);
  const inner = current instanceof Branch ? current : new Branch(false);
  branch.set(head!, inner);
  setPath(inner, rest, value);
}

function* equalities(filter: Filter): Generator<[string, Value]> {
  if (filter.kind === 'and' || (filter.kind === 'or' && filter.branches.length === 1)) {
    for (const branch of filter.branches) yield* equalities(branch);
  } else if (filter.kind === 'condition' && filter.operator === '$eq') {
    yield [filter.path.text, filter.operand!];
  } else if (
    filter.kind === 'condition' &&
    filter.operator === '$in' &&
    itemsOf(filter.operand!).length === 1
  ) {
    const [item] = itemsOf(filter.operand!);
    if (item!.type !== 0x0b) yield [filter.path.text, item!];
  }
}

/** The document with an `_id` as its first field; one is made when it is missing. */
export function withId(doc: Buffer): Buffer {
  const id = field(doc, '_id');
  // An `_id` that already is the first field needs no new document.
  if (id && doc[5] === 0x5f && doc[6] === 0x69 && doc[7] === 0x64 && doc[8] === 0) return doc;
  const branch = openValue(docValue(doc));
  branch.remove('_id');
  branch.names.unshift('_id');
  branch.nodes.unshift(id ?? toValue(new ObjectId()));
  return closeBranch(branch);
}
