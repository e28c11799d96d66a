import { writeConflict } from '../errors';

/** Something that holds written keys until it ends: a multi-document transaction. */
export interface Holder {
  /** The last sequence number its snapshot sees. */
  readonly snapshotSequence: number;
  /** Resolves when it has committed or aborted. */
  readonly ended: Promise<void>;
}

/** Which open transaction holds which keys, and which keys were written since a snapshot was taken. */
export class Claims {
  private readonly held = new Map<string, Holder>();
  private readonly versions = new Map<string, number>();
  private readonly snapshots = new Map<Holder, number>();

  /** Registers a transaction, so that newer versions of keys are remembered for it. */
  register(holder: Holder): void {
    this.snapshots.set(holder, holder.snapshotSequence);
  }

  /** Gives up what a transaction held. */
  unregister(holder: Holder, keys: Iterable<string>): void {
    this.snapshots.delete(holder);
    for (const key of keys) if (this.held.get(key) === holder) this.held.delete(key);
  }

  /** Claims a key for a transaction. @throws WriteConflict when another has it or wrote it since the snapshot */
  claimFor(holder: Holder, key: string): void {
    const other = this.held.get(key);
    if (other === holder) return;
    if (other || (this.versions.get(key) ?? 0) > holder.snapshotSequence) throw writeConflict();
    this.held.set(key, holder);
  }

  /** Whether an open transaction holds any key that passes the test. */
  holderOf(test: (key: string) => boolean): Holder | undefined {
    for (const [key, holder] of this.held) if (test(key)) return holder;
    return undefined;
  }

  /** The open transaction that holds the key. */
  holderOfKey(key: string): Holder | undefined {
    return this.held.get(key);
  }

  /** Remembers that a group changed the keys. */
  noteVersions(keys: Iterable<string>, sequence: number): void {
    for (const text of keys) this.versions.set(text, sequence);
  }

  /** Versions matter only to snapshots that are older than they are. */
  forgetVersions(): void {
    if (this.snapshots.size === 0) {
      // Every later snapshot sees this group, which is committed by now.
      this.versions.clear();
      return;
    }
    if (this.versions.size < 100_000) return;
    const oldest = Math.min(...this.snapshots.values());
    for (const [key, sequence] of this.versions) if (sequence <= oldest) this.versions.delete(key);
  }
}
