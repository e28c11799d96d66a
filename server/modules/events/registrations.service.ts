import mongoose, { Types } from 'mongoose';
import type { Registration } from '@contract/events';
import { accessible } from '../../access/access';
import { requireEnterprise, requirePerson, type Context } from '../../context';
import { AppError, isDuplicateKey } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { sealPhone } from '../accounts/people.service';
import { requirePrivacyConsent } from '../accounts/privacy-consents.service';
import { enterpriseRefs } from '../enterprises/enterprises.service';
import { tellRegistered } from './event-reminders.service';
import { admissionWindow } from './event-rules';
import { EventModel, type SeatHold, type StoredEvent } from './events.model';
import {
  RegistrationModel,
  TicketModel,
  type StoredRegistration,
  type StoredTicket,
} from './registrations.model';
import { freePlaces, refuseTaken } from './places.service';
import { toRegistration } from './registration-reading.service';
import {
  announceReturn,
  closeHold,
  finishReturn,
  holdSeats,
  settleHold,
  type SeatRequest,
} from './seats.service';
import { randomCode, signTicket, ticketDigest, ticketKeyOf } from './ticket';

export interface Attendees {
  attendees: { name: string; phone?: string }[];
  nonce: string;
}
/** A request for seats together with who is to sit on them. */
export interface SignUp extends SeatRequest {
  attendees: { name: string; phone?: string }[];
}

const mostAttempts = 6;

/**
 * Signs up attendees of the caller's enterprise. The same nonce again gives the same registration.
 * @throws NOT_FOUND when the event doesn't exist or isn't published
 * @throws CONSENT_REQUIRED when numbers are left and the caller hasn't agreed to the current privacy text
 * @throws EVENT_CLOSED when registration has ended
 * @throws EVENT_FULL when fewer seats are left than attendees
 * @throws ALREADY_REGISTERED naming the attendees who have a ticket already
 * @throws VALIDATION_FAILED when the enterprise would have more attendees than one may
 * @throws IDEMPOTENCY_KEY_REUSED when the nonce was used for other attendees
 */
export async function registerAttendees(
  ctx: Context,
  eventId: string,
  body: Attendees,
): Promise<Registration> {
  const signUp = toSignUp(ctx, eventId, body);
  if (signUp.attendees.some(({ phone }) => phone)) await requirePrivacyConsent(ctx);
  const registration = await signUpOnce(ctx, signUp);
  await tellRegistered(ctx, registration);
  return toRegistration(ctx, registration);
}

/** The caller's request in its stored form. */
export function toSignUp(ctx: Context, eventId: string, { attendees, nonce }: Attendees): SignUp {
  const named = attendees.map(({ name, phone }) => ({
    name: name.trim().replace(/\s+/g, ' '),
    ...(phone ? { phone } : {}),
  }));
  const names = named.map(({ name }) => name);
  refuseTaken(named, (name, at) => names.indexOf(name) < at, '在名单里写了两次');
  return {
    eventId: new Types.ObjectId(eventId),
    enterpriseId: new Types.ObjectId(requireEnterprise(ctx).id),
    nonce,
    seats: named.length,
    attendees: named,
  };
}

async function signUpOnce(ctx: Context, signUp: SignUp): Promise<StoredRegistration> {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const earlier = await findRegistration(signUp);
    if (earlier && earlier.status !== 'abandoned') return sameRequest(earlier, signUp);
    const event = await getPublished(signUp.eventId);
    const places = await freePlaces(event, signUp);
    const hold = await holdSeats(ctx, signUp);
    const registration = await confirmSeats(ctx, { event, signUp, hold, places, earlier }).catch(
      async (error: unknown) => {
        // The seats go back at once; should that fail too, the sweeper does it.
        await closeHold(ctx, event._id, hold).catch((late: unknown) =>
          ctx.log.error({ err: late }, 'hold left'),
        );
        throw error;
      },
    );
    if (registration) {
      await settleHold(event._id, hold);
      return registration;
    }
    // Another request got in between (same nonce, same name, same place): look again from the start.
    await closeHold(ctx, event._id, hold);
  }
  throw new AppError('CONFLICT');
}

/**
 * Turns held seats into a registration with its tickets, both or neither; null where somebody else came first or the
 * hold is dead.
 */
