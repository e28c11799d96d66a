import { addNumbers, multiplyNumbers } from '../bson/arithmetic';
import {
  boolValue,
  dateValue,
  doubleValue,
  intValue,
  longValue,
  NULL,
  objectOf,
  stringValue,
} from '../bson/build';
import { compareValues } from '../bson/compare';
import { textOf } from '../bson/decode';
import { toBigInt, toNumber } from '../bson/numbers';
import { elementsOf, fieldAt, itemsOf, nameBytes, type Value } from '../bson/raw';
import { BsonType, isNumeric, TYPE_NAMES } from '../bson/types';
import { CommandError } from '../errors';
import type { Expression } from './expression';
import { accumulatorMaker } from './accumulators';
import { isNullish, isTruthy, named, operands, type OperatorCompiler } from './operands';
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

function notNumeric(name: string, value: Value): CommandError {
  return new CommandError(14, `${name} only supports numeric types, not ${TYPE_NAMES[value.type]}`);
}

/** Adds; a date and numbers of milliseconds make a date. */
function add(operand: Value, compile: (value: Value) => Expression): Expression {
  const items = operands('$add', operand, compile);
  return (scope) => {
    let sum: Value = intValue(0);
    let hasDate = false;
    for (const item of items) {
      let value = item(scope);
      if (isNullish(value)) return NULL;
      value = value as Value;
      if (value.type === BsonType.date) {
        if (hasDate) throw new CommandError(16612, 'only one date allowed in an $add expression');
        hasDate = true;
        value = longValue(value.buf.readBigInt64LE(value.start));
      } else if (!isNumeric(value.type)) {
        throw new CommandError(14, `$add only supports numeric or date types, not ${TYPE_NAMES[value.type]}`);
      }
      sum = addNumbers(sum, value) ?? doubleValue(toNumber(sum) + toNumber(value));
    }
    return hasDate ? dateValue(Math.round(toNumber(sum))) : sum;
  };
}

function subtract(operand: Value, compile: (value: Value) => Expression): Expression {
  const [left, right] = operands('$subtract', operand, compile, 2);
  return (scope) => {
    const [a, b] = [left!(scope), right!(scope)];
    if (isNullish(a) || isNullish(b)) return NULL;
    const [x, y] = [a as Value, b as Value];
    if (x.type === BsonType.date) {
      const from = x.buf.readBigInt64LE(x.start);
      if (y.type === BsonType.date) return longValue(from - y.buf.readBigInt64LE(y.start));
      if (isNumeric(y.type)) return dateValue(Number(from) - Math.round(toNumber(y)));
    }
    if (!isNumeric(x.type) || !isNumeric(y.type)) {
      throw new CommandError(14, `can't $subtract ${TYPE_NAMES[y.type]} from ${TYPE_NAMES[x.type]}`);
    }
    const negated = multiplyNumbers(y, intValue(-1))!;
    return addNumbers(x, negated) ?? doubleValue(toNumber(x) - toNumber(y));
  };
}

function multiply(operand: Value, compile: (value: Value) => Expression): Expression {
  const items = operands('$multiply', operand, compile);
  return (scope) => {
    let product: Value = intValue(1);
    for (const item of items) {
      const value = item(scope);
      if (isNullish(value)) return NULL;
      if (!isNumeric((value as Value).type)) throw notNumeric('$multiply', value as Value);
      product =
        multiplyNumbers(product, value as Value) ?? doubleValue(toNumber(product) * toNumber(value as Value));
    }
    return product;
  };
}

function divide(operand: Value, compile: (value: Value) => Expression): Expression {
  const [left, right] = operands('$divide', operand, compile, 2);
  return (scope) => {
    const [a, b] = [left!(scope), right!(scope)];
    if (isNullish(a) || isNullish(b)) return NULL;
    const [x, y] = [a as Value, b as Value];
    if (!isNumeric(x.type) || !isNumeric(y.type))
      throw new CommandError(
        14,
        `$divide only supports numeric types, not ${TYPE_NAMES[x.type]} and ${TYPE_NAMES[y.type]}`,
      );
    if (x.type === BsonType.decimal || y.type === BsonType.decimal)
      throw new CommandError(238, '$divide of decimals is not supported by the embedded database');
    if (toNumber(y) === 0) throw new CommandError(2, "can't $divide by zero");
    return doubleValue(toNumber(x) / toNumber(y));
  };
}

/** A function of one number that keeps whole numbers' types. */
function rounding(name: string, round: (value: number) => number): OperatorCompiler {
  return (operand, compile) => {
    const [item] = operands(name, operand, compile, 1);
    return (scope) => {
      const value = item!(scope);
      if (isNullish(value)) return NULL;
      const number = value as Value;
      if (!isNumeric(number.type)) throw notNumeric(name, number);
      if (number.type === BsonType.double) return doubleValue(round(toNumber(number)));
      if (number.type === BsonType.decimal)
        throw new CommandError(238, `${name} of a decimal is not supported by the embedded database`);
      return name === '$abs' && toBigInt(number) < 0n ? multiplyNumbers(number, intValue(-1)) : number;
    };
  };
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
