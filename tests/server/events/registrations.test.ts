import { Types } from 'mongoose';
import { memberOf, officerIn, personOf, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { anOpenEvent, at, eventInput, minutesAfter } from '../../support/events';
import { aProvince, type Province } from '../../support/organizations';
import type { Context } from '../../../server/context';
import { decryptPhone } from '../../../server/modules/accounts/phone';
import { getEvent } from '../../../server/modules/events/event-reading.service';
import { changeEvent, createEvent } from '../../../server/modules/events/events.service';
import { EventModel } from '../../../server/modules/events/events.model';
import { checkIn } from '../../../server/modules/events/check-in.service';
import { RegistrationModel, TicketModel } from '../../../server/modules/events/registrations.model';
import { listRegistrations } from '../../../server/modules/events/registration-reading.service';
import { cancelRegistration, registerAttendees } from '../../../server/modules/events/registrations.service';
import { readCode, readTicket, ticketKeyOf } from '../../../server/modules/events/ticket';
import { DeliveryModel, MessageModel } from '../../../server/modules/messages/messages.model';

useDatabase();

let province: Province;
let manager: Context;
beforeAll(async () => {
  province = await aProvince();
  manager = await officerIn(province.city, 'event-manager');
});

const code = (expected: string) => expect.objectContaining({ code: expected });
const aMember = async (name?: string) =>
  memberOf(await anEnterprise({ deskOrganizationId: province.county.id }), name ? { name } : {});
const people = (...names: string[]) => names.map((name) => ({ name }));
let nonces = 0;
const nonce = () => `nonce-${(nonces += 1)}-${process.pid}`;

describe('a registration', () => {
  it('takes seats and gives each attendee a signed ticket and a code', async () => {
    const { id } = await anOpenEvent(manager, { capacity: 5 });
    const staff = await aMember();
    const registration = await registerAttendees(staff, id, {
      attendees: [{ name: ' 王 海燕 ', phone: '13812346021' }, { name: '陈敏' }],
      nonce: nonce(),
    });
    expect(registration).toMatchObject({
      status: 'confirmed',
      event: { id, seatsTaken: 2, seatsLeft: 3, myAttendees: 2, admitted: 0 },
      registeredAt: testNow.toISOString(),
    });
    expect(registration.tickets.map(({ attendeeName, status }) => [attendeeName, status])).toEqual([
      ['王 海燕', 'valid'],
      ['陈敏', 'valid'],
    ]);
    const key = ticketKeyOf(staff.environment.config.keys.ticketPrivateKey);
    for (const ticket of registration.tickets) {
      expect(readCode(ticket.code)).toBeDefined();
      expect(readTicket([key], ticket.payload)).toMatchObject({
        outcome: 'genuine',
        claims: { eventId: id, ticketId: ticket.id },
      });
    }
    const stored = await TicketModel.findById(registration.tickets[0]?.id).lean();
    expect(stored?.phoneTail).toBe('6021');
    expect(stored?.phone).not.toContain('6021');
    expect(decryptPhone(staff.environment.config.keys.phoneEncryptionKeys, stored?.phone ?? '')).toBe(
      '13812346021',
    );
    expect((await EventModel.findById(id).lean())?.holds).toEqual([]);
  });

  it('is the same one when the same request comes again, one after another or at once', async () => {
    const { id } = await anOpenEvent(manager);
    const staff = await aMember();
    const body = { attendees: people('王一', '王二'), nonce: nonce() };
    const first = await registerAttendees(staff, id, body);
    const again = await Promise.all(Array.from({ length: 4 }, () => registerAttendees(staff, id, body)));
    expect(again.map((registration) => registration.id)).toEqual(Array(4).fill(first.id));
    const other = await aMember();
    const twice = { attendees: people('王一'), nonce: nonce() };
    const both = await Promise.all(Array.from({ length: 4 }, () => registerAttendees(other, id, twice)));
    expect(new Set(both.map((registration) => registration.id)).size).toBe(1);
    expect(await EventModel.findById(id).lean()).toMatchObject({ seatsTaken: 3, holds: [] });
    expect(await TicketModel.countDocuments({ eventId: id })).toBe(3);
  });

  it('refuses a nonce that was used for other attendees', async () => {
    const { id } = await anOpenEvent(manager);
    const staff = await aMember();
    const used = nonce();
    await registerAttendees(staff, id, { attendees: people('王一'), nonce: used });
    await expect(registerAttendees(staff, id, { attendees: people('王二'), nonce: used })).rejects.toEqual(
      code('IDEMPOTENCY_KEY_REUSED'),
    );
  });

  it('of another enterprise may use the same nonce and the same names', async () => {
    const { id } = await anOpenEvent(manager);
    const body = { attendees: people('王一'), nonce: nonce() };
    const [one, other] = [await aMember(), await aMember()];
    expect((await registerAttendees(one, id, body)).id).not.toBe(
      (await registerAttendees(other, id, body)).id,
    );
  });

  it('names attendees who have a ticket already, or stand twice in the list', async () => {
    const { id } = await anOpenEvent(manager);
    const staff = await aMember();
    await registerAttendees(staff, id, { attendees: people('王一'), nonce: nonce() });
    await expect(
      registerAttendees(staff, id, { attendees: people('王二', '王一 '), nonce: nonce() }),
    ).rejects.toMatchObject({
      code: 'ALREADY_REGISTERED',
      message: '王一已经报过名',
      details: [{ path: 'body.attendees.1.name', rule: '王一已经报过名' }],
    });
    await expect(
      registerAttendees(staff, id, { attendees: people('王三', '王三'), nonce: nonce() }),
    ).rejects.toMatchObject({ code: 'ALREADY_REGISTERED', details: [{ path: 'body.attendees.1.name' }] });
    expect(await EventModel.findById(id).lean()).toMatchObject({ seatsTaken: 1, holds: [] });
  });

  it('keeps to the most attendees of one enterprise, of several requests at once too', async () => {
    const { id } = await anOpenEvent(manager, { perEnterprise: 3 });
    const staff = await aMember();
    await expect(
      registerAttendees(staff, id, { attendees: people('甲', '乙', '丙', '丁'), nonce: nonce() }),
    ).rejects.toMatchObject({ code: 'VALIDATION_FAILED', message: '每家企业最多 3 人' });
    const answers = await Promise.allSettled(
      Array.from({ length: 6 }, (_, at) =>
        registerAttendees(staff, id, { attendees: people(`员工${at}`), nonce: nonce() }),
      ),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    for (const answer of answers)
      if (answer.status === 'rejected')
        expect(['VALIDATION_FAILED', 'CONFLICT']).toContain(answer.reason.code);
    expect(await TicketModel.countDocuments({ eventId: id, isActive: true })).toBe(3);
    expect(await EventModel.findById(id).lean()).toMatchObject({ seatsTaken: 3, holds: [] });
    await expect(
      registerAttendees(staff, id, { attendees: people('戊'), nonce: nonce() }),
    ).rejects.toMatchObject({
      message: '每家企业最多 3 人，已报 3 人',
    });
  });

  it('signs the same person up once, of several requests at once', async () => {
    const { id } = await anOpenEvent(manager);
    const staff = await aMember();
    const answers = await Promise.allSettled(
      Array.from({ length: 6 }, () =>
        registerAttendees(staff, id, { attendees: people('王一'), nonce: nonce() }),
      ),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const answer of answers)
      if (answer.status === 'rejected')
        expect(['ALREADY_REGISTERED', 'CONFLICT']).toContain(answer.reason.code);
    expect(await EventModel.findById(id).lean()).toMatchObject({ seatsTaken: 1, holds: [] });
  });

  it('gets the last seats or none: fifty enterprises at once for ten seats', async () => {
    const { id } = await anOpenEvent(manager, { capacity: 10 });
    const enterprises = [];
    for (let n = 0; n < 50; n++) enterprises.push(await aMember());
    const answers = await Promise.allSettled(
      enterprises.map((staff) => registerAttendees(staff, id, { attendees: people('代表'), nonce: nonce() })),
    );
    const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.code] : []));
    expect(refused).toEqual(Array(40).fill('EVENT_FULL'));
    expect(await EventModel.findById(id).lean()).toMatchObject({ seatsTaken: 10, holds: [], returns: [] });
    expect(await TicketModel.countDocuments({ eventId: id, status: 'valid' })).toBe(10);
    expect(await RegistrationModel.countDocuments({ eventId: id, status: 'confirmed' })).toBe(10);
  });

  it('says how many seats are left where they don’t suffice', async () => {
    const { id } = await anOpenEvent(manager, { capacity: 3 });
    await registerAttendees(await aMember(), id, { attendees: people('甲', '乙'), nonce: nonce() });
    await expect(
      registerAttendees(await aMember(), id, { attendees: people('甲', '乙'), nonce: nonce() }),
    ).rejects.toMatchObject({ code: 'EVENT_FULL', message: '名额不够了，还剩 1 个' });
  });

  it('is refused once sign-up has ended, and for a draft', async () => {
    const event = await anOpenEvent(manager);
    const staff = await aMember();
    const late = at(staff, minutesAfter(event.startsAt, -15 * 60));
    await expect(
      registerAttendees(late, event.id, { attendees: people('王一'), nonce: nonce() }),
    ).rejects.toEqual(code('EVENT_CLOSED'));
    const draft = await createEvent(manager, eventInput());
    await expect(
      registerAttendees(staff, draft.id, { attendees: people('王一'), nonce: nonce() }),
    ).rejects.toEqual(code('NOT_FOUND'));
    await expect(
      registerAttendees(manager, event.id, { attendees: people('王一'), nonce: nonce() }),
    ).rejects.toEqual(code('NOT_BOUND'));
  });

  it('is confirmed to who made it and to the attending colleague, each once, with the ticket’s page', async () => {
    const { id } = await anOpenEvent(manager);
    const enterprise = await anEnterprise({ deskOrganizationId: province.county.id });
    const [staff, colleague, other] = [
      await memberOf(enterprise, { name: '王海燕' }),
      await memberOf(enterprise, { name: '陈敏', role: 'staff' }),
      await memberOf(enterprise, { name: '刘洋', role: 'staff' }),
    ];
    const body = { attendees: people('陈敏'), nonce: nonce() };
    await registerAttendees(staff, id, body);
    await registerAttendees(staff, id, body);
    const told = await MessageModel.find({ topic: 'event', title: '报名成功' }).lean();
    const mine = told.filter(({ page }) => page === `features/events/ticket/index?eventId=${id}`);
    expect(mine.map(({ personId }) => personId.toHexString()).sort()).toEqual(
      [personOf(staff).personId, personOf(colleague).personId].sort(),
    );
    expect(mine.some(({ personId }) => personId.equals(personOf(other).personId))).toBe(false);
    const deliveries = await DeliveryModel.find({ personId: personOf(staff).personId }).lean();
    expect(deliveries).toMatchObject([{ template: 'event-reminder', status: 'pending' }]);
    expect(deliveries[0]?.fields).toMatchObject({
      thing1: '装备制造供需对接会',
      time2: '2026年3月13日 09:00',
    });
  });
});

