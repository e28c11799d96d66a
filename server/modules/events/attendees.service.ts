import { Types, type QueryFilter } from 'mongoose';
import type { Attendee } from '@contract/events';
import type { Context } from '../../context';
import { invalidField } from '../../errors';
import { wordsPattern } from '../../search/pattern';
import { getManaged } from './event-reading.service';
import { maskName } from './event-rules';
import { TicketModel, type StoredTicket } from './registrations.model';
import { readCode, writeCode } from './ticket';

/**
 * A page of an event's attendees in order of registration, names masked, with the count of all that match.
 * @throws NOT_FOUND when the event lies outside the caller's scope
 */
export async function listAttendees(
  ctx: Context,
  eventId: string,
  query: { cursor?: string; limit?: number; q?: string; status?: StoredTicket['status'] },
): Promise<{ items: Attendee[]; next?: string; total: number }> {
  const event = await getManaged(ctx, eventId, 'admit');
  const limit = query.limit ?? 20;
  const words = query.q?.trim();
  const filter: QueryFilter<StoredTicket> = {
    eventId: event._id,
    ...(query.status ? { status: query.status } : {}),
    ...(words ? { $or: matches(words) } : {}),
  };
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor);
  const [found, total] = await Promise.all([
    TicketModel.find({ $and: [filter, after ? { _id: { $gt: after } } : {}] })
      .sort({ _id: 1 })
      .limit(limit + 1)
      .lean(),
    TicketModel.countDocuments(filter),
  ]);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(toAttendee),
    ...(found.length > limit && last
      ? { next: Buffer.from(last._id.toHexString(), 'hex').toString('base64url') }
      : {}),
    total,
  };
}

/** A name, an enterprise, a code or the last four digits of a phone. */
function matches(words: string): QueryFilter<StoredTicket>[] {
  const pattern = { $regex: wordsPattern(words) };
  const code = readCode(words);
  return [
    { name: pattern },
    { enterpriseName: pattern },
    ...(code ? [{ code }] : []),
    ...(/^\d{4}$/.test(words) ? [{ phoneTail: words }] : []),
  ];
}

function toAttendee(stored: StoredTicket): Attendee {
  return {
    ticketId: stored._id.toHexString(),
    name: maskName(stored.name),
    enterpriseName: stored.enterpriseName,
    code: writeCode(stored.code),
    status: stored.status,
    ...(stored.admission ? { usedAt: stored.admission.at.toISOString(), gate: stored.admission.gate } : {}),
    registeredAt: stored.registeredAt.toISOString(),
  };
}

function readCursor(cursor: string): Types.ObjectId {
  const id = Buffer.from(cursor, 'base64url').toString('hex');
  if (id.length !== 24) throw invalidField('query.cursor', '翻页位置不对，请从头看');
  return new Types.ObjectId(id);
}
