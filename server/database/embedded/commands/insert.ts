import { DocBuilder } from '../bson/build';
import { Timestamp } from 'bson';
import { toValue } from '../bson/build';
import { eachElement, field, ownBytes, type Value } from '../bson/raw';
import { BsonType, TYPE_NAMES } from '../bson/types';
import { CommandError } from '../errors';
import type { Collection } from '../storage/catalogue';
import { insertRecord } from '../storage/records';
import type { WriteScope } from '../storage/store';
import { withId } from '../update/upsert';
import { checkFields } from './arguments';
import type { Context } from './context';
import { toCommandError } from './dispatch-errors';
import { ok, writeErrors } from './reply';
import { checkBatch, runStatements, type Outcome } from './statements';

/** Makes a document ready to be stored: `_id` first, empty timestamps filled. @throws InvalidIdField */
export function storable(doc: Buffer, now: number): Buffer {
  const ready = withId(doc);
  const id = field(ready, '_id')!;
  if (id.isArray || id.type === BsonType.regex || id.type === BsonType.undefined) {
    throw new CommandError(53, `The '_id' value cannot be of type ${TYPE_NAMES[id.type]}`);
  }
  if (id.isObject) {
    eachElement(id.buf, id.start, (name) => {
      if (name.startsWith('$') && !['$ref', '$id', '$db'].includes(name)) {
        throw new CommandError(
          52,
          `_id fields may not contain '$'-prefixed fields: ${name} is not valid for storage.`,
        );
      }
    });
  }
  return hasEmptyTimestamp(ready) ? withTimestamps(ready, now) : ready;
}

function isEmptyTimestamp(value: Value): boolean {
  return value.type === BsonType.timestamp && value.buf.readBigUInt64LE(value.start) === 0n;
}

function hasEmptyTimestamp(doc: Buffer): boolean {
  // A cheap look first: most documents hold no timestamp at all.
  if (doc.indexOf(BsonType.timestamp) < 0) return false;
  return eachElement(doc, 0, (name, value) => name !== '_id' && isEmptyTimestamp(value));
}

function withTimestamps(doc: Buffer, now: number): Buffer {
  const builder = new DocBuilder(doc.length);
  const filled = toValue(new Timestamp({ t: Math.floor(now / 1000), i: 1 }));
  eachElement(doc, 0, (name, value) => {
    builder.value(name, name !== '_id' && isEmptyTimestamp(value) ? filled : value);
  });
  return builder.finish();
}

/** What one insert did. */
const INSERTED: Outcome = { n: 1, nModified: 0, upsertedId: undefined };

/** `insert` */
export async function runInsert(context: Context): Promise<Buffer> {
  const { args, now } = context;
  checkFields(args, ['documents', 'ordered', 'stmtId', 'stmtIds'], ['bypassDocumentValidation', 'maxTimeMS']);
  const namespace = context.namespace();
  const docs = context.documents('documents');
  checkBatch(docs);
  const ready = docs.map((doc) => {
    try {
      return storable(ownBytes(doc), now);
    } catch (error) {
      return toCommandError(error);
    }
  });
  await context.prepareCollection(namespace);
  // Once for each turn, for what a turn has made is seen by others only after it.
  let made: { scope: WriteScope; collection: Collection } | undefined;
  const result = await runStatements(context, ready.length, (scope, index, retry, statement) => {
    if (made?.scope !== scope) made = { scope, collection: context.ensureCollection(scope, namespace) };
    if (retry?.isDone(statement)) return INSERTED;
    const doc = ready[index]!;
    if (doc instanceof CommandError) throw doc;
    insertRecord(scope, made.collection, doc);
    retry?.noteDone(statement);
    return INSERTED;
  });
  return ok({
    n: result.n,
    ...(result.errors.length > 0 ? { writeErrors: writeErrors(result.errors) } : {}),
  });
}
