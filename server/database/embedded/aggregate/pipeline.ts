import { arrayOf } from '../bson/build';
import { docValue, elementsOf, type Value } from '../bson/raw';
import { CommandError, notImplemented } from '../errors';
import { STAGES } from './stages';
import type { Variables } from './variables';

/** Turns a stream of documents into another. */
export type Stage = (docs: Iterable<Buffer>) => Iterable<Buffer>;

/** What stages need besides the documents. */
export interface PipelineContext {
  variables: Variables;
  now: number;
  /** Runs a pipeline over another collection of the same database. */
  run(collection: string, stages: readonly Value[], context: PipelineContext): Iterable<Buffer>;
  /** Compiles a pipeline within this one. */
  compile(stages: readonly Value[], context: PipelineContext): Stage;
  arrayOf(docs: readonly Buffer[]): Value;
}

/** Stages of MongoDB that the engine refuses by name. */
const REFUSED = new Set([
  '$bucketAuto',
  '$changeStream',
  '$changeStreamSplitLargeEvent',
  '$collStats',
  '$currentOp',
  '$densify',
  '$documents',
  '$fill',
  '$geoNear',
  '$graphLookup',
  '$indexStats',
  '$listLocalSessions',
  '$listSampledQueries',
  '$listSearchIndexes',
  '$listSessions',
  '$merge',
  '$out',
  '$planCacheStats',
  '$redact',
  '$search',
  '$searchMeta',
  '$setWindowFields',
  '$shardedDataDistribution',
  '$vectorSearch',
  '$rankFusion',
]);

/** A stage's name and operand. @throws Location40323 when it isn't an object with one field */
export function stageOf(stage: Value): { name: string; operand: Value } {
  if (!stage.isObject) throw new CommandError(14, "Each element of the 'pipeline' array must be an object");
  const [element, ...rest] = elementsOf(stage);
  if (!element || rest.length > 0)
    throw new CommandError(40323, 'A pipeline stage specification object must contain exactly one field.');
  return { name: element.name, operand: element.value };
}

/** Whether MongoDB knows a stage of that name. */
export function isStage(name: string): boolean {
  return name in STAGES || REFUSED.has(name);
}

/** Why a stage is not run that is none of the engine's. */
export function refusedStage(name: string): CommandError {
  return REFUSED.has(name)
    ? notImplemented(`The stage ${name}`)
    : new CommandError(40324, `Unrecognized pipeline stage name: '${name}'`);
}

/** A pipeline without a collection: the stages that begin one are all refused. */
export function refusedWithoutCollection(stages: readonly Value[]): CommandError {
  const [first] = stages.map((stage) => stageOf(stage).name);
  if (first !== undefined && !(first in STAGES)) return refusedStage(first);
  return new CommandError(
    73,
    `{aggregate: 1} is not valid for '${first ?? 'an empty pipeline'}'; a collection is required.`,
  );
}

/** Compiles stages into one. @throws Location40324 when a stage is unknown */
export function compilePipeline(stages: readonly Value[], context: PipelineContext): Stage {
  const compiled = stages.map((stage) => {
    const { name, operand } = stageOf(stage);
    const compiler = STAGES[name];
    if (compiler) return compiler(operand, context);
    throw refusedStage(name);
  });
  return (docs) => compiled.reduce<Iterable<Buffer>>((rows, stage) => stage(rows), docs);
}

/** Documents as an array value. */
export function docsValue(docs: readonly Buffer[]): Value {
  return arrayOf(docs.map(docValue));
}
