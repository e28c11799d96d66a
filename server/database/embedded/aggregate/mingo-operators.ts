import { Binary, BSONRegExp } from 'bson';
import { Context, evalExpr, ProcessingMode, type OpType } from 'mingo/core';
import * as expressionOperators from 'mingo/operators/expression';

import { doubleValue, longValue, toValue } from '../bson/build';
import { toJs } from '../bson/decode';
import { elementsOf, itemsOf, type Value } from '../bson/raw';
import { BsonType } from '../bson/types';
import { CommandError } from '../errors';
import { toRegExp } from '../query/regular-expressions';
import type { Expression } from './expression';

/** Operators that can't be taken from mingo: they run code, or differ from MongoDB in what they answer. */
const REFUSED = new Set([
  '$function',
  '$accumulator',
  '$where',
  '$jsonSchema',
  '$rand',
  '$meta',
  '$toHashedIndexKey',
  // What mingo answers has another type, another default or another order of fields.
  '$convert',
  '$dateFromParts',
  '$dateToParts',
]);

const context = Context.init({
  expression: expressionOperators as unknown as NonNullable<Parameters<typeof Context.init>[0]>['expression'],
});

const OPTIONS = {
  idKey: '_id',
  processingMode: ProcessingMode.CLONE_OFF,
  useStrictMode: true,
  scriptEnabled: false,
  failOnError: true,
  context,
};

/** Whether the operator is one of MongoDB's that the engine refuses. */
export function isRefusedOperator(name: string): boolean {
  return REFUSED.has(name);
}

/** Whether mingo has the expression operator and it may be used. */
export function isMingoOperator(name: string): boolean {
  return !REFUSED.has(name) && context.getOperator('expression' as OpType, name) !== null;
}

/**
 * Hands one operator to mingo. Its operands are evaluated here first, so that paths, variables and nested
 * operators follow the engine's rules, and mingo sees promoted copies of plain values only.
 */
export function callMingo(name: string, operand: Value, compile: (value: Value) => Expression): Expression {
  const build = operandBuilder(name, operand, compile);
  return (scope) => {
    let result: unknown;
    let hasDouble = false;
    const literal = (expression: Expression): unknown => {
      const value = expression(scope);
      if (value?.type === BsonType.double) hasDouble = true;
      if (value?.type === BsonType.decimal && NUMERIC.has(name)) {
        throw new CommandError(238, `${name} of a decimal is not supported by the embedded database`);
      }
      return { $literal: demote(value) };
    };
    try {
      result = evalExpr({}, { [name]: build(literal) }, OPTIONS);
    } catch (error) {
      if (error instanceof CommandError) throw error;
      throw new CommandError(2, `${name}: ${(error as Error).message}`);
    }
    return result === undefined ? undefined : typed(name, result, hasDouble);
  };
}

/** Operators whose result is a double whatever goes in. */
const ALWAYS_DOUBLE = new Set([
  '$sqrt',
  '$exp',
  '$ln',
  '$log',
  '$log10',
  '$sin',
  '$cos',
  '$tan',
  '$asin',
  '$acos',
  '$atan',
  '$atan2',
  '$sinh',
  '$cosh',
  '$tanh',
  '$asinh',
  '$acosh',
  '$atanh',
  '$degreesToRadians',
  '$radiansToDegrees',
  '$toDouble',
]);
/** Operators whose result is a double when a double goes in. */
const SAME_AS_INPUT = new Set(['$round', '$trunc', '$mod', '$pow']);
/** Operators whose result is a long. */
const ALWAYS_LONG = new Set(['$toLong']);

/** JavaScript has one kind of number; the kind MongoDB would answer with follows from the operator and what went in. */
function typed(name: string, result: unknown, hasDouble: boolean): Value {
  if (typeof result === 'number') {
    if (ALWAYS_DOUBLE.has(name) || (hasDouble && SAME_AS_INPUT.has(name))) return doubleValue(result);
    if (ALWAYS_LONG.has(name)) return longValue(BigInt(Math.trunc(result)));
  }
  return toValue(promote(result));
}

const NUMERIC = new Set([...ALWAYS_DOUBLE, ...SAME_AS_INPUT, ...ALWAYS_LONG, '$toInt']);

type Fill = (literal: (expression: Expression) => unknown) => unknown;

function operandBuilder(name: string, operand: Value, compile: (value: Value) => Expression): Fill {
  if (operand.isArray) {
    const items = itemsOf(operand).map(compile);
    return (literal) => items.map(literal);
  }
  if (operand.isObject && !elementsOf(operand).some((element) => element.name.startsWith('$'))) {
    const fields = elementsOf(operand).map(({ name, value }) => [name, compile(value)] as const);
    return (literal) => Object.fromEntries(fields.map(([name, expression]) => [name, literal(expression)]));
  }
  const single = compile(operand);
  // These take a place as their second operand, which mingo doesn't let out.
  if (name === '$trunc' || name === '$round') return (literal) => [literal(single), 0];
  return (literal) => literal(single);
}

/** A value as mingo expects it: native regular expressions, bytes as typed arrays. */
function demote(value: Value | undefined): unknown {
  const js = value === undefined ? null : toJs(value);
  if (js instanceof BSONRegExp) return toRegExp(js.pattern, js.options);
  if (js instanceof Binary) return js;
  return js;
}

function promote(result: unknown): unknown {
  return result instanceof RegExp ? new BSONRegExp(result.source, result.flags.replace('u', '')) : result;
}
