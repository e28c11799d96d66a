/**
 * How the one ordered key space is laid out:
 * `01 name` counters · `02 namespace` catalogue · `03 session` retry records ·
 * `10 collection(4) 0000 record(6)` documents · `10 collection(4) index(2) key… record(6)` index entries.
 */
const META = 1;
const CATALOGUE = 2;
const SESSION = 3;
const COLLECTION = 0x10;
const RECORD_BYTES = 6;

/** The key of a counter kept beside the data. */
export function metaKey(name: string): Buffer {
  return Buffer.concat([Buffer.from([META]), Buffer.from(name, 'utf8')]);
}

/** The key of a collection's description. */
export function catalogueKey(namespace: string): Buffer {
  return Buffer.concat([Buffer.from([CATALOGUE]), Buffer.from(namespace, 'utf8')]);
}

export const CATALOGUE_START = Buffer.from([CATALOGUE]);
export const CATALOGUE_END = Buffer.from([CATALOGUE + 1]);
export const SESSION_START = Buffer.from([SESSION]);
export const SESSION_END = Buffer.from([SESSION + 1]);

/** The key of what a session's last retryable write or transaction did. */
export function sessionKey(id: string): Buffer {
  return Buffer.concat([Buffer.from([SESSION]), Buffer.from(id, 'latin1')]);
}

/** What all keys of one index begin with; index 0 holds the documents. */
export function indexPrefix(collection: number, index: number): Buffer {
  const key = Buffer.allocUnsafe(7);
  key[0] = COLLECTION;
  key.writeUInt32BE(collection, 1);
  key.writeUInt16BE(index, 5);
  return key;
}

/** The key just past everything of a collection. */
export function collectionEnd(collection: number): Buffer {
  return indexPrefix(collection + 1, 0);
}

/** The key just past every collection. */
export const COLLECTIONS_END = Buffer.from([COLLECTION + 1]);

/** The number of the collection that a document's key or an index entry belongs to. */
export function collectionOfKey(key: Buffer): number {
  return key.readUInt32BE(1);
}

/** The key of a document. */
export function recordKey(collection: number, record: number): Buffer {
  const key = Buffer.allocUnsafe(7 + RECORD_BYTES);
  key[0] = COLLECTION;
  key.writeUInt32BE(collection, 1);
  key[5] = 0;
  key[6] = 0;
  key.writeUIntBE(record, 7, RECORD_BYTES);
  return key;
}

/** The record number at the end of a document's key or of an index entry. */
export function recordOf(key: Buffer): number {
  return key.readUIntBE(key.length - RECORD_BYTES, RECORD_BYTES);
}

/** A record number as bytes. */
export function recordBytes(record: number): Buffer {
  const bytes = Buffer.allocUnsafe(RECORD_BYTES);
  bytes.writeUIntBE(record, 0, RECORD_BYTES);
  return bytes;
}

/** A key as a string whose order is the bytes' order. */
export function keyText(key: Buffer): string {
  return key.toString('latin1', 0, key.length);
}
