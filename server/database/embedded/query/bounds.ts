import { keyOf } from '../bson/key';
import { regexOf, textOf } from '../bson/decode';
import { toNumber } from '../bson/numbers';
import { itemsOf, type Value } from '../bson/raw';
import { BsonType, isNumeric, typeClass } from '../bson/types';
import { NULL, UNDEFINED, doubleValue } from '../bson/build';
import type { Condition, Filter } from './matcher';

/** A place between keys: just before everything that begins with the bytes, or just after it. */
export interface Cut {
  bytes: Buffer;
  after: boolean;
}

/** The keys of one index field between two cuts; a point holds one value only. */
export interface Interval {
  low: Cut;
  high: Cut;
  isPoint: boolean;
}

/** The intervals that can hold what a condition matches, and whether they hold nothing else. */
export interface Bounds {
  intervals: Interval[];
  isExact: boolean;
}

const NONE = Buffer.alloc(0);
/** More than what any value can go on with: infinity and the end of a descending text begin with 0xff. */
const AFTER = Buffer.alloc(16, 0xff);
const NAN_KEY = keyOf(doubleValue(Number.NaN));

export const EVERYTHING: Interval = {
  low: { bytes: NONE, after: false },
  high: { bytes: NONE, after: true },
  isPoint: false,
};

/** A cut as bytes to compare keys with. */
export function cutBytes(cut: Cut): Buffer {
  return cut.after ? Buffer.concat([cut.bytes, AFTER]) : cut.bytes;
}

function point(value: Value): Interval {
  const bytes = keyOf(value);
  return { low: { bytes, after: false }, high: { bytes, after: true }, isPoint: true };
}

function kindStart(value: Value): Cut {
  return isNumeric(value.type)
    ? { bytes: NAN_KEY, after: true }
    : { bytes: Buffer.from([typeClass(value.type)]), after: false };
}

function kindEnd(value: Value): Cut {
  return { bytes: Buffer.from([typeClass(value.type)]), after: true };
}

/** The bounds of a condition on its own path, or undefined when an index can't help it. */
export function boundsOf(condition: Condition): Bounds | undefined {
  const { operator, operand } = condition;
  switch (operator) {
    case '$eq':
      return equalTo(operand!);
    case '$in':
      return oneOf(operand!);
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return compared(operator, operand!);
    case '$regex':
      return regexBounds(operand!);
    case '$exists':
      return { intervals: [EVERYTHING], isExact: false };
    case '$missing':
      return { intervals: [point(NULL)], isExact: false };
    default:
      return undefined;
  }
}

function equalTo(operand: Value): Bounds {
  if (operand.isArray) {
    // Either the whole array is an element of the stored one, or the stored array begins like it.
    const first = itemsOf(operand)[0] ?? UNDEFINED;
    return { intervals: normalize([point(first), point(operand)]), isExact: false };
  }
  if (operand.type === BsonType.null)
    return { intervals: normalize([point(UNDEFINED), point(NULL)]), isExact: false };
  return { intervals: [point(operand)], isExact: true };
}

function oneOf(operand: Value): Bounds | undefined {
  const intervals: Interval[] = [];
  let isExact = true;
  for (const item of itemsOf(operand)) {
    const bounds = item.type === BsonType.regex ? regexBounds(item) : equalTo(item);
    if (!bounds) return undefined;
    intervals.push(...bounds.intervals);
    isExact = isExact && bounds.isExact;
  }
  return { intervals: normalize(intervals), isExact };
}

function compared(operator: string, operand: Value): Bounds | undefined {
  const withEqual = operator === '$gte' || operator === '$lte';
  if (operand.type === BsonType.null) return withEqual ? equalTo(operand) : { intervals: [], isExact: true };
  if (operand.isArray || operand.type === BsonType.minKey || operand.type === BsonType.maxKey) {
    return { intervals: [EVERYTHING], isExact: false };
  }
  if (isNumeric(operand.type) && Number.isNaN(toNumber(operand))) {
    return withEqual ? equalTo(operand) : { intervals: [], isExact: true };
  }
  const bytes = keyOf(operand);
  if (operator === '$gt' || operator === '$gte') {
    return {
      intervals: [{ low: { bytes, after: !withEqual }, high: kindEnd(operand), isPoint: false }],
      isExact: true,
    };
  }
  return {
    intervals: [{ low: kindStart(operand), high: { bytes, after: withEqual }, isPoint: false }],
    isExact: true,
  };
}

