import { Timestamp } from 'bson';

import { addNumbers, multiplyNumbers } from '../bson/arithmetic';
import { dateValue, DocBuilder, doubleValue, intValue, longValue, toValue } from '../bson/build';
import { compareValues, sameBytes } from '../bson/compare';
import { textOf, toJs } from '../bson/decode';
import { toBigInt } from '../bson/numbers';
import { elementsOf, type Value } from '../bson/raw';
import { BsonType, isNumeric, TYPE_NAMES } from '../bson/types';
import { decimalValue } from '../bson/arithmetic';
import { badValue, failedToParse, notImplemented, typeMismatch } from '../errors';
import { parseArrayOperator } from './array-operators';
import { nodeValue, type Node } from './tree';

/** What became of a field: a new value, its removal, or nothing. */
export type Outcome = { set: Node } | 'remove' | 'keep';

/** What an operator needs to know besides the value. */
export interface OperatorContext {
  path: string;
  id: Value | undefined;
  now: number;
}

/** One operator on one field. */
export interface FieldOperator {
  apply(current: Node | undefined, context: OperatorContext): Outcome;
  /** Whether a missing path is made; operators that only take away leave it. */
  creates: boolean;
}

/** A value as error messages show it. */
export function shown(value: Value | undefined): string {
  return value ? JSON.stringify(toJs(value)) : 'no value';
}

function setter(
  compute: (current: Value | undefined, context: OperatorContext) => Value | undefined,
): FieldOperator {
  return {
    creates: true,
    apply: (current, context) => {
      const before = current && nodeValue(current);
      const after = compute(before, context);
      if (!after || (before && sameBytes(before, after))) return 'keep';
      return { set: after };
    },
  };
}

/** Compiles an update operator's operand. @throws FailedToParse when the operator is unknown */
export function parseOperator(name: string, path: string, operand: Value): FieldOperator {
  switch (name) {
    case '$set':
    case '$setOnInsert':
      return setter(() => operand);
    case '$unset':
      return { creates: false, apply: (current) => (current ? 'remove' : 'keep') };
    case '$inc':
    case '$mul':
      return arithmetic(name, path, operand);
    case '$min':
      return setter((current) => (current && compareValues(current, operand) <= 0 ? undefined : operand));
    case '$max':
      return setter((current) => (current && compareValues(current, operand) >= 0 ? undefined : operand));
    case '$currentDate':
      return currentDate(operand);
    case '$bit':
      return bitwise(path, operand);
    case '$push':
    case '$addToSet':
    case '$pop':
    case '$pull':
    case '$pullAll':
      return parseArrayOperator(name, path, operand);
    case '$pushAll':
      throw notImplemented('$pushAll');
    default:
      throw failedToParse(
        `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
  }
}

function zeroLike(value: Value): Value {
  if (value.type === BsonType.int) return intValue(0);
  if (value.type === BsonType.long) return longValue(0n);
  if (value.type === BsonType.double) return doubleValue(0);
  return decimalValue('0');
}

function arithmetic(name: string, path: string, operand: Value): FieldOperator {
  if (!isNumeric(operand.type)) {
    const verb = name === '$inc' ? 'increment' : 'multiply';
    throw typeMismatch(`Cannot ${verb} with non-numeric argument: {${path}: ${shown(operand)}}`);
  }
  const combine = name === '$inc' ? addNumbers : multiplyNumbers;
  return setter((current, context) => {
    if (!current) return name === '$inc' ? operand : zeroLike(operand);
    if (!isNumeric(current.type)) {
      const leaf = path.slice(path.lastIndexOf('.') + 1);
      throw typeMismatch(
        `Cannot apply ${name} to a value of non-numeric type. {_id: ${shown(context.id)}} has the field '${leaf}' of non-numeric type ${TYPE_NAMES[current.type]}`,
      );
    }
    const result = combine(current, operand);
    if (!result) {
      throw badValue(
        `Failed to apply ${name} operations to current value (${shown(current)}) for document {_id: ${shown(context.id)}}`,
      );
    }
    return result;
  });
}

function currentDate(operand: Value): FieldOperator {
  let asTimestamp = false;
  if (operand.isObject) {
    const [element, ...rest] = elementsOf(operand);
    if (rest.length > 0 || element?.name !== '$type' || element.value.type !== BsonType.string) {
      throw badValue(
        "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}",
      );
    }
    const kind = textOf(element.value);
    if (kind !== 'date' && kind !== 'timestamp') {
      throw badValue(
        "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}",
      );
    }
    asTimestamp = kind === 'timestamp';
  } else if (operand.type !== BsonType.bool) {
    throw badValue(
      `${TYPE_NAMES[operand.type]} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
    );
  }
  return setter((_, { now }) =>
    asTimestamp ? toValue(new Timestamp({ t: Math.floor(now / 1000), i: 1 })) : dateValue(now),
  );
}

function bitwise(path: string, operand: Value): FieldOperator {
  if (!operand.isObject)
    throw badValue(
      `The $bit modifier is not compatible with a ${TYPE_NAMES[operand.type]}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}`,
    );
  const steps = elementsOf(operand);
  if (steps.length === 0)
    throw badValue(
      'You must pass in at least one bitwise operation. The format is: {$bit: {field: {and/or/xor: #}}',
    );
  for (const { name, value } of steps) {
    if (!['and', 'or', 'xor'].includes(name))
      throw badValue(
        `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator: {${name}: ${shown(value)}}`,
      );
    if (value.type !== BsonType.int && value.type !== BsonType.long) {
      throw badValue(
        `The $bit modifier field must be an Integer(32/64 bit); a '${TYPE_NAMES[value.type]}' is not supported here: {${path}: ${shown(value)}}`,
      );
    }
  }
  return setter((current) => {
    if (current && current.type !== BsonType.int && current.type !== BsonType.long) {
      throw badValue(
        `Cannot apply $bit to a value of non-integral type. The field has the non-integral type ${TYPE_NAMES[current.type]}`,
      );
    }
    let bits = current ? toBigInt(current) : 0n;
    let isLong = current?.type === BsonType.long;
    for (const { name, value } of steps) {
      const mask = toBigInt(value);
      isLong ||= value.type === BsonType.long;
      bits = name === 'and' ? bits & mask : name === 'or' ? bits | mask : bits ^ mask;
    }
    return isLong ? longValue(BigInt.asIntN(64, bits)) : intValue(Number(BigInt.asIntN(32, bits)));
  });
}

/** A document that holds one value under `v`, to test the value with a filter. */
export function boxed(value: Value, name = 'v'): Buffer {
  return new DocBuilder(value.end - value.start + 32).value(name, value).finish();
}
