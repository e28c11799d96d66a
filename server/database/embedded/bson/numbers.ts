import { Decimal128 } from 'bson';

import { type Value } from './raw';
import { BsonType } from './types';

/** A numeric value as a double, rounded when it has no exact double. */
export function toNumber(value: Value): number {
  switch (value.type) {
    case BsonType.int:
      return value.buf.readInt32LE(value.start);
    case BsonType.double:
      return value.buf.readDoubleLE(value.start);
    case BsonType.long:
      return Number(value.buf.readBigInt64LE(value.start));
    case BsonType.decimal:
      return Number(toDecimal(value).toString());
    default:
      return Number.NaN;
  }
}

/** A decimal value as the codec's class. */
export function toDecimal(value: Value): Decimal128 {
  return new Decimal128(Buffer.from(value.bytes()));
}

/** An int or long value as a bigint. */
export function toBigInt(value: Value): bigint {
  return value.type === BsonType.int
    ? BigInt(value.buf.readInt32LE(value.start))
    : value.buf.readBigInt64LE(value.start);
}

/** A finite decimal as `coefficient × 10^exponent`; undefined for NaN and the infinities. */
export interface DecimalParts {
  coefficient: bigint;
  exponent: number;
  negative: boolean;
}

/** Takes a decimal's text apart. */
export function decimalParts(text: string): DecimalParts | undefined {
  const match = /^(-?)(\d*)(?:\.(\d*))?(?:E([+-]?\d+))?$/i.exec(text);
  if (!match) return undefined;
  const fraction = match[3] ?? '';
  return {
    coefficient: BigInt(`${match[2] ?? ''}${fraction}` || '0'),
    exponent: Number(match[4] ?? 0) - fraction.length,
    negative: match[1] === '-',
  };
}

const scratch = new DataView(new ArrayBuffer(8));

/** The double just below the given finite one. */
export function nextDown(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  scratch.setFloat64(0, value);
  scratch.setBigInt64(0, scratch.getBigInt64(0) + (value > 0 ? -1n : 1n));
  return scratch.getFloat64(0);
}

/** Compares the exact decimal `sign × coefficient × 10^exponent` with a finite double. */
export function compareDecimalToDouble(parts: DecimalParts, double: number): number {
  // A double is mantissa × 2^power; both sides are brought to integers before comparing.
  scratch.setFloat64(0, double);
  const bits = scratch.getBigUint64(0);
  const exponentBits = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  let mantissa = exponentBits === 0 ? fraction : fraction | 0x10000000000000n;
  const power = exponentBits === 0 ? -1074 : exponentBits - 1075;
  if (bits >> 63n) mantissa = -mantissa;
  let left = parts.negative ? -parts.coefficient : parts.coefficient;
  if (parts.exponent >= 0) left *= 10n ** BigInt(parts.exponent);
  else mantissa *= 10n ** BigInt(-parts.exponent);
  if (power >= 0) mantissa <<= BigInt(power);
  else left <<= BigInt(-power);
  return left < mantissa ? -1 : left > mantissa ? 1 : 0;
}
