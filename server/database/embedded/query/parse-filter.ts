import { elementsOf, eachElement, itemsOf, type Value } from '../bson/raw';
import { BsonType, TYPE_NAMES } from '../bson/types';
import { badValue, CommandError, notImplemented } from '../errors';
import { comparison, membership } from './comparisons';
import { condition, equalTo, regexCondition, truthy } from './conditions';
import { ELEMENT, elementMatch, wrapped } from './element-match';
import { parsePath, type Path } from './path';
import { bitTest, modTest, sizeTest, typeTest } from './value-tests';
import { allOf, anyOf, negation, noneOf, someValue, type Filter, type Matches } from './matcher';

/** How a `$expr` is turned into a test; given by the aggregation side. */
export type ExpressionTest = (expression: Value) => Matches;

let expressionTest: ExpressionTest = () => {
  throw notImplemented('$expr');
};

/** Tells the filter parser how to evaluate `$expr`. */
export function provideExpressionTest(test: ExpressionTest): void {
  expressionTest = test;
}

/** Compiles a filter document. @throws BadValue when an operator is unknown or its operand wrong */
export function parseFilter(filter: Value): Filter {
  return parseFields(filter, (name) => name.startsWith('$'));
}

function parseFields(filter: Value, isOperator: (name: string) => boolean): Filter {
  const branches: Filter[] = [];
  eachElement(filter.buf, filter.start, (name, value) => {
    branches.push(isOperator(name) ? parseTopLevel(name, value) : parseField(parsePath(name), value));
  });
  return allOf(branches);
}

