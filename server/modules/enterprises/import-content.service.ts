import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import mongoose, { type Types } from 'mongoose';

/** Lends a file of its own on disk, which is gone afterwards. */
export async function withTemporaryFile<T>(use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'qifutong-import-'));
  try {
    return await use(join(folder, 'content'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes a stream to a file; its size and SHA-256. */
export async function saveStream(
  stream: Readable,
  path: string,
): Promise<{ sizeBytes: number; hash: string }> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(stream, measure, createWriteStream(path, { mode: 0o600 }));
  return { sizeBytes, hash: hash.digest('hex') };
}

/** SHA-256 of a file, hex. */
export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Keeps the file of an import in GridFS until the import is over. */
export async function keepContent(id: Types.ObjectId, path: string): Promise<void> {
  await pipeline(createReadStream(path), bucket().openUploadStreamWithId(id, 'import'));
}

/** Writes the kept file of an import to disk. */
export async function fetchContent(id: Types.ObjectId, path: string): Promise<void> {
  await pipeline(bucket().openDownloadStream(id), createWriteStream(path, { mode: 0o600 }));
}

/** Lets go of the file of an import; nothing happens where it is gone already. */
export async function dropContent(id: Types.ObjectId): Promise<void> {
  const isKept = (await bucket().find({ _id: id }).limit(1).toArray()).length > 0;
  if (isKept) await bucket().delete(id);
}

function bucket() {
  const { db } = mongoose.connection;
  if (!db) throw new Error('no database connection');
  return new mongoose.mongo.GridFSBucket(db, { bucketName: 'import_contents' });
}
