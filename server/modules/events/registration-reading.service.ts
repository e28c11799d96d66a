import type { Event, Registration, Ticket } from '@contract/events';
import { accessible } from '../../access/access';
import type { Context } from '../../context';
import { AppError } from '../../errors';
import { toEvents } from './event-reading.service';
import { EventModel } from './events.model';
import {
  RegistrationModel,
  TicketModel,
  type StoredRegistration,
  type StoredTicket,
} from './registrations.model';
import { writeCode } from './ticket';

const mostListed = 200;

/** Registrations of the caller's enterprise: coming events soonest first, then past ones latest first. */
export async function listRegistrations(ctx: Context): Promise<Registration[]> {
  const stored = await RegistrationModel.find({
    $and: [accessible(ctx, 'read', 'registration'), { status: { $in: ['confirmed', 'cancelled'] } }],
  })
    .sort({ _id: -1 })
    .limit(mostListed)
    .lean();
  const registrations = await toRegistrations(ctx, stored);
  const now = ctx.now.toISOString();
  const isComing = ({ event }: Registration) => event.endsAt > now;
  const bySoonest = (one: Registration, other: Registration) =>
    one.event.startsAt.localeCompare(other.event.startsAt) || one.id.localeCompare(other.id);
  return [
    ...registrations.filter(isComing).sort(bySoonest),
    ...registrations
      .filter((registration) => !isComing(registration))
      .sort((one, other) => bySoonest(other, one)),
  ];
}

/** One stored registration as its enterprise sees it. */
export async function toRegistration(ctx: Context, stored: StoredRegistration): Promise<Registration> {
  const [registration] = await toRegistrations(ctx, [stored]);
  if (!registration) throw new AppError('NOT_FOUND');
  return registration;
}

async function toRegistrations(ctx: Context, stored: StoredRegistration[]): Promise<Registration[]> {
  const [tickets, events] = await Promise.all([
    TicketModel.find({ registrationId: { $in: stored.map(({ _id }) => _id) } })
      .sort({ _id: 1 })
      .lean(),
    EventModel.find({ _id: { $in: stored.map(({ eventId }) => eventId) } }).lean(),
  ]);
  const shown = new Map<string, Event>((await toEvents(ctx, events)).map((event) => [event.id, event]));
  return stored.flatMap((registration) => {
    const event = shown.get(registration.eventId.toHexString());
    if (!event || registration.status === 'abandoned') return [];
    return {
      id: registration._id.toHexString(),
      status: registration.status,
      event,
      tickets: tickets.filter(({ registrationId }) => registrationId.equals(registration._id)).map(toTicket),
      registeredAt: registration.registeredAt.toISOString(),
    };
  });
}

/** A ticket as its enterprise sees it. */
function toTicket(stored: StoredTicket): Ticket {
  return {
    id: stored._id.toHexString(),
    eventId: stored.eventId.toHexString(),
    attendeeName: stored.name,
    enterpriseName: stored.enterpriseName,
    code: writeCode(stored.code),
    payload: stored.payload,
    status: stored.status,
    ...(stored.admission ? { usedAt: stored.admission.at.toISOString() } : {}),
  };
}
