import { sameBytes } from '../bson/compare';
import { toJs } from '../bson/decode';
import { keyOf } from '../bson/key';
import { elementsOf, field, type Value } from '../bson/raw';
import { BsonType } from '../bson/types';
import { CommandError } from '../errors';
import { plainValue } from '../query/path';
import type { Catalogue, Collection } from './catalogue';
import { keyPattern, type Index } from './index-definition';
import { indexKeys } from './index-keys';
import { indexPrefix, recordBytes, recordKey, recordOf } from './keys';
import type { WriteScope } from './store';
import type { View } from './view';

/** Largest document. @source mongodb.com/docs/manual/reference/limits */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

const PRESENT = Buffer.from([1]);
const AFTER = Buffer.from([0xff]);
const ID_TAIL = Buffer.from([1]);

/** The key in the `_id` index of an identifier. */
export function idKey(collection: number, id: Value): Buffer {
  return Buffer.concat([indexPrefix(collection, 1), keyOf(id), ID_TAIL]);
}

/** The record number of the document with the identifier. */
export function findById(view: View, collection: number, id: Value): number | undefined {
  const bytes = view.get(idKey(collection, id));
  return bytes ? bytes.readUIntBE(0, 6) : undefined;
}

/** A document by its record number. */
export function readRecord(view: View, collection: number, record: number): Buffer | undefined {
  return view.get(recordKey(collection, record));
}

interface IndexChange {
  index: Index;
  added: Buffer[];
  removed: Buffer[];
}

function entryKey(collection: number, index: Index, key: Buffer, record: number): Buffer {
  return Buffer.concat([indexPrefix(collection, index.id), key, index.isId ? ID_TAIL : recordBytes(record)]);
}

function duplicateKey(collection: Collection, index: Index, doc: Buffer, key: Buffer): CommandError {
  const values = index.fields.map(
    ({ path }) => [path.text, displayedValue(path.text, index, doc, key)] as const,
  );
  const shown = values.map(([name, value]) => `${name}: ${display(value)}`).join(', ');
  return new CommandError(
    11000,
    `E11000 duplicate key error collection: ${collection.namespace} index: ${index.name} dup key: { ${shown} }`,
    {
      extra: {
        keyPattern: toJs(keyPattern(index)),
        keyValue: Object.fromEntries(values.map(([name, value]) => [name, value ? toJs(value) : null])),
      },
    },
  );
}

/** The value of an indexed path that collided: for an array the element whose entry is the given key. */
function displayedValue(name: string, index: Index, doc: Buffer, key: Buffer): Value | undefined {
  const path = index.fields.find((item) => item.path.text === name)!.path;
  const value = plainValue(path, doc, 0);
  if (value?.isArray && index.fields.length === 1) {
    return elementsOf(value).find((element) => keyOf(element.value).equals(key))?.value ?? value;
  }
  return value;
}

function display(value: Value | undefined): string {
  const js = value ? toJs(value) : null;
  if (value?.type === BsonType.objectId) return `ObjectId('${String(js)}')`;
  if (value?.type === BsonType.date) return `new Date(${(js as Date).getTime()})`;
  if (value?.type === BsonType.double && Number.isInteger(js)) return `${String(js)}.0`;
  return JSON.stringify(js);
}

function checkUnique(
  scope: WriteScope,
  collection: Collection,
  index: Index,
  key: Buffer,
  record: number,
  doc: Buffer,
): void {
  const low = Buffer.concat([indexPrefix(collection.id, index.id), key]);
  scope.claim(low);
  if (index.isId) {
    if (scope.view.get(Buffer.concat([low, ID_TAIL]))) throw duplicateKey(collection, index, doc, key);
    return;
  }
  const scan = scope.view.scan({ low, high: Buffer.concat([low, AFTER]), keysOnly: true });
  try {
    while (scan.next()) if (recordOf(scan.key) !== record) throw duplicateKey(collection, index, doc, key);
  } finally {
    scan.close();
  }
}

