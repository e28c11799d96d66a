import { Binary, deserialize, serialize } from 'bson';
import { randomUUID } from 'node:crypto';

import { field } from '../bson/raw';
import { indexFromSpec, type Index } from './index-definition';
import {
  catalogueKey,
  CATALOGUE_END,
  CATALOGUE_START,
  collectionEnd,
  collectionOfKey,
  COLLECTIONS_END,
  indexPrefix,
  metaKey,
  recordOf,
} from './keys';
import type { DurableStore, WriteScope } from './store';
import type { View } from './view';

const NEXT_COLLECTION = metaKey('nextCollection');

/** A collection as it is kept in memory. */
export interface Collection {
  readonly id: number;
  readonly namespace: string;
  readonly uuid: Buffer;
  readonly indexes: readonly Index[];
  /** The sequence number of the last change to the collection's definition. */
  readonly changedAt: number;
  /** Hands out record numbers; shared by all definitions of the collection. */
  readonly records: { next: number };
}

/** The database part of a namespace. */
export function databaseOf(namespace: string): string {
  return namespace.slice(0, namespace.indexOf('.'));
}

/** The collection part of a namespace. */
export function collectionOf(namespace: string): string {
  return namespace.slice(namespace.indexOf('.') + 1);
}

/** All collections and their indexes, kept in memory and in the store. */
export class Catalogue {
  private readonly collections = new Map<string, Collection>();

  constructor(private readonly durable: DurableStore) {
    this.reload();
    this.sweepLeftovers();
  }

  /** Reads every definition again from the store. */
  reload(): void {
    this.collections.clear();
    const view = this.durable.latest;
    const scan = view.scan({ low: CATALOGUE_START, high: CATALOGUE_END });
    while (scan.next()) {
      const namespace = scan.key.toString('utf8', 1);
      const collection = decode(namespace, Buffer.from(scan.value), lastRecord(view, scan.value) + 1);
      this.collections.set(namespace, collection);
    }
    scan.close();
  }

  get(namespace: string): Collection | undefined {
    return this.collections.get(namespace);
  }

  /** The collections of a database, by name. */
  ofDatabase(database: string): Collection[] {
    return [...this.collections.values()]
      .filter((collection) => databaseOf(collection.namespace) === database)
      .sort((a, b) => (a.namespace < b.namespace ? -1 : 1));
  }

  all(): Collection[] {
    return [...this.collections.values()];
  }

  /** Creates an empty collection with its `_id` index. */
  create(scope: WriteScope, namespace: string): Collection {
    const bytes = scope.view.get(NEXT_COLLECTION);
    const id = bytes ? bytes.readUInt32BE(0) : 1;
    const next = Buffer.allocUnsafe(4);
    next.writeUInt32BE(id + 1);
    scope.view.put(NEXT_COLLECTION, next);
    const idIndex = indexFromSpec(1, docValueOf({ v: 2, key: { _id: 1 }, name: '_id_' }));
    return this.save(scope, {
      id,
      namespace,
      uuid: Buffer.from(randomUUID().replaceAll('-', ''), 'hex'),
      indexes: [idIndex],
      changedAt: this.durable.currentSequence,
      records: { next: 1 },
    });
  }

  /** Stores a collection's definition. */
  save(scope: WriteScope, collection: Collection): Collection {
    scope.view.put(catalogueKey(collection.namespace), encode(collection));
    scope.onApply(() => this.collections.set(collection.namespace, collection));
    return collection;
  }

  /** Stores that an index has met arrays, together with the documents that hold them. */
  markMultikey(scope: WriteScope, written: Collection): void {
    const { namespace } = written;
    scope.beforeApply(namespace, (final) => {
      const collection = this.collections.get(namespace) ?? written;
      if (collection.id !== written.id) return;
      final.view.put(catalogueKey(namespace), encode(collection));
      const marks = collection.indexes.map((index) => [index, index.multikey] as const);
      final.onApply(() => {
        for (const [index, bits] of marks) index.savedMultikey = bits;
      });
    });
  }

