import { Types, type QueryFilter } from 'mongoose';
import type { EventKind } from '@contract/enums';
import type { Event } from '@contract/events';
import { accessible, reaches } from '../../access/access';
import type { Action } from '../../access/grants';
import type { Context } from '../../context';
import { readCursor, writeCursor } from '../../cursor';
import { AppError } from '../../errors';
import { organizationRefs } from '../organizations/organizations.service';
import { regionName } from '../organizations/regions';
import { EventModel, type StoredEvent } from './events.model';
import { RegistrationModel, TicketModel } from './registrations.model';
import { GateModel } from './scans.model';

/**
 * A page of events: those open for sign-up soonest first, mine soonest first, past ones latest first, or those of my
 * offices latest first.
 * @throws NOT_SIGNED_IN when a guest asks for `mine` or `managed`
 * @throws NOT_BOUND when `mine` is asked for without an enterprise
 * @throws FORBIDDEN when `managed` is asked for without a role at events
 */
export async function listEvents(
  ctx: Context,
  query: {
    cursor?: string;
    limit?: number;
    group?: 'open' | 'mine' | 'past' | 'managed';
    kind?: EventKind;
    regionCodes?: readonly string[];
  },
): Promise<{ items: Event[]; next?: string }> {
  const { group = 'open', kind, regionCodes, limit = 20 } = query;
  const direction = group === 'past' || group === 'managed' ? -1 : 1;
  const beyond = direction === 1 ? '$gt' : '$lt';
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor);
  const found = await EventModel.find({
    $and: [
      await inGroup(ctx, group),
      kind ? { kind } : {},
      regionCodes ? { regionCode: { $in: [...regionCodes] } } : {},
      after
        ? {
            $or: [{ startsAt: { [beyond]: after.at } }, { startsAt: after.at, _id: { [beyond]: after.id } }],
          }
        : {},
    ],
  })
    .sort({ startsAt: direction, _id: direction })
    .limit(limit + 1)
    .lean();
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await toEvents(ctx, page),
    ...(found.length > limit && last ? { next: writeCursor({ at: last.startsAt, id: last._id }) } : {}),
  };
}

async function inGroup(
  ctx: Context,
  group: 'open' | 'mine' | 'past' | 'managed',
): Promise<QueryFilter<StoredEvent>> {
  switch (group) {
    case 'open':
      return { status: 'open', endsAt: { $gt: ctx.now } };
    case 'past':
      // What has ended has begun: the list is ordered by the beginning, and this bounds it.
      return { status: 'open', startsAt: { $lte: ctx.now }, endsAt: { $lte: ctx.now } };
    case 'managed':
      return accessible(ctx, 'read', 'event');
    case 'mine': {
      const ids = await RegistrationModel.distinct('eventId', {
        $and: [accessible(ctx, 'read', 'registration'), { status: 'confirmed' }],
      });
      return { _id: { $in: ids }, endsAt: { $gt: ctx.now } };
    }
  }
}

/**
 * One event; a draft only for the people who work at it.
 * @throws NOT_FOUND when there is none, or a draft lies outside the caller's scope
 */
export async function getEvent(ctx: Context, id: string): Promise<Event> {
  const event = await EventModel.findById(id).lean();
  if (!event || (event.status === 'draft' && !reaches(ctx, 'read', 'event', event)))
    throw new AppError('NOT_FOUND');
  return toEvent(ctx, event);
}

/**
 * The stored event, for people who may do this to it.
 * @throws NOT_FOUND when it lies outside the scope of their roles
 */
export async function getManaged(ctx: Context, id: string, action: Action): Promise<StoredEvent> {
  const event = await EventModel.findOne({ $and: [accessible(ctx, action, 'event'), { _id: id }] }).lean();
  if (!event) throw new AppError('NOT_FOUND');
  return event;
}

/** One stored event as the caller sees it. */
export async function toEvent(ctx: Context, stored: StoredEvent): Promise<Event> {
  const [event] = await toEvents(ctx, [stored]);
  if (!event) throw new AppError('NOT_FOUND');
  return event;
}

/** Stored events as the caller sees them, in the same order. */
export async function toEvents(ctx: Context, events: StoredEvent[]): Promise<Event[]> {
  const managed = events.filter((event) => reaches(ctx, 'admit', 'event', event));
  const enterpriseId = ctx.actor.kind === 'person' ? ctx.actor.enterprise?.id : undefined;
  const [organizations, mine, admitted] = await Promise.all([
    organizationRefs(events.map(({ organizationId }) => organizationId.toHexString())),
    enterpriseId
      ? countTickets(events, { enterpriseId: new Types.ObjectId(enterpriseId), isActive: true })
      : undefined,
    countAdmitted(managed),
  ]);
  return events.map((stored) => {
    const id = stored._id.toHexString();
    const organization = organizations.get(stored.organizationId.toHexString());
    if (!organization) throw new Error(`event ${id} belongs to no known organization`);
    return {
      id,
      title: stored.title,
      kind: stored.kind,
      regionCode: stored.regionCode,
      regionName: regionName(stored.regionCode),
      venue: stored.venue,
      ...(stored.address ? { address: stored.address } : {}),
      startsAt: stored.startsAt.toISOString(),
      endsAt: stored.endsAt.toISOString(),
      doorsOpenAt: stored.doorsOpenAt.toISOString(),
      registrationClosesAt: stored.registrationClosesAt.toISOString(),
      capacity: stored.capacity,
      perEnterprise: stored.perEnterprise,
      agenda: stored.agenda,
      introduction: stored.introduction,
      status: stored.status,
      organization,
      seatsTaken: stored.seatsTaken,
      seatsLeft: stored.capacity - stored.seatsTaken,
      myAttendees: mine?.get(id) ?? 0,
      admitted: admitted.get(id) ?? 0,
    };
  });
}

async function countTickets(
  events: StoredEvent[],
  filter: { enterpriseId: Types.ObjectId; isActive: true },
): Promise<Map<string, number>> {
  const counts = await TicketModel.aggregate<{ _id: Types.ObjectId; count: number }>([
    { $match: { eventId: { $in: events.map(({ _id }) => _id) }, ...filter } },
    { $group: { _id: '$eventId', count: { $sum: 1 } } },
  ]);
  return new Map(counts.map(({ _id, count }) => [_id.toHexString(), count]));
}

async function countAdmitted(events: StoredEvent[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  if (events.length === 0) return counts;
  const gates = await GateModel.find({ eventId: { $in: events.map(({ _id }) => _id) } }).lean();
  for (const { eventId, admitted } of gates) {
    const id = eventId.toHexString();
    counts.set(id, (counts.get(id) ?? 0) + admitted);
  }
  return counts;
}
