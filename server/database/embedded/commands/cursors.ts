import { randomBytes } from 'node:crypto';

import { CommandError } from '../errors';

/** Where a cursor's documents come from. */
export interface Source {
  next(): Buffer | undefined;
  /** Lets go of the store between batches. */
  rest(): void;
  /** Whether it is known, without looking further, that nothing is left. */
  isDone?(): boolean;
}

/** An open cursor between two batches. */
export interface Cursor {
  id: bigint;
  namespace: string;
  source: Source;
  /** The transaction the cursor belongs to, as session and number; only it may go on. */
  owner: string | undefined;
  usedAt: number;
}

const MAX_BATCH_BYTES = 16 * 1024 * 1024;
const IDLE_MS = 10 * 60_000;
const DEFAULT_FIRST_BATCH = 101;

/** Open cursors by their number. */
export class Cursors {
  private readonly open = new Map<bigint, Cursor>();

  /** Takes a batch; `isDone` tells whether nothing is left. */
  static batch(source: Source, size: number): { docs: Buffer[]; isDone: boolean; ahead: Buffer | undefined } {
    const docs: Buffer[] = [];
    let bytes = 0;
    while (docs.length < size) {
      const doc = source.next();
      if (!doc) return { docs, isDone: true, ahead: undefined };
      if (docs.length > 0 && bytes + doc.length > MAX_BATCH_BYTES) return { docs, isDone: false, ahead: doc };
      docs.push(doc);
      bytes += doc.length;
    }
    return { docs, isDone: size > 0 && source.isDone?.() === true, ahead: undefined };
  }

  /** The first batch of a source, and the number to go on with (0 when there is nothing more). */
  start(
    source: Source,
    namespace: string,
    batchSize: number | undefined,
    isSingle: boolean,
    owner: string | undefined,
  ): { docs: Buffer[]; id: bigint } {
    let first: ReturnType<typeof Cursors.batch>;
    try {
      first = Cursors.batch(source, batchSize ?? DEFAULT_FIRST_BATCH);
    } finally {
      // Also when nothing more is wanted: what is still open would hold on to an old state until it is collected.
      source.rest();
    }
    const { docs, isDone, ahead } = first;
    if (isDone || isSingle) return { docs, id: 0n };
    const cursor: Cursor = {
      id: this.newId(),
      namespace,
      source: withAhead(source, ahead),
      owner,
      usedAt: Date.now(),
    };
    this.open.set(cursor.id, cursor);
    return { docs, id: cursor.id };
  }

  /** The next batch. @throws CursorNotFound when the cursor is gone */
  next(
    id: bigint,
    namespace: string,
    batchSize: number | undefined,
    owner: string | undefined,
  ): { docs: Buffer[]; id: bigint } {
    const cursor = this.open.get(id);
    if (!cursor) throw new CommandError(43, `cursor id ${id} not found`);
    if (cursor.namespace !== namespace) {
      throw new CommandError(
        13,
        `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`,
      );
    }
    if (cursor.owner !== owner) {
      throw new CommandError(50740, 'Cannot run getMore on a cursor that belongs to another transaction');
    }
    let result: ReturnType<typeof Cursors.batch>;
    try {
      result = Cursors.batch(
        cursor.source,
        batchSize === undefined || batchSize === 0 ? Number.MAX_SAFE_INTEGER : batchSize,
      );
    } catch (error) {
      this.open.delete(id);
      cursor.source.rest();
      throw error;
    }
    cursor.usedAt = Date.now();
    cursor.source.rest();
    if (result.isDone) {
      this.open.delete(id);
      return { docs: result.docs, id: 0n };
    }
    cursor.source = withAhead(cursor.source, result.ahead);
    return { docs: result.docs, id };
  }

  /** Closes cursors; tells which there were. */
  kill(ids: readonly bigint[]): { killed: bigint[]; unknown: bigint[] } {
    const killed = ids.filter((id) => this.open.delete(id));
    return { killed, unknown: ids.filter((id) => !killed.includes(id)) };
  }

  /** Closes the cursors of a collection that is gone, or of a transaction that has ended. */
  killWhere(test: (cursor: Cursor) => boolean): void {
    for (const [id, cursor] of this.open) if (test(cursor)) this.open.delete(id);
  }

  /** Closes cursors that nobody has used for a long time. */
  expire(now: number): void {
    this.killWhere((cursor) => now - cursor.usedAt > IDLE_MS);
  }

  get size(): number {
    return this.open.size;
  }

  private newId(): bigint {
    for (;;) {
      const id = randomBytes(8).readBigUInt64LE() >> 1n;
      if (id !== 0n && !this.open.has(id)) return id;
    }
  }
}

/** Puts back the document that no longer fitted into the last batch. */
function withAhead(source: Source, ahead: Buffer | undefined): Source {
  if (!ahead) return source;
  let first: Buffer | undefined = ahead;
  return {
    next: () => {
      if (!first) return source.next();
      const doc = first;
      first = undefined;
      return doc;
    },
    rest: () => source.rest(),
  };
}