  /** Removes a collection with its documents and index entries. */
  drop(scope: WriteScope, collection: Collection): void {
    scope.view.remove(catalogueKey(collection.namespace));
    scope.onApply(() => {
      this.collections.delete(collection.namespace);
      this.sweep(collection.id);
    });
  }

  /** Goes on with what a dropped collection has left where the last process had not come to its end. */
  private sweepLeftovers(): void {
    const known = new Set(this.all().map(({ id }) => id));
    for (let id = this.firstStored(0); id !== undefined; id = this.firstStored(id + 1))
      if (!known.has(id)) this.sweep(id);
  }

  /** The first collection from the number on that has anything stored. */
  private firstStored(from: number): number | undefined {
    const scan = this.durable.latest.scan({
      low: indexPrefix(from, 0),
      high: COLLECTIONS_END,
      keysOnly: true,
    });
    const id = scan.next() ? collectionOfKey(scan.key) : undefined;
    scan.close();
    return id;
  }

  /** Removes what a dropped collection has left, a part with each group, so that others are served in between. */
  private sweep(id: number): void {
    const step = (scope: WriteScope): number =>
      // The group that dropped it may have failed: then it is still there.
      this.all().some((collection) => collection.id === id)
        ? 0
        : removeAll(scope, indexPrefix(id, 0), collectionEnd(id), SWEPT);
    const run = async (): Promise<void> => {
      while ((await this.durable.write(step)) === SWEPT);
    };
    // When the engine is closing, the next start goes on.
    run().catch(() => undefined);
  }
}

/** Keys of a dropped collection that go with one group. */
const SWEPT = 2000;

/** Removes the keys of a span, up to a limit; tells how many. */
export function removeAll(scope: WriteScope, low: Buffer, high: Buffer, limit = Infinity): number {
  const keys: Buffer[] = [];
  const scan = scope.view.scan({ low, high, keysOnly: true });
  while (keys.length < limit && scan.next()) keys.push(Buffer.from(scan.key));
  scan.close();
  for (const key of keys) scope.view.remove(key);
  return keys.length;
}

function docValueOf(object: Record<string, unknown>): Buffer {
  return Buffer.from(serialize(object));
}

function lastRecord(view: View, definition: Buffer): number {
  const id = field(Buffer.from(definition), 'id')!;
  const collection = id.buf.readInt32LE(id.start);
  const scan = view.scan({
    low: indexPrefix(collection, 0),
    high: indexPrefix(collection, 1),
    reverse: true,
  });
  const record = scan.next() ? recordOf(scan.key) : 0;
  scan.close();
  return record;
}

function encode(collection: Collection): Buffer {
  return Buffer.from(
    serialize({
      id: collection.id,
      uuid: new Binary(collection.uuid, 4),
      changedAt: collection.changedAt,
      indexes: collection.indexes.map((index) => ({
        id: index.id,
        createdAt: index.createdAt,
        multikey: index.multikey,
        spec: new Binary(index.spec),
      })),
    }),
  );
}

function decode(namespace: string, bytes: Buffer, nextRecord: number): Collection {
  const stored = deserialize(bytes) as {
    id: number;
    uuid: Binary;
    changedAt: number;
    indexes: { id: number; createdAt: number; multikey: number; spec: Binary }[];
  };
  return {
    id: stored.id,
    namespace,
    uuid: Buffer.from(stored.uuid.buffer.subarray(0, 16)),
    changedAt: stored.changedAt,
    records: { next: nextRecord },
    indexes: stored.indexes.map((index) => {
      const definition = indexFromSpec(index.id, Buffer.from(index.spec.value()));
      definition.createdAt = index.createdAt;
      definition.multikey = index.multikey;
      definition.savedMultikey = index.multikey;
      return definition;
    }),
  };
}
