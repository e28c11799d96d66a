import type { Types } from 'mongoose';
import { AppError, invalidField } from '../../errors';
import type { StoredEvent } from './events.model';
import { TicketModel } from './registrations.model';

/** Which enterprise asks for places, and for whom. */
interface Asking {
  enterpriseId: Types.ObjectId;
  attendees: readonly { name: string }[];
}

/**
 * The lowest places the enterprise has free at an event, one per attendee. Two requests at once choose the same ones,
 * and the unique index lets one through: so the maximum holds without a counter.
 * @throws ALREADY_REGISTERED, VALIDATION_FAILED
 */
export async function freePlaces(event: StoredEvent, { enterpriseId, attendees }: Asking): Promise<number[]> {
  const tickets = await TicketModel.find({ eventId: event._id, enterpriseId, isActive: true })
    .select({ name: 1, place: 1 })
    .lean();
  const signedUp = new Set(tickets.map(({ name }) => name));
  refuseTaken(attendees, (name) => signedUp.has(name), '已经报过名');
  if (tickets.length + attendees.length > event.perEnterprise) {
    const had = tickets.length > 0 ? `，已报 ${tickets.length} 人` : '';
    throw invalidField('body.attendees', `每家企业最多 ${event.perEnterprise} 人${had}`);
  }
  const taken = new Set(tickets.map(({ place }) => place));
  return Array.from({ length: event.perEnterprise }, (_, place) => place)
    .filter((place) => !taken.has(place))
    .slice(0, attendees.length);
}

/**
 * Refuses attendees who can't be taken, all of them at once.
 * @throws ALREADY_REGISTERED naming each of them
 */
export function refuseTaken(
  attendees: readonly { name: string }[],
  isTaken: (name: string, at: number) => boolean,
  rule: string,
): void {
  const taken = attendees.flatMap(({ name }, at) => (isTaken(name, at) ? [{ name, at }] : []));
  if (taken.length === 0) return;
  throw new AppError('ALREADY_REGISTERED', {
    message: `${[...new Set(taken.map(({ name }) => name))].join('、')}${rule}`,
    details: taken.map(({ name, at }) => ({ path: `body.attendees.${at}.name`, rule: `${name}${rule}` })),
  });
}
