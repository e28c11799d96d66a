import { compareValues } from '../bson/compare';
import { toNumber } from '../bson/numbers';
import type { Value } from '../bson/raw';
import { BsonType, isNumeric, typeClass } from '../bson/types';
import { badValue } from '../errors';
import type { Test } from './matcher';
import { regexTest } from './regular-expressions';

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
