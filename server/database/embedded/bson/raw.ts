import { BsonType } from './types';

/** One BSON value where it lies: its type byte and its span in a buffer. */
export class Value {
  constructor(
    readonly type: number,
    readonly buf: Buffer,
    readonly start: number,
    readonly end: number,
  ) {}

  /** The value's bytes, without copying. */
  bytes(): Buffer {
    return this.buf.subarray(this.start, this.end);
  }

  /** Whether the value is a document (not an array). */
  get isObject(): boolean {
    return this.type === BsonType.object;
  }

  get isArray(): boolean {
    return this.type === BsonType.array;
  }
}

/** A field: its name and value. */
export interface Element {
  name: string;
  value: Value;
}

/** Where the value of the given type that starts at `at` ends. */
export function valueEnd(type: number, buf: Buffer, at: number): number {
  switch (type) {
    case BsonType.double:
    case BsonType.date:
    case BsonType.timestamp:
    case BsonType.long:
      return at + 8;
    case BsonType.int:
      return at + 4;
    case BsonType.bool:
      return at + 1;
    case BsonType.null:
    case BsonType.undefined:
    case BsonType.minKey:
    case BsonType.maxKey:
      return at;
    case BsonType.objectId:
      return at + 12;
    case BsonType.decimal:
      return at + 16;
    case BsonType.string:
    case BsonType.symbol:
    case BsonType.javascript:
      return at + 4 + buf.readInt32LE(at);
    case BsonType.object:
    case BsonType.array:
    case BsonType.javascriptWithScope:
      return at + buf.readInt32LE(at);
    case BsonType.binData:
      return at + 5 + buf.readInt32LE(at);
    case BsonType.dbPointer:
      return at + 4 + buf.readInt32LE(at) + 12;
    case BsonType.regex:
      return buf.indexOf(0, buf.indexOf(0, at) + 1) + 1;
    default:
      throw new RangeError(`Unrecognized BSON type ${type}`);
  }
}

/** Calls `visit` with each element of the document at `start`; stops when it returns true. */
export function eachElement(
  buf: Buffer,
  start: number,
  visit: (name: string, value: Value) => boolean | void,
): boolean {
  let at = start + 4;
  for (let type = buf[at]!; type !== 0; type = buf[at]!) {
    const nameEnd = buf.indexOf(0, at + 1);
    const from = nameEnd + 1;
    const end = valueEnd(type, buf, from);
    if (visit(buf.toString('utf8', at + 1, nameEnd), new Value(type, buf, from, end)) === true) return true;
    at = end;
  }
  return false;
}

/** All elements of a document or array value, in order. */
export function elementsOf(value: Value): Element[] {
  const found: Element[] = [];
  eachElement(value.buf, value.start, (name, item) => {
    found.push({ name, value: item });
  });
  return found;
}

/** The values of an array (or of a document's fields), in order, without reading their names. */
export function itemsOf(value: Value): Value[] {
  const { buf } = value;
  const items: Value[] = [];
  let at = value.start + 4;
  for (let type = buf[at]!; type !== 0; type = buf[at]!) {
    let from = at + 1;
    while (buf[from] !== 0) from += 1;
    const end = valueEnd(type, buf, from + 1);
    items.push(new Value(type, buf, from + 1, end));
    at = end;
  }
  return items;
}

const names = new Map<string, Buffer>();

/** The bytes of a field name; kept, because the same few names come again and again. */
export function nameBytes(name: string): Buffer {
  let bytes = names.get(name);
  if (!bytes) {
    if (names.size > 10_000) names.clear();
    bytes = Buffer.from(name, 'utf8');
    names.set(name, bytes);
  }
  return bytes;
}

/** The value of one field of the document at `start`, or undefined when it is missing. */
export function fieldAt(buf: Buffer, start: number, name: Buffer): Value | undefined {
  let at = start + 4;
  const length = name.length;
  for (let type = buf[at]!; type !== 0; type = buf[at]!) {
    let n = at + 1;
    let k = 0;
    while (k < length && buf[n + k] === name[k]) k += 1;
    n += k;
    const same = k === length && buf[n] === 0;
    while (buf[n] !== 0) n += 1;
    const end = valueEnd(type, buf, n + 1);
    if (same) return new Value(type, buf, n + 1, end);
    at = end;
  }
  return undefined;
}

/** The value of one field of a document. */
export function field(doc: Buffer, name: string): Value | undefined {
  return fieldAt(doc, 0, nameBytes(name));
}

/** A whole document as a value. */
export function docValue(doc: Buffer): Value {
  return new Value(BsonType.object, doc, 0, doc.length);
}

/** The bytes of an object or array value, copied, so that they outlive the message they came in. */
export function ownBytes(value: Value): Buffer {
  return Buffer.from(value.buf.subarray(value.start, value.end));
}