function regexBounds(operand: Value): Bounds | undefined {
  const { pattern, flags } =
    operand.type === BsonType.regex ? regexOf(operand) : { pattern: textOf(operand), flags: '' };
  const prefix =
    flags === '' && !pattern.includes('|')
      ? /^\^((?:[^\\.*+?()[\]{}|^$\n]|\\[.\-/])+)/.exec(pattern)?.[1]
      : undefined;
  const kinds = (type: number): Interval => ({
    low: { bytes: Buffer.from([typeClass(type)]), after: false },
    high: { bytes: Buffer.from([typeClass(type)]), after: true },
    isPoint: false,
  });
  if (prefix === undefined)
    return { intervals: [kinds(BsonType.string), kinds(BsonType.regex)], isExact: false };
  const next = pattern[prefix.length + 1];
  // A quantifier after the last character makes that character optional.
  const safe = next !== undefined && '*?{'.includes(next) ? prefix.replace(/(\\.|.)$/u, '') : prefix;
  const bytes = Buffer.concat([
    Buffer.from([typeClass(BsonType.string)]),
    Buffer.from(safe.replace(/\\(.)/g, '$1'), 'utf8'),
  ]);
  return {
    intervals: [
      { low: { bytes, after: false }, high: { bytes, after: true }, isPoint: false },
      kinds(BsonType.regex),
    ],
    isExact: false,
  };
}

function compareCuts(a: Cut, b: Cut): number {
  return cutBytes(a).compare(cutBytes(b));
}

/** Sorts intervals and joins those that overlap. */
export function normalize(intervals: Interval[]): Interval[] {
  const sorted = [...intervals].sort((a, b) => compareCuts(a.low, b.low));
  const result: Interval[] = [];
  for (const interval of sorted) {
    const last = result.at(-1);
    if (!last || compareCuts(interval.low, last.high) >= 0) {
      result.push(interval);
    } else if (compareCuts(interval.high, last.high) > 0) {
      result[result.length - 1] = { low: last.low, high: interval.high, isPoint: false };
    }
  }
  return result;
}

/** What two sets of intervals have in common. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const left of a) {
    for (const right of b) {
      const low = compareCuts(left.low, right.low) >= 0 ? left.low : right.low;
      const high = compareCuts(left.high, right.high) <= 0 ? left.high : right.high;
      if (compareCuts(low, high) < 0) result.push({ low, high, isPoint: left.isPoint || right.isPoint });
    }
  }
  return normalize(result);
}

/** The interval as it lies in a descending field, whose bytes are inverted. */
export function inverted(interval: Interval): Interval {
  const flip = (cut: Cut): Cut => ({
    bytes: Buffer.from(cut.bytes.map((byte) => 255 - byte)),
    after: !cut.after,
  });
  return { low: flip(interval.high), high: flip(interval.low), isPoint: interval.isPoint };
}

/** A condition with the `$elemMatch` it comes from, whose conditions hold of one and the same element. */
export interface PlannedCondition {
  condition: Condition;
  path: string;
  element: Condition | undefined;
}

/** The conditions that all have to hold, those below `$elemMatch` with their full path; and what else is in the filter. */
export function conjuncts(filter: Filter): {
  conditions: PlannedCondition[];
  unions: Filter[][];
  hasRest: boolean;
} {
  const found = { conditions: [] as PlannedCondition[], unions: [] as Filter[][], hasRest: false };
  collect(filter, '', undefined, found);
  return found;
}

function collect(
  filter: Filter,
  prefix: string,
  element: Condition | undefined,
  found: { conditions: PlannedCondition[]; unions: Filter[][]; hasRest: boolean },
): void {
  if (filter.kind === 'and') {
    for (const branch of filter.branches) collect(branch, prefix, element, found);
  } else if (filter.kind === 'condition' && filter.operator === '$elemMatch') {
    found.hasRest = true;
    const inner = filter.inner!;
    const path = prefix + filter.path.text;
    // Operators right on the element (its operand is kept) share the array's own path.
    collect(inner, filter.operand ? `${path}\0` : `${path}.`, element ?? filter, found);
  } else if (filter.kind === 'condition') {
    const own = prefix.endsWith('\0') ? prefix.slice(0, -1) : prefix + filter.path.text;
    found.conditions.push({ condition: filter, path: own, element });
  } else {
    found.hasRest = true;
    if (filter.kind === 'or' && !element) found.unions.push(filter.branches);
  }
}
