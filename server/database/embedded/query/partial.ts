import { equalValues } from '../bson/compare';
import type { Index } from '../storage/index-definition';
import { boundsOf, conjuncts, cutBytes, type Interval } from './bounds';
import type { Condition, Filter } from './matcher';

/** Whether every document the filter matches is in the partial index. Says no where it can't tell. */
export function impliesPartial(filter: Filter, index: Index): boolean {
  const required = conjuncts(index.partial!);
  if (required.hasRest) return false;
  const given = conjuncts(filter).conditions.filter((item) => item.element === undefined);
  return required.conditions.every(({ condition, path }) =>
    given.some((item) => item.path === path && implies(item.condition, condition)),
  );
}

function implies(given: Condition, required: Condition): boolean {
  if (
    given.operator === required.operator &&
    given.operand &&
    required.operand &&
    equalValues(given.operand, required.operand)
  ) {
    return true;
  }
  const bounds = boundsOf(given);
  if (!bounds || given.operator === '$exists' || given.operator === '$regex') return false;
  if (required.operator === '$exists') return !bounds.intervals.some(includesNull);
  if (required.operator === '$type') {
    return given.operator === '$eq' && required.matches(wrap(given), 0);
  }
  const wanted = boundsOf(required);
  if (!wanted?.isExact) return false;
  return bounds.intervals.every((interval) => wanted.intervals.some((outer) => within(interval, outer)));
}

function includesNull(interval: Interval): boolean {
  const nullKey = Buffer.from([5]);
  return cutBytes(interval.low).compare(nullKey) <= 0 && cutBytes(interval.high).compare(nullKey) > 0;
}

function within(inner: Interval, outer: Interval): boolean {
  return (
    cutBytes(inner.low).compare(cutBytes(outer.low)) >= 0 &&
    cutBytes(inner.high).compare(cutBytes(outer.high)) <= 0
  );
}

/** The smallest document that has the condition's value at its path. */
function wrap(given: Condition): Buffer {
  return given.path.parts.reduceRight<{ type: number; bytes: Buffer }>(
    (inner, part) => {
      const head = Buffer.concat([Buffer.alloc(4), Buffer.from([inner.type]), part.bytes, Buffer.from([0])]);
      const bytes = Buffer.concat([head, inner.bytes, Buffer.from([0])]);
      bytes.writeInt32LE(bytes.length);
      return { type: 3, bytes };
    },
    { type: given.operand!.type, bytes: given.operand!.bytes() },
  ).bytes;
}
