import { arrayOf, boolValue, intValue, NULL, objectOf, stringValue } from '../bson/build';
import { compareValues, equalValues } from '../bson/compare';
import { textOf } from '../bson/decode';
import { toNumber } from '../bson/numbers';
import { elementsOf, itemsOf, type Value } from '../bson/raw';
import { BsonType, isNumeric, TYPE_NAMES } from '../bson/types';
import { CommandError } from '../errors';
import type { Expression, Scope } from './expression';
import { isNullish, isTruthy, named, operands, type OperatorCompiler } from './operands';

function mustBeArray(name: string, value: Value, code = 28689): Value[] {
  if (!value.isArray)
    throw new CommandError(
      code,
      `The argument to ${name} must be an array, but was of type: ${TYPE_NAMES[value.type]}`,
    );
  return itemsOf(value);
}

function bind(scope: Scope, name: string, value: Value | undefined): Scope {
  return { ...scope, variables: scope.variables.with(new Map([[name, value]])) };
}

function overItems(
  name: string,
  body: string,
  combine: (items: Value[], inner: Expression, scope: Scope, as: string, limit: number) => Value,
): OperatorCompiler {
  return (operand, compile) => {
    const fields = named(
      name,
      operand,
      ['input', 'as', body, ...(name === '$filter' ? ['limit'] : [])],
      ['input', body],
    );
    const input = compile(fields.get('input')!);
    const as = fields.has('as') ? textOf(fields.get('as')!) : 'this';
    const inner = compile(fields.get(body)!);
    const limitOf = fields.has('limit') ? compile(fields.get('limit')!) : undefined;
    return (scope) => {
      const value = input(scope);
      if (isNullish(value)) return NULL;
      const limit = limitOf?.(scope);
      return combine(
        mustBeArray(name, value!),
        inner,
        scope,
        as,
        limit && isNumeric(limit.type) ? toNumber(limit) : Infinity,
      );
    };
  };
}

function reduce(operand: Value, compile: (value: Value) => Expression): Expression {
  const fields = named('$reduce', operand, ['input', 'initialValue', 'in'], ['input', 'initialValue', 'in']);
  const [input, initial, body] = ['input', 'initialValue', 'in'].map((field) => compile(fields.get(field)!));
  return (scope) => {
    const value = input!(scope);
    if (isNullish(value)) return NULL;
    let result = initial!(scope);
    for (const item of mustBeArray('$reduce', value!)) {
      const bindings = new Map([
        ['this', item],
        ['value', result],
      ] as [string, Value | undefined][]);
      result = body!({ ...scope, variables: scope.variables.with(bindings) });
    }
    return result;
  };
}

function elementAt(
  name: string,
  operand: Value,
  compile: (value: Value) => Expression,
  fixed?: number,
): Expression {
  const items = operands(name, operand, compile, fixed === undefined ? 2 : 1);
  return (scope) => {
    const value = items[0]!(scope);
    if (isNullish(value)) return NULL;
    const elements = mustBeArray(name, value!);
    let index = fixed;
    if (index === undefined) {
      const at = items[1]!(scope);
      if (isNullish(at)) return NULL;
      index = toNumber(at!);
    }
    return elements.at(index);
  };
}

function setOperator(name: string, combine: (sets: Value[][]) => Value): OperatorCompiler {
  return (operand, compile) => {
    const items = operands(name, operand, compile);
    return (scope) => {
      const sets: Value[][] = [];
      for (const item of items) {
        const value = item(scope);
        if (isNullish(value)) return NULL;
        sets.push(mustBeArray(name, value!, 17048));
      }
      return combine(sets);
    };
  };
}

/** The distinct values, in order. */
export function distinctValues(values: readonly Value[]): Value[] {
  const sorted = [...values].sort(compareValues);
  return sorted.filter((value, i) => i === 0 || compareValues(value, sorted[i - 1]!) !== 0);
}

const includes = (set: readonly Value[], value: Value): boolean =>
  set.some((item) => equalValues(item, value));

