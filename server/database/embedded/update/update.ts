import { textOf } from '../bson/decode';
import { eachElement, elementsOf, field, type Value } from '../bson/raw';
import { BsonType, TYPE_NAMES } from '../bson/types';
import { badValue, CommandError, failedToParse } from '../errors';
import { applyChanges, type Change, type Rename, type UpdateContext } from './apply';
import { parseArrayFilters } from './array-filters';
import { parseOperator, shown } from './operators';
import { checkedParts, comparePaths, rejectConflicts } from './paths';
import { closeBranch, nodeValue, openValue } from './tree';

/** What an update makes of a document; the same bytes when nothing changed. */
export type Transform = (doc: Buffer, context: UpdateContext) => Buffer;

/** A compiled update. */
export interface Update {
  transform: Transform;
  isReplacement: boolean;
  /** Whether it reads the position the filter matched at. */
  needsPosition: boolean;
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
