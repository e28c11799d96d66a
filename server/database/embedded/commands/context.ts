import type { Value } from '../bson/raw';
import { TYPE_NAMES } from '../bson/types';
import { CommandError, typeMismatch } from '../errors';
import type { Deadline } from '../query/executor';
import type { Engine } from '../engine';
import { Retry } from '../session/retry';
import type { Transaction } from '../session/transaction';
import type { Collection } from '../storage/catalogue';
import type { Index } from '../storage/index-definition';
import type { WriteScope } from '../storage/store';
import type { View } from '../storage/view';
import type { Connection } from '../wire/connection';
import { checkNamespace, type Arguments } from './arguments';
import { resolveHint } from './hints';

/** Everything a command may need: what was asked, by whom, and what it reads and writes. */
export class Context {
  constructor(
    readonly engine: Engine,
    readonly connection: Connection,
    readonly database: string,
    readonly args: Arguments,
    readonly sequences: ReadonlyMap<string, Value[]>,
    /** The session's identifier, or undefined for a command without one. */
    readonly session: string | undefined,
    readonly transaction: Transaction | undefined,
    /** The number of a retryable write. */
    readonly txnNumber: number | undefined,
    readonly deadline: Deadline,
    /** Milliseconds since the epoch, the same all through the command. */
    readonly now: number,
  ) {}

  /** The namespace the command is about. @throws InvalidNamespace */
  namespace(): string {
    return checkNamespace(this.database, this.args.collection());
  }

  /** The state to read from: the transaction's, or the latest. */
  readonly view = (): View => this.transaction?.view ?? this.engine.durable.latest;

  /** A collection by its namespace. @throws SnapshotUnavailable when it changed after the transaction began */
  collection(namespace: string): Collection | undefined {
    const { transaction } = this;
    const collection = this.engine.isHidden(namespace, transaction)
      ? undefined
      : this.engine.catalogue.get(namespace);
    if (
      collection &&
      transaction &&
      collection.changedAt > transaction.snapshotSequence &&
      !transaction.ownCollections.has(namespace)
    ) {
      throw new CommandError(
        246,
        `Unable to read from a snapshot due to pending collection catalog changes; please retry the operation.`,
        { labels: ['TransientTransactionError'] },
      );
    }
    return collection;
  }

  /** Documents of a field that may come in the body or beside it. @throws TypeMismatch when one is no document */
  documents(field: string): Value[] {
    const beside = this.sequences.get(field);
    if (beside) return beside;
    const { args } = this;
    const docs = args.array(field);
    const wanted = `BSON field '${args.name}.${field}`;
    if (!docs) throw new CommandError(40414, `${wanted}' is missing but a required field`);
    docs.forEach((doc, i) => {
      if (!doc.isObject)
        throw typeMismatch(
          `${wanted}.${i}' is the wrong type '${TYPE_NAMES[doc.type]}', expected type 'object'`,
        );
    });
    return docs;
  }

  /** Runs a write: at once inside a transaction, else in the next group; resolves when it is on disk. */
  async write<T>(work: (scope: WriteScope, retry: Retry | undefined) => T): Promise<T> {
    const { transaction, session, txnNumber } = this;
    if (transaction) return work(transaction.scope(), undefined);
    return this.engine.durable.write((scope) => {
      const retry =
        session !== undefined && txnNumber !== undefined
          ? new Retry(scope, session, txnNumber, this.now)
          : undefined;
      const result = work(scope, retry);
      if (retry?.isChanged) this.engine.failPoints?.beforeCommit(this.args);
      retry?.save();
      return result;
    }, this.deadline);
  }

  /** The collection to write to, made when it isn't there. */
  ensureCollection(scope: WriteScope, namespace: string): Collection {
    const visible = this.collection(namespace);
    if (visible) return visible;
    // One that another transaction is making becomes everybody's with the first foreign write.
    this.engine.unborn.delete(namespace);
    return this.engine.catalogue.get(namespace) ?? this.engine.catalogue.create(scope, namespace);
  }

  /** Inside a transaction a missing collection is made beforehand, because its snapshot can't. */
  async prepareCollection(namespace: string): Promise<void> {
    if (!this.transaction || this.engine.catalogue.get(namespace)) return;
    const { transaction, engine } = this;
    transaction.ownCollections.add(namespace);
    engine.unborn.set(namespace, transaction);
    let isAborted = false;
    transaction.onAbort = () => {
      isAborted = true;
      void engine.dropUnused([...transaction.ownCollections]);
    };
    void transaction.ended.then(() => {
      if (!isAborted && engine.unborn.get(namespace) === transaction) engine.unborn.delete(namespace);
    });
    await this.engine.durable.write((scope) => {
      if (!this.engine.catalogue.get(namespace)) this.engine.catalogue.create(scope, namespace);
    });
  }

  /** The index a hint names. @throws BadValue when there is none */
  hint(
    value: Value | undefined,
    collection: Collection | undefined,
  ): Index | 'natural' | 'reverse' | undefined {
    return value && collection ? resolveHint(value, collection) : undefined;
  }
}
