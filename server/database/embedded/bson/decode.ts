import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  type DBRef,
  Decimal128,
  deserialize,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';

import { eachElement, itemsOf, type Value } from './raw';
import { BsonType } from './types';

/** A string, symbol or code value's text. */
export function textOf(value: Value): string {
  return value.buf.toString('utf8', value.start + 4, value.end - 1);
}

/** A regular expression's pattern and flags. */
export function regexOf(value: Value): { pattern: string; flags: string } {
  const middle = value.buf.indexOf(0, value.start);
  return {
    pattern: value.buf.toString('utf8', value.start, middle),
    flags: value.buf.toString('utf8', middle + 1, value.end - 1),
  };
}

/** A promoted copy: numbers become JavaScript numbers where that is exact. */
export function toJs(value: Value): unknown {
  const { buf, start } = value;
  switch (value.type) {
    case BsonType.double:
      return buf.readDoubleLE(start);
    case BsonType.string:
      return textOf(value);
    case BsonType.object:
      return toObject(value);
    case BsonType.array:
      return itemsOf(value).map(toJs);
    case BsonType.binData:
      return new Binary(Buffer.from(buf.subarray(start + 5, value.end)), buf[start + 4]);
    case BsonType.undefined:
      return undefined;
    case BsonType.objectId:
      return new ObjectId(Buffer.from(value.bytes()));
    case BsonType.bool:
      return buf[start] === 1;
    case BsonType.date:
      return new Date(Number(buf.readBigInt64LE(start)));
    case BsonType.null:
      return null;
    case BsonType.regex: {
      const { pattern, flags } = regexOf(value);
      return new BSONRegExp(pattern, flags);
    }
    case BsonType.javascript:
      return new Code(textOf(value));
    case BsonType.symbol:
      return new BSONSymbol(textOf(value));
    case BsonType.int:
      return buf.readInt32LE(start);
    case BsonType.timestamp:
      return new Timestamp(buf.readBigUInt64LE(start));
    case BsonType.long: {
      const long = buf.readBigInt64LE(start);
      const number = Number(long);
      return Number.isSafeInteger(number) ? number : Long.fromBigInt(long);
    }
    case BsonType.decimal:
      return new Decimal128(Buffer.from(value.bytes()));
    case BsonType.minKey:
      return new MinKey();
    case BsonType.maxKey:
      return new MaxKey();
    default:
      return fallback(value);
  }
}

function fallback(value: Value): DBRef | Code {
  const head = Buffer.from([0, 0, 0, 0, value.type, 0x76, 0]);
  const doc = Buffer.concat([head, value.bytes(), Buffer.from([0])]);
  doc.writeInt32LE(doc.length);
  return deserialize(doc).v as DBRef | Code;
}

/** A document as a plain promoted object. */
export function toObject(value: Value): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  eachElement(value.buf, value.start, (name, item) => {
    // `__proto__` would change the object instead of adding a field.
    if (name === '__proto__') Object.defineProperty(object, name, { value: toJs(item), enumerable: true });
    else object[name] = toJs(item);
  });
  return object;
}
