import type { Collection } from '../storage/catalogue';
import type { Index } from '../storage/index-definition';
import type { Span } from '../storage/view';
import {
  boundsOf,
  conjuncts,
  EVERYTHING,
  intersect,
  normalize,
  type Bounds,
  type Interval,
  type PlannedCondition,
} from './bounds';
import type { Filter } from './matcher';
import { impliesPartial } from './partial';
import type { SortField } from './sort';
import { headBytes, sortOrder, spansOf } from './spans';

/** Reads one index between bounds. */
export interface IndexPlan {
  kind: 'index';
  index: Index;
  spans: Span[];
  /** The bounds of each field, for `explain`. */
  intervals: Interval[][];
  reverse: boolean;
  /** Whether the rows come in the wanted order. */
  providesSort: boolean;
  /** For spans that are each in the wanted order only by themselves: how many bytes of their keys come before it. */
  mergeHead: ((span: Span) => number) | undefined;
  /** Whether every entry is a match, so that documents need no second look. */
  isExact: boolean;
  boundFields: number;
}

/** What a filter asks, taken apart for the planner. */
export interface Asked {
  filter: Filter;
  conditions: PlannedCondition[];
  unions: Filter[][];
  hasRest: boolean;
}

/** Takes a filter apart. */
export function asked(filter: Filter): Asked {
  return { filter, ...conjuncts(filter) };
}

const MAX_SPANS = 500;

/** How an index can find what is asked, or undefined when it can't help. */
export function indexPlan(
  collection: Collection,
  index: Index,
  { filter, conditions, unions, hasRest }: Asked,
  sort: readonly SortField[] | undefined,
): IndexPlan | undefined {
  if (index.partial && !impliesPartial(filter, index)) return undefined;
  if (needsMissing(conditions, index)) return undefined;
  const intervals: Interval[][] = [];
  const used = new Set<PlannedCondition>();
  let isExact = !hasRest;
  const arrayRoots = new Map<string, PlannedCondition['element']>();
  for (let i = 0; i < index.fields.length; i += 1) {
    const path = index.fields[i]!.path;
    const isMultikey = (index.multikey & (1 << i)) !== 0;
    const bounds = fieldBounds(conditions, path.text, isMultikey);
    const implied = isMultikey ? undefined : impliedBounds(unions, path.text);
    if (!bounds && !implied) break;
    // A number in a path may mean a position or a name in each element, which entries of an array don't tell apart.
    if (isMultikey && path.parts.some((part) => part.index >= 0)) break;
    if (bounds) {
      const root = path.parts[0]!.name;
      const element = bounds.used[0]!.element;
      if (isMultikey && arrayRoots.has(root) && (element === undefined || arrayRoots.get(root) !== element))
        break;
      if (isMultikey) arrayRoots.set(root, element);
      for (const condition of bounds.used) used.add(condition);
      isExact = isExact && bounds.isExact;
    }
    const found =
      bounds && implied ? intersect(bounds.intervals, implied) : (bounds?.intervals ?? implied ?? []);
    intervals.push(found);
    if (!found.every((interval) => interval.isPoint)) break;
    if (product(intervals) > MAX_SPANS) break;
  }
  if (intervals.length === 0) return undefined;
  const order = sortOrder(index, intervals, sort);
  return {
    kind: 'index',
    index,
    intervals,
    spans: spansOf(collection, index, intervals, order.reverse),
    reverse: order.reverse,
    providesSort: order.provides,
    mergeHead:
      order.mergedFields > 0 ? headBytes(collection, index, intervals, order.mergedFields) : undefined,
    isExact: isExact && used.size === conditions.length,
    boundFields: intervals.length,
  };
}

/** A walk over a whole index, for its order or because a hint names it. */
export function unboundedPlan(
  collection: Collection,
  index: Index,
  sort: readonly SortField[] | undefined,
): IndexPlan {
  const order = sortOrder(index, [], sort);
  return {
    kind: 'index',
    index,
    intervals: [],
    spans: spansOf(collection, index, [], order.reverse),
    reverse: order.reverse,
    providesSort: order.provides,
    mergeHead: undefined,
    isExact: false,
    boundFields: 0,
  };
}

/** Whether conditions need documents that a sparse index leaves out. */
function needsMissing(conditions: readonly PlannedCondition[], index: Index): boolean {
  if (!index.isSparse) return false;
  // A sparse index has a document when any of its fields is there.
  return !conditions.some(
    ({ condition, path }) =>
      index.fields.some((item) => item.path.text === path) &&
      !(boundsOf(condition)?.intervals ?? []).some(holdsNull),
  );
}

function holdsNull(interval: Interval): boolean {
  return interval.isPoint && interval.low.bytes.length === 1 && interval.low.bytes[0] === 5;
}

type FieldBounds = Bounds & { used: PlannedCondition[] };

function fieldBounds(
  conditions: readonly PlannedCondition[],
  path: string,
  isMultikey: boolean,
): FieldBounds | undefined {
  let result: FieldBounds | undefined;
  for (const planned of conditions) {
    if (planned.path !== path) continue;
    const bounds = boundsOf(planned.condition);
    if (
      !bounds ||
      (bounds.intervals.length === 1 &&
        bounds.intervals[0] === EVERYTHING &&
        planned.condition.operator !== '$exists')
    )
      continue;
    if (!result) {
      result = { ...bounds, used: [planned] };
    } else if (!isMultikey || (planned.element && planned.element === result.used[0]!.element)) {
      result = {
        intervals: intersect(result.intervals, bounds.intervals),
        isExact: result.isExact && bounds.isExact,
        used: [...result.used, planned],
      };
    } else if (isTighter(bounds, result)) {
      // Different elements of an array may satisfy different conditions, so only one of them bounds the scan.
      result = { ...bounds, used: [planned] };
    }
  }
  return result;
}

/** What every branch of an `$or` asks of a path bounds it, as in the `$or` by which a next page begins. */
function impliedBounds(unions: readonly Filter[][], path: string): Interval[] | undefined {
  for (const branches of unions) {
    const each = branches.map((branch) => fieldBounds(conjuncts(branch).conditions, path, false));
    if (each.every((bounds) => bounds !== undefined))
      return normalize(each.flatMap((bounds) => bounds.intervals));
  }
  return undefined;
}

function isTighter(a: Bounds, b: Bounds): boolean {
  return (
    a.intervals.every((interval) => interval.isPoint) && !b.intervals.every((interval) => interval.isPoint)
  );
}

function product(intervals: readonly Interval[][]): number {
  return intervals.reduce((count, list) => count * Math.max(1, list.length), 1);
}
