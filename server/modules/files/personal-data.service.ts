import type { QueryFilter } from 'mongoose';
import type { Subject } from '../../access/grants';
import { FileModel, type FileDoc } from './files.model';
import { removeFile } from './uploads.service';

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
  subjects: readonly { kind: Subject; id: string }[],
): Promise<void> {
  const records: QueryFilter<FileDoc>[] = [
    { 'subject.kind': { $exists: false } },
    ...subjects.map(({ kind, id }) => ({ 'subject.kind': kind, 'subject.id': id })),
  ];
  const docs = await FileModel.find({ uploaderId: personId, $or: records }).lean();
  for (const doc of docs) await removeFile(doc);
}
