import mongoose, { type Types, type ClientSession } from 'mongoose';
import type { Readable } from 'node:stream';
import type { FileRef, Reply } from '@contract';
import { accessible, isAble } from '../../access/access';
import type { Subject } from '../../access/grants';
import { requirePerson, type Context } from '../../context';
import { AppError } from '../../errors';
import { didLately, recordAudit } from '../audit/audit.service';
import { rescopeRecords, type Relocation } from '../organizations/rescope';
import { readContentOf } from './contents';
import { FileModel, type FileDoc } from './files.model';
import { isLinkValid, linkLifetimeMs, signLink } from './link-token';
import { toFileRef } from './uploads.service';

export { removeUnattached, storeFile } from './uploads.service';

/** How long a reading in parts goes on, milliseconds. */
const longestReadingMs = 60 * 60_000;
/** Most files that one record takes at a time. */
const mostFiles = 9;
/** Kinds of records that take files; a file carries its record's `scope` and `enterpriseId`. */
const fileSubjects = ['enterprise', 'issue', 'membership'] as const satisfies readonly Subject[];
type FileSubject = (typeof fileSubjects)[number];

export interface Attachment {
  /** The record the files belong to from now on. */
  subject: { kind: FileSubject; id: string };
  /** The enterprise whose members may see them, as far as they may read the record. */
  enterpriseId?: string | Types.ObjectId;
  /** The bodies whose officers may see them, as far as they may read the record. */
  scope: readonly Types.ObjectId[];
}

/**
 * Attaches the caller's fresh uploads to a record, all or none; whoever may see the record may then see them.
 * Takes part in the caller's transaction where a session is given.
 * @throws FILE_LIMIT_REACHED when there are more than nine
 * @throws NOT_FOUND when one isn't the caller's or already belongs to a record
 */
export async function attachFiles(
  ctx: Context,
  fileIds: readonly string[],
  attachment: Attachment,
  session?: ClientSession,
): Promise<FileRef[]> {
  const ids = [...new Set(fileIds)];
  if (ids.length === 0) return [];
  if (ids.length > mostFiles)
    throw new AppError('FILE_LIMIT_REACHED', { message: `一次最多 ${mostFiles} 个文件` });
  const { personId } = requirePerson(ctx);
  const write = async (own: ClientSession) => {
    const attached = await FileModel.updateMany(
      { _id: { $in: ids }, uploaderId: personId, subject: { $exists: false } },
      {
        $set: {
          subject: attachment.subject,
          scope: attachment.scope,
          ...(attachment.enterpriseId ? { enterpriseId: attachment.enterpriseId } : {}),
        },
      },
      { session: own },
    );
    if (attached.modifiedCount < ids.length)
      throw new AppError('NOT_FOUND', { message: '有文件不存在或已经用过，请重新上传' });
  };
  await (session ? write(session) : mongoose.connection.transaction(write));
  const refs = await fileRefs(ids, session);
  return ids.flatMap((id) => refs.get(id) ?? []);
}

/** Lets officers of more bodies see the files of a record. */
export async function extendFileScope(
  subject: { kind: FileSubject; id: string },
  scope: readonly Types.ObjectId[],
  session?: ClientSession,
): Promise<void> {
  await FileModel.updateMany(
    { 'subject.kind': subject.kind, 'subject.id': subject.id },
    { $addToSet: { scope: { $each: [...scope] } } },
    session ? { session } : {},
  );
}

/** Gives the files of a record the scope that the record has now. */
export async function setFileScope(
  subject: { kind: Subject; id: string },
  scope: readonly Types.ObjectId[],
  session?: ClientSession,
): Promise<void> {
  await FileModel.updateMany(
    { 'subject.kind': subject.kind, 'subject.id': subject.id },
    { $set: { scope } },
    session ? { session } : {},
  );
}

/** Lets the files of a subtree's records follow a body that moved; those of issues go with their issue. */
export function rescopeFiles(
  relocation: Relocation,
  onUpdated: (count: number) => Promise<void>,
): Promise<number> {
  return rescopeRecords(FileModel, relocation, onUpdated, { 'subject.kind': { $ne: 'issue' } });
}

