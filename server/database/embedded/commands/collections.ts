import { Binary } from 'bson';

import { toDoc } from '../bson/build';
import { CommandError } from '../errors';
import { parseOptionalFilter } from '../query/parse-filter';
import { collectionOf, databaseOf, type Collection } from '../storage/catalogue';
import { indexPrefix } from '../storage/keys';
import { checkFields } from './arguments';
import type { Context } from './context';
import { batchSizeOf, waitForTransactions } from './indexes';
import { cursorReply, ok } from './reply';

/** `create` */
export async function runCreate(context: Context): Promise<Buffer> {
  const { args, engine } = context;
  checkFields(args, [], ['autoIndexId', 'idIndex', 'flags']);
  const namespace = context.namespace();
  if (context.transaction) {
    if (engine.catalogue.get(namespace))
      throw new CommandError(48, `Collection ${namespace} already exists.`);
    await context.prepareCollection(namespace);
    return ok();
  }
  await engine.durable.write((scope) => {
    if (engine.isHidden(namespace, undefined)) {
      engine.unborn.delete(namespace);
      return;
    }
    if (engine.catalogue.get(namespace)) {
      throw new CommandError(48, `Collection ${namespace} already exists.`);
    }
    engine.catalogue.create(scope, namespace);
  });
  return ok();
}

/** `drop` */
export async function runDrop(context: Context): Promise<Buffer> {
  const { args, engine } = context;
  checkFields(args, []);
  const namespace = context.namespace();
  const dropped = await engine.durable.write((scope) => {
    const collection = engine.catalogue.get(namespace);
    if (!collection) return undefined;
    waitForTransactions(context, collection);
    engine.catalogue.drop(scope, collection);
    return collection;
  });
  engine.cursors.killWhere((cursor) => cursor.namespace === namespace);
  return dropped ? ok({ nIndexesWas: dropped.indexes.length, ns: namespace }) : ok();
}

/** `dropDatabase` */
export async function runDropDatabase(context: Context): Promise<Buffer> {
  const { engine, database } = context;
  checkFields(context.args, []);
  const dropped = await engine.durable.write((scope) => {
    const collections = engine.catalogue.ofDatabase(database);
    for (const collection of collections) waitForTransactions(context, collection);
    for (const collection of collections) engine.catalogue.drop(scope, collection);
    return collections.length;
  });
  engine.cursors.killWhere((cursor) => databaseOf(cursor.namespace) === database);
  return dropped > 0 ? ok({ dropped: database }) : ok();
}

/** `listCollections` */
export function runListCollections(context: Context): Buffer {
  const { args, engine, database } = context;
  checkFields(args, ['filter', 'nameOnly', 'cursor', 'authorizedCollections']);
  const filter = parseOptionalFilter(args.doc('filter'));
  const nameOnly = args.bool('nameOnly') === true;
  const docs = engine.catalogue
    .ofDatabase(database)
    .filter(({ namespace }) => !engine.isHidden(namespace, undefined))
    .map((collection) => ({
      full: describe(collection),
      short: toDoc({ name: collectionOf(collection.namespace), type: 'collection' }),
    }))
    .filter(({ full }) => filter.matches(full, 0))
    .map(({ full, short }) => (nameOnly ? short : full));
  let at = 0;
  const namespace = `${database}.$cmd.listCollections`;
  const batch = engine.cursors.start(
    { next: () => docs[at++], rest: () => undefined },
    namespace,
    batchSizeOf(args),
    false,
    undefined,
  );
  return cursorReply('firstBatch', batch.docs, batch.id, namespace);
}

function describe(collection: Collection): Buffer {
  return toDoc({
    name: collectionOf(collection.namespace),
    type: 'collection',
    options: {},
    info: { readOnly: false, uuid: new Binary(collection.uuid, 4) },
    idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
  });
}

/** `listDatabases` */
export function runListDatabases(context: Context): Buffer {
  const { args, engine } = context;
  checkFields(args, ['filter', 'nameOnly', 'authorizedDatabases']);
  const filter = parseOptionalFilter(args.doc('filter'));
  const nameOnly = args.bool('nameOnly') === true;
  const names = [
    ...new Set(
      engine.catalogue
        .all()
        .filter(({ namespace }) => !engine.isHidden(namespace, undefined))
        .map(({ namespace }) => databaseOf(namespace)),
    ),
  ].sort();
  const databases = names
    .map((name) => ({ name, sizeOnDisk: nameOnly ? 0 : databaseSize(context, name), empty: false }))
    .filter((database) => filter.matches(toDoc(database), 0));
  if (nameOnly) return ok({ databases: databases.map(({ name }) => ({ name })) });
  const totalSize = databases.reduce((sum, database) => sum + database.sizeOnDisk, 0);
  return ok({ databases, totalSize, totalSizeMb: Math.floor(totalSize / 1_048_576) });
}

interface Sizes {
  objects: number;
  dataSize: number;
}

function sizesOf(context: Context, collection: Collection): Sizes {
  const sizes = { objects: 0, dataSize: 0 };
  const scan = context.engine.durable.latest.scan({
    low: indexPrefix(collection.id, 0),
    high: indexPrefix(collection.id, 1),
  });
  while (scan.next()) {
    sizes.objects += 1;
    sizes.dataSize += scan.value.length;
  }
  scan.close();
  return sizes;
}

function databaseSize(context: Context, database: string): number {
  return context.engine.catalogue
    .ofDatabase(database)
    .reduce((sum, collection) => sum + sizesOf(context, collection).dataSize, 0);
}

/** `dbStats` */
export function runDbStats(context: Context): Buffer {
  const { args, engine, database } = context;
  checkFields(args, ['scale', 'freeStorage']);
  const scale = args.int('scale') ?? 1;
  const collections = engine.catalogue.ofDatabase(database);
  const sizes = collections.map((collection) => sizesOf(context, collection));
  const objects = sizes.reduce((sum, size) => sum + size.objects, 0);
  const dataSize = sizes.reduce((sum, size) => sum + size.dataSize, 0);
  return ok({
    db: database,
    collections: collections.length,
    views: 0,
    objects,
    avgObjSize: objects === 0 ? 0 : dataSize / objects,
    dataSize: dataSize / scale,
    storageSize: dataSize / scale,
    indexes: collections.reduce((sum, collection) => sum + collection.indexes.length, 0),
    scaleFactor: scale,
  });
}
