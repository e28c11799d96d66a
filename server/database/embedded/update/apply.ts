import { NULL } from '../bson/build';
import { docValue, field } from '../bson/raw';
import { badValue, CommandError } from '../errors';
import type { Filter } from '../query/matcher';
import { boxed, shown, type FieldOperator, type OperatorContext, type Outcome } from './operators';
import { Branch, closeBranch, nodeValue, openValue, type Node } from './tree';

/** What an update may need to know. */
export interface UpdateContext {
  /** The array position that `$` stands for, or -1. */
  position: number;
  isInsert: boolean;
  /** The server's time in milliseconds. */
  now: number;
}

/** One operator on one path. */
export interface Change {
  parts: string[];
  text: string;
  operator: FieldOperator;
  onInsertOnly: boolean;
}

/** A field that moves. */
export interface Rename {
  from: string[];
  to: string[];
}

/** The document after all changes; the same bytes when nothing changed. */
export function applyChanges(
  doc: Buffer,
  context: UpdateContext,
  changes: readonly Change[],
  renames: readonly Rename[],
  filters: ReadonlyMap<string, Filter>,
): Buffer {
  const root = openValue(docValue(doc));
  const id = field(doc, '_id');
  let isChanged = false;
  for (const rename of renames) if (applyRename(root, rename)) isChanged = true;
  for (const { parts, text, operator, onInsertOnly } of changes) {
    if (onInsertOnly && !context.isInsert) continue;
    const walk = {
      operator,
      operatorContext: { path: text, id, now: context.now },
      filters,
      position: context.position,
      text,
    };
    if (change(root, parts, 0, walk)) isChanged = true;
  }
  return isChanged ? closeBranch(root) : doc;
}

interface Walk {
  operator: FieldOperator;
  operatorContext: OperatorContext;
  filters: ReadonlyMap<string, Filter>;
  position: number;
  text: string;
}

/** Applies the operator where the path leads from `parts[at]` on; tells whether anything changed. */
function change(branch: Branch, parts: readonly string[], at: number, walk: Walk): boolean {
  const part = parts[at]!;
  if (part === '$') {
    if (walk.position < 0)
      throw badValue('The positional operator did not find the match needed from the query.');
    if (!branch.isArray) throw notViable(String(walk.position), parts, at, branch);
    return changeItem(branch, walk.position, parts, at, walk);
  }
  if (part.startsWith('$[')) {
    if (!branch.isArray)
      throw badValue(
        `Cannot apply array updates to non-array element ${parts[at - 1]}: ${shown(nodeValue(branch))}`,
      );
    const filter = walk.filters.get(part.slice(2, -1));
    let isChanged = false;
    for (let i = 0; i < branch.nodes.length; i += 1) {
      if (filter && !filter.matches(boxed(nodeValue(branch.nodes[i]!), part.slice(2, -1)), 0)) continue;
      if (changeItem(branch, i, parts, at, walk)) isChanged = true;
    }
    return isChanged;
  }
  if (branch.isArray) {
    if (!/^(0|[1-9]\d*)$/.test(part)) {
      if (!walk.operator.creates) return false;
      throw notViable(part, parts, at, branch);
    }
    return changeItem(branch, Number(part), parts, at, walk);
  }
  const current = branch.get(part);
  if (at === parts.length - 1) {
    const outcome = walk.operator.apply(current, walk.operatorContext);
    return settle(
      outcome,
      (node) => branch.set(part, node),
      () => branch.remove(part),
    );
  }
  const inner = descend(current, parts, at, walk);
  if (!inner) return false;
  const isChanged = change(inner, parts, at + 1, walk);
  if (isChanged) branch.set(part, inner);
  return isChanged;
}

const MAX_PADDING = 1_500_000;

function changeItem(
  branch: Branch,
  index: number,
  parts: readonly string[],
  at: number,
  walk: Walk,
): boolean {
  const current = branch.nodes[index];
  const put = (node: Node): void => {
    if (index - branch.nodes.length > MAX_PADDING)
      throw badValue(`Cannot backfill more than ${MAX_PADDING} elements`);
    while (branch.nodes.length < index) {
      branch.names.push(String(branch.nodes.length));
      branch.nodes.push(NULL);
    }
    branch.names[index] = String(index);
    branch.nodes[index] = node;
  };
  if (at === parts.length - 1) {
    const outcome = walk.operator.apply(current, walk.operatorContext);
    // An element that is unset leaves null behind, so that the others keep their places.
    return settle(outcome, put, () => put(NULL));
  }
  const inner = descend(current, parts, at, walk);
  if (!inner) return false;
  const isChanged = change(inner, parts, at + 1, walk);
  if (isChanged) put(inner);
  return isChanged;
}

function settle(outcome: Outcome, set: (node: Node) => void, remove: () => void): boolean {
  if (outcome === 'keep') return false;
  if (outcome === 'remove') remove();
  else set(outcome.set);
  return true;
}

function descend(
  current: Node | undefined,
  parts: readonly string[],
  at: number,
  walk: Walk,
): Branch | undefined {
  if (current instanceof Branch) return current;
  if (current && (current.isObject || current.isArray)) return openValue(current);
  const next = parts[at + 1]!;
  if (next.startsWith('$[')) {
    if (!current)
      throw badValue(
        `The path '${parts.slice(0, at + 1).join('.')}' must exist in the document in order to apply array updates.`,
      );
    throw badValue(`Cannot apply array updates to non-array element ${parts[at]}: ${shown(current)}`);
  }
  if (!walk.operator.creates) return undefined;
  if (current) throw notViable(next, parts, at, current);
  return new Branch(false);
}

function notViable(part: string, parts: readonly string[], at: number, node: Node): CommandError {
  const holder = node instanceof Branch ? parts[at - 1] : parts[at];
  return new CommandError(
    28,
    `Cannot create field '${part}' in element {${holder}: ${shown(nodeValue(node))}}`,
  );
}

function applyRename(root: Branch, { from, to }: Rename): boolean {
  let branch = root;
  for (const part of from.slice(0, -1)) {
    const node = branch.get(part);
    if (!node) return false;
    const opened =
      node instanceof Branch ? node : node.isObject || node.isArray ? openValue(node) : undefined;
    if (!opened) return false;
    if (opened.isArray)
      throw badValue(
        `The source field cannot be an array element, '${from.join('.')}' in doc has an array field called '${part}'`,
      );
    branch.set(part, opened);
    branch = opened;
  }
  const name = from.at(-1)!;
  const moved = branch.get(name);
  if (!moved) return false;
  const set: FieldOperator = { creates: true, apply: () => ({ set: moved }) };
  const walk = {
    operator: set,
    operatorContext: { path: to.join('.'), id: undefined, now: 0 },
    filters: new Map<string, Filter>(),
    position: -1,
    text: to.join('.'),
  };
  change(root, to, 0, walk);
  branch.remove(name);
  return true;
}
