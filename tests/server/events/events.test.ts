import { Types } from 'mongoose';
import { AppError } from '../../../server/errors';
import { contextOf, memberOf, officerIn, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { anOpenEvent, at, eventInput, minutesAfter } from '../../support/events';
import { aProvince, type Province } from '../../support/organizations';
import type { Context } from '../../../server/context';
import { AuditEntryModel } from '../../../server/modules/audit/audit.model';
import { getEvent, listEvents } from '../../../server/modules/events/event-reading.service';
import {
  callOffEvent,
  changeEvent,
  createEvent,
  publishEvent,
} from '../../../server/modules/events/events.service';
import { EventModel } from '../../../server/modules/events/events.model';
import { TicketModel } from '../../../server/modules/events/registrations.model';
import { registerAttendees } from '../../../server/modules/events/registrations.service';
import { readTicket, ticketDigest, ticketKeyOf } from '../../../server/modules/events/ticket';
import { MessageModel } from '../../../server/modules/messages/messages.model';

useDatabase();

let province: Province;
let manager: Context;
let provinceManager: Context;
let otherManager: Context;
let staff: Context;
beforeAll(async () => {
  province = await aProvince();
  manager = await officerIn(province.city, 'event-manager');
  provinceManager = await officerIn(province.province, 'event-manager');
  otherManager = await officerIn(province.labour, 'event-manager');
  staff = await memberOf(await anEnterprise({ deskOrganizationId: province.county.id }));
});

const code = (expected: string) => expect.objectContaining({ code: expected });
const idsOf = async (ctx: Context, query: Parameters<typeof listEvents>[1]) =>
  (await listEvents(ctx, { limit: 100, ...query })).items.map(({ id }) => id);

describe('an event', () => {
  it('is drafted for the manager’s office and reaches every body above it', async () => {
    const event = await createEvent(manager, eventInput());
    expect(event).toMatchObject({
      status: 'draft',
      organization: { id: province.city.id },
      regionName: '郑州市',
      seatsTaken: 0,
      seatsLeft: 100,
      myAttendees: 0,
      admitted: 0,
    });
    const stored = await EventModel.findById(event.id).lean();
    expect(stored?.scope.map(String).sort()).toEqual([province.city.id, province.province.id].sort());
    expect(await AuditEntryModel.countDocuments({ 'subject.id': event.id, action: 'event.created' })).toBe(1);
  });

  it('is seen as a draft only in its scope', async () => {
    const { id } = await createEvent(manager, eventInput());
    expect((await getEvent(provinceManager, id)).status).toBe('draft');
    await expect(getEvent(otherManager, id)).rejects.toEqual(code('NOT_FOUND'));
    await expect(getEvent(staff, id)).rejects.toEqual(code('NOT_FOUND'));
    await publishEvent(provinceManager, id);
    expect((await getEvent(staff, id)).status).toBe('open');
  });

  it('is refused with times that contradict each other, naming the fields', async () => {
    const input = eventInput({ endsAt: eventInput().startsAt, regionCode: '999999' });
    const refusal = await createEvent(manager, input).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(AppError);
    expect(refusal).toMatchObject({
      code: 'VALIDATION_FAILED',
      details: [{ path: 'body.endsAt' }, { path: 'body.regionCode' }],
    });
  });

  it('opens once its sign-up lies ahead, and stays open when opened again', async () => {
    const { id } = await createEvent(manager, eventInput());
    await expect(publishEvent(at(manager, minutesAfter(testNow, 3 * 24 * 60)), id)).rejects.toEqual(
      code('VALIDATION_FAILED'),
    );
    expect((await publishEvent(manager, id)).status).toBe('open');
    expect((await publishEvent(manager, id)).status).toBe('open');
  });

  it('keeps its capacity at or above the seats taken', async () => {
    const { id } = await anOpenEvent(manager, { capacity: 5 });
    await registerAttendees(staff, id, {
      attendees: [{ name: '王一' }, { name: '王二' }],
      nonce: 'nonce-cap',
    });
    await expect(
      changeEvent(manager, id, eventInput({ capacity: 1, perEnterprise: 1 })),
    ).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      message: '已有 2 人报名，名额不能少于 2',
    });
    const changed = await changeEvent(
      manager,
      id,
      eventInput({ capacity: 2, perEnterprise: 2, title: '换个名字' }),
    );
    expect(changed).toMatchObject({ capacity: 2, seatsLeft: 0, title: '换个名字', status: 'open' });
    await expect(changeEvent(otherManager, id, eventInput())).rejects.toEqual(code('NOT_FOUND'));
  });

  it('signs the tickets anew when its times move, and not otherwise', async () => {
    const { id } = await anOpenEvent(manager);
    const before = await registerAttendees(staff, id, { attendees: [{ name: '王一' }], nonce: 'nonce-move' });
    const input = eventInput();
    await changeEvent(manager, id, { ...input, venue: '另一个馆' });
    const same = await TicketModel.findOne({ eventId: id }).lean();
    expect(same?.payload).toBe(before.tickets[0]?.payload);
    const endsAt = minutesAfter(new Date(input.endsAt), 30).toISOString();
    await changeEvent(manager, id, { ...input, endsAt });
    const moved = await TicketModel.findOne({ eventId: id }).lean();
    const key = ticketKeyOf(manager.environment.config.keys.ticketPrivateKey);
    expect(moved?.digest).toBe(ticketDigest(moved?.payload ?? ''));
    expect(readTicket([key], moved?.payload ?? '')).toMatchObject({
      outcome: 'genuine',
      claims: { eventId: id, notAfter: new Date(endsAt) },
    });
  });

  it('tells who signed up when it is called off, and stays off', async () => {
    const { id } = await anOpenEvent(manager);
    await registerAttendees(staff, id, { attendees: [{ name: '王一' }], nonce: 'nonce-off' });
    expect((await callOffEvent(manager, id, '场馆停电')).status).toBe('cancelled');
    const told = await MessageModel.find({ key: `event:${id}:called-off` }).lean();
    expect(told.map(({ personId, text }) => [personId.toHexString(), text])).toEqual([
      [
        staff.actor.kind === 'person' ? staff.actor.personId : '',
        '“装备制造供需对接会”取消了。原因：场馆停电',
      ],
    ]);
    await expect(changeEvent(manager, id, eventInput())).rejects.toEqual(code('CONFLICT'));
    await expect(publishEvent(manager, id)).rejects.toEqual(code('CONFLICT'));
    await expect(
      registerAttendees(staff, id, { attendees: [{ name: '王二' }], nonce: 'nonce-off-2' }),
    ).rejects.toEqual(code('EVENT_CLOSED'));
  });

  it('cannot be called off when it is over', async () => {
    const { id, endsAt } = await anOpenEvent(manager);
    await expect(callOffEvent(at(manager, endsAt), id, '太晚了')).rejects.toEqual(code('CONFLICT'));
  });
});