describe('a cancellation', () => {
  it('gives the seats back once, however often and at once it is asked for', async () => {
    const { id } = await anOpenEvent(manager, { capacity: 2, perEnterprise: 2 });
    const staff = await aMember();
    const registration = await registerAttendees(staff, id, {
      attendees: people('甲', '乙'),
      nonce: nonce(),
    });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => cancelRegistration(staff, registration.id)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill('cancelled'));
    expect(answers[0]?.tickets.map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
    expect(await EventModel.findById(id).lean()).toMatchObject({ seatsTaken: 0, holds: [], returns: [] });
    expect((await cancelRegistration(staff, registration.id)).status).toBe('cancelled');
    expect((await getEvent(staff, id)).seatsLeft).toBe(2);
  });

  it('frees the names and the places for another registration', async () => {
    const { id } = await anOpenEvent(manager, { perEnterprise: 2 });
    const staff = await aMember();
    const first = await registerAttendees(staff, id, { attendees: people('甲', '乙'), nonce: nonce() });
    await cancelRegistration(staff, first.id);
    const second = await registerAttendees(staff, id, { attendees: people('乙', '丙'), nonce: nonce() });
    expect(second.id).not.toBe(first.id);
    expect(second.event).toMatchObject({ seatsTaken: 2, myAttendees: 2 });
    const places = await TicketModel.find({ eventId: id, isActive: true }).distinct('place');
    expect(places.sort()).toEqual([0, 1]);
  });

  it('is for the own enterprise only', async () => {
    const { id } = await anOpenEvent(manager);
    const registration = await registerAttendees(await aMember(), id, {
      attendees: people('甲'),
      nonce: nonce(),
    });
    await expect(cancelRegistration(await aMember(), registration.id)).rejects.toEqual(code('NOT_FOUND'));
    await expect(cancelRegistration(await aMember(), new Types.ObjectId().toHexString())).rejects.toEqual(
      code('NOT_FOUND'),
    );
  });

  it('is too late once the event has started or somebody is inside', async () => {
    const event = await anOpenEvent(manager);
    const staff = await aMember();
    const registration = await registerAttendees(staff, event.id, {
      attendees: people('甲', '乙'),
      nonce: nonce(),
    });
    const inside = at(manager, event.doorsOpenAt);
    await checkIn(inside, event.id, {
      ticket: registration.tickets[0]?.payload ?? '',
      gate: '1 号门',
      nonce: nonce(),
    });
    await expect(cancelRegistration(at(staff, event.doorsOpenAt), registration.id)).rejects.toEqual(
      code('CONFLICT'),
    );
    expect(await EventModel.findById(event.id).lean()).toMatchObject({ seatsTaken: 2, returns: [] });
    expect((await RegistrationModel.findById(registration.id).lean())?.status).toBe('confirmed');
    await expect(cancelRegistration(at(staff, event.startsAt), registration.id)).rejects.toEqual(
      code('EVENT_CLOSED'),
    );
  });
});

