import { memberOf, officerIn, personOf, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { anOpenEvent, at, eventInput, minutesAfter } from '../../support/events';
import { aProvince } from '../../support/organizations';
import type { Context } from '../../../server/context';
import { remindEvents } from '../../../server/modules/events/event-reminders.service';
import { callOffEvent, changeEvent } from '../../../server/modules/events/events.service';
import { cancelRegistration, registerAttendees } from '../../../server/modules/events/registrations.service';
import { DeliveryModel, MessageModel } from '../../../server/modules/messages/messages.model';

useDatabase();

let manager: Context;
let staff: Context;
beforeAll(async () => {
  const province = await aProvince();
  manager = await officerIn(province.city, 'event-manager');
  staff = await memberOf(await anEnterprise({ deskOrganizationId: province.county.id }), { name: '王海燕' });
});

const dayMinutes = 24 * 60;
// testNow is 10:00, the event two days later at 09:00; 17:00 of the day before is 31 hours from testNow.
const due = minutesAfter(testNow, 31 * 60);
const remindersOf = (eventId: string) =>
  MessageModel.find({ key: new RegExp(`^event:${eventId}:reminder`) }).lean();
let nonces = 0;
const register = (eventId: string, name: string) =>
  registerAttendees(staff, eventId, { attendees: [{ name }], nonce: `reminder-nonce-${(nonces += 1)}` });

describe('a reminder', () => {
  it('goes out at 17:00 of the day before, once, to those still signed up', async () => {
    const event = await anOpenEvent(manager);
    await register(event.id, '王海燕');
    const cancelled = await register(event.id, '陈敏');
    await cancelRegistration(staff, cancelled.id);
    await remindEvents(at(manager, new Date(due.getTime() - 1)));
    expect(await remindersOf(event.id)).toEqual([]);
    await remindEvents(at(manager, due));
    await remindEvents(at(manager, minutesAfter(due, 60)));
    expect(await remindersOf(event.id)).toMatchObject([
      {
        personId: { toHexString: expect.any(Function) },
        topic: 'event',
        title: '明天 09:00，装备制造供需对接会',
        text: '郑州国际会展中心 2 号馆，08:20 开门。王海燕请带上入场码。',
        page: `features/events/ticket/index?eventId=${event.id}`,
      },
    ]);
    const [delivery] = await DeliveryModel.find({ key: new RegExp(`^event:${event.id}:reminder`) }).lean();
    expect(delivery?.personId.toHexString()).toBe(personOf(staff).personId);
    expect(delivery?.fields).toEqual({
      thing1: '装备制造供需对接会',
      time2: '2026年3月13日 09:00',
      thing3: '郑州国际会展中心 2 号馆',
      thing4: '08:20 开门，请带上入场码',
    });
  });

  it('says today on the day itself, and nothing once the event has begun', async () => {
    const event = await anOpenEvent(manager);
    await register(event.id, '王海燕');
    await remindEvents(at(manager, event.startsAt));
    expect(await remindersOf(event.id)).toEqual([]);
    await remindEvents(at(manager, minutesAfter(event.startsAt, -60)));
    expect((await remindersOf(event.id)).map(({ title }) => title)).toEqual([
      '今天 09:00，装备制造供需对接会',
    ]);
  });

  it('goes out again for another start, and not for an event called off', async () => {
    const event = await anOpenEvent(manager);
    await register(event.id, '王海燕');
    await remindEvents(at(manager, due));
    const put = minutesAfter(event.startsAt, 3 * dayMinutes).toISOString();
    await changeEvent(at(manager, due), event.id, eventInput({ startsAt: put }));
    await remindEvents(at(manager, minutesAfter(due, 3 * dayMinutes - 1)));
    expect(await remindersOf(event.id)).toHaveLength(1);
    await remindEvents(at(manager, minutesAfter(due, 3 * dayMinutes)));
    expect(await remindersOf(event.id)).toHaveLength(2);

    const off = await anOpenEvent(manager);
    await register(off.id, '王海燕');
    await callOffEvent(manager, off.id, '停电');
    await remindEvents(at(manager, due));
    expect(await remindersOf(off.id)).toEqual([]);
  });
});
