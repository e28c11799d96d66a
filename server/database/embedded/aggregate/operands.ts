import { toNumber } from '../bson/numbers';
import { elementsOf, itemsOf, type Value } from '../bson/raw';
import { BsonType, isNumeric } from '../bson/types';
import { CommandError } from '../errors';
import type { Expression } from './expression';

/** Builds an operator's expression from its operand. */
export type OperatorCompiler = (operand: Value, compile: (value: Value) => Expression) => Expression;

/** Whether a value counts as true: all but false, zero, null and missing. */
export function isTruthy(value: Value | undefined): boolean {
  if (!value) return false;
  switch (value.type) {
    case BsonType.bool:
      return value.buf[value.start] === 1;
    case BsonType.null:
    case BsonType.undefined:
      return false;
    default:
      return !isNumeric(value.type) || toNumber(value) !== 0;
  }
}

export function isNullish(value: Value | undefined): boolean {
  return value === undefined || value.type === BsonType.null || value.type === BsonType.undefined;
}

/** The operands of an operator; a single one may stand without an array. */
export function operands(
  name: string,
  operand: Value,
  compile: (value: Value) => Expression,
  count?: number,
): Expression[] {
  const items = operand.isArray ? itemsOf(operand) : [operand];
  if (count !== undefined && items.length !== count) {
    throw new CommandError(
      16020,
      `Expression ${name} takes exactly ${count} arguments. ${items.length} were passed in.`,
    );
  }
  return items.map(compile);
}

/** The named operands of an operator. @throws Location when an unknown one is given or a needed one is missing */
export function named(
  name: string,
  operand: Value,
  allowed: readonly string[],
  required: readonly string[],
): Map<string, Value> {
  if (!operand.isObject) throw new CommandError(17, `${name} only supports an object as its argument`);
  const fields = new Map(elementsOf(operand).map((element) => [element.name, element.value]));
  for (const field of fields.keys())
    if (!allowed.includes(field))
      throw new CommandError(17083, `Unrecognized parameter to ${name}: ${field}`);
  for (const field of required)
    if (!fields.has(field)) throw new CommandError(17080, `Missing '${field}' parameter to ${name}`);
  return fields;
}