export async function confirmSeats(
  ctx: Context,
  of: {
    event: StoredEvent;
    signUp: SignUp;
    hold: SeatHold;
    /** Free places among the enterprise's seats, one per attendee. */
    places: number[];
    /** The tombstone that an abandoned attempt under the same nonce left. */
    earlier: StoredRegistration | null;
  },
): Promise<StoredRegistration | null> {
  const { event, signUp, hold, earlier } = of;
  const confirmed: StoredRegistration = {
    _id: earlier?._id ?? new Types.ObjectId(),
    eventId: event._id,
    enterpriseId: signUp.enterpriseId,
    nonce: signUp.nonce,
    status: 'confirmed',
    holdId: hold._id,
    deadHolds: earlier?.deadHolds ?? [],
    seats: signUp.seats,
    names: signUp.attendees.map(({ name }) => name),
    registeredBy: new Types.ObjectId(requirePerson(ctx).personId),
    registeredAt: ctx.now,
  };
  const tickets = await newTickets(ctx, event, confirmed, signUp, of.places);
  try {
    return await mongoose.connection.transaction(async (session) => {
      if (earlier) {
        const { _id, deadHolds: _, ...fields } = confirmed;
        const { modifiedCount } = await RegistrationModel.updateOne(
          { _id, status: 'abandoned', deadHolds: { $ne: hold._id } },
          { $set: fields },
          { session },
        );
        if (modifiedCount === 0) return null;
      } else {
        await RegistrationModel.create([confirmed], { session });
      }
      await TicketModel.insertMany(tickets, { session });
      await recordAudit(
        ctx,
        {
          action: 'registration.confirmed',
          subject: { kind: 'registration', id: confirmed._id.toHexString() },
          enterpriseId: confirmed.enterpriseId.toHexString(),
        },
        session,
      );
      return confirmed;
    });
  } catch (error) {
    if (isDuplicateKey(error)) return null;
    throw error;
  }
}

async function newTickets(
  ctx: Context,
  event: StoredEvent,
  registration: StoredRegistration,
  { attendees, enterpriseId }: SignUp,
  places: number[],
): Promise<StoredTicket[]> {
  const { ticketPrivateKey } = ctx.environment.config.keys;
  const key = ticketKeyOf(ticketPrivateKey);
  const id = enterpriseId.toHexString();
  const enterpriseName = (await enterpriseRefs([id])).get(id)?.name;
  if (!enterpriseName) throw new AppError('ENTERPRISE_NOT_FOUND');
  return attendees.map(({ name, phone }, at) => {
    const ticketId = new Types.ObjectId();
    const payload = signTicket(key, {
      eventId: event._id.toHexString(),
      ticketId: ticketId.toHexString(),
      ...admissionWindow(event),
    });
    return {
      _id: ticketId,
      eventId: event._id,
      registrationId: registration._id,
      enterpriseId,
      enterpriseName,
      name,
      ...(phone ? { phone: sealPhone(ctx, phone), phoneTail: phone.slice(-4) } : {}),
      place: places[at] ?? at,
      code: randomCode(),
      payload,
      digest: ticketDigest(payload),
      status: 'valid',
      isActive: true,
      registeredAt: ctx.now,
    };
  });
}

/** The registration or tombstone of a request; null where nothing came of it yet. */
export function findRegistration(request: SeatRequest): Promise<StoredRegistration | null> {
  const { eventId, enterpriseId, nonce } = request;
  return RegistrationModel.findOne({ eventId, enterpriseId, nonce }).lean();
}

function sameRequest(stored: StoredRegistration, { attendees }: SignUp): StoredRegistration {
  const isSame =
    stored.names.length === attendees.length && attendees.every(({ name }, at) => stored.names[at] === name);
  if (!isSame) throw new AppError('IDEMPOTENCY_KEY_REUSED');
  return stored;
}

async function getPublished(eventId: Types.ObjectId): Promise<StoredEvent> {
  const event = await EventModel.findOne({ _id: eventId, status: { $ne: 'draft' } }).lean();
  if (!event) throw new AppError('NOT_FOUND');
  return event;
}

/**
 * Gives the seats of a registration back; cancelling a cancelled one changes nothing.
 * @throws NOT_FOUND when it isn't of the caller's enterprise
 * @throws EVENT_CLOSED when the event has started
 * @throws CONFLICT when one of its attendees is inside already
 */
export async function cancelRegistration(ctx: Context, id: string): Promise<Registration> {
  const mine = {
    $and: [accessible(ctx, 'withdraw', 'registration'), { _id: id, status: { $ne: 'abandoned' as const } }],
  };
  const registration = await RegistrationModel.findOne(mine).lean();
  if (!registration) throw new AppError('NOT_FOUND');
  if (registration.status === 'cancelled') return toRegistration(ctx, registration);
  const event = await getPublished(registration.eventId);
  if (event.startsAt <= ctx.now)
    throw new AppError('EVENT_CLOSED', { message: '活动已经开始，不能再取消报名' });
  const coming = await announceReturn(ctx, registration);
  await finishReturn(ctx, registration.eventId, coming);
  const after = await RegistrationModel.findOne(mine).lean();
  if (after?.status !== 'cancelled')
    throw new AppError('CONFLICT', { message: '已有同事入场，不能取消这次报名' });
  return toRegistration(ctx, after);
}