/** Operators over arrays and over documents as lists of pairs. */
export const ARRAY_OPERATORS: Readonly<Record<string, OperatorCompiler>> = {
  $map: overItems('$map', 'in', (items, inner, scope, as) =>
    arrayOf(items.map((item) => inner(bind(scope, as, item)) ?? NULL)),
  ),
  $filter: overItems('$filter', 'cond', (items, inner, scope, as, limit) => {
    const kept: Value[] = [];
    for (const item of items) {
      if (kept.length >= limit) break;
      if (isTruthy(inner(bind(scope, as, item)))) kept.push(item);
    }
    return arrayOf(kept);
  }),
  $reduce: reduce,
  $arrayElemAt: (operand, compile) => elementAt('$arrayElemAt', operand, compile),
  $first: (operand, compile) => elementAt('$first', operand, compile, 0),
  $last: (operand, compile) => elementAt('$last', operand, compile, -1),
  $size: (operand, compile) => {
    const [item] = operands('$size', operand, compile, 1);
    return (scope) => {
      const value = item!(scope);
      if (!value?.isArray)
        throw new CommandError(
          17124,
          `The argument to $size must be an array, but was of type: ${value ? TYPE_NAMES[value.type] : 'missing'}`,
        );
      return intValue(itemsOf(value).length);
    };
  },
  $isArray: (operand, compile) => {
    const [item] = operands('$isArray', operand, compile, 1);
    return (scope) => boolValue(item!(scope)?.isArray === true);
  },
  $in: (operand, compile) => {
    const [needle, haystack] = operands('$in', operand, compile, 2);
    return (scope) => {
      const set = haystack!(scope);
      if (!set?.isArray)
        throw new CommandError(
          40081,
          `$in requires an array as a second argument, found: ${set ? TYPE_NAMES[set.type] : 'missing'}`,
        );
      const value = needle!(scope);
      return boolValue(value !== undefined && includes(itemsOf(set), value));
    };
  },
  $concatArrays: (operand, compile) => {
    const items = operands('$concatArrays', operand, compile);
    return (scope) => {
      const all: Value[] = [];
      for (const item of items) {
        const value = item(scope);
        if (isNullish(value)) return NULL;
        all.push(...mustBeArray('$concatArrays', value!, 28664));
      }
      return arrayOf(all);
    };
  },
  $reverseArray: (operand, compile) => {
    const [item] = operands('$reverseArray', operand, compile, 1);
    return (scope) => {
      const value = item!(scope);
      return isNullish(value) ? NULL : arrayOf(mustBeArray('$reverseArray', value!, 34435).reverse());
    };
  },
  $setUnion: setOperator('$setUnion', (sets) => arrayOf(distinctValues(sets.flat()))),
  $setIntersection: setOperator('$setIntersection', ([first = [], ...rest]) =>
    arrayOf(distinctValues(first.filter((value) => rest.every((set) => includes(set, value))))),
  ),
  $setDifference: setOperator('$setDifference', ([left = [], right = []]) =>
    arrayOf(distinctUnsorted(left.filter((value) => !includes(right, value)))),
  ),
  $setIsSubset: setOperator('$setIsSubset', ([left = [], right = []]) =>
    boolValue(left.every((value) => includes(right, value))),
  ),
  $setEquals: setOperator('$setEquals', ([first = [], ...rest]) =>
    boolValue(
      rest.every(
        (set) => set.every((value) => includes(first, value)) && first.every((value) => includes(set, value)),
      ),
    ),
  ),
  $objectToArray: (operand, compile) => {
    const [item] = operands('$objectToArray', operand, compile, 1);
    return (scope) => {
      const value = item!(scope);
      if (isNullish(value)) return NULL;
      if (!value!.isObject)
        throw new CommandError(
          40390,
          `$objectToArray requires a document input, found: ${TYPE_NAMES[value!.type]}`,
        );
      return arrayOf(
        elementsOf(value!).map((element) =>
          objectOf([
            ['k', stringValue(element.name)],
            ['v', element.value],
          ]),
        ),
      );
    };
  },
  $arrayToObject: (operand, compile) => {
    const [item] = operands('$arrayToObject', operand, compile, 1);
    return (scope) => {
      const value = item!(scope);
      if (isNullish(value)) return NULL;
      const fields = new Map<string, Value>();
      for (const pair of mustBeArray('$arrayToObject', value!, 40386)) {
        const parts = pair.isArray ? itemsOf(pair) : pair.isObject ? pairOf(pair) : [];
        if (parts[0]?.type !== BsonType.string || !parts[1])
          throw new CommandError(40392, '$arrayToObject requires pairs of a string key and a value');
        fields.set(textOf(parts[0]), parts[1]);
      }
      return objectOf(fields);
    };
  },
};

function pairOf(pair: Value): Value[] {
  const fields = new Map(elementsOf(pair).map((element) => [element.name, element.value]));
  return [fields.get('k'), fields.get('v')].filter((value) => value !== undefined);
}

function distinctUnsorted(values: readonly Value[]): Value[] {
  const kept: Value[] = [];
  for (const value of values) if (!includes(kept, value)) kept.push(value);
  return kept;
}
