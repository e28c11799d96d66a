import { DocBuilder } from '../bson/build';
import { sameBytes } from '../bson/compare';
import { textOf } from '../bson/decode';
import { toNumber } from '../bson/numbers';
import { elementsOf, field, type Value } from '../bson/raw';
import { BsonType, isNumeric, TYPE_NAMES } from '../bson/types';
import { CommandError, notImplemented } from '../errors';
import { equalValues } from '../bson/compare';
import type { Collection } from '../storage/catalogue';
import { removeAll } from '../storage/catalogue';
import { indexFromSpec, keyPattern, type Index } from '../storage/index-definition';
import { indexPrefix, recordOf } from '../storage/keys';
import { indexRecord } from '../storage/records';
import type { WriteScope } from '../storage/store';
import { toJs } from '../bson/decode';
import { type Arguments, checkFields } from './arguments';
import type { Context } from './context';
import { cursorReply, ok } from './reply';

const OPTIONS = new Set([
  'key',
  'name',
  'unique',
  'sparse',
  'expireAfterSeconds',
  'partialFilterExpression',
  'background',
  'v',
  'hidden',
  'ns',
]);
const REFUSED = new Set([
  'collation',
  'weights',
  'default_language',
  'language_override',
  'textIndexVersion',
  '2dsphereIndexVersion',
  'bits',
  'min',
  'max',
  'wildcardProjection',
  'storageEngine',
  'clustered',
  'prepareUnique',
  'bucketSize',
]);

/** The description of an index as it is stored, checked. @throws CannotCreateIndex when something in it isn't possible */
export function indexSpec(given: Value): Buffer {
  const fields = new Map(elementsOf(given).map(({ name, value }) => [name, value]));
  for (const name of fields.keys()) {
    if (REFUSED.has(name)) throw notImplemented(`The index option '${name}'`);
    if (!OPTIONS.has(name))
      throw new CommandError(
        197,
        `The field '${name}' is not valid for an index specification. Specification: ${JSON.stringify(toJs(given))}`,
      );
  }
  const key = fields.get('key');
  if (!key?.isObject)
    throw new CommandError(9, "The 'key' field is a required property of an index specification");
  const parts = elementsOf(key);
  if (parts.length === 0) throw new CommandError(67, 'Index keys cannot be an empty object');
  for (const { name, value } of parts) {
    if (value.type === BsonType.string) throw notImplemented(`An index of type '${textOf(value)}'`);
    if (!isNumeric(value.type) || toNumber(value) === 0 || Number.isNaN(toNumber(value))) {
      throw new CommandError(
        67,
        `Values in the index key pattern must be non-zero numbers or strings, not ${TYPE_NAMES[value.type]}`,
      );
    }
    if (name === '') throw new CommandError(67, 'Index keys cannot be an empty field.');
    if (name.includes('$**')) throw notImplemented('A wildcard index');
    if (name.split('.').some((part) => part.startsWith('$') && !['$id', '$ref', '$db'].includes(part)))
      throw new CommandError(67, `Index key contains an illegal field name: field name starts with '$'.`);
    if (name.split('.').includes('')) throw new CommandError(67, 'Index keys cannot contain an empty field.');
  }
  const nameValue = fields.get('name');
  if (nameValue?.type !== BsonType.string)
    throw new CommandError(9, "The 'name' field is a required property of an index specification");
  const expires = fields.get('expireAfterSeconds');
  if (expires) {
    if (!isNumeric(expires.type))
      throw new CommandError(14, "TTL index 'expireAfterSeconds' option must be numeric");
    if (toNumber(expires) < 0 || toNumber(expires) > 2147483647)
      throw new CommandError(67, "TTL index 'expireAfterSeconds' option must be within an acceptable range");
    if (parts.length > 1)
      throw new CommandError(
        67,
        'TTL indexes are single-field indexes, compound indexes do not support TTL.',
      );
  }
  if (
    fields.has('partialFilterExpression') &&
    fields.get('sparse') &&
    toNumberOrFlag(fields.get('sparse')!)
  ) {
    throw new CommandError(67, 'cannot mix "partialFilterExpression" and "sparse" options');
  }
  const builder = new DocBuilder().int('v', 2).value('key', key).value('name', nameValue);
  for (const [name, value] of fields) {
    if (name === 'key' || name === 'name' || name === 'v' || name === 'background' || name === 'ns') continue;
    if (name === 'unique' || name === 'sparse' || name === 'hidden') {
      if (toNumberOrFlag(value)) builder.bool(name, true);
    } else {
      builder.value(name, value);
    }
  }
  return builder.finish();
}

