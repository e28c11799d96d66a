import { intValue, NULL, objectOf, toDoc } from '../bson/build';
import { keyOf } from '../bson/key';
import { textOf } from '../bson/decode';
import { toNumber } from '../bson/numbers';
import { docValue, elementsOf, itemsOf, type Value } from '../bson/raw';
import { BsonType, isNumeric } from '../bson/types';
import { CommandError } from '../errors';
import { parseFilter } from '../query/parse-filter';
import { parseProjection } from '../query/projection';
import { parseSort, sortRows } from '../query/sort';
import { accumulatorMaker, type Accumulator } from './accumulators';
import { bucketStage } from './bucket';
import { compileExpression, evaluate, type Expression } from './expression';
import { withFilterScope } from './filter-scope';
import { lookupStage, unionStage } from './lookup';
import { stageOf, type PipelineContext, type Stage } from './pipeline';
import { addFieldsStage, unsetStage } from './set-fields';
import { unwindStage } from './unwind';

/** Compiles one stage's operand. */
export type StageCompiler = (operand: Value, context: PipelineContext) => Stage;

function positive(name: string, operand: Value, code: number, least: number): number {
  const number = isNumeric(operand.type) ? toNumber(operand) : Number.NaN;
  if (!Number.isInteger(number) || number < least)
    throw new CommandError(
      code,
      `invalid argument to ${name} stage: the value must be ${least === 0 ? 'a non-negative' : 'a positive'} integer`,
    );
  return number;
}

function match(operand: Value, context: PipelineContext): Stage {
  if (!operand.isObject) throw new CommandError(15959, 'the match filter must be an expression in an object');
  const filter = withFilterScope(context, () => parseFilter(operand));
  return function* (docs) {
    for (const doc of docs) if (filter.matches(doc, 0)) yield doc;
  };
}

function project(operand: Value, context: PipelineContext): Stage {
  if (!operand.isObject) throw new CommandError(15969, '$project specification must be an object');
  if (elementsOf(operand).length === 0)
    throw new CommandError(
      51272,
      'Invalid $project :: caused by :: projection specification must have at least one field',
    );
  const projection = withFilterScope(context, () => parseProjection(operand, true))!;
  return function* (docs) {
    for (const doc of docs) yield projection.project(doc, -1);
  };
}

function sort(operand: Value): Stage {
  if (!operand.isObject) throw new CommandError(15973, 'the $sort key specification must be an object');
  const fields = parseSort(operand);
  if (fields.length === 0) throw new CommandError(15976, '$sort stage must have at least one sort key');
  return function* (docs) {
    yield* sortRows(docs, (doc) => doc, fields);
  };
}

function skip(operand: Value): Stage {
  const count = positive('$skip', operand, 5107200, 0);
  return function* (docs) {
    let left = count;
    for (const doc of docs) {
      if (left > 0) left -= 1;
      else yield doc;
    }
  };
}

function limit(operand: Value): Stage {
  const count = positive('$limit', operand, 15958, 1);
  return function* (docs) {
    let left = count;
    for (const doc of docs) {
      yield doc;
      left -= 1;
      if (left === 0) return;
    }
  };
}

/** Groups documents; also used by `$sortByCount` and `$bucket`. */
export function groupBy(
  id: Expression,
  accumulators: readonly [string, () => Accumulator, Expression][],
  context: PipelineContext,
): Stage {
  return function* (docs) {
    const groups = new Map<string, { id: Value; accumulators: Accumulator[] }>();
    for (const doc of docs) {
      const value = evaluate(id, doc, context.variables, context.now) ?? NULL;
      const key = keyOf(value).toString('latin1');
      let group = groups.get(key);
      if (!group) {
        group = { id: value, accumulators: accumulators.map(([, make]) => make()) };
        groups.set(key, group);
      }
      for (let i = 0; i < accumulators.length; i += 1) {
        group.accumulators[i]!.add(evaluate(accumulators[i]![2], doc, context.variables, context.now));
      }
    }
    for (const group of groups.values()) {
      const fields: [string, Value][] = [['_id', group.id]];
      accumulators.forEach(([name], i) => fields.push([name, group.accumulators[i]!.result()]));
      yield objectOf(fields).bytes();
    }
  };
}

/** The fields of a group with their accumulators. @throws Location40234 when a field is no accumulator */
export function parseAccumulators(
  fields: readonly { name: string; value: Value }[],
): [string, () => Accumulator, Expression][] {
  return fields.map(({ name, value }) => {
    const inner = value.isObject ? elementsOf(value) : [];
    if (inner.length === 0 || !inner[0]!.name.startsWith('$'))
      throw new CommandError(40234, `The field '${name}' must be an accumulator object`);
    if (inner.length > 1) throw new CommandError(40238, `The field '${name}' must specify one accumulator`);
    if (name.includes('.')) throw new CommandError(40235, `The field name '${name}' cannot contain '.'`);
    const [accumulator] = inner;
    if (accumulator!.name === '$count') {
      return [name, accumulatorMaker('$sum'), () => intValue(1)];
    }
    return [name, accumulatorMaker(accumulator!.name), compileExpression(accumulator!.value)];
  });
}

