import { UNDEFINED } from '../bson/build';
import { fieldAt, nameBytes, Value, valueEnd } from '../bson/raw';
import { BsonType } from '../bson/types';

/** A dotted path, taken apart once. */
export interface Path {
  readonly text: string;
  readonly parts: readonly PathPart[];
  /** Set for the elements that `$elemMatch` tests: an element that is an array is not opened. */
  readonly isElement?: boolean;
}

interface PathPart {
  readonly name: string;
  readonly bytes: Buffer;
  /** The array position the part may mean, or -1. */
  readonly index: number;
}

/** Takes a dotted path apart. */
export function parsePath(text: string): Path {
  return {
    text,
    parts: text.split('.').map((name) => ({
      name,
      bytes: nameBytes(name),
      index: /^(0|[1-9]\d{0,8})$/.test(name) ? Number(name) : -1,
    })),
  };
}

/**
 * Called with each value a path leads to (undefined where it is missing) and the position in the outermost
 * array that was walked through, or -1; ends the walk by returning true.
 */
export type Visit = (value: Value | undefined, position: number) => boolean;

/**
 * What happens to an array at the end of the path: `open` visits its elements and then itself, `closed` only
 * itself, `elements` only its elements (undefined as a BSON value for an empty one).
 */
export type LeafArrays = 'open' | 'closed' | 'elements';

/** Visits what a path leads to as MongoDB's match expressions do; tells whether a visit ended the walk. */
export function visitPath(
  path: Path,
  buf: Buffer,
  start: number,
  leaf: LeafArrays,
  visit: Visit,
  from = 0,
  position = -1,
): boolean {
  const { parts } = path;
  const last = parts.length - 1;
  let at = start;
  for (let i = from; i <= last; i += 1) {
    const value = fieldAt(buf, at, parts[i]!.bytes);
    if (!value) return visit(undefined, position);
    if (value.type === BsonType.array) {
      if (i === last) {
        if (leaf !== 'closed' && openArray(value, visit, position)) return true;
        if (leaf === 'elements') return value.end - value.start === 5 && visit(UNDEFINED, position);
        return visit(value, position);
      }
      return throughArray(path, value, leaf, visit, i + 1, position);
    }
    if (i === last) return visit(value, position);
    if (value.type !== BsonType.object) return visit(undefined, position);
    at = value.start;
  }
  return false;
}

function openArray(array: Value, visit: Visit, position: number): boolean {
  const { buf } = array;
  let at = array.start + 4;
  for (let index = 0, type = buf[at]!; type !== 0; type = buf[at]!, index += 1) {
    let from = at + 1;
    while (buf[from] !== 0) from += 1;
    const end = valueEnd(type, buf, from + 1);
    if (visit(new Value(type, buf, from + 1, end), position < 0 ? index : position)) return true;
    at = end;
  }
  return false;
}

/** Walks the elements of an array in the middle of a path. */
function throughArray(
  path: Path,
  array: Value,
  leaf: LeafArrays,
  visit: Visit,
  next: number,
  position: number,
): boolean {
  const { buf } = array;
  const wanted = path.parts[next]!.index;
  const isLast = next === path.parts.length - 1;
  let at = array.start + 4;
  for (let index = 0, type = buf[at]!; type !== 0; type = buf[at]!, index += 1) {
    let from = at + 1;
    while (buf[from] !== 0) from += 1;
    from += 1;
    const end = valueEnd(type, buf, from);
    const outer = position < 0 ? index : position;
    if (type === BsonType.object && visitPath(path, buf, from, leaf, visit, next, outer)) return true;
    if (index === wanted) {
      const item = new Value(type, buf, from, end);
      if (isLast) {
        if (visit(item, position)) return true;
      } else if (type === BsonType.object) {
        if (visitPath(path, buf, from, leaf, visit, next + 1, position)) return true;
      } else if (type === BsonType.array && throughArray(path, item, leaf, visit, next + 1, position)) {
        return true;
      }
    }
    at = end;
  }
  return false;
}

/** The single value a path leads to through documents only; arrays are not opened. */
export function plainValue(path: Path, buf: Buffer, start: number): Value | undefined {
  let at = start;
  for (let i = 0; i < path.parts.length; i += 1) {
    const value = fieldAt(buf, at, path.parts[i]!.bytes);
    if (!value || i === path.parts.length - 1) return value;
    if (value.type !== BsonType.object) return undefined;
    at = value.start;
  }
  return undefined;
}
