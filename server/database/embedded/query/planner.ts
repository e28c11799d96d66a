import type { Collection } from '../storage/catalogue';
import type { Index } from '../storage/index-definition';
import type { Span, View } from '../storage/view';
import {
  boundsOf,
  conjuncts,
  EVERYTHING,
  intersect,
  type Bounds,
  type Interval,
  type PlannedCondition,
} from './bounds';
import type { Filter } from './matcher';
import { impliesPartial } from './partial';
import type { SortField } from './sort';
import { sortOrder, spansOf } from './spans';

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
  /** Whether every entry is a match, so that documents need no second look. */
  isExact: boolean;
  boundFields: number;
}

/** Reads several indexes and joins what they find. */
export interface UnionPlan {
  kind: 'union';
  branches: IndexPlan[];
}

/** Reads every document. */
export interface CollectionPlan {
  kind: 'collection';
  reverse: boolean;
}

export type Plan = IndexPlan | UnionPlan | CollectionPlan;

export interface PlanRequest {
  filter: Filter;
  sort: readonly SortField[] | undefined;
  /** Rows wanted at most, skipped ones included; undefined for all. */
  limit: number | undefined;
  hint: Index | 'natural' | 'reverse' | undefined;
}

const MAX_SPANS = 500;

const MAX_ESTIMATE = 300;

/** Chooses how to find what a filter matches in a collection. */
export function plan(
  view: View,
  collection: Collection,
  request: PlanRequest,
  indexes: readonly Index[],
): Plan {
  const { filter, sort, hint } = request;
  if (hint === 'natural' || hint === 'reverse') return { kind: 'collection', reverse: hint === 'reverse' };
  const parts = conjuncts(filter);
  if (hint)
    return (
      indexPlan(collection, hint, parts.conditions, parts.hasRest, sort, filter) ??
      unbounded(collection, hint, sort, true)!
    );
  const candidates: IndexPlan[] = [];
  for (const index of indexes) {
    if (index.isHidden) continue;
    const found = indexPlan(collection, index, parts.conditions, parts.hasRest, sort, filter);
    if (found) candidates.push(found);
  }
  const best = choose(view, candidates, request);
  if (best && (best.providesSort || !sort || sort.length === 0)) return best;
  if (!best) {
    for (const branches of parts.unions) {
      const union = unionPlan(view, collection, branches, indexes);
      if (union) return union;
    }
  }
  if (sort && sort.length > 0 && !best) {
    for (const index of indexes) {
      if (index.isHidden || index.isSparse || (index.partial && !impliesPartial(filter, index))) continue;
      const ordered = unbounded(collection, index, sort, false);
      if (ordered?.providesSort) {
        ordered.isExact = parts.conditions.length === 0 && !parts.hasRest && ordered.index.multikey === 0;
        return ordered;
      }
    }
  }
  return best ?? { kind: 'collection', reverse: false };
}

function unionPlan(
  view: View,
  collection: Collection,
  branches: readonly Filter[],
  indexes: readonly Index[],
): UnionPlan | undefined {
  const plans: IndexPlan[] = [];
  for (const filter of branches) {
    const parts = conjuncts(filter);
    const candidates = indexes
      .filter((index) => !index.isHidden)
      .map((index) => indexPlan(collection, index, parts.conditions, parts.hasRest, undefined, filter))
      .filter((candidate) => candidate !== undefined);
    const best = choose(view, candidates, { filter, sort: undefined, limit: undefined, hint: undefined });
    if (!best) return undefined;
    plans.push(best);
  }
  return { kind: 'union', branches: plans };
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

function fieldBounds(
  conditions: readonly PlannedCondition[],
  path: string,
  isMultikey: boolean,
): (Bounds & { used: PlannedCondition[] }) | undefined {
  let result: (Bounds & { used: PlannedCondition[] }) | undefined;
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

function isTighter(a: Bounds, b: Bounds): boolean {
  return (
    a.intervals.every((interval) => interval.isPoint) && !b.intervals.every((interval) => interval.isPoint)
  );
}

function indexPlan(
  collection: Collection,
  index: Index,
  conditions: readonly PlannedCondition[],
  hasRest: boolean,
  sort: readonly SortField[] | undefined,
  filter: Filter,
): IndexPlan | undefined {
  if (index.partial && !impliesPartial(filter, index)) return undefined;
  if (needsMissing(conditions, index)) return undefined;
  const intervals: Interval[][] = [];
  const used = new Set<PlannedCondition>();
  let isExact = !hasRest && index.multikey === 0;
  const arrayRoots = new Map<string, PlannedCondition['element']>();
  for (let i = 0; i < index.fields.length; i += 1) {
    const path = index.fields[i]!.path;
    const isMultikey = (index.multikey & (1 << i)) !== 0;
    const bounds = fieldBounds(conditions, path.text, isMultikey);
    if (!bounds) break;
    const root = path.parts[0]!.name;
    const element = bounds.used[0]!.element;
    if (isMultikey && arrayRoots.has(root) && (element === undefined || arrayRoots.get(root) !== element))
      break;
    if (isMultikey) arrayRoots.set(root, element);
    intervals.push(bounds.intervals);
    for (const condition of bounds.used) used.add(condition);
    isExact = isExact && bounds.isExact;
    if (!bounds.intervals.every((interval) => interval.isPoint)) break;
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
    isExact: isExact && used.size === conditions.length,
    boundFields: intervals.length,
  };
}

function product(intervals: readonly Interval[][]): number {
  return intervals.reduce((count, list) => count * Math.max(1, list.length), 1);
}

function unbounded(
  collection: Collection,
  index: Index,
  sort: readonly SortField[] | undefined,
  always: boolean,
): IndexPlan | undefined {
  const order = sortOrder(index, [], sort);
  if (!always && !order.provides) return undefined;
  return {
    kind: 'index',
    index,
    intervals: [],
    spans: spansOf(collection, index, [], order.reverse),
    reverse: order.reverse,
    providesSort: order.provides,
    isExact: false,
    boundFields: 0,
  };
}

/** Counts the entries of a plan up to a limit. */
export function estimate(view: View, candidate: IndexPlan, limit = MAX_ESTIMATE): number {
  let count = 0;
  for (const span of candidate.spans) {
    const scan = view.scan(span);
    while (count < limit && scan.next()) count += 1;
    scan.close();
    if (count >= limit) break;
  }
  return count;
}

function choose(view: View, candidates: IndexPlan[], request: PlanRequest): IndexPlan | undefined {
  if (candidates.length <= 1) return candidates[0];
  const whole = candidates.find(
    (item) =>
      item.index.isUnique &&
      item.boundFields === item.index.fields.length &&
      item.spans.length === 1 &&
      item.intervals.every((list) => list.every((interval) => interval.isPoint)),
  );
  if (whole) return whole;
  const needsSort = request.sort !== undefined && request.sort.length > 0;
  let best: { candidate: IndexPlan; cost: number } | undefined;
  for (const candidate of candidates) {
    const keys = estimate(view, candidate);
    let cost = keys - candidate.boundFields * 0.1 - (candidate.isExact ? 0.05 : 0);
    if (needsSort && !candidate.providesSort) cost = cost * 2 + 5;
    else if (needsSort && request.limit !== undefined && candidate.isExact)
      cost = Math.min(cost, request.limit);
    if (!best || cost < best.cost) best = { candidate, cost };
  }
  return best?.candidate;
}
