import { DocBuilder } from '../bson/build';
import { toNumber } from '../bson/numbers';
import { eachElement, elementsOf, itemsOf, Value } from '../bson/raw';
import { BsonType, isNumeric } from '../bson/types';
import { badValue, CommandError, notImplemented } from '../errors';
import { isOperators, parseFilter } from './parse-filter';
import { parsePath } from './path';
import { projectFields, type Compute, type Leaf, type Node } from './project-fields';

/** Shapes a found document; `position` is the array position the filter matched at, or -1. */
export type Project = (doc: Buffer, position: number) => Buffer;

let compileExpression: (expression: Value) => Compute = () => {
  throw notImplemented('an expression in a projection');
};

/** Tells projections how to compute expressions; given by the aggregation side. */
export function provideProjectionExpressions(compile: (expression: Value) => Compute): void {
  compileExpression = compile;
}

interface Parsed {
  root: Node;
  isInclusion: boolean;
  needsPosition: boolean;
}

/** Compiles the projection of a `find`. @throws BadValue when inclusion and exclusion are mixed */
export function parseProjection(
  spec: Value,
  isAggregation = false,
): { project: Project; needsPosition: boolean; isInclusion: boolean } | undefined {
  const parsed = parse(spec, isAggregation);
  if (!parsed) return undefined;
  const { root, isInclusion } = parsed;
  return {
    isInclusion,
    needsPosition: parsed.needsPosition,
    project: (doc, position) => {
      const builder = new DocBuilder(doc.length + 64);
      projectFields(builder, doc, 0, root, isInclusion, doc, position);
      return builder.finish();
    },
  };
}

function isFlag(value: Value): boolean {
  return isNumeric(value.type) || value.type === BsonType.bool;
}

function flagOf(value: Value): boolean {
  return value.type === BsonType.bool ? value.buf[value.start] === 1 : toNumber(value) !== 0;
}

function parse(spec: Value, isAggregation: boolean): Parsed | undefined {
  const leaves: [string, Leaf][] = [];
  flatten(spec, '', leaves, isAggregation);
  if (leaves.length === 0) return undefined;
  const others = leaves.filter(([path]) => path !== '_id');
  const included = others.some(
    ([, leaf]) =>
      leaf.kind === 'include' ||
      leaf.kind === 'compute' ||
      leaf.kind === 'elemMatch' ||
      leaf.kind === 'positional',
  );
  const excluded = others.find(([, leaf]) => leaf.kind === 'exclude');
  const plainIncluded = others.find(
    ([, leaf]) => leaf.kind === 'include' || leaf.kind === 'positional' || leaf.kind === 'compute',
  );
  if (plainIncluded && excluded) {
    const isFirstInclusion = others.indexOf(plainIncluded) < others.indexOf(excluded);
    throw isFirstInclusion
      ? new CommandError(31254, `Cannot do exclusion on field ${excluded[0]} in inclusion projection`)
      : new CommandError(31253, `Cannot do inclusion on field ${plainIncluded[0]} in exclusion projection`);
  }
  const idLeaf = leaves.find(([path]) => path === '_id')?.[1];
  const isInclusion =
    included && !excluded
      ? true
      : !excluded &&
        idLeaf !== undefined &&
        idLeaf.kind !== 'exclude' &&
        !others.some(([, leaf]) => leaf.kind === 'slice');
  const root: Node = { children: new Map() };
  for (const [path, leaf] of leaves) add(root, path, leaf);
  if (isInclusion && !idLeaf) add(root, '_id', { kind: 'include' });
  const positional = leaves.filter(([, leaf]) => leaf.kind === 'positional');
  if (positional.length > 1)
    throw new CommandError(31276, 'Cannot specify more than one positional projection per query.');
  return { root, isInclusion, needsPosition: positional.length > 0 };
}

function flatten(spec: Value, prefix: string, leaves: [string, Leaf][], isAggregation: boolean): void {
  eachElement(spec.buf, spec.start, (name, value) => {
    const path = prefix + name;
    if (name === '') throw new CommandError(40352, 'FieldPath cannot be constructed with empty string');
    if (name.startsWith('$'))
      throw new CommandError(
        16410,
        `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
      );
    if (isFlag(value)) {
      if (path.endsWith('.$')) {
        leaves.push([path.slice(0, -2), { kind: flagOf(value) ? 'positional' : 'exclude' }]);
      } else {
        leaves.push([path, { kind: flagOf(value) ? 'include' : 'exclude' }]);
      }
    } else if (isOperators(value)) {
      leaves.push([
        path,
        isAggregation ? { kind: 'compute', compute: compileExpression(value) } : operatorLeaf(path, value),
      ]);
    } else if (value.isObject) {
      if (value.end - value.start === 5)
        throw new CommandError(
          51270,
          `An empty sub-projection is not a valid value. Found empty object at path`,
        );
      flatten(value, `${path}.`, leaves, isAggregation);
    } else {
      leaves.push([path, { kind: 'compute', compute: compileExpression(value) }]);
    }
  });
}

function operatorLeaf(path: string, value: Value): Leaf {
  const elements = elementsOf(value);
  const { name, value: operand } = elements[0]!;
  if (
    name === '$slice' &&
    (isNumeric(operand.type) || (operand.isArray && itemsOf(operand).every((item) => isNumeric(item.type))))
  ) {
    if (isNumeric(operand.type))
      return { kind: 'slice', skip: undefined, limit: Math.trunc(toNumber(operand)) };
    const [skip, limit] = itemsOf(operand).map((item) => Math.trunc(toNumber(item)));
    if (limit === undefined || limit <= 0)
      throw new CommandError(28724, 'First argument to $slice must be an array and the limit positive');
    return { kind: 'slice', skip: skip!, limit };
  }
  if (name === '$elemMatch') {
    if (!operand.isObject) throw badValue('elemMatch: Invalid argument, object required');
    if (path.includes('.'))
      throw new CommandError(31275, 'Cannot use $elemMatch projection on a nested field.');
    const isOperator = isOperators(operand);
    const filter = isOperator ? parseFilter(wrapOperators(operand)) : parseFilter(operand);
    return { kind: 'elemMatch', filter, isOperator };
  }
  if (name === '$meta') throw notImplemented('$meta');
  return { kind: 'compute', compute: compileExpression(value) };
}

function wrapOperators(operators: Value): Value {
  const bytes = new DocBuilder().value('v', operators).finish();
  return new Value(BsonType.object, bytes, 0, bytes.length);
}

function add(root: Node, path: string, leaf: Leaf): void {
  let node = root;
  for (const { name } of parsePath(path).parts) {
    if (node.leaf) throw new CommandError(31249, `Path collision at ${path}`);
    let child = node.children.get(name);
    if (!child) {
      child = { children: new Map() };
      node.children.set(name, child);
    }
    node = child;
  }
  if (node.leaf || node.children.size > 0) throw new CommandError(31250, `Path collision at ${path}`);
  node.leaf = leaf;
}
