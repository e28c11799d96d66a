import { DocBuilder } from '../bson/build';
import { compareValues, equalValues } from '../bson/compare';
import { toNumber } from '../bson/numbers';
import { elementsOf, itemsOf, Value } from '../bson/raw';
import { BsonType, isNumeric, TYPE_NAMES } from '../bson/types';
import { badValue, CommandError, failedToParse, typeMismatch } from '../errors';
import { isOperators, LOGICAL, parseFilter } from '../query/parse-filter';
import { parseSort, sortKey } from '../query/sort';
import type { FieldOperator, OperatorContext, Outcome } from './operators';
import { arrayBranch, nodeValue, openValue, arrayItems, type Branch, type Node } from './tree';

/** Compiles `$push`, `$addToSet`, `$pop`, `$pull` and `$pullAll`. */
export function parseArrayOperator(name: string, path: string, operand: Value): FieldOperator {
  switch (name) {
    case '$push':
      return push(operand);
    case '$addToSet':
      return addToSet(operand);
    case '$pop':
      return pop(path, operand);
    case '$pull':
      return pull(operand);
    default:
      return pullAll(operand);
  }
}

function openArray(node: Node | undefined): Branch | undefined {
  if (!node) return undefined;
  if (node instanceof Value) return node.isArray ? openValue(node) : undefined;
  return node.isArray ? node : undefined;
}

function notAnArray(name: string, node: Node, { path, id }: OperatorContext): Error {
  const value = nodeValue(node);
  const shownId = id ? `{_id: ${JSON.stringify(id.bytes().toString('hex'))}}` : '{}';
  if (name === '$push') {
    return badValue(
      `The field '${path}' must be an array but is of type ${TYPE_NAMES[value.type]} in document ${shownId}`,
    );
  }
  if (name === '$addToSet') {
    return badValue(
      `Cannot apply $addToSet to non-array field. Field named '${path}' has non-array type ${TYPE_NAMES[value.type]}`,
    );
  }
  if (name === '$pop')
    return typeMismatch(`Path '${path}' contains an element of non-array type '${TYPE_NAMES[value.type]}'`);
  return badValue(`Cannot apply ${name} to a non-array value`);
}

function wholeOf(value: Value, name: string): number {
  const number = isNumeric(value.type) ? toNumber(value) : Number.NaN;
  if (!Number.isInteger(number))
    throw badValue(
      `The value for ${name} must be an integer value but was given type: ${TYPE_NAMES[value.type]}`,
    );
  return number;
}

interface PushModifiers {
  each: Value[];
  position: number | undefined;
  slice: number | undefined;
  sort: ((a: Value, b: Value) => number) | undefined;
}

function parsePush(operand: Value): PushModifiers {
  const plain = { each: [operand], position: undefined, slice: undefined, sort: undefined };
  if (!operand.isObject) return plain;
  const elements = elementsOf(operand);
  const each = elements.find((element) => element.name === '$each');
  if (!each) {
    if (elements[0]?.name.startsWith('$') && isOperators(operand)) {
      throw new CommandError(
        52,
        `The dollar ($) prefixed field '${elements[0].name}' is not valid for storage.`,
      );
    }
    return plain;
  }
  if (!each.value.isArray)
    throw badValue(
      `The argument to $each in $push must be an array but it was of type: ${TYPE_NAMES[each.value.type]}`,
    );
  const modifiers: PushModifiers = { ...plain, each: itemsOf(each.value) };
  for (const { name, value } of elements) {
    if (name === '$position') modifiers.position = wholeOf(value, '$position');
    else if (name === '$slice') modifiers.slice = wholeOf(value, '$slice');
    else if (name === '$sort') modifiers.sort = sortOrder(value);
    else if (name !== '$each') throw badValue(`Unrecognized clause in $push: ${name}`);
  }
  return modifiers;
}

function sortOrder(spec: Value): (a: Value, b: Value) => number {
  if (isNumeric(spec.type)) {
    const direction = toNumber(spec);
    if (direction !== 1 && direction !== -1) throw badValue('The $sort element value must be either 1 or -1');
    return (a, b) => direction * compareValues(a, b);
  }
  if (!spec.isObject)
    throw badValue(
      'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields',
    );
  const fields = parseSort(spec);
  const keyOf = (value: Value): Buffer =>
    sortKey(value.isObject ? value.bytes() : new DocBuilder().finish(), fields);
  return (a, b) => keyOf(a).compare(keyOf(b));
}

