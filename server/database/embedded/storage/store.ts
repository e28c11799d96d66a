import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { open, type Transaction } from 'lmdb';

import { CommandError } from '../errors';
import { Claims, type Holder } from './claims';
import { keyText, metaKey } from './keys';
import { lockFolder } from './lock-file';
import { Overlay, pooledCopy, StoreView, type Store, type View } from './view';

const SEQUENCE = metaKey('sequence');
/** Statements in one group at most, so that the first need not wait too long for the last. */
const MAX_GROUP = 256;

/** Keys are bytes as they are. */
const KEYS = {
  writeKey(key: Buffer, target: Buffer, start: number): number {
    target.set(key, start);
    return start + key.length;
  },
  readKey: pooledCopy,
};

/** Thrown inside a statement that met a key held by an open transaction; the statement runs again later. */
class Blocked extends Error {
  constructor(readonly holder: Holder) {
    super('blocked by a transaction');
  }
}

/** Where a statement reads and writes. */
export interface WriteScope {
  readonly view: Overlay;
  readonly holder: Holder | undefined;
  /** Claims a key for writing. @throws WriteConflict when a transaction can't have it */
  claim(key: Buffer): void;
  /** Runs once the statement's changes are part of the store. */
  onApply(action: () => void): void;
  /** Adds a change right before the statement's or transaction's changes are written; one for each name. */
  beforeApply(name: string, action: (scope: WriteScope) => void): void;
}

interface Statement {
  run(): () => void;
  fail(error: unknown): void;
}

export interface StoreOptions {
  folder: string;
  /** Leaves out every flush to disk. Only for proving that the durability test notices. */
  noSync?: boolean;
}

/** The ordered store with group commit: statements that wait together are written and flushed together. */
export class DurableStore {
  readonly store: Store;
  readonly latest: View;
  readonly claims = new Claims();
  private readonly unlock: () => void;
  private readonly queue: Statement[] = [];
  private sequence: number;
  private isCommitting = false;
  private isClosed = false;
  /** Called after a group could not be written, so that what is kept in memory is read again. */
  onCommitFailure: () => void = () => undefined;

  /** @throws FolderInUse when another process has the folder; an Error when it can't be written */
  constructor(options: StoreOptions) {
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    accessSync(options.folder, constants.W_OK);
    this.unlock = lockFolder(options.folder);
    try {
      this.store = open<Buffer, Buffer>({
        path: join(options.folder, 'data.mdb'),
        encoding: 'binary',
        keyEncoder: KEYS,
        noSync: options.noSync === true,
        overlappingSync: false,
        maxReaders: 1000,
      });
    } catch (error) {
      this.unlock();
      throw error;
    }
    this.latest = new StoreView(this.store);
    this.sequence = this.readSequence();
  }

  private readSequence(transaction?: Transaction): number {
    const bytes = transaction ? this.store.get(SEQUENCE, { transaction }) : this.store.getBinary(SEQUENCE);
    return bytes ? Buffer.from(bytes).readUIntBE(0, 6) : 0;
  }

  /** A view of the state as it is now, and the last sequence number that it sees. */
  openSnapshot(): { view: View; sequence: number; release: () => void } {
    this.store.resetReadTxn();
    const transaction = this.store.useReadTransaction();
    return {
      view: new StoreView(this.store, transaction),
      sequence: this.readSequence(transaction),
      release: () => transaction.done(),
    };
  }

