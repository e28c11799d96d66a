import type { Database, Transaction } from 'lmdb';

import { keyText } from './keys';

/** Walks entries in key order; `key` and `value` belong to the entry that `next` moved to. */
export interface Scan {
  next(): boolean;
  readonly key: Buffer;
  readonly value: Buffer;
  /** Ends the walk and frees what it holds. */
  close(): void;
}

/** Keys from `low` (included) to `high` (excluded), upwards or downwards. */
export interface Span {
  low: Buffer;
  high: Buffer;
  reverse?: boolean;
  /** Leaves `value` empty, which is quicker where the key says everything. */
  keysOnly?: boolean;
}

/** Something that can be read by key and in key order: the latest state, a snapshot, or a snapshot with changes over it. */
export interface View {
  get(key: Buffer): Buffer | undefined;
  scan(span: Span): Scan;
  /** How many keys the span has. */
  count(span: Span): number;
}

/** The store as it is used here; its own description leaves out that a quick read takes options as well. */
export type Store = Database<Buffer, Buffer> & {
  getBinaryFast(key: Buffer, options?: { transaction: Transaction }): Uint8Array | undefined;
};

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Copies bytes into Node's pool: an allocation of its own for each small value keeps the collector busy. */
export function pooledCopy(bytes: Uint8Array, start: number, end: number): Buffer {
  const copy = Buffer.allocUnsafe(end - start);
  copy.set(bytes.subarray(start, end));
  return copy;
}

class StoreScan implements Scan {
  key: Buffer = Buffer.alloc(0);
  value: Buffer = Buffer.alloc(0);
  private readonly entries: Iterator<{ key: Buffer; value: Buffer }> | undefined;
  private readonly keys: Iterator<Buffer> | undefined;

  constructor(store: Store, span: Span, transaction: Transaction | undefined) {
    const range = span.reverse
      ? { start: span.high, end: span.low, reverse: true, transaction }
      : { start: span.low, end: span.high, transaction };
    if (span.keysOnly) this.keys = store.getKeys(range)[Symbol.iterator]();
    else this.entries = store.getRange(range)[Symbol.iterator]();
  }

  next(): boolean {
    if (this.keys) {
      const step = this.keys.next();
      if (step.done) return false;
      this.key = asBuffer(step.value);
      return true;
    }
    const step = this.entries!.next();
    if (step.done) return false;
    this.key = asBuffer(step.value.key);
    this.value = asBuffer(step.value.value);
    return true;
  }

  close(): void {
    this.keys?.return?.();
    this.entries?.return?.();
  }
}

/** The store itself: the latest committed state, a held snapshot, or, inside a write transaction, that transaction's state. */
export class StoreView implements View {
  private readonly options: { transaction: Transaction } | undefined;

  constructor(
    private readonly store: Store,
    private readonly transaction?: Transaction,
  ) {
    this.options = transaction && { transaction };
  }

  get(key: Buffer): Buffer | undefined {
    // The store lends its own buffer, which the next read overwrites.
    const lent = this.store.getBinaryFast(key, this.options);
    return lent && pooledCopy(lent, 0, lent.length);
  }

  scan(span: Span): Scan {
    return new StoreScan(this.store, span, this.transaction);
  }

  count(span: Span): number {
    return this.store.getKeysCount({ start: span.low, end: span.high, transaction: this.transaction });
  }
}

/** One change of an overlay: the new value, or undefined for a removal. */
export interface Change {
  key: Buffer;
  value: Buffer | undefined;
}

/** Changes that are not in the store yet, over a view that lacks them. */
export class Overlay implements View {
  readonly changes = new Map<string, Change>();
  private sorted: string[] = [];
  private isSorted = true;

  constructor(readonly base: View) {}

  get(key: Buffer): Buffer | undefined {
    if (this.changes.size > 0) {
      const change = this.changes.get(keyText(key));
      if (change) return change.value;
    }
    return this.base.get(key);
  }

  put(key: Buffer, value: Buffer): void {
    this.set(key, value);
  }

  remove(key: Buffer): void {
    this.set(key, undefined);
  }

  private set(key: Buffer, value: Buffer | undefined): void {
    const text = keyText(key);
    if (!this.changes.has(text)) {
      this.sorted.push(text);
      this.isSorted = false;
    }
    this.changes.set(text, { key, value });
  }

  private keysWithin(span: Span): string[] {
    if (!this.isSorted) {
      this.sorted.sort();
      this.isSorted = true;
    }
    const low = lowerBound(this.sorted, keyText(span.low));
    const high = lowerBound(this.sorted, keyText(span.high));
    const keys = this.sorted.slice(low, high);
    return span.reverse ? keys.reverse() : keys;
  }

  scan(span: Span): Scan {
    if (this.changes.size === 0) return this.base.scan(span);
    const keys = this.keysWithin(span);
    return keys.length === 0
      ? this.base.scan(span)
      : new MergedScan(this.base.scan(span), keys, this.changes, span);
  }

  count(span: Span): number {
    let count = this.base.count(span);
    for (const text of this.changes.size === 0 ? [] : this.keysWithin(span)) {
      const change = this.changes.get(text)!;
      const before = this.base.get(change.key) !== undefined;
      if (before !== (change.value !== undefined)) count += before ? -1 : 1;
    }
    return count;
  }
}

class MergedScan implements Scan {
  key: Buffer = Buffer.alloc(0);
  value: Buffer = Buffer.alloc(0);
  private at = 0;
  private baseKey: string | undefined;
  private readonly reverse: boolean;

  constructor(
    private readonly base: Scan,
    private readonly keys: string[],
    private readonly changes: ReadonlyMap<string, Change>,
    span: Span,
  ) {
    this.reverse = span.reverse === true;
    this.stepBase();
  }

  private stepBase(): void {
    this.baseKey = this.base.next() ? keyText(this.base.key) : undefined;
  }

  next(): boolean {
    for (;;) {
      const own = this.keys[this.at];
      if (own === undefined && this.baseKey === undefined) return false;
      const ownFirst =
        own !== undefined &&
        (this.baseKey === undefined || (this.reverse ? own >= this.baseKey : own <= this.baseKey));
      if (!ownFirst) {
        this.key = this.base.key;
        this.value = this.base.value;
        this.stepBase();
        return true;
      }
      this.at += 1;
      if (own === this.baseKey) this.stepBase();
      const change = this.changes.get(own)!;
      if (change.value === undefined) continue;
      this.key = change.key;
      this.value = change.value;
      return true;
    }
  }

  close(): void {
    this.base.close();
  }
}

function lowerBound(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