function push(operand: Value): FieldOperator {
  const { each, position, slice, sort } = parsePush(operand);
  return {
    creates: true,
    apply: (current, context) => {
      const branch = openArray(current);
      if (current && !branch) throw notAnArray('$push', current, context);
      if (branch && each.length === 0 && sort === undefined && slice === undefined) return 'keep';
      const items = branch ? arrayItems(branch) : [];
      const at =
        position === undefined
          ? items.length
          : position >= 0
            ? Math.min(position, items.length)
            : Math.max(0, items.length + position);
      items.splice(at, 0, ...each);
      if (sort) items.sort(sort);
      const kept =
        slice === undefined
          ? items
          : slice === 0
            ? []
            : slice > 0
              ? items.slice(0, slice)
              : items.slice(slice);
      return { set: arrayBranch(kept) };
    },
  };
}

function addToSet(operand: Value): FieldOperator {
  let values = [operand];
  if (operand.isObject) {
    const elements = elementsOf(operand);
    if (elements[0]?.name === '$each') {
      if (!elements[0].value.isArray)
        throw typeMismatch(
          `The argument to $each in $addToSet must be an array but it was of type ${TYPE_NAMES[elements[0].value.type]}`,
        );
      if (elements.length > 1)
        throw badValue(`Found unexpected fields after $each in $addToSet: ${elements[1]!.name}`);
      values = itemsOf(elements[0].value);
    }
  }
  return {
    creates: true,
    apply: (current, context): Outcome => {
      const branch = openArray(current);
      if (current && !branch) throw notAnArray('$addToSet', current, context);
      const items = branch ? arrayItems(branch) : [];
      const before = items.length;
      for (const value of values) if (!items.some((item) => equalValues(item, value))) items.push(value);
      return branch && items.length === before ? 'keep' : { set: arrayBranch(items) };
    },
  };
}

function pop(path: string, operand: Value): FieldOperator {
  const side = isNumeric(operand.type) ? toNumber(operand) : Number.NaN;
  if (side !== 1 && side !== -1)
    throw failedToParse(
      `$pop expects 1 or -1, found: ${Number.isNaN(side) ? TYPE_NAMES[operand.type] : side}`,
    );
  return {
    creates: false,
    apply: (current, context) => {
      if (!current) return 'keep';
      const branch = openArray(current);
      if (!branch) throw notAnArray('$pop', current, { ...context, path });
      const items = arrayItems(branch);
      if (items.length === 0) return 'keep';
      return { set: arrayBranch(side === 1 ? items.slice(0, -1) : items.slice(1)) };
    },
  };
}

function removing(name: string, unwanted: (item: Value) => boolean): FieldOperator {
  return {
    creates: false,
    apply: (current, context) => {
      if (!current) return 'keep';
      const branch = openArray(current);
      if (!branch) throw notAnArray(name, current, context);
      const items = arrayItems(branch);
      const kept = items.filter((item) => !unwanted(item));
      return kept.length === items.length ? 'keep' : { set: arrayBranch(kept) };
    },
  };
}

function pull(operand: Value): FieldOperator {
  const box = (item: Value): Buffer => new DocBuilder(item.end - item.start + 16).value('v', item).finish();
  if (operand.isObject && (!isOperators(operand) || LOGICAL.has(elementsOf(operand)[0]!.name))) {
    const filter = parseFilter(operand);
    return removing('$pull', (item) => item.isObject && filter.matches(item.buf, item.start));
  }
  if (operand.isObject || operand.type === BsonType.regex) {
    const spec = new DocBuilder().value('v', operand).finish();
    const filter = parseFilter(new Value(BsonType.object, spec, 0, spec.length));
    return removing('$pull', (item) => filter.matches(box(item), 0));
  }
  return removing('$pull', (item) => equalValues(item, operand));
}

function pullAll(operand: Value): FieldOperator {
  if (!operand.isArray)
    throw badValue(`$pullAll requires an array argument but was given a ${TYPE_NAMES[operand.type]}`);
  const unwanted = itemsOf(operand);
  return removing('$pullAll', (item) => unwanted.some((value) => equalValues(item, value)));
}
