import { serialize } from 'bson';

import { docValue, field, Value } from './raw';
import { BsonType } from './types';

/** Writes a BSON document front to back into a buffer that grows. */
export class DocBuilder {
  private buf: Buffer;
  private at: number;
  private readonly open: number[] = [];

  constructor(size = 512) {
    this.buf = Buffer.allocUnsafe(size);
    this.at = 4;
    this.open.push(0);
  }

  private room(size: number): void {
    if (this.at + size <= this.buf.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buf.length * 2, this.at + size));
    this.buf.copy(larger, 0, 0, this.at);
    this.buf = larger;
  }

  private header(type: number, name: string, size: number): void {
    this.room(name.length * 3 + 2 + size);
    this.buf[this.at] = type;
    this.at += 1;
    const { length } = name;
    let ascii = length < 48;
    for (let i = 0; ascii && i < length; i += 1) {
      const code = name.charCodeAt(i);
      if (code > 127) ascii = false;
      else this.buf[this.at + i] = code;
    }
    this.at += ascii ? length : this.buf.write(name, this.at, 'utf8');
    this.buf[this.at] = 0;
    this.at += 1;
  }

  int(name: string, value: number): this {
    this.header(BsonType.int, name, 4);
    this.buf.writeInt32LE(value, this.at);
    this.at += 4;
    return this;
  }

  double(name: string, value: number): this {
    this.header(BsonType.double, name, 8);
    this.buf.writeDoubleLE(value, this.at);
    this.at += 8;
    return this;
  }

  long(name: string, value: number | bigint): this {
    this.header(BsonType.long, name, 8);
    this.buf.writeBigInt64LE(BigInt(value), this.at);
    this.at += 8;
    return this;
  }

  bool(name: string, value: boolean): this {
    this.header(BsonType.bool, name, 1);
    this.buf[this.at] = value ? 1 : 0;
    this.at += 1;
    return this;
  }

  null(name: string): this {
    this.header(BsonType.null, name, 0);
    return this;
  }

  string(name: string, value: string): this {
    this.header(BsonType.string, name, value.length * 3 + 5);
    const size = this.buf.write(value, this.at + 4, 'utf8');
    this.buf.writeInt32LE(size + 1, this.at);
    this.buf[this.at + 4 + size] = 0;
    this.at += size + 5;
    return this;
  }

  /** Copies a value that already is BSON. */
  value(name: string, value: Value): this {
    this.header(value.type, name, value.end - value.start);
    value.buf.copy(this.buf, this.at, value.start, value.end);
    this.at += value.end - value.start;
    return this;
  }

  /** Copies a whole document as a field. */
  doc(name: string, doc: Buffer): this {
    this.header(BsonType.object, name, doc.length);
    doc.copy(this.buf, this.at);
    this.at += doc.length;
    return this;
  }

  /** Copies documents as an array field. */
  docs(name: string, docs: readonly Buffer[]): this {
    this.beginArray(name);
    for (let i = 0; i < docs.length; i += 1) this.doc(String(i), docs[i]!);
    return this.end();
  }

  /** Any JavaScript value, by the official codec's rules. */
  js(name: string, value: unknown): this {
    return this.value(name, toValue(value));
  }

  begin(name: string): this {
    this.header(BsonType.object, name, 5);
    this.open.push(this.at);
    this.at += 4;
    return this;
  }

  beginArray(name: string): this {
    this.header(BsonType.array, name, 5);
    this.open.push(this.at);
    this.at += 4;
    return this;
  }

  /** Ends the innermost document or array. */
  end(): this {
    const start = this.open.pop()!;
    this.room(1);
    this.buf[this.at] = 0;
    this.at += 1;
    this.buf.writeInt32LE(this.at - start, start);
    return this;
  }

  /** Bytes written so far. */
  get size(): number {
    return this.at;
  }

  /** Ends the document and returns its bytes. */
  finish(): Buffer {
    while (this.open.length > 0) this.end();
    return this.buf.subarray(0, this.at);
  }
}

/** A JavaScript value as BSON, by the official codec's rules. */
export function toValue(value: unknown): Value {
  return field(toDoc({ v: value }), 'v') ?? NULL;
}

/** A JavaScript object as a BSON document. */
export function toDoc(value: object): Buffer {
  return Buffer.from(serialize(value as Record<string, unknown>, { ignoreUndefined: false }));
}

/** A document value made of named values in the given order. */
export function objectOf(elements: Iterable<readonly [string, Value]>): Value {
  const builder = new DocBuilder();
  for (const [name, value] of elements) builder.value(name, value);
  return docValue(builder.finish());
}

/** An array value made of values. */
export function arrayOf(values: readonly Value[]): Value {
  const builder = new DocBuilder();
  for (let i = 0; i < values.length; i += 1) builder.value(String(i), values[i]!);
  const bytes = builder.finish();
  return new Value(BsonType.array, bytes, 0, bytes.length);
}

const EMPTY = Buffer.alloc(0);
export const NULL = new Value(BsonType.null, EMPTY, 0, 0);
export const UNDEFINED = new Value(BsonType.undefined, EMPTY, 0, 0);
export const TRUE = new Value(BsonType.bool, Buffer.from([1]), 0, 1);
export const FALSE = new Value(BsonType.bool, Buffer.from([0]), 0, 1);

export function boolValue(value: boolean): Value {
  return value ? TRUE : FALSE;
}

export function intValue(value: number): Value {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32LE(value);
  return new Value(BsonType.int, bytes, 0, 4);
}

export function longValue(value: bigint): Value {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64LE(value);
  return new Value(BsonType.long, bytes, 0, 8);
}

export function doubleValue(value: number): Value {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeDoubleLE(value);
  return new Value(BsonType.double, bytes, 0, 8);
}

export function dateValue(milliseconds: number): Value {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64LE(BigInt(milliseconds));
  return new Value(BsonType.date, bytes, 0, 8);
}

export function stringValue(value: string): Value {
  return field(new DocBuilder().string('v', value).finish(), 'v')!;
}
