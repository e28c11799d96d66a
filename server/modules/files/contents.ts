import mongoose, { Schema, model, type Types } from 'mongoose';
import type { Readable } from 'node:stream';

/** A content that is arriving or going: what a crash in between leaves behind is found by it. */
interface PassageDoc {
  _id: Types.ObjectId;
  at: Date;
}

const passageSchema = new Schema<PassageDoc>(
  { at: { type: Date, required: true } },
  { versionKey: false, collection: 'file_passages' },
);
// What was left behind, oldest first.
passageSchema.index({ at: 1 });

export const PassageModel = model<PassageDoc>('FilePassage', passageSchema);

function database() {
  const { db } = mongoose.connection;
  if (!db) throw new Error('no database connection');
  return db;
}

/** The GridFS bucket of the connected database. */
function bucket() {
  return new mongoose.mongo.GridFSBucket(database(), { bucketName: 'contents' });
}

/** Writes a content under an id, piece by piece as it comes; where that fails, nothing of it stays. */
export async function writeContent(
  id: Types.ObjectId,
  name: string,
  pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<void> {
  const stream = bucket().openUploadStreamWithId(id, name);
  // Errors arrive with the writes that are waited for, one by one: after a failure none is on its way.
  stream.on('error', () => undefined);
  const done = (write: (callback: (error?: Error | null) => void) => void) =>
    new Promise<void>((resolve, reject) => write((error) => (error ? reject(error) : resolve())));
  try {
    for await (const piece of pieces) await done((callback) => stream.write(piece, callback));
    await done((callback) => stream.end(callback));
  } catch (error) {
    await removeContent(id);
    throw error;
  }
}

/** Removes whatever is stored of a content. */
export async function removeContent(id: Types.ObjectId): Promise<void> {
  await database().collection('contents.files').deleteOne({ _id: id });
  await database().collection('contents.chunks').deleteMany({ files_id: id });
}

/** A content as a stream, from byte `start` to before `end` where a part is asked for. */
export function readContentOf(id: Types.ObjectId, part?: { start: number; end: number }): Readable {
  return bucket().openDownloadStream(id, part);
}
