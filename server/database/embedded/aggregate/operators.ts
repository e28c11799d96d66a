import { boolValue, intValue, NULL, objectOf, stringValue } from '../bson/build';
import { compareValues } from '../bson/compare';
import { textOf } from '../bson/decode';
import { elementsOf, fieldAt, itemsOf, nameBytes, type Value } from '../bson/raw';
import { BsonType, TYPE_NAMES } from '../bson/types';
import { CommandError } from '../errors';
import type { Expression } from './expression';
import { accumulatorMaker } from './accumulators';
import { isNullish, isTruthy, named, operands, type OperatorCompiler } from './operands';
import { add, divide, multiply, rounding, subtract } from './operators-arithmetic';
import { ARRAY_OPERATORS } from './operators-array';
import { CONVERSION_OPERATORS } from './operators-convert';

function comparing(name: string, test: (order: number) => boolean): OperatorCompiler {
  return (operand, compile) => {
    const [left, right] = operands(name, operand, compile, 2);
    return (scope) => boolValue(test(compareMissing(left!(scope), right!(scope))));
  };
}

/** Compares values, missing ones before everything else but MinKey. */
function compareMissing(a: Value | undefined, b: Value | undefined): number {
  if (a && b) return compareValues(a, b);
  if (!a && !b) return 0;
  const other = (a ?? b)!;
  const order = other.type === BsonType.minKey ? 1 : -1;
  return a ? -order : order;
}

function cond(operand: Value, compile: (value: Value) => Expression): Expression {
  let parts: Value[];
  if (operand.isArray) {
    parts = itemsOf(operand);
    if (parts.length !== 3)
      throw new CommandError(
        16020,
        `Expression $cond takes exactly 3 arguments. ${parts.length} were passed in.`,
      );
  } else {
    const fields = named('$cond', operand, ['if', 'then', 'else'], ['if', 'then', 'else']);
    parts = [fields.get('if')!, fields.get('then')!, fields.get('else')!];
  }
  const [test, yes, no] = parts.map(compile);
  return (scope) => (isTruthy(test!(scope)) ? yes!(scope) : no!(scope));
}

function switchCase(operand: Value, compile: (value: Value) => Expression): Expression {
  const fields = named('$switch', operand, ['branches', 'default'], ['branches']);
  const branches = itemsOf(fields.get('branches')!).map((branch) => {
    const parts = named('$switch', branch, ['case', 'then'], ['case', 'then']);
    return { test: compile(parts.get('case')!), then: compile(parts.get('then')!) };
  });
  const fallback = fields.get('default');
  const otherwise = fallback && compile(fallback);
  return (scope) => {
    for (const branch of branches) if (isTruthy(branch.test(scope))) return branch.then(scope);
    if (!otherwise)
      throw new CommandError(
        40066,
        '$switch could not find a matching branch for an input, and no default was specified.',
      );
    return otherwise(scope);
  };
}

/** An accumulator over its operands, or over the elements of a single array. */
function folding(name: string): OperatorCompiler {
  const make = accumulatorMaker(name);
  return (operand, compile) => {
    const items = operands(name, operand, compile);
    return (scope) => {
      const accumulator = make();
      for (const item of items) {
        const value = item(scope);
        if (items.length === 1 && value?.isArray)
          for (const element of itemsOf(value)) accumulator.add(element);
        else accumulator.add(value);
      }
      return accumulator.result();
    };
  };
}

function letIn(operand: Value, compile: (value: Value) => Expression): Expression {
  const fields = named('$let', operand, ['vars', 'in'], ['vars', 'in']);
  const bindings = elementsOf(fields.get('vars')!).map(({ name, value }) => [name, compile(value)] as const);
  const body = compile(fields.get('in')!);
  return (scope) => {
    const bound = new Map(bindings.map(([name, expression]) => [name, expression(scope)]));
    return body({ ...scope, variables: scope.variables.with(bound) });
  };
}

