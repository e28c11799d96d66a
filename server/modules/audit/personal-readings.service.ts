import { Types } from 'mongoose';
import { writeCursor } from '../../cursor';
import { AuditEntryModel } from './audit.model';
import { beyond, newestFirst } from './trail-order';

/** A reading of somebody's personal data, as they themselves are told of it. */
export interface Reading {
  id: string;
  at: Date;
  /** Name of who read, or of the job. */
  by: string;
  /** Who read; absent for jobs. */
  byPersonId?: string;
  action: string;
  subject: { kind: string; id: string };
  reason?: string;
}

/** Who read a person's data, when and why, newest first. */
export async function readingsOf(
  personId: string,
  { cursor, limit = 20 }: { cursor?: string; limit?: number } = {},
): Promise<{ items: Reading[]; next?: string }> {
  const docs = await AuditEntryModel.find({
    $and: [{ reads: new Types.ObjectId(personId) }, ...(cursor ? [beyond(cursor)] : [])],
  })
    .sort(newestFirst)
    .limit(limit + 1)
    .lean();
  const page = docs.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ _id, at, actor, action, subject, reason }) => ({
      id: _id.toHexString(),
      at,
      by: actor.name ?? '',
      ...(actor.personId ? { byPersonId: actor.personId.toHexString() } : {}),
      action,
      subject: { kind: subject.kind, id: subject.id },
      ...(reason ? { reason } : {}),
    })),
    ...(docs.length > limit && last ? { next: writeCursor({ at: last.at, id: last._id }) } : {}),
  };
}

/** How many people read a person's data since an instant, and how often. */
export async function countReadings(
  personId: string,
  since: Date,
): Promise<{ readers: number; readings: number }> {
  const docs = await AuditEntryModel.find(
    { reads: new Types.ObjectId(personId), at: { $gte: since } },
    { actor: 1 },
  ).lean();
  return { readers: new Set(docs.map(({ actor }) => String(actor.personId))).size, readings: docs.length };
}
