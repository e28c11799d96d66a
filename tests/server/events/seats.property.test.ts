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
  registerAttendees,
  toSignUp,
} from '../../../server/modules/events/registrations.service';
import { freePlaces } from '../../../server/modules/events/places.service';
import {
  announceReturn,
  endRegistration,
  finishReturn,
  holdSeats,
  settleHolds,
} from '../../../server/modules/events/seats.service';

useDatabase();

/** After which of its writes a caller stops: for good, or until it is resumed much later. */
const registerSteps = ['hold', 'confirm', 'all'] as const;
const cancelSteps = ['announce', 'end', 'all'] as const;
type Act =
  | { act: 'register'; firm: number; seats: number; nonce: number; until: (typeof registerSteps)[number] }
  | { act: 'cancel'; pick: number; until: (typeof cancelSteps)[number] }
  | { act: 'resume'; pick: number }
  | { act: 'sweep'; minutes: number };

const register = fc.record({
  act: fc.constant('register' as const),
  firm: fc.nat(1),
  seats: fc.integer({ min: 1, max: 3 }),
  nonce: fc.nat(1),
  until: fc.constantFrom(...registerSteps),
});
const cancel = fc.record({
  act: fc.constant('cancel' as const),
  pick: fc.nat(5),
  until: fc.constantFrom(...cancelSteps),
});
const resume = fc.record({ act: fc.constant('resume' as const), pick: fc.nat(5) });
const sweep = fc.record({ act: fc.constant('sweep' as const), minutes: fc.constantFrom(0, 1, 3) });
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: register },
    { weight: 3, arbitrary: cancel },
    { weight: 2, arbitrary: resume },
    { weight: 2, arbitrary: sweep },
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
  for (let n = 0; n < 2; n++)
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

/** What the callers that stopped would do next. */
type Stopped = (() => Promise<unknown>)[];

async function play(eventId: string, act: Act, now: Date, stopped: Stopped): Promise<void> {
  switch (act.act) {
    case 'sweep':
      await settleHolds(at(manager, minutesAfter(now, act.minutes)));
      return;
    case 'resume': {
      const [goOn] = stopped.splice(act.pick % Math.max(1, stopped.length), 1);
      if (goOn) await refusable(goOn);
      return;
    }
    case 'register':
      return refusable(() => playRegister(eventId, act, now, stopped));
    case 'cancel':
      return refusable(() => playCancel(eventId, act, now, stopped));
  }
}

async function playRegister(
  eventId: string,
  act: Extract<Act, { act: 'register' }>,
  now: Date,
  stopped: Stopped,
): Promise<void> {
  const ctx = at(firms[act.firm] as Context, now);
  const attendees = Array.from({ length: act.seats }, (_, n) => ({ name: `代表${act.nonce}-${n}` }));
  const body = { attendees, nonce: `nonce-number-${act.nonce}` };
  if (act.until === 'all') {
    await registerAttendees(ctx, eventId, body);
    return;
  }
  const signUp = toSignUp(ctx, eventId, body);
  const earlier = await findRegistration(signUp);
  if (earlier && earlier.status !== 'abandoned') return;
  const event = (await EventModel.findById(eventId).lean()) as StoredEvent;
  const places = await freePlaces(event, signUp);
  const hold = await holdSeats(ctx, signUp);
  const confirm = () => confirmSeats(ctx, { event, signUp, hold, places, earlier });
  if (act.until === 'hold') stopped.push(confirm);
  else await confirm();
}

async function playCancel(
  eventId: string,
  act: Extract<Act, { act: 'cancel' }>,
  now: Date,
  stopped: Stopped,
): Promise<void> {
  const confirmed = await RegistrationModel.find({ eventId, status: 'confirmed' }).sort({ _id: 1 }).lean();
  const registration = confirmed[act.pick % Math.max(1, confirmed.length)];
  if (!registration) return;
  const firm = firms.find((each) => belongsTo(each, registration.enterpriseId.toHexString()));
  const ctx = at(firm as Context, now);
  if (act.until === 'all') {
    await cancelRegistration(ctx, registration._id.toHexString());
    return;
  }
  const coming = await announceReturn(ctx, registration);
  if (act.until === 'announce') stopped.push(() => finishReturn(ctx, registration.eventId, coming));
  else await endRegistration(ctx, coming);
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

it('seats are never sold twice and never lost, wherever callers stop or go on', async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (sequence) => {
      const { id } = await anOpenEvent(manager, { capacity, perEnterprise: 4 });
      const stopped: Stopped = [];
      for (const [step, act] of sequence.entries()) {
        await play(id, act, minutesAfter(testNow, step), stopped);
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
      const stopped: Stopped = [];
      await Promise.all(sequence.map((act) => play(id, act, testNow, stopped)));
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
