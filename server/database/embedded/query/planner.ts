import type { Collection } from '../storage/catalogue';
import type { Index } from '../storage/index-definition';
import type { View } from '../storage/view';
import { boundsOf } from './bounds';
import { asked, indexPlan, unboundedPlan, type Asked, type IndexPlan } from './index-plan';
import type { Filter } from './matcher';
import { impliesPartial } from './partial';
import type { SortField } from './sort';

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

/** Entries counted at most to tell which plan is the cheaper one. */
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
  const parts = asked(filter);
  if (hint) return indexPlan(collection, hint, parts, sort) ?? unboundedPlan(collection, hint, sort);
  const visible = indexes.filter((index) => !index.isHidden);
  const candidates = visible
    .map((index) => indexPlan(collection, index, parts, sort))
    .filter((candidate) => candidate !== undefined);
  const best = choose(view, candidates, request);
  for (const branches of parts.unions) {
    const union = unionPlan(view, collection, branches, visible);
    if (union && (!best || unionCost(view, union, request) < cost(view, best, request))) return union;
  }
  if (best) return best;
  return orderedPlan(collection, visible, parts, sort) ?? { kind: 'collection', reverse: false };
}

/** A walk over a whole index in the wanted order, where no index bounds what is asked. */
function orderedPlan(
  collection: Collection,
  indexes: readonly Index[],
  { filter, conditions, hasRest }: Asked,
  sort: readonly SortField[] | undefined,
): IndexPlan | undefined {
  if (!sort || sort.length === 0) return undefined;
  for (const index of indexes) {
    if (index.isSparse || (index.partial && !impliesPartial(filter, index))) continue;
    const ordered = unboundedPlan(collection, index, sort);
    if (!ordered.providesSort) continue;
    return { ...ordered, isExact: conditions.length === 0 && !hasRest && index.multikey === 0 };
  }
  return undefined;
}

function unionPlan(
  view: View,
  collection: Collection,
  branches: readonly Filter[],
  indexes: readonly Index[],
): UnionPlan | undefined {
  const plans: IndexPlan[] = [];
  for (const filter of branches) {
    const parts = asked(filter);
    // What nothing can satisfy, such as being in an empty list, adds nothing.
    if (parts.conditions.some(({ condition }) => boundsOf(condition)?.intervals.length === 0)) continue;
    const candidates = indexes
      .map((index) => indexPlan(collection, index, parts, undefined))
      .filter((candidate) => candidate !== undefined);
    const best = choose(view, candidates, { filter, sort: undefined, limit: undefined, hint: undefined });
    if (!best) return undefined;
    plans.push(best);
  }
  return { kind: 'union', branches: plans };
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

/** What a sort in memory costs beside the reading. */
const sortCost = (keys: number): number => keys * 2 + 5;

function cost(view: View, candidate: IndexPlan, { sort, limit }: PlanRequest): number {
  const keys = estimate(view, candidate);
  const own = keys - candidate.boundFields * 0.1 - (candidate.isExact ? 0.05 : 0);
  if (!sort || sort.length === 0) return own;
  if (!candidate.providesSort) return sortCost(own);
  return limit !== undefined && candidate.isExact ? Math.min(own, limit) : own;
}

function unionCost(view: View, union: UnionPlan, { sort }: PlanRequest): number {
  const keys = union.branches.reduce((sum, branch) => sum + estimate(view, branch), 0);
  return sort && sort.length > 0 ? sortCost(keys) : keys;
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
  let best: { candidate: IndexPlan; cost: number } | undefined;
  for (const candidate of candidates) {
    const own = cost(view, candidate, request);
    if (!best || own < best.cost) best = { candidate, cost: own };
  }
  return best?.candidate;
}