describe('lists of events', () => {
  it('show open ones soonest first, mine, past ones latest first, and those managed', async () => {
    const later = await anOpenEvent(manager, { startsAt: minutesAfter(testNow, 5 * 24 * 60).toISOString() });
    const sooner = await anOpenEvent(manager, { startsAt: minutesAfter(testNow, 4 * 24 * 60).toISOString() });
    const draft = await createEvent(manager, eventInput());
    await registerAttendees(staff, later.id, { attendees: [{ name: '王一' }], nonce: 'nonce-list' });

    const open = await idsOf(staff, {});
    expect(open.indexOf(sooner.id)).toBeGreaterThanOrEqual(0);
    expect(open.indexOf(later.id)).toBeGreaterThan(open.indexOf(sooner.id));
    expect(open).not.toContain(draft.id);

    expect(await idsOf(staff, { group: 'mine' })).toContain(later.id);
    expect(await idsOf(staff, { group: 'mine' })).not.toContain(sooner.id);
    const mine = (await listEvents(staff, { group: 'mine' })).items.find(({ id }) => id === later.id);
    expect(mine?.myAttendees).toBe(1);

    const after = at(staff, minutesAfter(later.endsAt, 1));
    const past = await idsOf(after, { group: 'past' });
    expect(past.indexOf(later.id)).toBeLessThan(past.indexOf(sooner.id));
    expect(await idsOf(after, {})).not.toContain(later.id);

    expect(await idsOf(provinceManager, { group: 'managed' })).toEqual(
      expect.arrayContaining([draft.id, later.id]),
    );
    expect(await idsOf(otherManager, { group: 'managed' })).toEqual([]);
  });

  it('keep to a kind', async () => {
    const { id } = await anOpenEvent(manager, { kind: 'training' });
    expect(await idsOf(staff, { kind: 'training' })).toEqual([id]);
  });

  it('come page by page, each event once, those at the same instant too', async () => {
    const startsAt = minutesAfter(testNow, 10 * 24 * 60).toISOString();
    const ids = [];
    for (let n = 0; n < 5; n++) ids.push((await anOpenEvent(manager, { startsAt, kind: 'lecture' })).id);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listEvents(staff, { kind: 'lecture', limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor);
    expect(seen).toEqual([...ids].sort());
    await expect(listEvents(staff, { cursor: 'bm9uc2Vuc2U' })).rejects.toEqual(code('VALIDATION_FAILED'));
  });

  it('need an enterprise for mine', async () => {
    await expect(listEvents(manager, { group: 'mine' })).rejects.toEqual(code('NOT_BOUND'));
    await expect(listEvents(contextOf({ kind: 'guest' }), { group: 'mine' })).rejects.toEqual(
      code('NOT_SIGNED_IN'),
    );
    await expect(getEvent(staff, new Types.ObjectId().toHexString())).rejects.toEqual(code('NOT_FOUND'));
  });
});
