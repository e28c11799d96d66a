import mongoose, { Types } from 'mongoose';
import type { Context } from '../../context';
import { AppError, isDuplicateKey } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { EventModel, type SeatHold, type SeatReturn } from './events.model';
import { RegistrationModel, TicketModel } from './registrations.model';

/** Who asks for how many seats, and under which nonce. */
export interface SeatRequest {
  eventId: Types.ObjectId;
  enterpriseId: Types.ObjectId;
  nonce: string;
  seats: number;
}

/** After this long a hold or a return is taken for left behind by a caller that died. */
const leftBehindMs = 2 * 60_000;
const mostLooks = 5;

/**
 * Takes seats off an event in one conditional write that also records for which request; a hold that stands for the
 * same request already is used again.
 * @throws EVENT_CLOSED when the event isn't open or registration has ended
 * @throws EVENT_FULL when fewer seats are left than asked for
 * @throws IDEMPOTENCY_KEY_REUSED when the nonce holds another number of seats
 */
export async function holdSeats(ctx: Context, request: SeatRequest): Promise<SeatHold> {
  const { eventId, enterpriseId, nonce, seats } = request;
  const key = `${enterpriseId.toHexString()}:${nonce}`;
  const hold: SeatHold = { _id: new Types.ObjectId(), key, enterpriseId, nonce, seats, at: ctx.now };
  for (let look = 0; look < mostLooks; look++) {
    const { modifiedCount } = await EventModel.updateOne(
      {
        _id: eventId,
        status: 'open',
        registrationClosesAt: { $gt: ctx.now },
        'holds.key': { $ne: key },
        $expr: { $lte: [{ $add: ['$seatsTaken', seats] }, '$capacity'] },
      },
      { $inc: { seatsTaken: seats }, $push: { holds: hold } },
    );
    if (modifiedCount === 1) return hold;
    const event = await EventModel.findById(eventId).lean();
    if (!event) throw new AppError('NOT_FOUND');
    const standing = event.holds.find((other) => other.key === key);
    if (standing && standing.seats !== seats) throw new AppError('IDEMPOTENCY_KEY_REUSED');
    if (standing) return standing;
    if (event.status !== 'open' || event.registrationClosesAt <= ctx.now) throw new AppError('EVENT_CLOSED');
    const left = event.capacity - event.seatsTaken;
    if (left < seats)
      throw new AppError('EVENT_FULL', { message: left > 0 ? `名额不够了，还剩 ${left} 个` : '名额已满' });
    // Else the event changed between the write and the look: try again.
  }
  throw new AppError('CONFLICT');
}

/** Drops a hold whose seats a registration now uses: they stay taken. */
export async function settleHold(eventId: Types.ObjectId, hold: SeatHold): Promise<void> {
  await EventModel.updateOne({ _id: eventId }, { $pull: { holds: { _id: hold._id } } });
}

/**
 * Ends a hold for good: settles it where a registration uses it, else bars any later use of it and gives its seats
 * back. Any number of callers may do this at once, the request itself included.
 */
export async function closeHold(
  ctx: Context,
  eventId: Types.ObjectId,
  hold: SeatHold,
): Promise<'settled' | 'returned'> {
  const request = { eventId, enterpriseId: hold.enterpriseId, nonce: hold.nonce };
  if (!(await barHold(ctx, request, hold))) {
    const registration = await RegistrationModel.findOne(request).lean();
    // A registration never changes the hold it uses, so what is seen here stays true.
    if (registration?.holdId?.equals(hold._id)) {
      await settleHold(eventId, hold);
      return 'settled';
    }
  }
  await EventModel.updateOne(
    { _id: eventId, 'holds._id': hold._id },
    { $inc: { seatsTaken: -hold.seats }, $pull: { holds: { _id: hold._id } } },
  );
  return 'returned';
}