/** The operators that the engine evaluates itself, because types, missing values or order matter in them. */
export const OPERATORS: Readonly<Record<string, OperatorCompiler>> = {
  $eq: comparing('$eq', (order) => order === 0),
  $ne: comparing('$ne', (order) => order !== 0),
  $gt: comparing('$gt', (order) => order > 0),
  $gte: comparing('$gte', (order) => order >= 0),
  $lt: comparing('$lt', (order) => order < 0),
  $lte: comparing('$lte', (order) => order <= 0),
  $cmp: (operand, compile) => {
    const [left, right] = operands('$cmp', operand, compile, 2);
    return (scope) => intValue(Math.sign(compareMissing(left!(scope), right!(scope))));
  },
  $and: (operand, compile) => {
    const items = operands('$and', operand, compile);
    return (scope) => boolValue(items.every((item) => isTruthy(item(scope))));
  },
  $or: (operand, compile) => {
    const items = operands('$or', operand, compile);
    return (scope) => boolValue(items.some((item) => isTruthy(item(scope))));
  },
  $not: (operand, compile) => {
    const [item] = operands('$not', operand, compile, 1);
    return (scope) => boolValue(!isTruthy(item!(scope)));
  },
  $ifNull: (operand, compile) => {
    const items = operands('$ifNull', operand, compile);
    if (items.length < 2)
      throw new CommandError(1257300, `$ifNull needs at least two arguments, had: ${items.length}`);
    return (scope) => {
      for (const item of items.slice(0, -1)) {
        const value = item(scope);
        if (!isNullish(value)) return value;
      }
      return items.at(-1)!(scope);
    };
  },
  $cond: cond,
  $switch: switchCase,
  $let: letIn,
  $add: add,
  $subtract: subtract,
  $multiply: multiply,
  $divide: divide,
  $abs: rounding('$abs', Math.abs),
  $ceil: rounding('$ceil', Math.ceil),
  $floor: rounding('$floor', Math.floor),
  $concat: (operand, compile) => {
    const items = operands('$concat', operand, compile);
    return (scope) => {
      let text = '';
      for (const item of items) {
        const value = item(scope);
        if (isNullish(value)) return NULL;
        if ((value as Value).type !== BsonType.string)
          throw new CommandError(
            16702,
            `$concat only supports strings, not ${TYPE_NAMES[(value as Value).type]}`,
          );
        text += textOf(value as Value);
      }
      return stringValue(text);
    };
  },
  $type: (operand, compile) => {
    const [item] = operands('$type', operand, compile, 1);
    return (scope) => {
      const value = item!(scope);
      return stringValue(value ? TYPE_NAMES[value.type]! : 'missing');
    };
  },
  $mergeObjects: (operand, compile) => {
    const items = operands('$mergeObjects', operand, compile);
    return (scope) => {
      const merged = new Map<string, Value>();
      for (const item of items) {
        const value = item(scope);
        if (isNullish(value)) continue;
        if (!(value as Value).isObject)
          throw new CommandError(
            40400,
            `$mergeObjects requires object inputs, but input is of type ${TYPE_NAMES[(value as Value).type]}`,
          );
        for (const element of elementsOf(value as Value)) merged.set(element.name, element.value);
      }
      return objectOf(merged);
    };
  },
  $getField: (operand, compile) => {
    const fields = operand.isObject
      ? new Map(elementsOf(operand).map((element) => [element.name, element.value]))
      : undefined;
    const nameOf = compile(fields?.get('field') ?? operand);
    const input = fields?.get('input');
    const source = input && compile(input);
    return (scope) => {
      const name = nameOf(scope);
      if (name?.type !== BsonType.string)
        throw new CommandError(5654601, '$getField requires field to evaluate to type String');
      const from = source ? source(scope) : scope.root;
      return from?.isObject
        ? fieldAt(from.buf, from.start, nameBytes(textOf(name)))
        : isNullish(from) && from
          ? NULL
          : undefined;
    };
  },
  $sum: folding('$sum'),
  $avg: folding('$avg'),
  $min: folding('$min'),
  $max: folding('$max'),
  ...ARRAY_OPERATORS,
  ...CONVERSION_OPERATORS,
};
