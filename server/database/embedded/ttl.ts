import { dateValue } from './bson/build';
import { keyOf } from './bson/key';
import { itemsOf } from './bson/raw';
import { BsonType } from './bson/types';
import { plainValue } from './query/path';
import type { Catalogue, Collection } from './storage/catalogue';
import type { Index } from './storage/index-definition';
import { indexPrefix, recordOf } from './storage/keys';
import { deleteRecord, readRecord } from './storage/records';
import type { DurableStore, WriteScope } from './storage/store';

const BATCH = 1000;

/** Removes documents whose time in a TTL index is up. */
export async function removeExpired(
  durable: DurableStore,
  catalogue: Catalogue,
  now: number,
): Promise<number> {
  let removed = 0;
  for (const { namespace, indexes } of catalogue.all()) {
    for (const { name, expireAfterSeconds } of indexes) {
      if (expireAfterSeconds === undefined) continue;
      for (let batch = BATCH; batch === BATCH; removed += batch) {
        batch = await durable.write((scope) => {
          const collection = catalogue.get(namespace);
          const index = collection?.indexes.find((item) => item.name === name);
          return collection && index ? removeBatch(scope, collection, index, now) : 0;
        });
      }
    }
  }
  return removed;
}

function removeBatch(scope: WriteScope, collection: Collection, index: Index, now: number): number {
  const limit = now - index.expireAfterSeconds! * 1000;
  const prefix = indexPrefix(collection.id, index.id);
  const isDescending = index.fields[0]!.descending;
  const kind = Buffer.from([isDescending ? 255 - 45 : 45]);
  const edge = keyOf(dateValue(limit));
  const bound = isDescending ? Buffer.from(edge.map((byte) => 255 - byte)) : edge;
  const span = isDescending
    ? { low: Buffer.concat([prefix, bound]), high: Buffer.concat([prefix, kind, Buffer.from([255])]) }
    : { low: Buffer.concat([prefix, kind]), high: Buffer.concat([prefix, bound, Buffer.from([255])]) };
  const records = new Set<number>();
  const scan = scope.view.scan(span);
  while (records.size < BATCH && scan.next()) records.add(recordOf(scan.key));
  scan.close();
  for (const record of records) {
    const doc = readRecord(scope.view, collection.id, record);
    if (doc && isExpired(doc, index, limit)) deleteRecord(scope, collection, record, doc);
  }
  return records.size;
}

/** Of an array the earliest date counts. */
function isExpired(doc: Buffer, index: Index, limit: number): boolean {
  const value = plainValue(index.fields[0]!.path, doc, 0);
  const dates = value?.isArray ? itemsOf(value) : value ? [value] : [];
  return dates.some(
    (date) => date.type === BsonType.date && Number(date.buf.readBigInt64LE(date.start)) <= limit,
  );
}
