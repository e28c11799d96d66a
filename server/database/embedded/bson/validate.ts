import { BsonType } from './types';

/** Deepest nesting that is accepted, as in MongoDB. @source mongodb.com/docs/manual/reference/limits */
export const MAX_NESTING = 180;

/** Bytes that don't form a BSON document. */
export class InvalidBson extends Error {}

function fail(what: string): never {
  throw new InvalidBson(what);
}

function cstringEnd(buf: Buffer, at: number, limit: number): number {
  const end = buf.indexOf(0, at);
  if (end < 0 || end >= limit) fail('unterminated name');
  return end + 1;
}

function stringEnd(buf: Buffer, at: number, limit: number): number {
  if (at + 5 > limit) fail('string out of bounds');
  const length = buf.readInt32LE(at);
  if (length < 1 || at + 4 + length > limit) fail('string out of bounds');
  if (buf[at + 3 + length] !== 0) fail('string not terminated');
  return at + 4 + length;
}

function fixed(at: number, size: number, limit: number): number {
  if (at + size > limit) fail('value out of bounds');
  return at + size;
}

/**
 * Checks that a BSON document starts at `start` and lies within `limit`; returns where it ends.
 * @throws InvalidBson when lengths, terminators, types or the nesting are wrong
 */
export function validateDocument(buf: Buffer, start: number, limit: number, depth = 0): number {
  if (depth > MAX_NESTING) fail('nesting too deep');
  if (start + 5 > limit) fail('document out of bounds');
  const size = buf.readInt32LE(start);
  const end = start + size;
  if (size < 5 || end > limit) fail('document out of bounds');
  if (buf[end - 1] !== 0) fail('document not terminated');
  let at = start + 4;
  while (at < end - 1) {
    const type = buf[at]!;
    at = cstringEnd(buf, at + 1, end);
    at = validateValue(type, buf, at, end - 1, depth);
  }
  if (at !== end - 1) fail('document longer than its elements');
  return end;
}

function validateValue(type: number, buf: Buffer, at: number, limit: number, depth: number): number {
  switch (type) {
    case BsonType.double:
    case BsonType.date:
    case BsonType.timestamp:
    case BsonType.long:
      return fixed(at, 8, limit);
    case BsonType.int:
      return fixed(at, 4, limit);
    case BsonType.bool: {
      const end = fixed(at, 1, limit);
      if (buf[at]! > 1) fail('boolean is neither 0 nor 1');
      return end;
    }
    case BsonType.null:
    case BsonType.undefined:
    case BsonType.minKey:
    case BsonType.maxKey:
      return at;
    case BsonType.objectId:
      return fixed(at, 12, limit);
    case BsonType.decimal:
      return fixed(at, 16, limit);
    case BsonType.string:
    case BsonType.symbol:
    case BsonType.javascript:
      return stringEnd(buf, at, limit);
    case BsonType.object:
    case BsonType.array:
      return validateDocument(buf, at, limit, depth + 1);
    case BsonType.binData: {
      fixed(at, 5, limit);
      const length = buf.readInt32LE(at);
      if (length < 0) fail('binary out of bounds');
      return fixed(at, 5 + length, limit);
    }
    case BsonType.regex:
      return cstringEnd(buf, cstringEnd(buf, at, limit + 1), limit + 1);
    case BsonType.dbPointer:
      return fixed(stringEnd(buf, at, limit), 12, limit);
    case BsonType.javascriptWithScope: {
      fixed(at, 4, limit);
      const end = at + buf.readInt32LE(at);
      if (end > limit || end < at + 14) fail('code out of bounds');
      if (validateDocument(buf, stringEnd(buf, at + 4, end), end, depth + 1) !== end)
        fail('code out of bounds');
      return end;
    }
    default:
      return fail(`unrecognized BSON type ${type}`);
  }
}
