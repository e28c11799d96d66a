import { createHash } from 'node:crypto';
import { Types } from 'mongoose';
import type { FileRef } from '@contract';
import { requirePerson, type Context } from '../../context';
import { AppError } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { PassageModel, removeContent, writeContent } from './contents';
import { checkOf, headBytes, kindOf, redraw } from './file-content';
import { storedName, type MediaType } from './file-kinds';
import { FileModel, type FileDoc } from './files.model';

/** Largest upload, bytes. */
export const mostBytes = 10 * 1024 * 1024;
/** Uploads of one person that no record refers to yet. */
const mostUnattached = 100;

/** A content that has arrived and that no file names yet. */
export interface Arrival {
  id: Types.ObjectId;
  name: string;
  mediaType: MediaType;
  sizeBytes: number;
  /** SHA-256 of what was sent, hexadecimal. */
  sentHash: string;
}

/**
 * Takes a content in as it comes: told by its first bytes, checked while it passes, never more than 10 MB. A picture is
 * gathered whole, because it is written anew; everything else goes straight to the database. A failure or an upload
 * that breaks off leaves nothing behind.
 * @throws FILE_LIMIT_REACHED when the person has a hundred uploads that no record refers to
 * @throws PAYLOAD_TOO_LARGE when more comes than 10 MB
 * @throws FILE_TYPE_REFUSED when it is nothing that is stored, broken, or holds macros
 */
export async function receiveContent(
  ctx: Context,
  { name, pieces }: { name: string; pieces: AsyncIterable<Buffer> | Iterable<Buffer> },
): Promise<Arrival> {
  const { personId } = requirePerson(ctx);
  const unattached = await FileModel.countDocuments({ uploaderId: personId, 'subject.kind': null });
  if (unattached >= mostUnattached)
    throw new AppError('FILE_LIMIT_REACHED', {
      message: `有 ${mostUnattached} 个文件传了还没有提交，请先提交，或过一天再传`,
    });
  const hash = createHash('sha256');
  const rest = bounded(pieces, hash);
  const head = await take(rest, headBytes);
  const kind = await kindOf(head, name);
  const id = new Types.ObjectId();
  // Before the first byte is stored: whatever happens from here on, the cleaning finds it.
  await PassageModel.create({ _id: id, at: ctx.now });
  try {
    const stored = typeof kind === 'object' ? await redrawn(kind.picture) : await passed(kind);
    return { id, ...stored, name: storedName(name, stored.mediaType), sentHash: hash.digest('hex') };
  } catch (error) {
    await PassageModel.deleteOne({ _id: id });
    throw error;
  }

  async function redrawn(mediaType: MediaType & `image/${string}`) {
    const all = [head];
    for await (const piece of rest) all.push(piece);
    const bytes = await redraw(Buffer.concat(all), mediaType);
    await writeContent(id, name, [bytes]);
    return { mediaType, sizeBytes: bytes.length };
  }

  async function passed(as: 'pdf' | 'office' | 'csv') {
    const check = checkOf(as);
    let sizeBytes = 0;
    let mediaType: MediaType | undefined;
    const checked = async function* () {
      check.see(head);
      sizeBytes = head.length;
      yield head;
      for await (const piece of rest) {
        check.see(piece);
        sizeBytes += piece.length;
        yield piece;
      }
      mediaType = check.end();
    };
    await writeContent(id, name, checked());
    if (!mediaType) throw new AppError('FILE_TYPE_REFUSED');
    return { mediaType, sizeBytes };
  }
}

async function* bounded(
  pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
  hash: { update(piece: Buffer): unknown },
): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > mostBytes) throw new AppError('PAYLOAD_TOO_LARGE');
    hash.update(piece);
    yield piece;
  }
}

/** The first pieces, until that many bytes are together; the iterator goes on where this stopped. */
async function take(pieces: AsyncGenerator<Buffer>, bytes: number): Promise<Buffer> {
  const taken: Buffer[] = [];
  let size = 0;
  while (size < bytes) {
    const { done, value } = await pieces.next();
    if (done) break;
    taken.push(value);
    size += value.length;
  }
  return Buffer.concat(taken);
}

/** Makes a file of what arrived; until a record refers to it only its uploader sees it. */
export async function keepArrival(ctx: Context, arrival: Arrival): Promise<FileRef> {
  const { personId } = requirePerson(ctx);
  const { id, name, mediaType, sizeBytes } = arrival;
  const doc = await FileModel.create({
    _id: id,
    name,
    mediaType,
    sizeBytes,
    uploaderId: personId,
    scope: [],
    createdAt: ctx.now,
  });
  await recordAudit(ctx, { action: 'file.stored', subject: { kind: 'file', id: id.toString() } });
  await PassageModel.deleteOne({ _id: id });
  return toFileRef(doc);
}

/** Lets go of what arrived: it had been stored before. */
export async function dropArrival({ id }: Arrival): Promise<void> {
  await removeContent(id);
  await PassageModel.deleteOne({ _id: id });
}

/**
 * Stores one uploaded picture or document; until a record refers to it only its uploader sees it.
 * @throws as `receiveContent` does
 */
export async function storeFile(
  ctx: Context,
  { name, bytes }: { name: string; bytes: Buffer },
): Promise<FileRef> {
  return keepArrival(ctx, await receiveContent(ctx, { name, pieces: [bytes] }));
}

/** Removes a file with its content, as it was found: one that was attached or moved since stays, and gives false. */
export async function removeFile({
  _id,
  subject,
  createdAt,
}: Pick<FileDoc, '_id' | 'subject' | 'createdAt'>): Promise<boolean> {
  await PassageModel.updateOne({ _id }, { $setOnInsert: { at: createdAt } }, { upsert: true });
  // The record goes first: nothing points at bytes that aren't there.
  const asFound = subject ? { 'subject.id': subject.id } : { 'subject.kind': null };
  const { deletedCount } = await FileModel.deleteOne({ _id, ...asFound });
  if (deletedCount === 1) await removeContent(_id);
  await PassageModel.deleteOne({ _id });
  return deletedCount === 1;
}

/**
 * Removes up to `limit` uploads from before an instant that no record refers to, and what uploads that broke off then
 * have left; answers how many files went.
 */
export async function removeUnattached(before: Date, limit: number): Promise<number> {
  const files = await FileModel.find({ 'subject.kind': null, createdAt: { $lt: before } })
    .limit(limit)
    .lean();
  let removed = 0;
  for (const file of files) if (await removeFile(file)) removed += 1;
  for (const { _id } of await PassageModel.find({ at: { $lt: before } })
    .limit(limit)
    .lean()) {
    if (!(await FileModel.exists({ _id }))) await removeContent(_id);
    await PassageModel.deleteOne({ _id });
  }
  return removed;
}

/** A file as the wire names it. */
export function toFileRef(doc: Pick<FileDoc, '_id' | 'name' | 'mediaType' | 'sizeBytes'>): FileRef {
  return { id: doc._id.toString(), name: doc.name, mediaType: doc.mediaType, sizeBytes: doc.sizeBytes };
}
