import { NULL, UNDEFINED } from '../bson/build';
import { KeyWriter } from '../bson/key';
import { fieldAt, itemsOf, Value } from '../bson/raw';
import { BsonType } from '../bson/types';
import { CommandError } from '../errors';
import type { Path } from '../query/path';
import type { Index } from './index-definition';

/** Longest index entry: what the store can hold as a key, less the parts around it. */
const MAX_KEY_BYTES = 1900;

/** The entries a document has in an index, each in order-preserving bytes without the record number. */
export interface IndexKeys {
  keys: Buffer[];
  /** A bit for each field that an array was met on. */
  multikey: number;
}

interface Cursor {
  path: Path;
  at: number;
  /** Where the path has come to: a document or value, or undefined when it leads nowhere. */
  value: Value | undefined;
  done: boolean;
}

const writer = new KeyWriter();
const NONE: IndexKeys = { keys: [], multikey: 0 };

/** The entries of a document in an index. @throws CannotIndexParallelArrays when two paths cross different arrays */
export function indexKeys(index: Index, doc: Buffer): IndexKeys {
  if (index.partial && !index.partial.matches(doc, 0)) return NONE;
  if (index.fields.length === 1 && index.fields[0]!.path.parts.length === 1) {
    const value = fieldAt(doc, 0, index.fields[0]!.path.parts[0]!.bytes);
    if (!value?.isArray) {
      if (value === undefined && index.isSparse) return NONE;
      return { keys: [encode(index, [value ?? NULL])], multikey: 0 };
    }
  }
  const rows: (Value | undefined)[][] = [];
  const root = new Value(BsonType.object, doc, 0, doc.length);
  const state = { multikey: 0 };
  const cursors = index.fields.map(({ path }) => ({
    path,
    at: 0,
    value: root as Value | undefined,
    done: false,
  }));
  expand(cursors, rows, state);
  const seen = new Set<string>();
  const keys: Buffer[] = [];
  for (const row of rows) {
    if (index.isSparse && row.every((value) => value === undefined)) continue;
    const key = encode(
      index,
      row.map((value) => value ?? NULL),
    );
    const text = key.toString('latin1', 0, key.length);
    if (seen.has(text)) continue;
    seen.add(text);
    keys.push(key);
  }
  return { keys, multikey: state.multikey };
}

function encode(index: Index, values: readonly Value[]): Buffer {
  writer.reset();
  for (let i = 0; i < values.length; i += 1) writer.value(values[i]!, index.fields[i]!.descending);
  if (writer.size > MAX_KEY_BYTES) {
    throw new CommandError(
      17280,
      `Btree::insert: key too large to index, failing ${index.name} ${writer.size} bytes`,
    );
  }
  return writer.take();
}

/** Moves every cursor forward to its end or to an array; the one array met is opened element by element. */
function expand(cursors: Cursor[], rows: (Value | undefined)[][], state: { multikey: number }): void {
  let arrayAt: Value | undefined;
  for (const cursor of cursors) {
    advance(cursor);
    if (cursor.done || !cursor.value?.isArray) continue;
    if (arrayAt && (arrayAt.buf !== cursor.value.buf || arrayAt.start !== cursor.value.start)) {
      throw new CommandError(171, 'cannot index parallel arrays');
    }
    arrayAt = cursor.value;
  }
  if (!arrayAt) {
    rows.push(cursors.map((cursor) => cursor.value));
    return;
  }
  cursors.forEach((cursor, i) => {
    if (isAt(cursor, arrayAt)) state.multikey |= 1 << i;
  });
  const items = itemsOf(arrayAt);
  if (items.length === 0) {
    // An empty array is indexed as undefined where the path ends at it, as missing where it goes on.
    expand(
      cursors.map((cursor) =>
        isAt(cursor, arrayAt)
          ? { ...cursor, value: cursor.at === cursor.path.parts.length ? UNDEFINED : undefined, done: true }
          : cursor,
      ),
      rows,
      state,
    );
    return;
  }
  for (let i = 0; i < items.length; i += 1) {
    expand(
      cursors.map((cursor) =>
        isAt(cursor, arrayAt) ? intoElement(cursor, items[i]!, items) : { ...cursor },
      ),
      rows,
      state,
    );
  }
}

function isAt(cursor: Cursor, array: Value): boolean {
  return (
    !cursor.done && cursor.value !== undefined && cursor.value.isArray && cursor.value.start === array.start
  );
}

function intoElement(cursor: Cursor, item: Value, items: readonly Value[]): Cursor {
  const { path, at } = cursor;
  if (at === path.parts.length) return { ...cursor, value: item, done: true };
  const wanted = path.parts[at]!.index;
  if (item.isObject) {
    const direct = fieldAt(item.buf, item.start, path.parts[at]!.bytes);
    if (direct || wanted < 0) return { ...cursor, value: item };
  }
  // A number in the path may name a position of the array.
  if (wanted >= 0) {
    const positional = items[wanted];
    return {
      ...cursor,
      at: at + 1,
      value: positional,
      done: positional === undefined || at + 1 === path.parts.length,
    };
  }
  return { ...cursor, value: undefined, done: true };
}

function advance(cursor: Cursor): void {
  while (!cursor.done) {
    const { value } = cursor;
    if (value === undefined || (cursor.at < cursor.path.parts.length && !value.isObject && !value.isArray)) {
      cursor.value = undefined;
      cursor.done = true;
    } else if (value.isArray) {
      return;
    } else if (cursor.at === cursor.path.parts.length) {
      cursor.done = true;
    } else {
      cursor.value = fieldAt(value.buf, value.start, cursor.path.parts[cursor.at]!.bytes);
      cursor.at += 1;
    }
  }
}
