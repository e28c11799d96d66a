import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import mongoose, { type Types } from 'mongoose';
import type { KeyRing } from '../../config';

/** Lends a file of its own on disk, which is gone afterwards. */
export async function withTemporaryFile<T>(use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'qifutong-import-'));
  try {
    return await use(join(folder, 'content'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A list that has arrived whole, in a file that is gone soon. */
export interface ListArrival {
  path: string;
  sizeBytes: number;
  /** SHA-256 of the file, hex. */
  hash: string;
}

/** Takes a list in as it comes and lends the file it was written to. */
export async function withArrival<T>(
  stream: Readable,
  use: (arrival: ListArrival) => Promise<T>,
): Promise<T> {
  return withTemporaryFile(async (path) => use(await saveStream(stream, path)));
}

async function saveStream(stream: Readable, path: string): Promise<ListArrival> {
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
  return { path, sizeBytes, hash: hash.digest('hex') };
}

/** SHA-256 of a file, hex. */
export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

const algorithm = 'aes-256-gcm';
const tagBytes = 16;

/** Keeps the file of an import in GridFS until the import is over; encrypted, for lists bring people's numbers. */
export async function keepContent(keys: KeyRing, id: Types.ObjectId, path: string): Promise<void> {
  const [{ id: keyId, key }] = keys;
  const iv = randomBytes(12);
  const cipher = createCipheriv(algorithm, Buffer.from(key, 'base64'), iv);
  cipher.setAAD(Buffer.from(id.toHexString()));
  const metadata = { keyId, iv: iv.toString('base64url') };
  await pipeline(
    createReadStream(path),
    cipher,
    async function* (encrypted: AsyncIterable<Buffer>) {
      yield* encrypted;
      yield cipher.getAuthTag();
    },
    bucket().openUploadStreamWithId(id, 'import', { metadata }),
  );
}

/** Writes the kept file of an import to disk; throws where it was altered or its key is gone. */
export async function fetchContent(keys: KeyRing, id: Types.ObjectId, path: string): Promise<void> {
  const kept = await bucket().find({ _id: id }).next();
  const named = keys.find((one) => one.id === kept?.metadata?.keyId);
  if (!kept || !named) throw new Error(`the file of import ${id.toHexString()} or its key is gone`);
  const end = kept.length - tagBytes;
  const iv = Buffer.from(String(kept.metadata?.iv), 'base64url');
  const decipher = createDecipheriv(algorithm, Buffer.from(named.key, 'base64'), iv, {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(id.toHexString()));
  decipher.setAuthTag(await buffer(bucket().openDownloadStream(id, { start: end, end: kept.length })));
  await pipeline(
    bucket().openDownloadStream(id, { start: 0, end }),
    decipher,
    createWriteStream(path, { mode: 0o600 }),
  );
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