/** Works out and checks all index changes before anything is written, so that a refusal leaves no trace. */
function planIndexes(
  scope: WriteScope,
  collection: Collection,
  record: number,
  before: Buffer | undefined,
  after: Buffer | undefined,
): IndexChange[] {
  const changes: IndexChange[] = [];
  for (const index of collection.indexes) {
    if (before && after && index.isId) continue;
    const old = before ? indexKeys(index, before).keys : [];
    const fresh = after ? indexKeys(index, after) : undefined;
    if (fresh && (fresh.multikey & ~index.savedMultikey) !== 0)
      noteMultikey(scope, collection, index, fresh.multikey);
    const added = fresh ? fresh.keys.filter((key) => !old.some((other) => other.equals(key))) : [];
    const removed = fresh ? old.filter((key) => !fresh.keys.some((other) => other.equals(key))) : old;
    if (index.isUnique) for (const key of added) checkUnique(scope, collection, index, key, record, after!);
    if (added.length > 0 || removed.length > 0) changes.push({ index, added, removed });
  }
  return changes;
}

let catalogue: Catalogue;

/** Tells where collections are kept. */
export function provideCatalogue(value: Catalogue): void {
  catalogue = value;
}

function noteMultikey(scope: WriteScope, collection: Collection, index: Index, fields: number): void {
  // Set at once: a reader that takes the index for multikey too early is only a little slower.
  index.multikey |= fields;
  catalogue.markMultikey(scope, collection);
}

function applyIndexes(
  scope: WriteScope,
  collection: Collection,
  record: number,
  changes: readonly IndexChange[],
): void {
  for (const { index, added, removed } of changes) {
    for (const key of removed) {
      // Whoever frees a unique key must be seen by those who want it.
      if (index.isUnique) scope.claim(Buffer.concat([indexPrefix(collection.id, index.id), key]));
      scope.view.remove(entryKey(collection.id, index, key, record));
    }
    const value = index.isId ? recordBytes(record) : PRESENT;
    for (const key of added) scope.view.put(entryKey(collection.id, index, key, record), value);
  }
}

function checkSize(doc: Buffer): void {
  if (doc.length > MAX_DOCUMENT_BYTES) {
    throw new CommandError(
      10334,
      `BSONObj size: ${doc.length} (0x${doc.length.toString(16).toUpperCase()}) is invalid. Size must be between 0 and 16793600(16MB)`,
    );
  }
}

/** Adds a document, which has an `_id`, to a collection. @throws DuplicateKey when a unique index has its key */
export function insertRecord(scope: WriteScope, collection: Collection, doc: Buffer): number {
  checkSize(doc);
  const record = collection.records.next;
  const changes = planIndexes(scope, collection, record, undefined, doc);
  collection.records.next += 1;
  applyIndexes(scope, collection, record, changes);
  scope.view.put(recordKey(collection.id, record), doc);
  return record;
}

/** Puts a new version in a document's place. @throws DuplicateKey when a unique index has its key; ImmutableField when `_id` changes */
export function updateRecord(
  scope: WriteScope,
  collection: Collection,
  record: number,
  before: Buffer,
  after: Buffer,
): void {
  checkSize(after);
  const idBefore = field(before, '_id')!;
  const idAfter = field(after, '_id');
  if (!idAfter || !sameBytes(idBefore, idAfter)) {
    throw new CommandError(
      66,
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    );
  }
  const key = recordKey(collection.id, record);
  scope.claim(key);
  const changes = planIndexes(scope, collection, record, before, after);
  applyIndexes(scope, collection, record, changes);
  scope.view.put(key, after);
}

/** Removes a document. */
export function deleteRecord(
  scope: WriteScope,
  collection: Collection,
  record: number,
  before: Buffer,
): void {
  const key = recordKey(collection.id, record);
  scope.claim(key);
  applyIndexes(scope, collection, record, planIndexes(scope, collection, record, before, undefined));
  scope.view.remove(key);
}

/** Adds a document that already is in the collection to an index being built. */
export function indexRecord(
  scope: WriteScope,
  collection: Collection,
  index: Index,
  record: number,
  doc: Buffer,
): void {
  const { keys, multikey } = indexKeys(index, doc);
  index.multikey |= multikey;
  if (index.isUnique) for (const key of keys) checkUnique(scope, collection, index, key, record, doc);
  for (const key of keys) scope.view.put(entryKey(collection.id, index, key, record), PRESENT);
}
