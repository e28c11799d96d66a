import { DocBuilder } from '../bson/build';
import { eachElement, itemsOf, type Value } from '../bson/raw';
import { CommandError } from '../errors';
import type { Filter } from './matcher';

/** Computes a value from a document, or undefined for none. */
export type Compute = (doc: Buffer) => Value | undefined;

/** What a projection does with one path. */
export type Leaf =
  | { kind: 'include' | 'exclude' }
  | { kind: 'slice'; skip: number | undefined; limit: number }
  | { kind: 'elemMatch'; filter: Filter; isOperator: boolean }
  | { kind: 'positional' }
  | { kind: 'compute'; compute: Compute };

/** A projection as a tree of names. */
export interface Node {
  children: Map<string, Node>;
  leaf?: Leaf;
}

/** Writes the fields of the document at `start` as a projection wants them. */
export function projectFields(
  builder: DocBuilder,
  buf: Buffer,
  start: number,
  node: Node,
  isInclusion: boolean,
  root: Buffer,
  position: number,
): void {
  const done = new Set<string>();
  eachElement(buf, start, (name, value) => {
    const child = node.children.get(name);
    if (!child) {
      if (!isInclusion) builder.value(name, value);
      return;
    }
    done.add(name);
    projectField(builder, name, value, child, isInclusion, root, position);
  });
  // Computed fields that the document doesn't have come at its end.
  for (const [name, child] of node.children) if (!done.has(name)) addComputed(builder, name, child, root);
}

function addComputed(builder: DocBuilder, name: string, node: Node, root: Buffer): void {
  if (node.leaf?.kind === 'compute') {
    const value = node.leaf.compute(root);
    if (value) builder.value(name, value);
    return;
  }
  if (!hasComputed(node)) return;
  builder.begin(name);
  for (const [inner, child] of node.children) addComputed(builder, inner, child, root);
  builder.end();
}

function hasComputed(node: Node): boolean {
  return node.leaf?.kind === 'compute' || [...node.children.values()].some(hasComputed);
}

function projectField(
  builder: DocBuilder,
  name: string,
  value: Value,
  node: Node,
  isInclusion: boolean,
  root: Buffer,
  position: number,
): void {
  const { leaf } = node;
  if (!leaf) {
    projectNested(builder, name, value, node, isInclusion, root, position);
    return;
  }
  switch (leaf.kind) {
    case 'include':
      builder.value(name, value);
      return;
    case 'exclude':
      return;
    case 'compute': {
      const computed = leaf.compute(root);
      if (computed) builder.value(name, computed);
      return;
    }
    case 'slice':
      if (value.isArray) writeItems(builder, name, slice(itemsOf(value), leaf.skip, leaf.limit));
      else builder.value(name, value);
      return;
    case 'elemMatch': {
      if (!value.isArray) return;
      const match = itemsOf(value).find((item) => elementMatches(leaf, item));
      if (match) writeItems(builder, name, [match]);
      return;
    }
    case 'positional':
      if (!value.isArray) builder.value(name, value);
      else if (position < 0)
        throw new CommandError(
          51246,
          "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
        );
      else writeItems(builder, name, itemsOf(value).slice(position, position + 1));
  }
}

function elementMatches(leaf: { filter: Filter; isOperator: boolean }, item: Value): boolean {
  if (leaf.isOperator) return leaf.filter.matches(new DocBuilder().value('v', item).finish(), 0);
  return (item.isObject || item.isArray) && leaf.filter.matches(item.buf, item.start);
}

function slice(items: Value[], skip: number | undefined, limit: number): Value[] {
  if (skip === undefined) return limit >= 0 ? items.slice(0, limit) : items.slice(limit);
  const from = skip >= 0 ? skip : Math.max(0, items.length + skip);
  return items.slice(from, from + limit);
}

function writeItems(builder: DocBuilder, name: string, items: readonly Value[]): void {
  builder.beginArray(name);
  items.forEach((item, i) => builder.value(String(i), item));
  builder.end();
}

function projectNested(
  builder: DocBuilder,
  name: string,
  value: Value,
  node: Node,
  isInclusion: boolean,
  root: Buffer,
  position: number,
): void {
  if (value.isObject) {
    builder.begin(name);
    projectFields(builder, value.buf, value.start, node, isInclusion, root, position);
    builder.end();
  } else if (value.isArray) {
    builder.beginArray(name);
    let at = 0;
    for (const item of itemsOf(value)) {
      if (item.isObject || item.isArray) {
        projectNested(builder, String(at), item, node, isInclusion, root, position);
        at += 1;
      } else if (!isInclusion) {
        builder.value(String(at), item);
        at += 1;
      }
    }
    builder.end();
  } else if (!isInclusion) {
    builder.value(name, value);
  } else if (hasComputed(node)) {
    addComputed(builder, name, node, root);
  }
}
