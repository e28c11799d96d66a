import { textOf } from '../bson/decode';
import { docValue, elementsOf, itemsOf, type Value } from '../bson/raw';
import { BsonType } from '../bson/types';
import { CommandError } from '../errors';
import { parseProjection } from '../query/projection';
import { Branch, closeBranch, openValue, type Node } from '../update/tree';
import { toDoc } from '../bson/build';
import { compileExpression, evaluate, type Expression } from './expression';
import type { PipelineContext, Stage } from './pipeline';

function flatten(spec: Value, prefix: string, found: [string[], Expression][]): void {
  for (const { name, value } of elementsOf(spec)) {
    const path = prefix + name;
    const isNested =
      value.isObject && elementsOf(value).length > 0 && !elementsOf(value)[0]!.name.startsWith('$');
    if (isNested) flatten(value, `${path}.`, found);
    else found.push([path.split('.'), compileExpression(value)]);
  }
}

/** `$set` and `$addFields`: fields that are there keep their place, new ones come at the end. */
export function addFieldsStage(operand: Value, context: PipelineContext): Stage {
  if (!operand.isObject) throw new CommandError(40272, '$addFields specification stage must be an object');
  if (elementsOf(operand).some(({ name }) => name.startsWith('$')))
    throw new CommandError(
      16410,
      "FieldPath field names may not start with '$'. Consider using $getField or $setField.",
    );
  const fields: [string[], Expression][] = [];
  flatten(operand, '', fields);
  return function* (docs) {
    for (const doc of docs) {
      const root = openValue(docValue(doc));
      for (const [path, expression] of fields) {
        const value = evaluate(expression, doc, context.variables, context.now);
        if (value) setPath(root, path, 0, value);
        else removePath(root, path, 0);
      }
      yield closeBranch(root);
    }
  };
}

function opened(node: Node | undefined): Branch | undefined {
  if (node instanceof Branch) return node;
  return node && (node.isObject || node.isArray) ? openValue(node) : undefined;
}

function setPath(branch: Branch, path: readonly string[], at: number, value: Value): void {
  if (branch.isArray) {
    // Through an array the field is set in each of its elements.
    for (let i = 0; i < branch.nodes.length; i += 1) {
      const inner = opened(branch.nodes[i]) ?? new Branch(false);
      setPath(inner, path, at, value);
      branch.nodes[i] = inner;
    }
    return;
  }
  const name = path[at]!;
  if (at === path.length - 1) {
    branch.set(name, value);
    return;
  }
  const inner = opened(branch.get(name)) ?? new Branch(false);
  setPath(inner, path, at + 1, value);
  branch.set(name, inner);
}

function removePath(branch: Branch, path: readonly string[], at: number): void {
  if (branch.isArray) {
    branch.nodes.forEach((node, i) => {
      const inner = opened(node);
      if (!inner) return;
      removePath(inner, path, at);
      branch.nodes[i] = inner;
    });
    return;
  }
  const name = path[at]!;
  if (at === path.length - 1) {
    branch.remove(name);
    return;
  }
  const inner = opened(branch.get(name));
  if (!inner) return;
  removePath(inner, path, at + 1);
  branch.set(name, inner);
}

/** `$unset`: one path or several. */
export function unsetStage(operand: Value): Stage {
  if (operand.isArray && itemsOf(operand).length === 0)
    throw new CommandError(
      31119,
      '$unset specification must be a string or an array with at least one field',
    );
  const paths = (operand.isArray ? itemsOf(operand) : [operand]).map((item) => {
    if (item.type !== BsonType.string)
      throw new CommandError(31002, '$unset specification must be a string or an array of strings');
    return textOf(item);
  });
  const projection = parseProjection(
    docValue(toDoc(Object.fromEntries(paths.map((path) => [path, 0])))),
    true,
  )!;
  return function* (docs) {
    for (const doc of docs) yield projection.project(doc, -1);
  };
}
