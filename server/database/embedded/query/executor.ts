import { CommandError } from '../errors';
import type { Collection } from '../storage/catalogue';
import { indexPrefix, recordKey, recordOf } from '../storage/keys';
import type { View } from '../storage/view';
import type { Filter, Matches } from './matcher';
import type { IndexPlan } from './index-plan';
import type { CollectionPlan, Plan } from './planner';
import { MergedWalk, SpanWalk, type Walk } from './walk';

/** A document and where it is kept. */
export interface Row {
  record: number;
  doc: Buffer;
}

/** What a plan has looked at so far. */
export interface Counters {
  keysExamined: number;
  docsExamined: number;
}

/** Rows that are pulled one by one and can rest between batches. */
export interface Rows {
  next(): Row | undefined;
  /** Lets go of the store; the next row is found again from where the last one was. */
  rest(): void;
  /** Whether it is known, without looking further, that nothing is left. */
  isDone?(): boolean;
}

/** When a command has to give up, in milliseconds since the epoch. */
export type Deadline = number | undefined;

function check(deadline: Deadline): void {
  if (deadline !== undefined && Date.now() > deadline)
    throw new CommandError(50, 'operation exceeded time limit');
}

/** Stands for a document that nobody looks into. */
const NOTHING = Buffer.from([5, 0, 0, 0, 0]);

class IndexRows implements Rows {
  private readonly walk: Walk;
  private readonly seen: Set<number> | undefined;
  private readonly matches: Matches | undefined;

  constructor(
    private readonly viewOf: () => View,
    private readonly collection: Collection,
    private readonly plan: IndexPlan,
    filter: Filter,
    private readonly counters: Counters,
    private deadline: Deadline,
    private readonly needsDocs = true,
    seen?: Set<number>,
  ) {
    this.walk = plan.mergeHead
      ? new MergedWalk(viewOf, plan.spans, plan.mergeHead, plan.reverse)
      : new SpanWalk(viewOf, plan.spans);
    this.seen = seen ?? (plan.index.multikey === 0 ? undefined : new Set());
    this.matches = plan.isExact ? undefined : filter.matches;
  }

  next(): Row | undefined {
    for (;;) {
      const entry = this.walk.next();
      if (!entry) return undefined;
      this.counters.keysExamined += 1;
      if ((this.counters.keysExamined & 255) === 0) check(this.deadline);
      const record = this.plan.index.isId ? entry.value.readUIntBE(0, 6) : recordOf(entry.key);
      if (this.seen) {
        if (this.seen.has(record)) continue;
        this.seen.add(record);
      }
      if (!this.needsDocs && !this.matches) return { record, doc: NOTHING };
      const doc = this.viewOf().get(recordKey(this.collection.id, record));
      if (!doc) continue;
      this.counters.docsExamined += 1;
      if (!this.matches || this.matches(doc, 0)) return { record, doc };
    }
  }

  rest(): void {
    this.walk.rest();
    // A time limit is for one batch's work, not for the time the client takes between batches.
    this.deadline = undefined;
  }
}

/** The one document an identifier names: a single look-up, no walk. */
class IdRow implements Rows {
  private hasRun = false;

  constructor(
    private readonly viewOf: () => View,
    private readonly collection: Collection,
    private readonly key: Buffer,
    private readonly filter: Filter,
    private readonly counters: Counters,
  ) {}

  next(): Row | undefined {
    if (this.hasRun) return undefined;
    this.hasRun = true;
    const view = this.viewOf();
    const entry = view.get(this.key);
    if (!entry) return undefined;
    this.counters.keysExamined += 1;
    const record = entry.readUIntBE(0, 6);
    const doc = view.get(recordKey(this.collection.id, record));
    if (!doc) return undefined;
    this.counters.docsExamined += 1;
    return this.filter.matches(doc, 0) ? { record, doc } : undefined;
  }

  rest(): void {
    // Nothing is held.
  }

  isDone(): boolean {
    return this.hasRun;
  }
}

const ID_TAIL = Buffer.from([1]);

/** The key of the only entry a plan can find in the `_id` index, if it is such a plan. */
function onlyIdKey(plan: IndexPlan): Buffer | undefined {
  if (!plan.index.isId || plan.spans.length !== 1 || !plan.intervals[0]?.[0]?.isPoint) return undefined;
  return Buffer.concat([plan.spans[0]!.low, ID_TAIL]);
}

class CollectionRows implements Rows {
  private readonly walk: SpanWalk;

  constructor(
    viewOf: () => View,
    collection: Collection,
    plan: CollectionPlan,
    private readonly filter: Filter,
    private readonly counters: Counters,
    private deadline: Deadline,
  ) {
    const span = {
      low: indexPrefix(collection.id, 0),
      high: indexPrefix(collection.id, 1),
      reverse: plan.reverse,
    };
    this.walk = new SpanWalk(viewOf, [span]);
  }

  next(): Row | undefined {
    for (;;) {
      const entry = this.walk.next();
      if (!entry) return undefined;
      this.counters.docsExamined += 1;
      if ((this.counters.docsExamined & 255) === 0) check(this.deadline);
      if (this.filter.matches(entry.value, 0)) return { record: recordOf(entry.key), doc: entry.value };
    }
  }

  rest(): void {
    this.walk.rest();
    // A time limit is for one batch's work, not for the time the client takes between batches.
    this.deadline = undefined;
  }
}

class ChainedRows implements Rows {
  private at = 0;

  constructor(private readonly parts: readonly Rows[]) {}

  next(): Row | undefined {
    for (; this.at < this.parts.length; this.at += 1) {
      const row = this.parts[this.at]!.next();
      if (row) return row;
    }
    return undefined;
  }

  rest(): void {
    this.parts[this.at]?.rest();
  }
}

/**
 * The rows a plan finds. `viewOf` gives the view to read from at that moment. Without `needsDocs` the rows may come
 * without their documents, to be counted only.
 */
export function execute(
  viewOf: () => View,
  collection: Collection,
  plan: Plan,
  filter: Filter,
  counters: Counters,
  deadline: Deadline,
  needsDocs = true,
): Rows {
  if (plan.kind === 'collection')
    return new CollectionRows(viewOf, collection, plan, filter, counters, deadline);
  const idKey = plan.kind === 'index' ? onlyIdKey(plan) : undefined;
  if (idKey) return new IdRow(viewOf, collection, idKey, filter, counters);
  if (plan.kind === 'index')
    return new IndexRows(viewOf, collection, plan, filter, counters, deadline, needsDocs);
  const seen = new Set<number>();
  return new ChainedRows(
    plan.branches.map(
      (branch) =>
        new IndexRows(
          viewOf,
          collection,
          { ...branch, isExact: false },
          filter,
          counters,
          deadline,
          true,
          seen,
        ),
    ),
  );
}

/** All remaining rows as an iterable. */
export function* iterate(rows: Rows): Generator<Row> {
  for (let row = rows.next(); row; row = rows.next()) yield row;
}