function parseTopLevel(name: string, value: Value): Filter {
  switch (name) {
    case '$and':
      return allOf(parseBranches(name, value));
    case '$or':
      return anyOf(parseBranches(name, value));
    case '$nor':
      return noneOf(parseBranches(name, value));
    case '$expr':
      return { kind: 'opaque', matches: expressionTest(value) };
    case '$comment':
      return { kind: 'opaque', matches: () => true };
    case '$alwaysTrue':
      return { kind: 'opaque', matches: () => true };
    case '$alwaysFalse':
      return { kind: 'opaque', matches: () => false };
    case '$where':
    case '$text':
    case '$jsonSchema':
    case '$sampleRate':
      throw notImplemented(name);
    default:
      throw badValue(
        `unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
      );
  }
}

function parseBranches(name: string, value: Value): Filter[] {
  if (!value.isArray) throw badValue(`${name} argument must be an array`);
  const items = itemsOf(value);
  if (items.length === 0) throw badValue('$and/$or/$nor must be a nonempty array');
  return items.map((item) => {
    if (!item.isObject) throw badValue('$or/$and/$nor entries need to be full objects');
    return parseFilter(item);
  });
}

/** Fields of a reference to another document. */
const REFERENCE = new Set(['$ref', '$id', '$db']);

/** Whether a document is a set of operators and not a value to be equal to. */
export function isOperators(value: Value): boolean {
  if (!value.isObject || value.buf[value.start + 4] === 0) return false;
  const first = elementsOf(value)[0]!.name;
  return first.startsWith('$') && !REFERENCE.has(first);
}

function parseField(path: Path, value: Value): Filter {
  if (value.type === BsonType.regex) return regexCondition(path, value);
  if (!isOperators(value)) return equalTo(path, value);
  return parseOperators(path, value);
}

function parseOperators(path: Path, operators: Value): Filter {
  const elements = elementsOf(operators);
  const branches: Filter[] = [];
  for (const { name, value } of elements) {
    if (name === '$options') {
      if (!elements.some((element) => element.name === '$regex')) throw badValue('$options needs a $regex');
      continue;
    }
    if (name === '$regex') {
      branches.push(
        regexCondition(path, value, elements.find((element) => element.name === '$options')?.value),
      );
    } else {
      branches.push(parseOperator(path, name, value));
    }
  }
  return allOf(branches);
}

function array(name: string, value: Value): Value[] {
  if (!value.isArray) throw badValue(`${name} needs an array`);
  return itemsOf(value);
}

function rejectNestedOperators(name: string, items: readonly Value[]): void {
  for (const item of items) if (isOperators(item)) throw badValue(`cannot nest $ under ${name}`);
}

function parseOperator(path: Path, name: string, value: Value): Filter {
  switch (name) {
    case '$eq':
      return equalTo(path, value);
    case '$ne':
      if (value.type === BsonType.regex) throw badValue("Can't have regex as arg to $ne.");
      return negation(equalTo(path, value));
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      if (value.type === BsonType.regex)
        throw badValue(`Can't have RegEx as arg to predicate over field '${path.text}'.`);
      return condition(path, name, value, comparison(name, value));
    case '$in':
      rejectNestedOperators('$in', array(name, value));
      return condition(path, name, value, membership(itemsOf(value)));
    case '$nin':
      rejectNestedOperators('$in', array(name, value));
      return negation(condition(path, '$in', value, membership(itemsOf(value))));
    case '$not':
      return parseNot(path, value);
    case '$exists': {
      const exists = condition(path, '$exists', value, (found) => found !== undefined);
      // Being missing is a condition too: an index has such documents under null.
      if (truthy(value)) return exists;
      return { ...exists, operator: '$missing', matches: negation(exists).matches };
    }
    case '$type': {
      const leafTest = typeTest(value);
      return condition(path, name, value, leafTest);
    }
    case '$size': {
      return {
        kind: 'condition',
        path,
        operator: name,
        operand: value,
        matches: someValue(path, sizeTest(value), 'closed'),
      };
    }
    case '$mod':
      return condition(path, name, value, modTest(value));
    case '$all':
      return parseAll(path, value);
    case '$elemMatch':
      return parseElemMatch(path, value);
    case '$bitsAllSet':
    case '$bitsAnySet':
    case '$bitsAllClear':
    case '$bitsAnyClear':
      return condition(path, name, value, bitTest(name, value));
    case '$geoWithin':
    case '$geoIntersects':
    case '$near':
    case '$nearSphere':
    case '$geoNear':
    case '$within':
      throw notImplemented(name);
    default:
      throw badValue(`unknown operator: ${name}`);
  }
}

function parseNot(path: Path, value: Value): Filter {
  if (value.type === BsonType.regex) return negation(regexCondition(path, value));
  if (!value.isObject) throw badValue('$not needs a regex or a document');
  if (value.end - value.start === 5) throw badValue('$not cannot be empty');
  if (!isOperators(value)) throw badValue(`unknown operator: ${elementsOf(value)[0]!.name}`);
  return negation(parseOperators(path, value));
}

function parseAll(path: Path, value: Value): Filter {
  if (!value.isArray) throw badValue('$all needs an array');
  const items = itemsOf(value);
  if (items.length === 0) return { kind: 'opaque', matches: () => false };
  const isElemMatch = (item: Value): boolean => item.isObject && elementsOf(item)[0]?.name === '$elemMatch';
  if (isElemMatch(items[0]!)) {
    return allOf(
      items.map((item) => {
        if (!isElemMatch(item)) throw badValue('$all/$elemMatch has to be consistent');
        return parseElemMatch(path, elementsOf(item)[0]!.value);
      }),
    );
  }
  return allOf(
    items.map((item) => {
      if (item.type === BsonType.regex) return regexCondition(path, item);
      if (isOperators(item)) throw badValue('no $ expressions in $all');
      return equalTo(path, item);
    }),
  );
}

/** Operators over whole filters, not over one value. */
export const LOGICAL = new Set(['$and', '$or', '$nor', '$expr', '$where']);

function parseElemMatch(path: Path, value: Value): Filter {
  if (!value.isObject) throw badValue('$elemMatch needs an Object');
  const first = elementsOf(value)[0]?.name;
  if (first !== undefined && first.startsWith('$') && !LOGICAL.has(first) && isOperators(value)) {
    const inner = parseOperators(ELEMENT, value);
    return {
      kind: 'condition',
      path,
      operator: '$elemMatch',
      operand: value,
      inner,
      matches: elementMatch(path, (item) => inner.matches(wrapped(item), 0)),
    };
  }
  const inner = parseFields(value, (name) => name.startsWith('$') && !REFERENCE.has(name));
  return {
    kind: 'condition',
    path,
    operator: '$elemMatch',
    operand: undefined,
    inner,
    matches: elementMatch(
      path,
      (item) => (item.isObject || item.isArray) && inner.matches(item.buf, item.start),
    ),
  };
}

/** Compiles the filter of a command that may leave it out. */
export function parseOptionalFilter(filter: Value | undefined): Filter {
  if (!filter) return { kind: 'opaque', matches: () => true };
  if (!filter.isObject) {
    throw new CommandError(
      14,
      `BSON field 'filter' is the wrong type '${TYPE_NAMES[filter.type]}', expected type 'object'`,
    );
  }
  return parseFilter(filter);
}
