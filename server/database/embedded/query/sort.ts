import { NULL } from '../bson/build';
import { compareValues } from '../bson/compare';
import { KeyWriter } from '../bson/key';
import { toNumber } from '../bson/numbers';
import { elementsOf, type Value } from '../bson/raw';
import { isNumeric } from '../bson/types';
import { badValue, CommandError, notImplemented } from '../errors';
import { parsePath, visitPath, type Path } from './path';

/** One field to sort by. */
export interface SortField {
  path: Path;
  descending: boolean;
}

/** Reads a sort document. @throws BadValue when a direction is neither 1 nor -1 */
export function parseSort(spec: Value): SortField[] {
  return elementsOf(spec).map(({ name, value }) => {
    if (value.isObject) throw notImplemented('$meta in a sort');
    const direction = isNumeric(value.type) ? toNumber(value) : Number.NaN;
    if (direction !== 1 && direction !== -1) {
      throw new CommandError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    }
    if (name === '' || name.startsWith('$'))
      throw badValue(`FieldPath field names may not be empty or start with '$'.`);
    return { path: parsePath(name), descending: direction < 0 };
  });
}

/** The value a document is sorted by: of an array its least element, or its greatest when descending. */
function sortValue(doc: Buffer, field: SortField): Value {
  let best: Value | undefined;
  visitPath(field.path, doc, 0, 'elements', (value) => {
    const candidate = value ?? NULL;
    if (!best || compareValues(candidate, best) < 0 !== field.descending) best = candidate;
    return false;
  });
  return best ?? NULL;
}

const writer = new KeyWriter();

/** Bytes by whose order documents come in the wanted order. */
export function sortKey(doc: Buffer, fields: readonly SortField[]): Buffer {
  writer.reset();
  for (const field of fields) writer.value(sortValue(doc, field), field.descending);
  return writer.take();
}

/** Sorts documents, keeping the order of equals; keeps only the first `limit` when given. */
export function sortRows<T>(
  rows: Iterable<T>,
  docOf: (row: T) => Buffer,
  fields: readonly SortField[],
  limit?: number,
): T[] {
  let keyed: { key: Buffer; row: T; at: number }[] = [];
  let at = 0;
  const order = (a: { key: Buffer; at: number }, b: { key: Buffer; at: number }): number =>
    a.key.compare(b.key) || a.at - b.at;
  for (const row of rows) {
    keyed.push({ key: sortKey(docOf(row), fields), row, at });
    at += 1;
    if (limit !== undefined && keyed.length >= limit * 2 + 1000) keyed = keyed.sort(order).slice(0, limit);
  }
  keyed.sort(order);
  if (limit !== undefined) keyed = keyed.slice(0, limit);
  return keyed.map((item) => item.row);
}