function toNumberOrFlag(value: Value): boolean {
  return value.type === BsonType.bool
    ? value.buf[value.start] === 1
    : isNumeric(value.type) && toNumber(value) !== 0;
}

/** Whether two descriptions mean the same index. */
function sameIndex(a: Index, b: Index): boolean {
  const partialSame =
    a.partialSpec && b.partialSpec
      ? sameBytes(a.partialSpec, b.partialSpec)
      : a.partialSpec === b.partialSpec;
  return (
    a.isUnique === b.isUnique &&
    a.isSparse === b.isSparse &&
    partialSame &&
    a.expireAfterSeconds === b.expireAfterSeconds
  );
}

/** Finds the existing index a new one would be. @throws IndexOptionsConflict or IndexKeySpecsConflict */
function existing(collection: Collection, fresh: Index): Index | undefined {
  const byName = collection.indexes.find((index) => index.name === fresh.name);
  const byKey = collection.indexes.find(
    (index) => equalKeys(index, fresh) && (index.isId || partialEqual(index, fresh)),
  );
  if (byName) {
    if (!equalKeys(byName, fresh)) {
      throw new CommandError(
        86,
        `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${shown(fresh)}, existing index: ${shown(byName)}`,
      );
    }
    if (!byName.isId && !sameIndex(byName, fresh))
      throw new CommandError(
        86,
        `An existing index has the same name as the requested index. Requested index: ${shown(fresh)}, existing index: ${shown(byName)}`,
      );
    return byName;
  }
  if (!byKey) return undefined;
  if (byKey.isId) return byKey;
  if (!sameIndex(byKey, fresh))
    throw new CommandError(
      85,
      `An equivalent index already exists with a different name or options. Requested index: ${shown(fresh)}, existing index: ${shown(byKey)}`,
    );
  throw new CommandError(85, `Index already exists with a different name: ${byKey.name}`);
}

function partialEqual(a: Index, b: Index): boolean {
  return a.partialSpec && b.partialSpec
    ? sameBytes(a.partialSpec, b.partialSpec)
    : a.partialSpec === b.partialSpec;
}

function equalKeys(a: Index, b: Index): boolean {
  const [x, y] = [elementsOf(keyPattern(a)), elementsOf(keyPattern(b))];
  return (
    x.length === y.length &&
    x.every((element, i) => element.name === y[i]!.name && equalValues(element.value, y[i]!.value))
  );
}

function shown(index: Index): string {
  return JSON.stringify(toJs(field(index.spec, 'key')!));
}

/** Waits until no open transaction has written to the collection. */
export function waitForTransactions(context: Context, collection: Collection): void {
  const prefix = indexPrefix(collection.id, 0).toString('latin1', 0, 5);
  const holder = context.engine.durable.holderOf((key) => key.startsWith(prefix));
  if (holder) context.engine.durable.block(holder);
}

/** `createIndexes` */
export async function runCreateIndexes(context: Context): Promise<Buffer> {
  const { args, engine } = context;
  checkFields(args, ['indexes'], ['commitQuorum', 'ignoreUnknownIndexOptions']);
  const namespace = context.namespace();
  const given = args.array('indexes') ?? [];
  if (given.length === 0) throw new CommandError(2, 'Must specify at least one index to create');
  const specs = given.map(indexSpec);
  const result = await engine.durable.write((scope) => {
    const before = engine.catalogue.get(namespace);
    let collection = before ?? engine.catalogue.create(scope, namespace);
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
  const collection = context.engine.catalogue.get(namespace);
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
  return size && toNumber(size.value);
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

/** Whether an index has exactly the key pattern. */
export function sameKeyPattern(index: Index, pattern: Value): boolean {
  if (!pattern.isObject) return false;
  const [x, y] = [elementsOf(keyPattern(index)), elementsOf(pattern)];
  return (
    x.length === y.length &&
    x.every((element, i) => element.name === y[i]!.name && equalValues(element.value, y[i]!.value))
  );
}
