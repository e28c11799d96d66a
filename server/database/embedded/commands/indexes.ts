import { textOf, toJs } from '../bson/decode';
import { toNumber } from '../bson/numbers';
import { elementsOf, type Value } from '../bson/raw';
import { BsonType, isNumeric, TYPE_NAMES } from '../bson/types';
import { CommandError, typeMismatch } from '../errors';
import type { Collection } from '../storage/catalogue';
import { removeAll } from '../storage/catalogue';
import { indexFromSpec, type Index } from '../storage/index-definition';
import { indexPrefix, recordOf } from '../storage/keys';
import { indexRecord } from '../storage/records';
import type { WriteScope } from '../storage/store';
import { type Arguments, checkFields } from './arguments';
import type { Context } from './context';
import { existing, indexSpec, sameKeyPattern, shown } from './index-specs';
import { cursorReply, ok } from './reply';

/** Waits until no open transaction has written to the collection. */
export function waitForTransactions(context: Context, collection: Collection): void {
  const prefix = indexPrefix(collection.id, 0).toString('latin1', 0, 5);
  const holder = context.engine.durable.claims.holderOf((key) => key.startsWith(prefix));
  if (holder) context.engine.durable.block(holder);
}

/** `createIndexes` */
export async function runCreateIndexes(context: Context): Promise<Buffer> {
  const { args, engine } = context;
  checkFields(args, ['indexes'], ['commitQuorum', 'ignoreUnknownIndexOptions']);
  const namespace = context.namespace();
  const given = context.documents('indexes');
  if (given.length === 0) throw new CommandError(2, 'Must specify at least one index to create');
  const specs = given.map(indexSpec);
  const result = await engine.durable.write((scope) => {
    const before = context.collection(namespace);
    let collection = before ?? context.ensureCollection(scope, namespace);
    waitForTransactions(context, collection);
    const numIndexesBefore = collection.indexes.length;
    for (const spec of specs) {
      const nextId = Math.max(...collection.indexes.map((index) => index.id)) + 1;
      const index = indexFromSpec(nextId, spec);
      if (existing(collection, index)) continue;
      if (collection.indexes.length >= 64)
        throw new CommandError(67, `add index fails, too many indexes for ${namespace} key:${shown(index)}`);
      index.createdAt = engine.durable.currentSequence;
      buildIndex(scope, collection, index);
      collection = {
        ...collection,
        indexes: [...collection.indexes, index],
        changedAt: engine.durable.currentSequence,
      };
    }
    if (collection.indexes.length > numIndexesBefore) engine.catalogue.save(scope, collection);
    return {
      numIndexesBefore,
      numIndexesAfter: collection.indexes.length,
      createdCollectionAutomatically: before === undefined,
      ...(collection.indexes.length === numIndexesBefore ? { note: 'all indexes already exist' } : {}),
    };
  });
  return ok(result);
}

function buildIndex(scope: WriteScope, collection: Collection, index: Index): void {
  const scan = scope.view.base.scan({
    low: indexPrefix(collection.id, 0),
    high: indexPrefix(collection.id, 1),
  });
  try {
    while (scan.next()) indexRecord(scope, collection, index, recordOf(scan.key), scan.value);
  } finally {
    scan.close();
  }
}

/** `listIndexes` */
export function runListIndexes(context: Context): Buffer {
  checkFields(context.args, ['cursor'], ['includeBuildUUIDs', 'includeIndexBuildInfo']);
  const namespace = context.namespace();
  const collection = context.collection(namespace);
  if (!collection) throw new CommandError(26, `ns does not exist: ${namespace}`);
  const docs = collection.indexes.map((index) => index.spec);
  let at = 0;
  const source = { next: () => docs[at++], rest: () => undefined };
  const size = batchSizeOf(context.args);
  const batch = context.engine.cursors.start(source, namespace, size, false, undefined);
  return cursorReply('firstBatch', batch.docs, batch.id, namespace);
}

/** The batch size of a command that carries it in `cursor`. */
export function batchSizeOf(args: Arguments): number | undefined {
  const cursor = args.doc('cursor');
  const size = cursor && elementsOf(cursor).find((element) => element.name === 'batchSize');
  const unknown = cursor && elementsOf(cursor).find((element) => element.name !== 'batchSize');
  if (unknown) throw new CommandError(40415, `BSON field 'cursor.${unknown.name}' is an unknown field.`);
  if (!size) return undefined;
  const number = isNumeric(size.value.type) ? toNumber(size.value) : Number.NaN;
  if (Number.isNaN(number))
    throw typeMismatch(
      `BSON field 'cursor.batchSize' is the wrong type '${TYPE_NAMES[size.value.type]}', expected type 'long'`,
    );
  if (number < 0)
    throw new CommandError(51024, `BSON field 'batchSize' value must be >= 0, actual value '${number}'`);
  return Math.trunc(number);
}

/** `dropIndexes` */
export async function runDropIndexes(context: Context): Promise<Buffer> {
  const { args, engine } = context;
  checkFields(args, ['index']);
  const namespace = context.namespace();
  const wanted = args.get('index');
  if (!wanted)
    throw new CommandError(40414, "BSON field 'dropIndexes.index' is missing but a required field");
  const result = await engine.durable.write((scope) => {
    const collection = engine.catalogue.get(namespace);
    if (!collection) throw new CommandError(26, `ns not found ${namespace}`);
    waitForTransactions(context, collection);
    const dropped = indexesToDrop(collection, wanted);
    for (const index of dropped)
      removeAll(scope, indexPrefix(collection.id, index.id), indexPrefix(collection.id, index.id + 1));
    engine.catalogue.save(scope, {
      ...collection,
      indexes: collection.indexes.filter((index) => !dropped.includes(index)),
      changedAt: engine.durable.currentSequence,
    });
    return { nIndexesWas: collection.indexes.length };
  });
  return ok(result);
}

function indexesToDrop(collection: Collection, wanted: Value): Index[] {
  if (wanted.type === BsonType.string && textOf(wanted) === '*')
    return collection.indexes.filter((index) => !index.isId);
  const items = wanted.isArray ? elementsOf(wanted).map((element) => element.value) : [wanted];
  return items.map((item) => {
    const found =
      item.type === BsonType.string
        ? collection.indexes.find((index) => index.name === textOf(item))
        : collection.indexes.find((index) => sameKeyPattern(index, item));
    if (!found) {
      throw new CommandError(
        27,
        item.type === BsonType.string
          ? `index not found with name [${textOf(item)}]`
          : `can't find index with key: ${JSON.stringify(toJs(item))}`,
      );
    }
    if (found.isId) throw new CommandError(72, 'cannot drop _id index');
    return found;
  });
}
