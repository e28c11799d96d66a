import { field, docValue, eachElement, elementsOf, itemsOf, type Value } from '../bson/raw';
import { NULL } from '../bson/build';
import { textOf } from '../bson/decode';
import { BsonType, TYPE_NAMES } from '../bson/types';
import { badValue, CommandError, failedToParse } from '../errors';
import type { Filter } from '../query/matcher';
import { parseFilter } from '../query/parse-filter';
import {
  boxed,
  parseOperator,
  shown,
  type FieldOperator,
  type OperatorContext,
  type Outcome,
} from './operators';
import { Branch, closeBranch, nodeValue, openValue, type Node } from './tree';

/** What an update makes of a document; the same bytes when nothing changed. */
export type Transform = (doc: Buffer, context: UpdateContext) => Buffer;

/** What an update may need to know. */
export interface UpdateContext {
  /** The array position that `$` stands for, or -1. */
  position: number;
  isInsert: boolean;
  /** The server's time in milliseconds. */
  now: number;
}

/** A compiled update. */
export interface Update {
  transform: Transform;
  isReplacement: boolean;
  /** Whether it reads the position the filter matched at. */
  needsPosition: boolean;
}

interface Change {
  parts: string[];
  text: string;
  operator: FieldOperator;
  onInsertOnly: boolean;
}

interface Rename {
  from: string[];
  to: string[];
}

let compilePipeline: (stages: Value) => Transform = () => {
  throw failedToParse('Pipeline-style updates are not available');
};

/** Tells updates how to run pipelines; given by the aggregation side. */
export function providePipelineUpdates(compile: (stages: Value) => Transform): void {
  compilePipeline = compile;
}

/** Compiles an update document, pipeline or replacement. @throws FailedToParse when it is none of them */
export function parseUpdate(spec: Value, arrayFilters: readonly Value[] = []): Update {
  if (spec.isArray) {
    if (arrayFilters.length > 0)
      throw failedToParse('arrayFilters may not be specified for pipeline-style updates');
    return { transform: compilePipeline(spec), isReplacement: false, needsPosition: false };
  }
  if (!spec.isObject) throw failedToParse('Update argument must be either an object or an array');
  const first = elementsOf(spec)[0]?.name;
  if (first === undefined || !first.startsWith('$')) {
    if (arrayFilters.length > 0)
      throw failedToParse('arrayFilters may not be specified for replacement-style updates');
    return { transform: replacement(spec), isReplacement: true, needsPosition: false };
  }
  return operatorUpdate(spec, arrayFilters);
}

