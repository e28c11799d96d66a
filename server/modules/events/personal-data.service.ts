import type { Context } from '../../context';
import { openPhone } from '../accounts/people.service';
import { EventModel } from './events.model';
import { RegistrationModel, TicketModel } from './registrations.model';

/** Stands where an attendee's name stood; the end of the ticket's id keeps the seats of one enterprise apart. */
const formerAttendee = (ticketId: string) => `参会人 ${ticketId.slice(-4)}`;

/** Whom a person signed up for events, names and numbers in clear: for the person alone. */
export async function personalRegistrations(
  ctx: Context,
  personId: string,
): Promise<Record<string, unknown>[]> {
  const registrations = await RegistrationModel.find({ registeredBy: personId }).sort({ _id: 1 }).lean();
  const [events, tickets] = await Promise.all([
    EventModel.find({ _id: { $in: registrations.map(({ eventId }) => eventId) } }, { title: 1, startsAt: 1 }),
    TicketModel.find({ registrationId: { $in: registrations.map(({ _id }) => _id) } }).lean(),
  ]);
  const byId = new Map(events.map((event) => [event._id.toHexString(), event]));
  return registrations.map((registration) => {
    const event = byId.get(registration.eventId.toHexString());
    return {
      event: event?.title ?? '',
      ...(event ? { startsAt: event.startsAt.toISOString() } : {}),
      registeredAt: registration.registeredAt.toISOString(),
      status: registration.status,
      attendees: tickets
        .filter(({ registrationId }) => registrationId.equals(registration._id))
        .map(({ name, phone, status, admission }) => ({
          name,
          ...(phone ? { phone: openPhone(ctx, phone) } : {}),
          status,
          ...(admission ? { admittedAt: admission.at.toISOString(), gate: admission.gate } : {}),
        })),
    };
  });
}

/** Takes a person's name and number out of what they signed up themselves for. */
export async function forgetAttendee(personId: string, name: string): Promise<void> {
  const own = { registeredBy: personId, names: name };
  const registrations = await RegistrationModel.find(own, { names: 1 }).lean();
  const ids = registrations.map(({ _id }) => _id);
  const tickets = await TicketModel.find({ registrationId: { $in: ids }, name }, { _id: 1 }).lean();
  for (const { _id } of tickets) await forgetTicket(_id.toHexString());
  for (const { _id, names } of registrations) {
    const kept = names.map((each) => (each === name ? '参会人' : each));
    await RegistrationModel.updateOne({ _id }, { $set: { names: kept } });
  }
}

/**
 * Takes names and numbers out of the attendee lists of events that ended before an instant, up to `limit` tickets;
 * answers how many it were. Counts and admissions stay.
 */
export async function forgetPastAttendees(before: Date, limit: number): Promise<number> {
  const events = await EventModel.find({ areAttendeesForgotten: null, endsAt: { $lt: before } }, { _id: 1 })
    .sort({ endsAt: 1, _id: 1 })
    .limit(20)
    .lean();
  let forgotten = 0;
  for (const { _id: eventId } of events) {
    const tickets = await TicketModel.find({ eventId, name: { $not: /^参会人 / } }, { _id: 1 })
      .limit(limit - forgotten)
      .lean();
    for (const { _id } of tickets) await forgetTicket(_id.toHexString());
    forgotten += tickets.length;
    if (forgotten >= limit) return forgotten;
    await RegistrationModel.updateMany({ eventId }, { $set: { names: [] } });
    await EventModel.updateOne({ _id: eventId }, { $set: { areAttendeesForgotten: true } });
  }
  return forgotten;
}

async function forgetTicket(id: string): Promise<void> {
  await TicketModel.updateOne(
    { _id: id },
    { $set: { name: formerAttendee(id) }, $unset: { phone: 1, phoneTail: 1 } },
  );
}
