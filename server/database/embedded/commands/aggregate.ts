import {
  compilePipeline,
  docsValue,
  refusedWithoutCollection,
  stageOf,
  type PipelineContext,
  type Stage,
} from '../aggregate/pipeline';
import { scopeVariables, withFilterScope } from '../aggregate/filter-scope';
import { toNumber } from '../bson/numbers';
import { elementsOf, itemsOf, type Value } from '../bson/raw';
import { BsonType, isNumeric } from '../bson/types';
import { CommandError, failedToParse } from '../errors';
import { find, type Found } from '../query/find';
import { parseFilter, parseOptionalFilter } from '../query/parse-filter';
import { parseSort, type SortField } from '../query/sort';
import { checkFields, checkNamespace } from './arguments';
import type { Context } from './context';
import type { Source } from './cursors';
import { ownerOf } from './find';
import { hintOf } from './hints';
import { batchSizeOf } from './indexes';
import { cursorReply } from './reply';

/** A planned pipeline: what the collection is searched for, and the stages behind that. */
export interface PlannedPipeline {
  docs: Iterable<Buffer>;
  found: Found | undefined;
  rest(): void;
}

/** Plans a pipeline over a collection; leading filters, sorts and limits are left to the planner. */
export function planPipeline(
  context: Context,
  namespace: string,
  stages: readonly Value[],
  pipeline: PipelineContext,
  hint?: Value,
): PlannedPipeline {
  const collection = context.collection(namespace);
  const lead = leadingStages(stages, pipeline);
  const tail: Stage = compilePipeline(stages.slice(lead.count), pipeline);
  if (!collection) return { docs: tail([]), found: undefined, rest: () => undefined };
  const found = find(context.view, collection, {
    filter: lead.filter,
    sort: lead.sort,
    skip: lead.skip,
    limit: lead.limit,
    hint: context.hint(hint, collection),
    deadline: context.deadline,
    countsOnly: onlyCounts(stages[lead.count]),
  });
  return { docs: tail(docsOf(found)), found, rest: () => found.rows.rest() };
}

function* docsOf(found: Found): Generator<Buffer> {
  try {
    for (let row = found.rows.next(); row; row = found.rows.next()) yield row.doc;
  } finally {
    // A stage behind may stop early, such as a $limit inside a $lookup.
    found.rows.rest();
  }
}

/** Whether a stage counts its documents without looking into them, as `countDocuments` asks. */
function onlyCounts(stage: Value | undefined): boolean {
  if (!stage) return false;
  const { name, operand } = stageOf(stage);
  if (name === '$count') return true;
  if (name !== '$group' || !operand.isObject) return false;
  return elementsOf(operand).every((field) => {
    if (field.name === '_id') return isConstant(field.value);
    const [accumulator] = field.value.isObject ? elementsOf(field.value) : [];
    return accumulator?.name === '$sum' && isConstant(accumulator.value);
  });
}

function isConstant(value: Value): boolean {
  return isNumeric(value.type) || value.type === BsonType.null;
}

interface Lead {
  count: number;
  filter: ReturnType<typeof parseFilter>;
  sort: SortField[] | undefined;
  skip: number | undefined;
  limit: number | undefined;
}

/** The stages at the head of a pipeline that a search can do: `$match`, `$sort`, `$skip`, `$limit`, in that order. */
function leadingStages(stages: readonly Value[], pipeline: PipelineContext): Lead {
  const lead: Lead = {
    count: 0,
    filter: parseOptionalFilter(undefined),
    sort: undefined,
    skip: undefined,
    limit: undefined,
  };
  let names = ['$match', '$sort', '$skip', '$limit'];
  for (const stage of stages) {
    const { name, operand } = stageOf(stage);
    const at = names.indexOf(name);
    if (
      at < 0 ||
      (name === '$sort' && operand.isObject && elementsOf(operand).length === 0) ||
      (name !== '$skip' && name !== '$limit' && !operand.isObject)
    )
      break;
    if (name === '$match') lead.filter = withFilterScope(pipeline, () => parseFilter(operand));
    else if (name === '$sort') lead.sort = parseSort(operand);
    else {
      const number = toNumber(operand);
      if (!Number.isInteger(number) || number < (name === '$limit' ? 1 : 0)) break;
      if (name === '$skip') lead.skip = number;
      else lead.limit = number;
    }
    names = names.slice(at + 1);
    lead.count += 1;
  }
  return lead;
}

/** What the stages of a command's pipeline need. */
export function pipelineContext(context: Context): PipelineContext {
  return {
    variables: scopeVariables(),
    now: context.now,
    run: (collection, stages, inner) =>
      planPipeline(context, checkNamespace(context.database, collection), stages, inner).docs,
    compile: compilePipeline,
    arrayOf: docsValue,
  };
}

/** Plans an `aggregate` command; `explain` uses it too. */
export function planAggregate(context: Context): PlannedPipeline & { namespace: string } {
  const { args } = context;
  checkFields(
    args,
    ['pipeline', 'cursor', 'hint', 'let', 'allowDiskUse', 'explain'],
    ['bypassDocumentValidation'],
  );
  const target = args.fields.get('aggregate')!;
  const pipeline = args.get('pipeline');
  if (!pipeline)
    throw new CommandError(40414, "BSON field 'aggregate.pipeline' is missing but a required field");
  if (!pipeline.isArray) throw new CommandError(14, "'pipeline' option must be specified as an array");
  const stages = itemsOf(pipeline);
  if (target.type !== BsonType.string) throw refusedWithoutCollection(stages);
  const namespace = context.namespace();
  return {
    ...planPipeline(context, namespace, stages, pipelineContext(context), hintOf(args)),
    namespace,
  };
}

/** `aggregate` */
export function runAggregate(context: Context): Buffer {
  const { args } = context;
  if (args.bool('explain')) context.engine.refuse('The option explain of aggregate (the command explain is)');
  const cursor = args.doc('cursor');
  if (!cursor)
    throw failedToParse("The 'cursor' option is required, except for aggregate with the explain argument");
  const { docs, rest, namespace } = planAggregate(context);
  const iterator = docs[Symbol.iterator]();
  const source: Source = {
    next: () => {
      const step = iterator.next();
      return step.done ? undefined : step.value;
    },
    rest,
  };
  const batch = context.engine.cursors.start(source, namespace, batchSizeOf(args), false, ownerOf(context));
  return cursorReply('firstBatch', batch.docs, batch.id, namespace);
}
