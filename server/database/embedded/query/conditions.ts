import type { Value } from '../bson/raw';
import { BsonType } from '../bson/types';
import { equality } from './comparisons';
import { someValue, type Condition, type Filter, type Test } from './matcher';
import type { Path } from './path';
import { regexTest } from './regular-expressions';

/** A path leads to a value equal to the operand. */
export function equalTo(path: Path, value: Value): Filter {
  return {
    kind: 'condition',
    path,
    operator: '$eq',
    operand: value,
    matches: someValue(path, equality(value)),
  };
}

/** A path leads to a text that the regular expression matches. */
export function regexCondition(path: Path, operand: Value, options?: Value): Filter {
  const { test } = regexTest(operand, options);
  return { kind: 'condition', path, operator: '$regex', operand, matches: someValue(path, test) };
}

/** A path leads to a value that passes the test. */
export function condition(path: Path, operator: string, operand: Value, test: Test): Condition {
  return { kind: 'condition', path, operator, operand, matches: someValue(path, test) };
}

/** Whether an operand means yes. */
export function truthy(value: Value): boolean {
  if (value.type === BsonType.bool) return value.buf[value.start] === 1;
  if (value.type === BsonType.null || value.type === BsonType.undefined) return false;
  if (value.type === BsonType.int) return value.buf.readInt32LE(value.start) !== 0;
  if (value.type === BsonType.double) return value.buf.readDoubleLE(value.start) !== 0;
  if (value.type === BsonType.long) return value.buf.readBigInt64LE(value.start) !== 0n;
  return true;
}