function group(operand: Value, context: PipelineContext): Stage {
  if (!operand.isObject) throw new CommandError(15947, "a group's fields must be specified in an object");
  const fields = elementsOf(operand);
  const id = fields.find((field) => field.name === '_id');
  if (!id) throw new CommandError(15955, 'a group specification must include an _id');
  return groupBy(
    compileExpression(id.value),
    parseAccumulators(fields.filter((field) => field.name !== '_id')),
    context,
  );
}

function count(operand: Value): Stage {
  const name = operand.type === BsonType.string ? textOf(operand) : '';
  if (name === '' || name.startsWith('$') || name.includes('.'))
    throw new CommandError(
      40156,
      "the count field must be a non-empty string that doesn't start with '$' or contain '.'",
    );
  return function* (docs) {
    let total = 0;
    for (const doc of docs) if (doc) total += 1;
    if (total > 0) yield toDoc({ [name]: total });
  };
}

function sortByCount(operand: Value, context: PipelineContext): Stage {
  const isPath = operand.type === BsonType.string;
  if (!isPath && !operand.isObject)
    throw new CommandError(40149, 'the sortByCount field must be specified as a string or as an object');
  if (isPath ? !textOf(operand).startsWith('$') : !elementsOf(operand)[0]?.name.startsWith('$'))
    throw new CommandError(
      40148,
      'the sortByCount field must be defined as a $-prefixed path or an expression inside an object',
    );
  const grouped = groupBy(
    compileExpression(operand),
    [['count', accumulatorMaker('$sum'), () => intValue(1)]],
    context,
  );
  const sorted = sort(docValue(toDoc({ count: -1 })));
  return (docs) => sorted(grouped(docs));
}

function replaceRoot(operand: Value, context: PipelineContext): Stage {
  const inner = elementsOf(operand);
  if (inner.length !== 1 || inner[0]!.name !== 'newRoot')
    throw new CommandError(40231, 'no newRoot specified for the $replaceRoot stage');
  return replaceWith(inner[0]!.value, context);
}

function replaceWith(operand: Value, context: PipelineContext): Stage {
  const expression = compileExpression(operand);
  return function* (docs) {
    for (const doc of docs) {
      const value = evaluate(expression, doc, context.variables, context.now);
      if (!value?.isObject) throw new CommandError(40228, "'newRoot' expression must evaluate to an object");
      yield value.bytes();
    }
  };
}

/** @source mongodb.com/docs/manual/reference/operator/aggregation/facet (behavior) */
const NOT_IN_FACET = new Set([
  '$changeStream',
  '$collStats',
  '$facet',
  '$geoNear',
  '$indexStats',
  '$merge',
  '$out',
  '$planCacheStats',
]);

function facet(operand: Value, context: PipelineContext): Stage {
  const facets = elementsOf(operand).map(({ name, value }) => {
    if (!value.isArray) throw new CommandError(40170, `arguments to $facet must be arrays, ${name} is not`);
    const foreign = itemsOf(value)
      .map((stage) => stageOf(stage).name)
      .find((inner) => NOT_IN_FACET.has(inner));
    if (foreign) throw new CommandError(40600, `${foreign} is not allowed to be used within a $facet stage`);
    return [name, context.compile(itemsOf(value), context)] as const;
  });
  if (facets.length === 0)
    throw new CommandError(40169, 'the $facet specification must be a non-empty object');
  return function* (docs) {
    const all = [...docs];
    const fields = facets.map(([name, stage]) => [name, context.arrayOf([...stage(all)])] as const);
    yield objectOf(fields).bytes();
  };
}

function sample(operand: Value): Stage {
  const [size] = elementsOf(operand);
  if (size?.name !== 'size') throw new CommandError(28749, '$sample stage must specify a size');
  const wanted = positive('$sample', size.value, 28747, 0);
  return function* (docs) {
    const all = [...docs];
    for (let i = 0; i < Math.min(wanted, all.length); i += 1) {
      const other = i + Math.floor(Math.random() * (all.length - i));
      [all[i], all[other]] = [all[other]!, all[i]!];
      yield all[i]!;
    }
  };
}

/** The stages by name. */
export const STAGES: Readonly<Record<string, StageCompiler>> = {
  $match: match,
  $project: project,
  $addFields: addFieldsStage,
  $set: addFieldsStage,
  $unset: unsetStage,
  $sort: sort,
  $skip: skip,
  $limit: limit,
  $group: group,
  $count: count,
  $sortByCount: sortByCount,
  $lookup: lookupStage,
  $unionWith: unionStage,
  $unwind: unwindStage,
  $replaceRoot: replaceRoot,
  $replaceWith: replaceWith,
  $facet: facet,
  $bucket: bucketStage,
  $sample: sample,
};
