import { memberOf, officerIn, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { anOpenEvent, at, minutesAfter } from '../../support/events';
import { aProvince } from '../../support/organizations';
import type { Context } from '../../../server/context';
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

let manager: Context;
let staff: Context;
beforeAll(async () => {
  const province = await aProvince();
  manager = await officerIn(province.city, 'event-manager');
  staff = await memberOf(await anEnterprise({ deskOrganizationId: province.county.id }));
});
// Each test settles what it left, so that the sweeper's counts of one test are its own.
afterEach(() => settleHolds(at(manager, minutesAfter(testNow, 24 * 60))));

const body = { attendees: [{ name: '王海燕' }, { name: '陈敏' }], nonce: 'nonce-of-seats' };
const eventOf = async (id: string) => (await EventModel.findById(id).lean()) as StoredEvent;
const sweepAfter = (minutes: number) => settleHolds(at(manager, minutesAfter(testNow, minutes)));

/** A caller that has taken its hold and stops; `goOn` is its next write. */
async function aStoppedCaller(eventId: string) {
  const signUp = toSignUp(staff, eventId, body);
  const earlier = await findRegistration(signUp);
  const event = await eventOf(eventId);
  const places = await freePlaces(event, signUp);
  const hold = await holdSeats(staff, signUp);
  return { hold, goOn: () => confirmSeats(staff, { event, signUp, hold, places, earlier }) };
}

describe('a hold', () => {
  it('keeps its seats for two minutes, then gives them back', async () => {
    const { id } = await anOpenEvent(manager);
    await aStoppedCaller(id);
    expect(await sweepAfter(1)).toEqual({ settled: 0, returned: 0 });
    expect((await eventOf(id)).seatsTaken).toBe(2);
    expect(await sweepAfter(2)).toEqual({ settled: 0, returned: 1 });
    expect(await eventOf(id)).toMatchObject({ seatsTaken: 0, holds: [] });
    expect(await sweepAfter(3)).toEqual({ settled: 0, returned: 0 });
  });

  it('is settled at once where its registration stands', async () => {
    const { id } = await anOpenEvent(manager);
    const caller = await aStoppedCaller(id);
    await caller.goOn();
    expect(await sweepAfter(0)).toEqual({ settled: 1, returned: 0 });
    expect(await eventOf(id)).toMatchObject({ seatsTaken: 2, holds: [] });
  });

  it('is used again by the same request', async () => {
    const { id } = await anOpenEvent(manager);
    await aStoppedCaller(id);
    const registration = await registerAttendees(staff, id, body);
    expect(registration.status).toBe('confirmed');
    expect(await eventOf(id)).toMatchObject({ seatsTaken: 2, holds: [] });
  });

  it('refuses the same nonce for another number of seats', async () => {
    const { id } = await anOpenEvent(manager);
    await aStoppedCaller(id);
    const other = { ...body, attendees: [{ name: '王海燕' }] };
    await expect(registerAttendees(staff, id, other)).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('is of no use any more to a caller that wakes up after its seats were given back', async () => {
    const { id } = await anOpenEvent(manager, { capacity: 2, perEnterprise: 2 });
    const late = await aStoppedCaller(id);
    await sweepAfter(2);
    expect(await late.goOn()).toBeNull();
    expect(await TicketModel.countDocuments({ eventId: id })).toBe(0);
    expect(await eventOf(id)).toMatchObject({ seatsTaken: 0, holds: [] });
  });

  it('of a second attempt is of no use either once it was given back', async () => {
    const { id } = await anOpenEvent(manager);
    await aStoppedCaller(id);
    await sweepAfter(2);
    const second = await aStoppedCaller(id);
    await sweepAfter(2);
    expect(await second.goOn()).toBeNull();
    const third = await registerAttendees(staff, id, body);
    expect(third.tickets).toHaveLength(2);
    expect(await RegistrationModel.countDocuments({ eventId: id })).toBe(1);
    expect(await eventOf(id)).toMatchObject({ seatsTaken: 2, holds: [] });
  });
});

describe('a return', () => {
  it('that stopped after its announcement is finished after two minutes', async () => {
    const { id } = await anOpenEvent(manager);
    const registration = await registerAttendees(staff, id, body);
    const stored = await RegistrationModel.findById(registration.id).lean().orFail();
    await announceReturn(staff, stored);
    expect(await sweepAfter(1)).toEqual({ settled: 0, returned: 0 });
    expect(await sweepAfter(2)).toEqual({ settled: 0, returned: 1 });
    expect((await RegistrationModel.findById(registration.id).lean())?.status).toBe('cancelled');
    expect(await eventOf(id)).toMatchObject({ seatsTaken: 0, returns: [] });
  });

  it('that stopped after the registration ended gives the seats back once, beside a second cancellation', async () => {
    const { id } = await anOpenEvent(manager);
    const registration = await registerAttendees(staff, id, body);
    const stored = await RegistrationModel.findById(registration.id).lean().orFail();
    const first = await announceReturn(staff, stored);
    const second = await announceReturn(staff, stored);
    await endRegistration(staff, first);
    expect(await finishReturn(staff, stored.eventId, second)).toBe('dropped');
    expect((await eventOf(id)).seatsTaken).toBe(2);
    expect((await cancelRegistration(staff, registration.id)).status).toBe('cancelled');
    expect(await sweepAfter(2)).toEqual({ settled: 0, returned: 1 });
    expect(await finishReturn(staff, stored.eventId, first)).toBe('returned');
    expect(await eventOf(id)).toMatchObject({ seatsTaken: 0, returns: [] });
  });
});
