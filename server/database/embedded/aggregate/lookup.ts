import { arrayOf, NULL, objectOf } from '../bson/build';
import { textOf } from '../bson/decode';
import { docValue, elementsOf, itemsOf, type Value } from '../bson/raw';
import { BsonType } from '../bson/types';
import { CommandError, notImplemented } from '../errors';
import { parsePath, visitPath } from '../query/path';
import { Branch, closeBranch, openValue } from '../update/tree';
import { compileExpression, evaluate } from './expression';
import type { PipelineContext, Stage } from './pipeline';

function text(fields: ReadonlyMap<string, Value>, name: string): string | undefined {
  const value = fields.get(name);
  if (!value) return undefined;
  if (value.type !== BsonType.string)
    throw new CommandError(40321, `$lookup argument '${name}' must be a string`);
  return textOf(value);
}

/** `$lookup` by equal fields, by a pipeline, or both. */
export function lookupStage(operand: Value, context: PipelineContext): Stage {
  if (!operand.isObject) throw new CommandError(40319, 'the $lookup specification must be an Object');
  const fields = new Map(elementsOf(operand).map((element) => [element.name, element.value]));
  for (const name of fields.keys()) {
    if (!['from', 'localField', 'foreignField', 'as', 'let', 'pipeline'].includes(name))
      throw new CommandError(9, `unknown argument to $lookup: ${name}`);
  }
  const [from, localField, foreignField, as] = ['from', 'localField', 'foreignField', 'as'].map((name) =>
    text(fields, name),
  );
  if (as === undefined) throw new CommandError(9, "must specify 'as' field for a $lookup");
  if (as.startsWith('$'))
    throw new CommandError(
      16410,
      `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
    );
  if (from === undefined) throw new CommandError(9, "must specify 'from' field for a $lookup");
  const pipeline = fields.get('pipeline');
  if (
    (localField === undefined) !== (foreignField === undefined) ||
    (localField === undefined && !pipeline)
  ) {
    throw new CommandError(
      9,
      '$lookup requires both or neither of localField and foreignField to be specified',
    );
  }
  const bindings = fields.has('let')
    ? elementsOf(fields.get('let')!).map(({ name, value }) => [name, compileExpression(value)] as const)
    : [];
  const stages = pipeline ? itemsOf(pipeline) : [];
  const local = localField === undefined ? undefined : parsePath(localField);
  return function* (docs) {
    for (const doc of docs) {
      const bound = new Map(
        bindings.map(([name, expression]) => [
          name,
          evaluate(expression, doc, context.variables, context.now),
        ]),
      );
      const inner = { ...context, variables: context.variables.with(bound) };
      const equality =
        local && foreignField !== undefined ? [equalityMatch(foreignField, localValues(local, doc))] : [];
      const joined = context.run(from, [...equality, ...stages], inner);
      const root = openValue(docValue(doc));
      setPath(root, as.split('.'), arrayOf([...joined].map(docValue)));
      yield closeBranch(root);
    }
  };
}

/** The values a local field joins by: an array's elements, or null when it is missing. */
function localValues(path: ReturnType<typeof parsePath>, doc: Buffer): Value[] {
  const values: Value[] = [];
  visitPath(path, doc, 0, 'elements', (value) => {
    if (value?.type !== BsonType.undefined) values.push(value ?? NULL);
    return false;
  });
  return values;
}

function equalityMatch(path: string, values: readonly Value[]): Value {
  const condition =
    values.length === 1 ? objectOf([['$eq', values[0]!]]) : objectOf([['$in', arrayOf(values)]]);
  return objectOf([['$match', objectOf([[path, condition]])]]);
}

function setPath(branch: Branch, parts: readonly string[], value: Value): void {
  const [name, ...rest] = parts;
  if (rest.length === 0) {
    branch.set(name!, value);
    return;
  }
  const current = branch.get(name!);
  const inner =
    current instanceof Branch ? current : current?.isObject ? openValue(current) : new Branch(false);
  setPath(inner, rest, value);
  branch.set(name!, inner);
}

/** `$unionWith`: another collection's documents after these. */
export function unionStage(operand: Value, context: PipelineContext): Stage {
  let from: string;
  let stages: Value[] = [];
  if (operand.type === BsonType.string) {
    from = textOf(operand);
  } else {
    const fields = new Map(elementsOf(operand).map((element) => [element.name, element.value]));
    const coll = fields.get('coll');
    if (coll?.type !== BsonType.string) throw notImplemented('$unionWith without a collection');
    from = textOf(coll);
    const pipeline = fields.get('pipeline');
    if (pipeline) stages = itemsOf(pipeline);
  }
  return function* (docs) {
    yield* docs;
    yield* context.run(from, stages, context);
  };
}
