import { addNumbers, multiplyNumbers } from '../bson/arithmetic';
import { dateValue, doubleValue, intValue, longValue, NULL } from '../bson/build';
import { toBigInt, toNumber } from '../bson/numbers';
import type { Value } from '../bson/raw';
import { BsonType, isNumeric, TYPE_NAMES } from '../bson/types';
import { CommandError } from '../errors';
import type { Expression } from './expression';
import { isNullish, operands, type OperatorCompiler } from './operands';

function notNumeric(name: string, value: Value): CommandError {
  return new CommandError(14, `${name} only supports numeric types, not ${TYPE_NAMES[value.type]}`);
}

/** Adds; a date and numbers of milliseconds make a date. */
export function add(operand: Value, compile: (value: Value) => Expression): Expression {
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

/** Subtracts numbers, or times from dates. */
export function subtract(operand: Value, compile: (value: Value) => Expression): Expression {
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

/** Multiplies numbers. */
export function multiply(operand: Value, compile: (value: Value) => Expression): Expression {
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

/** Divides numbers, always into a double. */
export function divide(operand: Value, compile: (value: Value) => Expression): Expression {
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
export function rounding(name: string, round: (value: number) => number): OperatorCompiler {
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
