import type { Collection } from '../storage/catalogue';
import type { Index } from '../storage/index-definition';
import { indexPrefix } from '../storage/keys';
import type { Span } from '../storage/view';
import { cutBytes, EVERYTHING, inverted, type Interval } from './bounds';
import type { SortField } from './sort';

/** How far reading an index yields a wanted order. */
export interface Order {
  provides: boolean;
  reverse: boolean;
  /** How many fields at the head have several points each, so that their stretches have to be merged; 0 for none. */
  mergedFields: number;
}

const NO_ORDER: Order = { provides: false, reverse: false, mergedFields: 0 };

/** Stretches merged at most; beyond that sorting is as quick. */
const MAX_MERGED = 100;

/** Whether reading the index in one direction, merging its stretches where need be, yields the wanted order. */
export function sortOrder(
  index: Index,
  intervals: readonly Interval[][],
  sort: readonly SortField[] | undefined,
): Order {
  if (!sort || sort.length === 0) return { ...NO_ORDER, provides: true };
  const isFixed = (i: number): boolean => intervals[i]?.length === 1 && intervals[i]![0]!.isPoint;
  const hasPoints = (i: number): boolean => intervals[i]?.every((interval) => interval.isPoint) ?? false;
  const isMultikey = (i: number): boolean => (index.multikey & (1 << i)) !== 0;
  const fixed = new Set(
    index.fields.filter((_, i) => isFixed(i) && !isMultikey(i)).map((item) => item.path.text),
  );
  const wanted = sort.filter((item) => !fixed.has(item.path.text));
  let reverse: boolean | undefined;
  let mergedFields = 0;
  let at = 0;
  for (let i = 0; i < index.fields.length && at < wanted.length; i += 1) {
    const item = index.fields[i]!;
    if (item.path.text === wanted[at]!.path.text && !isMultikey(i)) {
      const needsReverse = item.descending !== wanted[at]!.descending;
      if (reverse !== undefined && reverse !== needsReverse) return NO_ORDER;
      reverse = needsReverse;
      at += 1;
    } else if (!isFixed(i)) {
      // Several points before the order begins: each has its stretch in order. Within the order they would break it.
      if (!hasPoints(i) || at > 0) return NO_ORDER;
      mergedFields = i + 1;
    }
  }
  if (at < wanted.length) return NO_ORDER;
  const heads = intervals.slice(0, mergedFields).reduce((count, list) => count * list.length, 1);
  return heads > MAX_MERGED ? NO_ORDER : { provides: true, reverse: reverse === true, mergedFields };
}

/** Tells how many bytes of a span's keys belong to the first fields, each bound to a point. */
export function headBytes(
  collection: Collection,
  index: Index,
  intervals: readonly Interval[][],
  fields: number,
): (span: Span) => number {
  const heads = spansOf(collection, index, intervals.slice(0, fields), false).map((span) => span.low);
  return (span) => heads.find((head) => span.low.subarray(0, head.length).equals(head))!.length;
}

/** The stretches of an index that hold what the intervals allow, in reading order. */
export function spansOf(
  collection: Collection,
  index: Index,
  intervals: readonly Interval[][],
  reverse: boolean,
): Span[] {
  const prefix = indexPrefix(collection.id, index.id);
  let prefixes = [prefix];
  const last = intervals.length - 1;
  for (let i = 0; i < last; i += 1) {
    const points = directed(index, intervals, i);
    prefixes = prefixes.flatMap((head) =>
      points.map((interval) => Buffer.concat([head, interval.low.bytes])),
    );
  }
  const ends = last < 0 ? [EVERYTHING] : directed(index, intervals, last);
  const spans = prefixes.flatMap((head) =>
    ends.map((interval) => ({
      low: Buffer.concat([head, cutBytes(interval.low)]),
      high: Buffer.concat([head, cutBytes(interval.high)]),
      reverse,
      keysOnly: !index.isId,
    })),
  );
  return reverse ? spans.reverse() : spans;
}

/** The intervals of a field in the order its entries lie in the index. */
function directed(index: Index, intervals: readonly Interval[][], i: number): Interval[] {
  return index.fields[i]!.descending ? intervals[i]!.map(inverted).reverse() : intervals[i]!;
}
