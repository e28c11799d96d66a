import { intValue } from '../bson/build';
import { compareValues } from '../bson/compare';
import { elementsOf, itemsOf, type Value } from '../bson/raw';
import { typeClass } from '../bson/types';
import { CommandError } from '../errors';
import { accumulatorMaker } from './accumulators';
import { compileExpression, type Expression } from './expression';
import type { PipelineContext, Stage } from './pipeline';
import { groupBy, parseAccumulators } from './stages';
import { sortRows, type SortField } from '../query/sort';
import { parsePath } from '../query/path';

const BY_ID: SortField[] = [{ path: parsePath('_id'), descending: false }];

/** `$bucket`: groups by the boundaries a value lies between. */
export function bucketStage(operand: Value, context: PipelineContext): Stage {
  const fields = new Map(elementsOf(operand).map((element) => [element.name, element.value]));
  for (const name of fields.keys()) {
    if (!['groupBy', 'boundaries', 'default', 'output'].includes(name))
      throw new CommandError(40197, `Unrecognized option to $bucket: ${name}.`);
  }
  const by = fields.get('groupBy');
  const boundariesValue = fields.get('boundaries');
  if (!by || !boundariesValue?.isArray)
    throw new CommandError(40198, "$bucket requires 'groupBy' and 'boundaries' to be specified.");
  const boundaries = itemsOf(boundariesValue);
  if (boundaries.length < 2)
    throw new CommandError(
      40192,
      `The $bucket 'boundaries' field must have at least 2 values, but found ${boundaries.length} value(s).`,
    );
  for (let i = 1; i < boundaries.length; i += 1) {
    if (typeClass(boundaries[i]!.type) !== typeClass(boundaries[0]!.type))
      throw new CommandError(
        40193,
        "All values in the 'boundaries' option to $bucket must have the same type.",
      );
    if (compareValues(boundaries[i - 1]!, boundaries[i]!) >= 0)
      throw new CommandError(40194, "The 'boundaries' option to $bucket must be sorted in ascending order");
  }
  const fallback = fields.get('default');
  if (
    fallback &&
    compareValues(fallback, boundaries[0]!) >= 0 &&
    compareValues(fallback, boundaries.at(-1)!) < 0
  )
    throw new CommandError(
      40199,
      "The $bucket 'default' field must be less than the lowest boundary or greater than or equal to the highest boundary.",
    );
  const value = compileExpression(by);
  const id: Expression = (scope) => {
    const found = value(scope);
    if (found) {
      for (let i = boundaries.length - 2; i >= 0; i -= 1) {
        if (compareValues(found, boundaries[i]!) < 0) continue;
        if (compareValues(found, boundaries[i + 1]!) < 0) return boundaries[i];
        break;
      }
    }
    if (!fallback)
      throw new CommandError(
        40066,
        '$switch could not find a matching branch for an input, and no default was specified.',
      );
    return fallback;
  };
  const output = fields.get('output');
  const accumulators = output
    ? parseAccumulators(elementsOf(output))
    : [
        ['count', accumulatorMaker('$sum'), () => intValue(1)] as [
          string,
          ReturnType<typeof accumulatorMaker>,
          Expression,
        ],
      ];
  const grouped = groupBy(id, accumulators, context);
  return function* (docs) {
    yield* sortRows(grouped(docs), (doc) => doc, BY_ID);
  };
}
