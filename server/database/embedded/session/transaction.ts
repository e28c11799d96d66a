import { keyText } from '../storage/keys';
import type { Holder } from '../storage/claims';
import type { DurableStore, WriteScope } from '../storage/store';
import { Overlay } from '../storage/view';

/** A multi-document transaction: a snapshot, the changes over it, and the keys they claim. */
export class Transaction implements Holder {
  readonly snapshotSequence: number;
  readonly view: Overlay;
  readonly ended: Promise<void>;
  /** Collections this transaction made, which its snapshot doesn't know. */
  readonly ownCollections = new Set<string>();
  /** Called when the transaction aborts, to take back what its snapshot could not hold. */
  onAbort: () => void = () => undefined;
  private readonly claims = new Set<string>();
  private readonly actions: (() => void)[] = [];
  private readonly finals = new Map<string, (scope: WriteScope) => void>();
  private readonly release: () => void;
  private end: () => void = () => undefined;
  private isFinished = false;
  isOpen = true;

  constructor(private readonly durable: DurableStore) {
    const snapshot = durable.openSnapshot();
    this.snapshotSequence = snapshot.sequence;
    this.view = new Overlay(snapshot.view);
    this.release = snapshot.release;
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
    durable.claims.register(this);
  }

  /** Where the transaction's statements write. */
  scope(): WriteScope {
    return {
      view: this.view,
      holder: this,
      claim: (key) => {
        const text = keyText(key);
        this.durable.claims.claimFor(this, text);
        this.claims.add(text);
      },
      onApply: (action) => this.actions.push(action),
      beforeApply: (name, action) => this.finals.set(name, action),
    };
  }

  /** Makes the changes part of the store, together with what `mark` adds, and resolves when they are on disk. */
  async commit(mark: (scope: WriteScope) => void): Promise<void> {
    this.isOpen = false;
    try {
      await this.durable.write((scope) => {
        for (const { key, value } of this.view.changes.values()) {
          if (value === undefined) scope.view.remove(key);
          else scope.view.put(key, value);
        }
        for (const action of this.finals.values()) action(scope);
        mark(scope);
        scope.onApply(() => {
          this.durable.claims.noteVersions(this.claims, this.durable.currentSequence);
          for (const action of this.actions) action();
          this.finish();
        });
      });
    } finally {
      this.finish();
    }
  }

  /** Drops the changes. */
  abort(): void {
    this.isOpen = false;
    this.finish();
    this.onAbort();
  }

  private finish(): void {
    if (this.isFinished) return;
    this.isFinished = true;
    this.durable.claims.unregister(this, this.claims);
    this.claims.clear();
    this.release();
    this.end();
  }
}
