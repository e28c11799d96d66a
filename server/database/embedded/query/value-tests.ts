import { textOf } from '../bson/decode';
import { toBigInt, toNumber } from '../bson/numbers';
import { itemsOf, type Value } from '../bson/raw';
import { BsonType, isNumeric, TYPE_NAMES } from '../bson/types';
import { badValue, CommandError } from '../errors';
import type { Test } from './matcher';

const TYPE_CODES: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(TYPE_NAMES).map(([code, name]) => [name, Number(code)]),
);

/** `$type` by number or name, one or several. */
export function typeTest(operand: Value): Test {
  const wanted = new Set<number>();
  const items = operand.isArray ? itemsOf(operand) : [operand];
  if (items.length === 0) throw new CommandError(9, '$type must match at least one type');
  for (const item of items) {
    if (item.type === BsonType.string) {
      const name = textOf(item);
      if (name === 'number') {
        for (const type of [BsonType.double, BsonType.int, BsonType.long, BsonType.decimal]) wanted.add(type);
      } else {
        const code = TYPE_CODES[name];
        if (code === undefined) throw badValue(`Unknown type name alias: ${name}`);
        wanted.add(code);
      }
    } else if (isNumeric(item.type)) {
      const code = toNumber(item);
      const type = code === -1 ? BsonType.minKey : code;
      if (!(type in TYPE_NAMES)) throw badValue(`Invalid numerical type code: ${code}`);
      wanted.add(type);
    } else {
      throw new CommandError(14, 'type must be represented as a number or a string');
    }
  }
  return (value) => value !== undefined && wanted.has(value.type);
}

/** A number without a fraction, as `$size`, `$mod` and the bit operators take it. */
export function wholeNumber(value: Value, what: string, code = 2): number {
  const number = isNumeric(value.type) ? toNumber(value) : Number.NaN;
  if (!Number.isInteger(number)) throw new CommandError(code, `${what} must be a whole number`);
  return number;
}

/** `$size`: an array of exactly that length. */
export function sizeTest(operand: Value): Test {
  if (!isNumeric(operand.type)) throw badValue(`Failed to parse $size. Expected a number in: $size`);
  const size = wholeNumber(operand, 'Failed to parse $size. Expected an integer: $size');
  if (size < 0) throw badValue('Failed to parse $size. Expected a non-negative number in: $size');
  return (value) => value !== undefined && value.isArray && itemsOf(value).length === size;
}

/** `$mod`: numbers that leave the remainder. */
export function modTest(operand: Value): Test {
  if (!operand.isArray) throw badValue('malformed mod, needs to be an array');
  const items = itemsOf(operand);
  if (items.length < 2) throw badValue('malformed mod, not enough elements');
  if (items.length > 2) throw badValue('malformed mod, too many elements');
  const [divisor, remainder] = items.map((item) => {
    const number = isNumeric(item.type) ? toNumber(item) : Number.NaN;
    if (!Number.isFinite(number)) throw badValue('malformed mod, divisor and remainder must be numbers');
    return BigInt(Math.trunc(number));
  });
  if (divisor === 0n) throw badValue('divisor cannot be 0');
  return (value) => {
    if (value === undefined || !isNumeric(value.type)) return false;
    if (value.type === BsonType.int || value.type === BsonType.long)
      return toBigInt(value) % divisor! === remainder;
    const number = toNumber(value);
    return Number.isFinite(number) && BigInt(Math.trunc(number)) % divisor! === remainder;
  };
}

/** The bit operators over numbers and binary data, with a mask or a list of positions. */
export function bitTest(operator: string, operand: Value): Test {
  let mask = 0n;
  if (operand.isArray) {
    for (const item of itemsOf(operand)) {
      const bit = wholeNumber(item, `Failed to parse bit position. Expected an integer`);
      if (bit < 0) throw badValue('Failed to parse bit position. Expected a non-negative number');
      mask |= 1n << BigInt(bit);
    }
  } else if (operand.type === BsonType.binData) {
    mask = littleEndian(operand);
  } else if (isNumeric(operand.type)) {
    const number = wholeNumber(operand, `Failed to parse ${operator}. Expected an integer`, 9);
    if (number < 0) throw new CommandError(9, `Expected a non-negative number in: ${operator}`);
    mask = BigInt(number);
  } else {
    throw badValue(
      `${operator} takes an Array, a number, or a BinData but received: ${TYPE_NAMES[operand.type]}`,
    );
  }
  return (value) => {
    const bits = value && bitsOf(value);
    if (bits === undefined) return false;
    const set = bits & mask;
    if (operator === '$bitsAllSet') return set === mask;
    if (operator === '$bitsAnySet') return set !== 0n;
    if (operator === '$bitsAllClear') return set === 0n;
    return set !== mask;
  };
}

function littleEndian(value: Value): bigint {
  let bits = 0n;
  for (let i = value.end - 1; i >= value.start + 5; i -= 1) bits = (bits << 8n) | BigInt(value.buf[i]!);
  return bits;
}

function bitsOf(value: Value): bigint | undefined {
  if (value.type === BsonType.binData) return littleEndian(value);
  if (value.type === BsonType.int || value.type === BsonType.long) return toBigInt(value);
  if (value.type !== BsonType.double && value.type !== BsonType.decimal) return undefined;
  const number = toNumber(value);
  if (!Number.isInteger(number) || Math.abs(number) >= 2 ** 63) return undefined;
  return BigInt(number);
}