/** How many files carry a body. */
export function countFilesOf(organizationId: Types.ObjectId): Promise<number> {
  return FileModel.countDocuments({ scope: organizationId });
}

/** Name, type and size of files by id; unknown ids are left out. */
export async function fileRefs(
  ids: Iterable<string | Types.ObjectId>,
  session?: ClientSession,
): Promise<Map<string, FileRef>> {
  const wanted = [...new Set([...ids].map(String))];
  if (wanted.length === 0) return new Map();
  const docs = await FileModel.find({ _id: { $in: wanted } })
    .session(session ?? null)
    .lean();
  return new Map(docs.map((doc) => [doc._id.toString(), toFileRef(doc)]));
}

/** A file that the caller may read, whole or in part. */
export interface OpenedFile {
  file: FileRef;
  /** Content from byte `start` to before `end`; all of it where no part is named. */
  read(part?: { start: number; end: number }): Readable;
}

/**
 * A file for whoever may see it or holds a valid link to it; that somebody else than its uploader reads it is recorded
 * before they do.
 * @param isContinued a later part of a file: no new entry where its opening was recorded within the hour
 * @throws NOT_SIGNED_IN when a guest comes without a link
 * @throws NOT_FOUND when there is no such file, it isn't the caller's to see, or the link is over or altered
 */
export async function openFile(
  ctx: Context,
  id: string,
  { token, isContinued = false }: { token?: string | undefined; isContinued?: boolean } = {},
): Promise<OpenedFile> {
  const hasLink = token !== undefined && isLinkValid(ctx.environment.config.keys.linkKey, id, token, ctx.now);
  const doc = hasLink
    ? await FileModel.findById(id).lean()
    : token === undefined
      ? await findVisible(ctx, id)
      : null;
  if (!doc) throw new AppError('NOT_FOUND');
  // Whoever made the link was recorded when they made it.
  if (!hasLink) await recordReading(ctx, doc, { isContinued });
  return { file: toFileRef(doc), read: (part) => readContentOf(doc._id, part) };
}

/** One reading in parts is one entry; the word of the asker alone that it goes on counts for nothing. */
async function recordReading(ctx: Context, doc: FileDoc, { isContinued = false } = {}): Promise<void> {
  const uploaderId = doc.uploaderId.toString();
  if (requirePerson(ctx).personId === uploaderId) return;
  const [action, subjectId] = ['file.opened', doc._id.toString()];
  if (isContinued && (await didLately(ctx, { action, subjectId, withinMs: longestReadingMs }))) return;
  await recordAudit(ctx, {
    action,
    subject: { kind: 'file', id: subjectId },
    ...(doc.enterpriseId ? { enterpriseId: doc.enterpriseId.toString() } : {}),
    ...(doc.subject ? { reason: `${doc.subject.kind} ${doc.subject.id}` } : {}),
    ...(doc.scope.length > 0 ? { scope: doc.scope } : {}),
    reads: [uploaderId],
  });
}

/**
 * A link to a file for a picture element, which can't send a session: ten minutes, this file only.
 * @throws NOT_FOUND when the caller may not see the file
 */
export async function createLink(ctx: Context, id: string): Promise<Reply<'POST /files/:id/links'>> {
  const doc = await findVisible(ctx, id);
  if (!doc) throw new AppError('NOT_FOUND');
  await recordReading(ctx, doc);
  const expiresAt = new Date(ctx.now.getTime() + linkLifetimeMs);
  const token = signLink(ctx.environment.config.keys.linkKey, id, expiresAt);
  return { path: `/files/${id}?token=${token}`, expiresAt: expiresAt.toISOString() };
}

async function findVisible(ctx: Context, id: string): Promise<FileDoc | null> {
  return FileModel.findOne({
    _id: id,
    $or: [
      accessible(ctx, 'read', 'file'),
      ...fileSubjects
        .filter((kind) => isAble(ctx, 'read', kind))
        .map((kind) => ({ $and: [{ 'subject.kind': kind }, accessible(ctx, 'read', kind)] })),
    ],
  }).lean();
}
