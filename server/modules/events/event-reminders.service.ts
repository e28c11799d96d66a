import { dayOf } from '../issues/calendar';
import type { Context } from '../../context';
import { membersOfEnterprises } from '../accounts/memberships.service';
import { nameMap } from '../accounts/people.service';
import { chinaTime } from '../../gateways/china-time';
import { notify } from '../messages/messages.service';
import { reminderDueAt } from './event-rules';
import { EventModel, type StoredEvent } from './events.model';
import { RegistrationModel, type StoredRegistration } from './registrations.model';

/** From 17:00 of the day before to the last minute of the day itself. */
const longestLeadMs = 31 * 3_600_000;

/** Confirms a registration to who made it and to the attendees who are known colleagues. */
export async function tellRegistered(ctx: Context, registration: StoredRegistration): Promise<void> {
  const event = await EventModel.findById(registration.eventId).lean();
  if (!event || registration.status !== 'confirmed') return;
  const id = registration._id.toHexString();
  await notify(ctx, {
    key: `event:${event._id.toHexString()}:registered:${id}`,
    personIds: await concerned(registration),
    topic: 'event',
    title: '报名成功',
    text: `${registration.names.join('、')}已报名“${event.title}”，${chinaTime(event.startsAt)}，${event.venue}`,
    page: ticketPage(event),
    subscription: {
      template: 'event-reminder',
      fields: {
        title: event.title,
        time: event.startsAt.toISOString(),
        venue: event.venue,
        note: `已报名 ${registration.seats} 人，凭入场码入场`,
      },
    },
  });
}

/**
 * Job: from 17:00 of the day before an event on, reminds everybody signed up, once for each start it has had.
 * @returns how many registrations were reminded
 */
export async function remindEvents(ctx: Context): Promise<{ reminded: number }> {
  const events = await EventModel.find({
    status: 'open',
    startsAt: { $gt: ctx.now, $lte: new Date(ctx.now.getTime() + longestLeadMs) },
  }).lean();
  let reminded = 0;
  for (const event of events) {
    if (reminderDueAt(event.startsAt) > ctx.now) continue;
    if (event.remindedFor?.getTime() === event.startsAt.getTime()) continue;
    const registrations = RegistrationModel.find({ eventId: event._id, status: 'confirmed' }).lean().cursor();
    for await (const registration of registrations) {
      await remind(ctx, event, registration);
      reminded += 1;
    }
    // Only now: a run that stops half-way is repeated, and its keys keep anybody from hearing twice.
    await EventModel.updateOne(
      { _id: event._id, startsAt: event.startsAt },
      { $set: { remindedFor: event.startsAt } },
    );
  }
  return { reminded };
}

async function remind(ctx: Context, event: StoredEvent, registration: StoredRegistration): Promise<void> {
  const day = dayOf(event.startsAt) === dayOf(ctx.now) ? '今天' : '明天';
  const time = chinaTime(event.startsAt).slice(-5);
  await notify(ctx, {
    key: `event:${event._id.toHexString()}:reminder:${event.startsAt.getTime()}:${registration._id.toHexString()}`,
    personIds: await concerned(registration),
    topic: 'event',
    title: `${day} ${time}，${event.title}`,
    text: `${event.venue}，${chinaTime(event.doorsOpenAt).slice(-5)} 开门。${registration.names.join('、')}请带上入场码。`,
    page: ticketPage(event),
    subscription: {
      template: 'event-reminder',
      fields: {
        title: event.title,
        time: event.startsAt.toISOString(),
        venue: event.venue,
        note: `${chinaTime(event.doorsOpenAt).slice(-5)} 开门，请带上入场码`,
      },
    },
  });
}

/** Who signed the attendees up, and the colleagues whose names stand on the tickets. */
async function concerned({ registeredBy, enterpriseId, names }: StoredRegistration): Promise<string[]> {
  const members = await membersOfEnterprises([enterpriseId.toHexString()]);
  const memberNames = await nameMap(members.map(({ personId }) => personId));
  const attending = members.filter(({ personId }) => names.includes(memberNames.get(personId) ?? ''));
  return [
    ...new Set([
      ...(registeredBy ? [registeredBy.toHexString()] : []),
      ...attending.map(({ personId }) => personId),
    ]),
  ];
}

function ticketPage(event: StoredEvent): string {
  return `features/events/ticket/index?eventId=${event._id.toHexString()}`;
}
