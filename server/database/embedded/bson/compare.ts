import { keyOf } from './key';
import { type Value } from './raw';
import { BsonType, typeClass } from './types';

function sign(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Compares two values in MongoDB's order: by kind first, then by value. */
export function compareValues(a: Value, b: Value): number {
  const order = typeClass(a.type) - typeClass(b.type);
  if (order !== 0) return order < 0 ? -1 : 1;
  switch (a.type) {
    case BsonType.int:
      if (b.type === BsonType.int) return sign(a.buf.readInt32LE(a.start), b.buf.readInt32LE(b.start));
      if (b.type === BsonType.double) return doubles(a.buf.readInt32LE(a.start), b.buf.readDoubleLE(b.start));
      break;
    case BsonType.double:
      if (b.type === BsonType.double)
        return doubles(a.buf.readDoubleLE(a.start), b.buf.readDoubleLE(b.start));
      if (b.type === BsonType.int) return doubles(a.buf.readDoubleLE(a.start), b.buf.readInt32LE(b.start));
      break;
    case BsonType.string:
    case BsonType.symbol:
      return a.buf.compare(b.buf, b.start + 4, b.end - 1, a.start + 4, a.end - 1);
    case BsonType.objectId:
    case BsonType.bool:
      return a.buf.compare(b.buf, b.start, b.end, a.start, a.end);
    case BsonType.null:
    case BsonType.undefined:
    case BsonType.minKey:
    case BsonType.maxKey:
      return 0;
    default:
  }
  if (a.type === b.type && a.end - a.start === b.end - b.start && sameBytes(a, b)) return 0;
  return keyOf(a).compare(keyOf(b));
}

function doubles(a: number, b: number): number {
  if (a === b) return 0;
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : -1;
  if (Number.isNaN(b)) return 1;
  return a < b ? -1 : 1;
}

/** Whether two values have the same type and the same bytes. */
export function sameBytes(a: Value, b: Value): boolean {
  return (
    a.type === b.type &&
    a.end - a.start === b.end - b.start &&
    a.buf.compare(b.buf, b.start, b.end, a.start, a.end) === 0
  );
}

/** Whether two values are equal in MongoDB's sense: 1, NumberLong(1) and 1.0 are. */
export function equalValues(a: Value, b: Value): boolean {
  return compareValues(a, b) === 0;
}
