import { DocBuilder } from '../bson/build';
import { Timestamp } from 'bson';
import { toValue } from '../bson/build';
import { eachElement, field, ownBytes, type Value } from '../bson/raw';
import { BsonType, TYPE_NAMES } from '../bson/types';
import { CommandError } from '../errors';
import { insertRecord } from '../storage/records';
import { withId } from '../update/upsert';
import { checkFields } from './arguments';
import type { Context } from './context';
import { toCommandError } from './dispatch-errors';
import { ok, writeErrors, type WriteError } from './reply';

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

/** The numbers by which a retryable write's statements are known. */
export function statementNumber(context: Context, index: number): number {
  const ids = context.args.array('stmtIds');
  if (ids) return ids[index]!.buf.readInt32LE(ids[index]!.start);
  return (context.args.int('stmtId') ?? 0) + index;
}

/** `insert` */
export async function runInsert(context: Context): Promise<Buffer> {
  const { args, engine, now } = context;
  checkFields(args, ['documents', 'ordered', 'stmtId', 'stmtIds'], ['bypassDocumentValidation', 'maxTimeMS']);
  const namespace = context.namespace();
  const docs = context.documents('documents');
  if (docs.length === 0 || docs.length > 100_000) {
    throw new CommandError(
      9,
      `Write batch sizes must be between 1 and 100000. Got ${docs.length} operations.`,
    );
  }
  const ordered = args.bool('ordered') ?? true;
  const ready = docs.map((doc) => {
    try {
      return storable(ownBytes(doc), now);
    } catch (error) {
      return toCommandError(error);
    }
  });
  await context.prepareCollection(namespace);
  const result = await context.write((scope, retry) => {
    const collection = context.ensureCollection(scope, namespace);
    const errors: WriteError[] = [];
    let n = 0;
    for (let i = 0; i < ready.length; i += 1) {
      const statement = retry ? statementNumber(context, i) : 0;
      if (retry?.isDone(statement)) {
        n += 1;
        continue;
      }
      try {
        const doc = ready[i]!;
        if (doc instanceof CommandError) throw doc;
        insertRecord(scope, collection, doc);
        retry?.noteDone(statement);
        n += 1;
      } catch (error) {
        const refusal = engine.statementError(error, context);
        errors.push({ index: i, error: refusal });
        if (ordered) break;
      }
    }
    return { n, errors };
  });
  if (result.errors.length > 0) context.engine.abortAfter(context);
  return ok({
    n: result.n,
    ...(result.errors.length > 0 ? { writeErrors: writeErrors(result.errors) } : {}),
  });
}