/** Writes into the request's own place that this hold is dead; false where a registration stands there. */
async function barHold(
  ctx: Context,
  request: Omit<SeatRequest, 'seats'>,
  { _id: holdId, seats }: SeatHold,
): Promise<boolean> {
  try {
    await RegistrationModel.create({
      ...request,
      status: 'abandoned',
      deadHolds: [holdId],
      seats,
      names: [],
      registeredAt: ctx.now,
    });
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  const { matchedCount } = await RegistrationModel.updateOne(
    { ...request, status: 'abandoned' },
    { $addToSet: { deadHolds: holdId } },
  );
  return matchedCount === 1;
}

/** Notes on the event, before a registration is cancelled, that its seats are coming back. */
export async function announceReturn(
  ctx: Context,
  registration: { _id: Types.ObjectId; eventId: Types.ObjectId; seats: number },
): Promise<SeatReturn> {
  const { _id: registrationId, eventId, seats } = registration;
  const coming: SeatReturn = { _id: new Types.ObjectId(), registrationId, seats, at: ctx.now };
  await EventModel.updateOne({ _id: eventId }, { $push: { returns: coming } });
  return coming;
}

/**
 * Cancels the registration of an announced return and gives its seats back, exactly once; where it can't be cancelled
 * (somebody is inside already, or another cancellation came first) only the announcement is dropped.
 */
export async function finishReturn(
  ctx: Context,
  eventId: Types.ObjectId,
  coming: SeatReturn,
): Promise<'returned' | 'dropped'> {
  await endRegistration(ctx, coming);
  const registration = await RegistrationModel.findById(coming.registrationId).lean();
  const isMine = registration?.cancellationId?.equals(coming._id) ?? false;
  await EventModel.updateOne(
    { _id: eventId, 'returns._id': coming._id },
    {
      ...(isMine ? { $inc: { seatsTaken: -coming.seats } } : {}),
      $pull: { returns: { _id: coming._id } },
    },
  );
  return isMine ? 'returned' : 'dropped';
}

class SomebodyInside extends Error {}

/** Cancels a registration with its tickets under the id of the announced return; nothing where somebody is inside. */
export async function endRegistration(ctx: Context, coming: SeatReturn): Promise<void> {
  try {
    await mongoose.connection.transaction(async (session) => {
      const { modifiedCount } = await RegistrationModel.updateOne(
        { _id: coming.registrationId, status: 'confirmed' },
        { $set: { status: 'cancelled', cancellationId: coming._id, cancelledAt: ctx.now } },
        { session },
      );
      if (modifiedCount === 0) return;
      const tickets = await TicketModel.updateMany(
        { registrationId: coming.registrationId, status: 'valid' },
        { $set: { status: 'cancelled', isActive: false } },
        { session },
      );
      if (tickets.modifiedCount !== coming.seats) throw new SomebodyInside();
      const subject = { kind: 'registration', id: coming.registrationId.toHexString() };
      await recordAudit(ctx, { action: 'registration.cancelled', subject }, session);
    });
  } catch (error) {
    if (!(error instanceof SomebodyInside)) throw error;
  }
}

/**
 * Job: settles holds whose registration stands; two minutes after it was taken, a hold without one gives its seats
 * back, and a cancellation that stopped half-way is finished.
 */
export async function settleHolds(ctx: Context): Promise<{ settled: number; returned: number }> {
  const count = { settled: 0, returned: 0 };
  const before = new Date(ctx.now.getTime() - leftBehindMs);
  const events = EventModel.find({
    $or: [{ 'holds.at': { $exists: true } }, { 'returns.at': { $exists: true } }],
  })
    .select({ holds: 1, returns: 1 })
    .lean()
    .cursor();
  for await (const { _id: eventId, holds, returns } of events) {
    for (const hold of holds) {
      if (hold.at <= before) count[await closeHold(ctx, eventId, hold)] += 1;
      else if (
        await RegistrationModel.exists({
          eventId,
          holdId: hold._id,
          nonce: hold.nonce,
          enterpriseId: hold.enterpriseId,
        })
      ) {
        await settleHold(eventId, hold);
        count.settled += 1;
      }
    }
    for (const coming of returns)
      if (coming.at <= before && (await finishReturn(ctx, eventId, coming)) === 'returned')
        count.returned += 1;
  }
  return count;
}
