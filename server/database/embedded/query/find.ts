import type { Collection } from '../storage/catalogue';
import type { Index } from '../storage/index-definition';
import type { View } from '../storage/view';
import { execute, iterate, type Counters, type Deadline, type Row, type Rows } from './executor';
import type { Filter } from './matcher';
import { plan, type Plan, type PlanRequest } from './planner';
import { sortRows, type SortField } from './sort';

/** What to find, in which order and how much of it. */
export interface FindRequest {
  filter: Filter;
  sort?: readonly SortField[];
  skip?: number;
  limit?: number;
  hint?: PlanRequest['hint'];
  deadline?: Deadline;
  /** Rows are only counted: their documents may be left out. */
  countsOnly?: boolean;
}

/** A running search with how it was planned. */
export interface Found {
  rows: Rows;
  plan: Plan;
  counters: Counters;
  /** Whether rows are sorted after they were found. */
  sorts: boolean;
  /** Whether entries alone tell what is asked, so that no document is read. */
  isCovered: boolean;
}

/** Starts a search in a collection. */
export function find(
  viewOf: () => View,
  collection: Collection,
  request: FindRequest,
  indexes: readonly Index[] = collection.indexes,
): Found {
  const { filter, sort, skip = 0, limit } = request;
  const wanted = limit === undefined ? undefined : skip + limit;
  const chosen = plan(viewOf(), collection, { filter, sort, limit: wanted, hint: request.hint }, indexes);
  const counters: Counters = { keysExamined: 0, docsExamined: 0 };
  const sorts = sort !== undefined && sort.length > 0 && !(chosen.kind === 'index' && chosen.providesSort);
  const needsDocs = sorts || request.countsOnly !== true;
  let rows = execute(viewOf, collection, chosen, filter, counters, request.deadline, needsDocs);
  if (sorts) rows = new SortedRows(rows, sort, wanted);
  if (skip > 0 || limit !== undefined) rows = new LimitedRows(rows, skip, limit);
  return {
    rows,
    plan: chosen,
    counters,
    sorts,
    isCovered: !needsDocs && chosen.kind === 'index' && chosen.isExact,
  };
}

class SortedRows implements Rows {
  private sorted: Row[] | undefined;
  private at = 0;

  constructor(
    private readonly source: Rows,
    private readonly sort: readonly SortField[],
    private readonly limit: number | undefined,
  ) {}

  next(): Row | undefined {
    this.sorted ??= sortRows(iterate(this.source), (row) => row.doc, this.sort, this.limit);
    const row = this.sorted[this.at];
    this.at += 1;
    return row;
  }

  rest(): void {
    // Sorted rows are held; nothing of the store is.
  }

  isDone(): boolean {
    return this.sorted !== undefined && this.at >= this.sorted.length;
  }
}

class LimitedRows implements Rows {
  private returned = 0;

  constructor(
    private readonly source: Rows,
    private skip: number,
    private readonly limit: number | undefined,
  ) {}

  next(): Row | undefined {
    if (this.limit !== undefined && this.returned >= this.limit) return undefined;
    while (this.skip > 0) {
      this.skip -= 1;
      if (!this.source.next()) return undefined;
    }
    const row = this.source.next();
    if (row) this.returned += 1;
    return row;
  }

  rest(): void {
    this.source.rest();
  }

  isDone(): boolean {
    return (this.limit !== undefined && this.returned >= this.limit) || this.source.isDone?.() === true;
  }
}
