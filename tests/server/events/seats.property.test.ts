import fc from 'fast-check';
import { memberOf, officerIn, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { anOpenEvent, at, minutesAfter } from '../../support/events';
import { aProvince } from '../../support/organizations';
import type { Context } from '../../../server/context';
import { AppError } from '../../../server/errors';
import { EventModel, type StoredEvent } from '../../../server/modules/events/events.model';
import { RegistrationModel, TicketModel } from '../../../server/modules/events/registrations.model';
import {
  cancelRegistration,
  confirmSeats,
  findRegistration,
  freePlaces,
  registerAttendees,
  toSignUp,
} from '../../../server/modules/events/registrations.service';
import {
  announceReturn,
  endRegistration,
  holdSeats,
  settleHolds,
} from '../../../server/modules/events/seats.service';

useDatabase();

/** Where a caller dies: after which of its writes. */
const registerSteps = ['hold', 'confirm', 'all'] as const;
const cancelSteps = ['announce', 'end', 'all'] as const;
type Act =
  | { act: 'register'; firm: number; seats: number; nonce: number; until: (typeof registerSteps)[number] }
  | { act: 'cancel'; pick: number; until: (typeof cancelSteps)[number] }
  | { act: 'sweep'; minutes: number };

const register = fc.record({
  act: fc.constant('register' as const),
  firm: fc.nat(2),
  seats: fc.integer({ min: 1, max: 3 }),
  nonce: fc.nat(3),
  until: fc.constantFrom(...registerSteps),
});
const cancel = fc.record({
  act: fc.constant('cancel' as const),
  pick: fc.nat(5),
  until: fc.constantFrom(...cancelSteps),
});
const sweep = fc.record({ act: fc.constant('sweep' as const), minutes: fc.constantFrom(0, 1, 3) });
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: register },
    { weight: 3, arbitrary: cancel },
    { weight: 1, arbitrary: sweep },
  ),
  { minLength: 1, maxLength: 14 },
);

const capacity = 5;
let manager: Context;
let firms: Context[];
beforeAll(async () => {
  const province = await aProvince();
  manager = await officerIn(province.city, 'event-manager');
  firms = [];
  for (let n = 0; n < 3; n++)
    firms.push(await memberOf(await anEnterprise({ deskOrganizationId: province.county.id })));
});

const expected = [
  'EVENT_FULL',
  'ALREADY_REGISTERED',
  'VALIDATION_FAILED',
  'IDEMPOTENCY_KEY_REUSED',
  'CONFLICT',
];
async function refusable(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof AppError && expected.includes(error.code))) throw error;
  }
}

async function play(eventId: string, act: Act, now: Date): Promise<void> {
  if (act.act === 'sweep') {
    await settleHolds(at(manager, minutesAfter(now, act.minutes)));
    return;
  }
  if (act.act === 'register') {
    const ctx = at(firms[act.firm] as Context, now);
    const attendees = Array.from({ length: act.seats }, (_, n) => ({ name: `代表${act.nonce}-${n}` }));
    const body = { attendees, nonce: `nonce-number-${act.nonce}` };
    if (act.until === 'all') return refusable(() => registerAttendees(ctx, eventId, body));
    return refusable(async () => {
      const signUp = toSignUp(ctx, eventId, body);
      const event = (await EventModel.findById(eventId).lean()) as StoredEvent;
      const hold = await holdSeats(ctx, signUp);
      if (act.until === 'hold') return;
      const earlier = await findRegistration(signUp);
      if (earlier && earlier.status !== 'abandoned') return;
      const places = await freePlaces(event, signUp);
      await confirmSeats(ctx, { event, signUp, hold, places, earlier });
    });
  }
  const confirmed = await RegistrationModel.find({ eventId, status: 'confirmed' }).sort({ _id: 1 }).lean();
  const registration = confirmed[act.pick % Math.max(1, confirmed.length)];
  if (!registration) return;
  const ctx = at(
    firms.find((firm) => belongsTo(firm, registration.enterpriseId.toHexString())) as Context,
    now,
  );
  if (act.until === 'all') return refusable(() => cancelRegistration(ctx, registration._id.toHexString()));
  const coming = await announceReturn(ctx, registration);
  if (act.until === 'announce') return;
  await endRegistration(ctx, coming);
}

function belongsTo(firm: Context, enterpriseId: string): boolean {
  return firm.actor.kind === 'person' && firm.actor.enterprise?.id === enterpriseId;
}

/** Seats that people really have. */
async function seatsUsed(eventId: string): Promise<{ registrations: number; tickets: number }> {
  const confirmed = await RegistrationModel.find({ eventId, status: 'confirmed' }).lean();
  return {
    registrations: confirmed.reduce((sum, { seats }) => sum + seats, 0),
    tickets: await TicketModel.countDocuments({ eventId, isActive: true }),
  };
}

it('seats are never sold twice and never lost, wherever callers die', async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (sequence) => {
      const { id } = await anOpenEvent(manager, { capacity, perEnterprise: 4 });
      for (const [step, act] of sequence.entries()) {
        await play(id, act, minutesAfter(testNow, step));
        const event = await EventModel.findById(id).lean();
        const used = await seatsUsed(id);
        expect(used.tickets).toBe(used.registrations);
        expect(event?.seatsTaken).toBeLessThanOrEqual(capacity);
        expect(event?.seatsTaken).toBeGreaterThanOrEqual(used.registrations);
      }
      await settleHolds(at(manager, minutesAfter(testNow, 60)));
      const event = await EventModel.findById(id).lean();
      expect(event).toMatchObject({
        holds: [],
        returns: [],
        seatsTaken: (await seatsUsed(id)).registrations,
      });
    }),
    { numRuns: 40 },
  );
}, 120_000);

it('seats stay whole when callers, cancellations and sweepers run at the same time', async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (sequence) => {
      const { id } = await anOpenEvent(manager, { capacity, perEnterprise: 4 });
      await Promise.all(sequence.map((act) => play(id, act, testNow)));
      const during = await EventModel.findById(id).lean();
      expect(during?.seatsTaken).toBeLessThanOrEqual(capacity);
      await Promise.all(Array.from({ length: 3 }, () => settleHolds(at(manager, minutesAfter(testNow, 60)))));
      const event = await EventModel.findById(id).lean();
      const used = await seatsUsed(id);
      expect(used.tickets).toBe(used.registrations);
      expect(event).toMatchObject({ holds: [], returns: [], seatsTaken: used.registrations });
    }),
    { numRuns: 30 },
  );
}, 120_000);
