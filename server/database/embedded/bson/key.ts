import { compareDecimalToDouble, decimalParts, nextDown, toDecimal, type DecimalParts } from './numbers';
import { itemsOf, Value, valueEnd } from './raw';
import { BsonType, typeClass } from './types';

/**
 * Bytes whose plain order is MongoDB's order of values, across all types. Index keys are made of them,
 * and comparisons that have no short cut go through them, so that an index can't disagree with a comparison.
 */
export class KeyWriter {
  private buf = Buffer.allocUnsafe(256);
  private at = 0;

  /** Bytes written so far. */
  get size(): number {
    return this.at;
  }

  private room(size: number): void {
    if (this.at + size <= this.buf.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buf.length * 2, this.at + size));
    this.buf.copy(larger, 0, 0, this.at);
    this.buf = larger;
  }

  /** Starts again from nothing. */
  reset(): this {
    this.at = 0;
    return this;
  }

  byte(value: number): this {
    this.room(1);
    this.buf[this.at] = value;
    this.at += 1;
    return this;
  }

  raw(bytes: Buffer): this {
    this.room(bytes.length);
    bytes.copy(this.buf, this.at);
    this.at += bytes.length;
    return this;
  }

  /** Appends a value; `descending` inverts its bytes and with them the order. */
  value(value: Value, descending = false): this {
    const from = this.at;
    this.ascending(value);
    if (descending) for (let i = from; i < this.at; i += 1) this.buf[i] = 255 - this.buf[i]!;
    return this;
  }

  /** A copy of the bytes written. */
  take(): Buffer {
    return Buffer.from(this.buf.subarray(0, this.at));
  }

  private ascending(value: Value): void {
    const { type, buf, start, end } = value;
    this.byte(typeClass(type));
    switch (type) {
      case BsonType.int:
        this.double(buf.readInt32LE(start));
        this.byte(0);
        return;
      case BsonType.double:
        this.double(buf.readDoubleLE(start));
        this.byte(0);
        return;
      case BsonType.long:
        this.long(buf.readBigInt64LE(start));
        return;
      case BsonType.decimal:
        this.decimal(toDecimal(value).toString());
        return;
      case BsonType.string:
      case BsonType.symbol:
      case BsonType.javascript:
        this.text(buf, start + 4, end - 1);
        return;
      case BsonType.object:
        this.object(value);
        return;
      case BsonType.array:
        for (const item of itemsOf(value)) this.ascending(item);
        this.byte(0);
        return;
      case BsonType.binData:
        this.uint32(buf.readInt32LE(start));
        this.raw(buf.subarray(start + 4, end));
        return;
      case BsonType.objectId:
      case BsonType.bool:
        this.raw(buf.subarray(start, end));
        return;
      case BsonType.date:
        this.uint64(BigInt.asUintN(64, buf.readBigInt64LE(start) ^ (-1n << 63n)));
        return;
      case BsonType.timestamp:
        this.uint64(buf.readBigUInt64LE(start));
        return;
      case BsonType.regex: {
        const middle = buf.indexOf(0, start);
        this.text(buf, start, middle);
        this.text(buf, middle + 1, end - 1);
        return;
      }
      case BsonType.dbPointer:
        this.text(buf, start + 4, end - 13);
        this.raw(buf.subarray(end - 12, end));
        return;
      case BsonType.javascriptWithScope: {
        const codeEnd = valueEnd(BsonType.javascript, buf, start + 4);
        this.text(buf, start + 8, codeEnd - 1);
        this.object(new Value(BsonType.object, buf, codeEnd, end));
        return;
      }
      default:
    }
  }

  private object(value: Value): void {
    const { buf } = value;
    let at = value.start + 4;
    // Documents compare field by field: first the kind of value, then the name, then the value.
    for (let type = buf[at]!; type !== 0; type = buf[at]!) {
      const nameEnd = buf.indexOf(0, at + 1);
      const end = valueEnd(type, buf, nameEnd + 1);
      this.byte(typeClass(type));
      this.text(buf, at + 1, nameEnd);
      this.ascending(new Value(type, buf, nameEnd + 1, end));
      at = end;
    }
    this.byte(0);
  }

  private text(buf: Buffer, start: number, end: number): void {
    if (end > start && buf.subarray(start, end).indexOf(0) < 0) {
      this.raw(buf.subarray(start, end));
    } else {
      for (let i = start; i < end; i += 1) {
        this.byte(buf[i]!);
        if (buf[i] === 0) this.byte(0xff);
      }
    }
    this.byte(0);
  }

  private uint32(value: number): void {
    this.room(4);
    this.buf.writeUInt32BE(value, this.at);
    this.at += 4;
  }

  private uint64(value: bigint): void {
    this.room(8);
    this.buf.writeBigUInt64BE(value, this.at);
    this.at += 8;
  }

  private double(value: number): void {
    this.room(8);
    if (Number.isNaN(value)) {
      this.buf.fill(0, this.at, this.at + 8);
    } else {
      this.buf.writeDoubleBE(value === 0 ? 0 : value, this.at);
      if (this.buf[this.at]! & 0x80)
        for (let i = 0; i < 8; i += 1) this.buf[this.at + i] = 255 - this.buf[this.at + i]!;
      else this.buf[this.at]! |= 0x80;
    }
    this.at += 8;
  }

  private long(value: bigint): void {
    let double = Number(value);
    const rounded = BigInt(double);
    if (rounded === value) {
      this.double(double);
      this.byte(0);
      return;
    }
    if (rounded > value) double = nextDown(double);
    const negative = value < 0n;
    this.between(double, { coefficient: negative ? -value : value, exponent: 0, negative });
  }

  private decimal(text: string): void {
    const parts = decimalParts(text);
    if (!parts) {
      this.double(text === 'NaN' ? Number.NaN : text.startsWith('-') ? -Infinity : Infinity);
      this.byte(0);
      return;
    }
    let double = Number(text);
    if (double === Infinity) double = Number.MAX_VALUE;
    else if (double === -Infinity) {
      // Below every finite double: ordered just above -Infinity by its own digits.
      this.between(double, parts);
      return;
    }
    const order = compareDecimalToDouble(parts, double);
    if (order === 0) {
      this.double(double);
      this.byte(0);
      return;
    }
    this.between(order < 0 ? nextDown(double) : double, parts);
  }

  /** A number that lies between a double and the next: the lower double, then its digits in order. */
  private between(floor: number, parts: DecimalParts): void {
    this.double(floor);
    this.byte(1);
    const digits = parts.coefficient.toString().replace(/0+$/, '');
    const magnitude = parts.coefficient.toString().length + parts.exponent;
    const from = this.at;
    this.room(64);
    this.buf.writeUInt16BE(magnitude + 0x4000, this.at);
    this.at += 2;
    for (const digit of digits) this.byte(digit.charCodeAt(0));
    this.byte(0);
    if (parts.negative) for (let i = from; i < this.at; i += 1) this.buf[i] = 255 - this.buf[i]!;
  }
}

const shared = new KeyWriter();

/** The order-preserving bytes of one value. */
export function keyOf(value: Value): Buffer {
  return shared.reset().value(value).take();
}
