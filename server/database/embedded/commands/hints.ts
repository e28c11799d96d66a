import { textOf } from '../bson/decode';
import { toNumber } from '../bson/numbers';
import { field, type Value } from '../bson/raw';
import { BsonType } from '../bson/types';
import { badValue, failedToParse } from '../errors';
import type { Collection } from '../storage/catalogue';
import type { Index } from '../storage/index-definition';
import type { Arguments } from './arguments';
import { sameKeyPattern } from './index-specs';

/** The hint of a command or statement. @throws FailedToParse when it is neither a name nor a key pattern */
export function hintOf(args: Arguments): Value | undefined {
  const hint = args.get('hint');
  if (hint && hint.type !== BsonType.string && !hint.isObject)
    throw failedToParse('Hint must be a string or an object');
  // An empty one asks for nothing.
  return hint?.isObject && hint.end - hint.start === 5 ? undefined : hint;
}

/** The index a hint names. @throws BadValue when there is none */
export function resolveHint(value: Value, collection: Collection): Index | 'natural' | 'reverse' {
  const natural = value.isObject ? field(value.bytes(), '$natural') : undefined;
  if (natural) return toNumber(natural) < 0 ? 'reverse' : 'natural';
  const index = collection.indexes.find((item) =>
    value.type === BsonType.string ? item.name === textOf(value) : sameKeyPattern(item, value),
  );
  // A hidden index is there for writes only.
  if (!index || index.isHidden)
    throw badValue(
      'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
    );
  return index;
}