  /**
   * Runs a statement against the latest state and resolves when its changes are on disk. A statement that meets
   * a key held by an open transaction is undone and runs again when that transaction has ended.
   */
  write<T>(work: (scope: WriteScope) => T, deadline?: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const statement: Statement = {
        run: () => {
          const result = this.runStatement(work);
          return () => resolve(result);
        },
        fail: (error) => {
          if (error instanceof Blocked) void this.afterHolder(error.holder, statement, deadline);
          else reject(error as Error);
        },
      };
      this.enqueue(statement);
    });
  }

  private async afterHolder(
    holder: Holder,
    statement: Statement,
    deadline: number | undefined,
  ): Promise<void> {
    if (deadline === undefined) {
      await holder.ended;
    } else {
      let timer: NodeJS.Timeout | undefined;
      const expired = new Promise<boolean>((done) => {
        timer = setTimeout(() => done(true), Math.max(0, deadline - Date.now()));
      });
      const isExpired = await Promise.race([holder.ended.then(() => false), expired]);
      clearTimeout(timer);
      if (isExpired) {
        statement.fail(new CommandError(50, 'operation exceeded time limit'));
        return;
      }
    }
    this.enqueue(statement);
  }

  /** Waits until no open transaction holds what the statement just met. */
  block(holder: Holder): never {
    throw new Blocked(holder);
  }

  private enqueue(statement: Statement): void {
    if (this.isClosed) {
      statement.fail(new CommandError(91, 'the server is shutting down'));
      return;
    }
    this.queue.push(statement);
    if (!this.isCommitting) {
      this.isCommitting = true;
      setImmediate(() => void this.commitLoop());
    }
  }

  private runStatement<T>(work: (scope: WriteScope) => T): T {
    const view = new Overlay(this.latest);
    const claimed: string[] = [];
    const actions: (() => void)[] = [];
    const finals = new Map<string, (scope: WriteScope) => void>();
    const scope: WriteScope = {
      view,
      holder: undefined,
      claim: (key) => {
        const text = keyText(key);
        const holder = this.claims.holderOfKey(text);
        if (holder) throw new Blocked(holder);
        claimed.push(text);
      },
      onApply: (action) => actions.push(action),
      beforeApply: (name, action) => finals.set(name, action),
    };
    const result = work(scope);
    for (const action of finals.values()) action(scope);
    this.apply(view, claimed);
    for (const action of actions) action();
    return result;
  }

  /** Writes an overlay's changes into the open group and remembers the claimed keys' new version. */
  private apply(view: Overlay, claimed: Iterable<string>): void {
    for (const { key, value } of view.changes.values()) {
      if (value === undefined) this.store.removeSync(key);
      else this.store.putSync(key, value);
    }
    this.claims.noteVersions(claimed, this.sequence);
  }

  private async commitLoop(): Promise<void> {
    while (this.queue.length > 0) await this.commitGroup();
    this.isCommitting = false;
  }

  /** Writes what waits as one transaction of the store, and answers when it is on disk. */
  private async commitGroup(): Promise<void> {
    const done: [Statement, () => void][] = [];
    const group: Statement[] = [];
    const blocked = new Set<Statement>();
    try {
      const body = (): void => {
        // Taken here and not before: what has come in while the store got ready joins the group.
        group.push(...this.queue.splice(0, MAX_GROUP));
        this.sequence += 1;
        const bytes = Buffer.allocUnsafe(6);
        bytes.writeUIntBE(this.sequence, 0, 6);
        this.store.putSync(SEQUENCE, bytes);
        for (const statement of group) {
          try {
            done.push([statement, statement.run()]);
          } catch (error) {
            if (isStoreFailure(error)) throw error;
            blocked.add(statement);
            statement.fail(error);
          }
        }
      };
      await this.store.childTransaction(body);
      await this.store.flushed;
    } catch (error) {
      const failure = new CommandError(14031, `The data could not be written: ${(error as Error).message}`);
      this.onCommitFailure();
      for (const statement of group) if (!blocked.has(statement)) statement.fail(failure);
      return;
    }
    this.claims.forgetVersions();
    for (const [, resolve] of done) resolve();
  }

  /** The sequence number of the group being written or last written. */
  get currentSequence(): number {
    return this.sequence;
  }

  /** Waits for what is queued, then closes the files and gives the folder back. */
  async close(): Promise<void> {
    this.isClosed = true;
    while (this.isCommitting) await new Promise((resolve) => setImmediate(resolve));
    await this.store.close();
    this.unlock();
  }
}

function isStoreFailure(error: unknown): boolean {
  return error instanceof Error && /MDB_|No space left|Input\/output error/.test(error.message);
}
