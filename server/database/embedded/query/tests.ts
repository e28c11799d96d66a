import { compareValues } from '../bson/compare';
import { regexOf, textOf } from '../bson/decode';
import { toBigInt, toNumber } from '../bson/numbers';
import { itemsOf, type Value } from '../bson/raw';
import { BsonType, isNumeric, TYPE_NAMES, typeClass } from '../bson/types';
import { badValue, CommandError } from '../errors';
import type { Test } from './matcher';

function isNaNValue(value: Value): boolean {
  return isNumeric(value.type) && value.type !== BsonType.int && Number.isNaN(toNumber(value));
}

/** Equal to the operand; null also stands for a missing field. */
export function equality(operand: Value): Test {
  if (operand.type === BsonType.undefined) throw badValue('cannot compare to undefined');
  if (operand.type === BsonType.null) {
    return (value) =>
      value === undefined || value.type === BsonType.null || value.type === BsonType.undefined;
  }
  const kind = typeClass(operand.type);
  return (value) =>
    value !== undefined && typeClass(value.type) === kind && compareValues(value, operand) === 0;
}

/** `$gt`, `$gte`, `$lt`, `$lte`: only values of the operand's kind compare. */
export function comparison(operator: string, operand: Value): Test {
  const withEqual = operator === '$gte' || operator === '$lte';
  const above = operator === '$gt' || operator === '$gte';
  if (operand.type === BsonType.null) {
    return withEqual ? equality(operand) : () => false;
  }
  if (operand.type === BsonType.minKey || operand.type === BsonType.maxKey) {
    return (value) => {
      if (value === undefined) return false;
      const order = compareValues(value, operand);
      return order === 0 ? withEqual : order > 0 === above;
    };
  }
  if (isNaNValue(operand)) return withEqual ? equality(operand) : () => false;
  const kind = typeClass(operand.type);
  return (value) => {
    if (value === undefined || typeClass(value.type) !== kind) return false;
    const order = compareValues(value, operand);
    if (order === 0) return withEqual;
    if (order > 0 !== above) return false;
    // NaN sorts below the numbers but is neither less nor greater than one.
    return above || kind !== 10 || !isNaNValue(value);
  };
}

/** Equal to one of the operands, or matched by a regular expression among them. */
export function membership(operands: readonly Value[]): Test {
  const tests = operands.map((operand) =>
    operand.type === BsonType.regex ? regexTest(operand).test : equality(operand),
  );
  if (tests.length < 8) {
    return (value) => {
      for (const test of tests) if (test(value)) return true;
      return false;
    };
  }
  const sorted = operands.filter((operand) => operand.type !== BsonType.regex).sort(compareValues);
  const others = tests.filter(
    (_, i) => operands[i]!.type === BsonType.regex || operands[i]!.type === BsonType.null,
  );
  return (value) => {
    for (const test of others) if (test(value)) return true;
    if (value === undefined) return false;
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = compareValues(sorted[middle]!, value);
      if (order === 0) return true;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return false;
  };
}

/** A regular expression of MongoDB as a JavaScript one. @throws BadValue when it can't be compiled */
export function toRegExp(pattern: string, flags: string): RegExp {
  let source = pattern;
  let jsFlags = 'u';
  for (const flag of flags) {
    if (flag === 'i' || flag === 'm' || flag === 's') jsFlags += flag;
    else if (flag === 'x') source = extendedSource(source);
    else if (flag !== 'u') throw new CommandError(51108, `invalid flag in regex options: ${flag}`);
  }
  // PCRE lets a pattern begin with its options, as in (?i)abc.
  const inline = /^\(\?([ims]+)\)/.exec(source);
  if (inline) {
    source = source.slice(inline[0].length);
    for (const flag of inline[1]!) if (!jsFlags.includes(flag)) jsFlags += flag;
  }
  try {
    return new RegExp(source, jsFlags);
  } catch {
    // Unicode mode refuses escapes that PCRE lets pass, such as \_ or \-.
    try {
      return new RegExp(source, jsFlags.replace('u', ''));
    } catch (error) {
      throw new CommandError(51091, `Regular expression is invalid: ${(error as Error).message}`);
    }
  }
}

function extendedSource(source: string): string {
  let result = '';
  let inClass = false;
  for (let i = 0; i < source.length; i += 1) {
    const char = source[i]!;
    if (char === '\\') {
      result += char + (source[i + 1] ?? '');
      i += 1;
    } else if (inClass) {
      result += char;
      if (char === ']') inClass = false;
    } else if (char === '#') {
      while (i < source.length && source[i] !== '\n') i += 1;
    } else if (!/\s/.test(char)) {
      result += char;
      if (char === '[') inClass = true;
    }
  }
  return result;
}

/** `$regex` with its options; matches strings and an equal regular expression. */
export function regexTest(operand: Value, options?: Value): { test: Test; regex: RegExp } {
  let pattern: string;
  let flags = '';
  if (operand.type === BsonType.regex) {
    ({ pattern, flags } = regexOf(operand));
  } else if (operand.type === BsonType.string) {
    pattern = textOf(operand);
  } else {
    throw badValue('$regex has to be a string');
  }
  if (options) {
    if (options.type !== BsonType.string) throw badValue('$options has to be a string');
    if (flags !== '') throw new CommandError(51074, 'options set in both $regex and $options');
    flags = textOf(options);
  }
  const regex = toRegExp(pattern, flags);
  const sameFlags = [...flags].sort().join('');
  return {
    regex,
    test: (value) => {
      if (value === undefined) return false;
      if (value.type === BsonType.string || value.type === BsonType.symbol) return regex.test(textOf(value));
      if (value.type !== BsonType.regex) return false;
      const own = regexOf(value);
      return own.pattern === pattern && [...own.flags].sort().join('') === sameFlags;
    },
  };
}

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
