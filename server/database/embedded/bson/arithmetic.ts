import { Decimal128 } from 'bson';

import { doubleValue, intValue, longValue } from './build';
import { decimalParts, toBigInt, toDecimal, toNumber, type DecimalParts } from './numbers';
import { Value } from './raw';
import { BsonType } from './types';

const MAX_LONG = 2n ** 63n - 1n;
const MIN_LONG = -(2n ** 63n);
const DIGITS = 34;

/** A decimal value from its text. */
export function decimalValue(text: string): Value {
  const bytes = Buffer.from(Decimal128.fromStringWithRounding(text).bytes);
  return new Value(BsonType.decimal, bytes, 0, 16);
}

function partsOf(value: Value): DecimalParts | undefined {
  if (value.type === BsonType.decimal) return decimalParts(toDecimal(value).toString());
  if (value.type === BsonType.double) {
    const number = toNumber(value);
    // MongoDB turns a double into a decimal of 15 significant digits.
    return Number.isFinite(number) ? decimalParts(Number(number.toPrecision(15)).toString()) : undefined;
  }
  const whole = toBigInt(value);
  return { coefficient: whole < 0n ? -whole : whole, exponent: 0, negative: whole < 0n };
}

function signed(parts: DecimalParts): bigint {
  return parts.negative ? -parts.coefficient : parts.coefficient;
}

function fromParts(coefficient: bigint, exponent: number): Value {
  let digits = coefficient < 0n ? -coefficient : coefficient;
  let power = exponent;
  const extra = digits.toString().length - DIGITS;
  if (extra > 0) {
    // Round half to even, as IEEE 754 decimals do.
    const scale = 10n ** BigInt(extra);
    const rest = digits % scale;
    digits /= scale;
    const half = scale / 2n;
    if (rest > half || (rest === half && digits % 2n === 1n)) digits += 1n;
    power += extra;
  }
  return decimalValue(`${coefficient < 0n ? '-' : ''}${digits}E${power >= 0 ? '+' : ''}${power}`);
}

function special(a: Value, b: Value, operation: 'add' | 'multiply'): Value {
  const [x, y] = [toNumber(a), toNumber(b)];
  const result = operation === 'add' ? x + y : x * y;
  return decimalValue(Number.isNaN(result) ? 'NaN' : result > 0 ? 'Infinity' : '-Infinity');
}

function whole(value: bigint, wide: boolean): Value | undefined {
  if (!wide && value >= -2147483648n && value <= 2147483647n) return intValue(Number(value));
  return value >= MIN_LONG && value <= MAX_LONG ? longValue(value) : undefined;
}

/** Adds two numbers by MongoDB's type rules; undefined when a long overflows. */
export function addNumbers(a: Value, b: Value): Value | undefined {
  if (a.type === BsonType.decimal || b.type === BsonType.decimal) {
    const [x, y] = [partsOf(a), partsOf(b)];
    if (!x || !y) return special(a, b, 'add');
    const exponent = Math.min(x.exponent, y.exponent);
    const lift = (parts: DecimalParts): bigint => signed(parts) * 10n ** BigInt(parts.exponent - exponent);
    return fromParts(lift(x) + lift(y), exponent);
  }
  if (a.type === BsonType.double || b.type === BsonType.double) return doubleValue(toNumber(a) + toNumber(b));
  return whole(toBigInt(a) + toBigInt(b), a.type === BsonType.long || b.type === BsonType.long);
}

/** Multiplies two numbers by MongoDB's type rules; undefined when a long overflows. */
export function multiplyNumbers(a: Value, b: Value): Value | undefined {
  if (a.type === BsonType.decimal || b.type === BsonType.decimal) {
    const [x, y] = [partsOf(a), partsOf(b)];
    if (!x || !y) return special(a, b, 'multiply');
    return fromParts(signed(x) * signed(y), x.exponent + y.exponent);
  }
  if (a.type === BsonType.double || b.type === BsonType.double) return doubleValue(toNumber(a) * toNumber(b));
  return whole(toBigInt(a) * toBigInt(b), a.type === BsonType.long || b.type === BsonType.long);
}
