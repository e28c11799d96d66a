import type { Types } from 'mongoose';
import { exportContents } from './exports.model';

/** Stores the encrypted copy of an export. */
export function writeContent(id: Types.ObjectId, bytes: Buffer): Promise<void> {
  return new Promise((done, fail) => {
    exportContents()
      .openUploadStreamWithId(id, 'copy')
      .on('finish', () => done())
      .on('error', fail)
      .end(bytes);
  });
}

/** The encrypted copy of an export; rejects where there is none. */
export async function readContent(id: Types.ObjectId): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of exportContents().openDownloadStream(id)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Removes the copy of an export; nothing happens where it is gone. */
export async function removeContent(id: Types.ObjectId): Promise<void> {
  const stored = await exportContents().find({ _id: id }).toArray();
  for (const { _id } of stored) await exportContents().delete(_id);
}
