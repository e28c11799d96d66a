import mongoose, { type QueryFilter } from 'mongoose';
import { FileModel, type FileDoc } from './files.model';

/** What a person uploaded: for the person alone. */
export async function personalFiles(personId: string): Promise<Record<string, unknown>[]> {
  const docs = await FileModel.find({ uploaderId: personId }).sort({ _id: 1 }).lean();
  return docs.map(({ name, mediaType, sizeBytes, createdAt, subject }) => ({
    name,
    mediaType,
    sizeBytes,
    createdAt: createdAt.toISOString(),
    usedFor: subject?.kind ?? null,
  }));
}

/** Removes a person's uploads that nothing refers to, and those of these records. */
export async function removePersonalFiles(
  personId: string,
  subjects: readonly { kind: string; id: string }[],
): Promise<void> {
  const records: QueryFilter<FileDoc>[] = [
    { subject: { $exists: false } },
    ...subjects.map(({ kind, id }) => ({ 'subject.kind': kind, 'subject.id': id })),
  ];
  const docs = await FileModel.find({ uploaderId: personId, $or: records }).lean();
  for (const doc of docs) await removeFile(doc);
}

/** Removes up to `limit` uploads from before an instant that no record refers to; answers how many. */
export async function removeUnreferencedFiles(before: Date, limit: number): Promise<number> {
  const docs = await FileModel.find({ createdAt: { $lt: before }, subject: { $exists: false } })
    .limit(limit)
    .lean();
  let removed = 0;
  for (const doc of docs) removed += (await removeFile(doc)) ? 1 : 0;
  return removed;
}

/** The record goes first, and only as it was found: a file that is attached meanwhile keeps its content. */
async function removeFile({ _id, subject }: Pick<FileDoc, '_id' | 'subject'>): Promise<boolean> {
  const asFound: QueryFilter<FileDoc> = subject
    ? { _id, 'subject.id': subject.id }
    : { _id, subject: { $exists: false } };
  const { deletedCount } = await FileModel.deleteOne(asFound);
  if (deletedCount === 0) return false;
  const { db } = mongoose.connection;
  if (!db) throw new Error('no database connection');
  const contents = new mongoose.mongo.GridFSBucket(db, { bucketName: 'contents' });
  try {
    await contents.delete(_id);
  } catch (error) {
    // A content that is gone already is what was wanted.
    if (!(error instanceof Error && error.message.includes('File not found'))) throw error;
  }
  return true;
}
