import type { Collection } from '../storage/catalogue';
import type { Index } from '../storage/index-definition';
import { indexPrefix } from '../storage/keys';
import type { Span } from '../storage/view';
import { cutBytes, EVERYTHING, inverted, type Interval } from './bounds';
import type { SortField } from './sort';

/** Whether reading the index in one direction yields the wanted order. */
export function sortOrder(
  index: Index,
  intervals: readonly Interval[][],
  sort: readonly SortField[] | undefined,
): { provides: boolean; reverse: boolean } {
  if (!sort || sort.length === 0) return { provides: true, reverse: false };
  const isFixed = (i: number): boolean => intervals[i]?.length === 1 && intervals[i]![0]!.isPoint;
  const fixed = new Set(
    index.fields.filter((_, i) => isFixed(i) && !(index.multikey & (1 << i))).map((item) => item.path.text),
  );
  const wanted = sort.filter((item) => !fixed.has(item.path.text));
  let reverse: boolean | undefined;
  let at = 0;
  for (let i = 0; i < index.fields.length && at < wanted.length; i += 1) {
    const item = index.fields[i]!;
    if (item.path.text === wanted[at]!.path.text && !(index.multikey & (1 << i))) {
      const needsReverse = item.descending !== wanted[at]!.descending;
      if (reverse !== undefined && reverse !== needsReverse) return { provides: false, reverse: false };
      reverse = needsReverse;
      at += 1;
    } else if (!isFixed(i)) {
      return { provides: false, reverse: false };
    }
  }
  return { provides: at === wanted.length, reverse: at === wanted.length && reverse === true };
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