function replacement(spec: Value): Transform {
  for (const { name } of elementsOf(spec)) {
    if (name.startsWith('$')) {
      throw new CommandError(
        52,
        `The dollar ($) prefixed field '${name}' in '${name}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
      );
    }
  }
  return (doc) => {
    const id = field(doc, '_id');
    const branch = openValue(spec);
    const own = branch.get('_id');
    if (id) {
      if (own) branch.remove('_id');
      branch.names.unshift('_id');
      branch.nodes.unshift(own && !sameId(nodeValue(own), id) ? own : id);
    }
    return closeBranch(branch);
  };
}

function sameId(a: Value, b: Value): boolean {
  return a.type === b.type && a.bytes().equals(b.bytes());
}

function operatorUpdate(spec: Value, arrayFilters: readonly Value[]): Update {
  const changes: Change[] = [];
  const renames: Rename[] = [];
  const filters = parseArrayFilters(arrayFilters);
  const used = new Set<string>();
  for (const { name, value } of elementsOf(spec)) {
    if (!name.startsWith('$'))
      throw failedToParse(
        `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    if (!value.isObject) {
      parseOperatorName(name);
      throw failedToParse(
        `Modifiers operate on fields but we found type ${TYPE_NAMES[value.type]} instead. For example: {$mod: {<field>: ...}} not {${name}: ${shown(value)}}`,
      );
    }
    parseOperatorName(name);
    eachElement(value.buf, value.start, (path, operand) => {
      const parts = checkedParts(path);
      if (name === '$rename') {
        renames.push(parseRename(path, operand));
        return;
      }
      for (const part of parts) {
        const identifier = /^\$\[(.*)\]$/.exec(part)?.[1];
        if (!identifier) continue;
        if (!filters.has(identifier))
          throw badValue(`No array filter found for identifier '${identifier}' in path '${path}'`);
        used.add(identifier);
      }
      changes.push({
        parts,
        text: path,
        operator: parseOperator(name, path, operand),
        onInsertOnly: name === '$setOnInsert',
      });
    });
  }
  for (const identifier of filters.keys()) {
    if (!used.has(identifier))
      throw failedToParse(
        `The array filter for identifier '${identifier}' was not used in the update ${shown(spec)}`,
      );
  }
  rejectConflicts([
    ...changes.map((change) => change.parts),
    ...renames.flatMap(({ from, to }) => [from, to]),
  ]);
  changes.sort((a, b) => comparePaths(a.parts, b.parts));
  return {
    isReplacement: false,
    needsPosition: changes.some((change) => change.parts.includes('$')),
    transform: (doc, context) => applyChanges(doc, context, changes, renames, filters),
  };
}

const OPERATORS = new Set([
  '$set',
  '$unset',
  '$inc',
  '$mul',
  '$min',
  '$max',
  '$rename',
  '$setOnInsert',
  '$currentDate',
  '$bit',
  '$push',
  '$addToSet',
  '$pop',
  '$pull',
  '$pullAll',
]);

function parseOperatorName(name: string): void {
  if (!OPERATORS.has(name)) {
    throw failedToParse(
      `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
    );
  }
}

function checkedParts(path: string): string[] {
  if (path === '') throw new CommandError(56, 'An empty update path is not valid.');
  const parts = path.split('.');
  if (parts.includes(''))
    throw new CommandError(
      56,
      `The update path '${path}' contains an empty field name, which is not allowed.`,
    );
  if (parts[0] === '$' || parts[0]!.startsWith('$['))
    throw badValue(`Cannot have positional (i.e. '$') element in the first position in path '${path}'`);
  const bad = parts.find(
    (part) =>
      part.startsWith('$') &&
      part !== '$' &&
      !part.startsWith('$[') &&
      !['$id', '$ref', '$db'].includes(part),
  );
  if (bad)
    throw new CommandError(
      52,
      `The dollar ($) prefixed field '${bad}' in '${path}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
    );
  return parts;
}

function parseRename(path: string, operand: Value): Rename {
  if (operand.type !== BsonType.string)
    throw badValue(`The 'to' field for $rename must be a string: ${path}: ${shown(operand)}`);
  const to = textOf(operand);
  if (to === path) throw badValue(`The source and target field for $rename must differ: ${path}: "${to}"`);
  const rename = { from: checkedParts(path), to: checkedParts(to) };
  if ([...rename.from, ...rename.to].some((part) => part.startsWith('$')))
    throw badValue(`The source and destination fields for $rename may not be dynamic: ${path}`);
  return rename;
}

function parseArrayFilters(specs: readonly Value[]): Map<string, Filter> {
  const filters = new Map<string, Filter>();
  for (const spec of specs) {
    const identifiers = new Set<string>();
    collectIdentifiers(spec, identifiers);
    if (identifiers.size !== 1) {
      throw failedToParse(
        identifiers.size === 0
          ? 'Cannot use an expression without a top-level field name in arrayFilters'
          : `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${[...identifiers].join("' and '")}'`,
      );
    }
    const [identifier] = [...identifiers];
    if (!/^[a-z][a-zA-Z0-9]*$/.test(identifier!))
      throw badValue(
        `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${identifier}'`,
      );
    if (filters.has(identifier!))
      throw failedToParse(`Found multiple array filters with the same top-level field name ${identifier}`);
    filters.set(identifier!, parseFilter(spec));
  }
  return filters;
}

function collectIdentifiers(spec: Value, identifiers: Set<string>): void {
  for (const { name, value } of elementsOf(spec)) {
    if (name.startsWith('$')) {
      for (const item of value.isArray ? itemsOf(value) : []) collectIdentifiers(item, identifiers);
    } else {
      identifiers.add(name.split('.')[0]!);
    }
  }
}

function comparePaths(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    if (a[i] === b[i]) continue;
    if (/^\d+$/.test(a[i]!) && /^\d+$/.test(b[i]!)) return Number(a[i]) - Number(b[i]);
    return a[i]! < b[i]! ? -1 : 1;
  }
  return a.length - b.length;
}

function rejectConflicts(paths: readonly (readonly string[])[]): void {
  for (let i = 0; i < paths.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const [a, b] = [paths[j]!, paths[i]!];
      const common = Math.min(a.length, b.length);
      if (a.slice(0, common).every((part, k) => part === b[k])) {
        throw new CommandError(
          40,
          `Updating the path '${b.join('.')}' would create a conflict at '${(a.length < b.length ? a : b).join('.')}'`,
        );
      }
    }
  }
}

function applyChanges(
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