describe('an enterprise’s registrations', () => {
  it('come with the soonest event first, past ones last', async () => {
    const staff = await aMember();
    const day = (days: number) => minutesAfter(testNow, days * 24 * 60).toISOString();
    const register = async (startsAt: string) => {
      const { id } = await anOpenEvent(manager, { startsAt });
      return (await registerAttendees(staff, id, { attendees: people('甲'), nonce: nonce() })).id;
    };
    const [later, soon, sooner] = [await register(day(9)), await register(day(4)), await register(day(2))];
    const idsAt = async (now: Date) => (await listRegistrations(at(staff, now))).map(({ id }) => id);
    expect(await idsAt(testNow)).toEqual([sooner, soon, later]);
    expect(await idsAt(new Date(day(5)))).toEqual([later, soon, sooner]);
    expect(await listRegistrations(await aMember())).toEqual([]);
  });

  it('leave the maximum as it was lowered to alone for those signed up before', async () => {
    const { id } = await anOpenEvent(manager, { perEnterprise: 3 });
    const staff = await aMember();
    await registerAttendees(staff, id, { attendees: people('甲', '乙'), nonce: nonce() });
    await changeEvent(manager, id, eventInput({ perEnterprise: 1 }));
    await expect(registerAttendees(staff, id, { attendees: people('丙'), nonce: nonce() })).rejects.toEqual(
      code('VALIDATION_FAILED'),
    );
    expect(await TicketModel.countDocuments({ eventId: id, isActive: true })).toBe(2);
  });
});
