import { revealPhone } from '../../../server/modules/accounts/people.service';
import { viewContact } from '../../../server/modules/issues/contact.service';
import { listPhoneReadings } from '../../../server/modules/privacy/readings.service';
import { aVisitor, personOf } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anIssue, aScene, later, minutesOn } from '../../support/issues';

useDatabase();

describe('who saw my number', () => {
  it('is told with name, body, time and reason, latest first, also of a number left with one issue only', async () => {
    const scene = await aScene();
    const { member, officers } = scene;
    const own = await anIssue(scene, 'submitted');
    const other = await anIssue(scene, 'submitted', { contactPhone: '13812340003' });
    await viewContact(officers.countyDesk, own.id, { reason: '核对联系人' });
    await viewContact(later(officers.countyDesk, minutesOn(5)), other.id, { reason: '约现场' });
    const found = await listPhoneReadings(member, {});
    expect(found).toMatchObject({
      items: [
        { at: '2026-03-11T02:05:00.000Z', reason: '约现场' },
        { at: '2026-03-11T02:00:00.000Z', reason: '核对联系人' },
      ],
      lastMonth: { readers: 1, readings: 2 },
    });
    expect(found.items[0]?.bodyName).toBe(scene.county.shortName);
    expect(found.items[0]?.readerName).toBe(personOf(officers.countyDesk).name);
  });

  it('comes in pages, counts the last 30 days, and shows nobody else’s', async () => {
    const person = await aVisitor({ phone: '13812346021' });
    const reader = await aVisitor();
    const subject = { kind: 'issue', id: '0'.repeat(24) };
    for (let at = 0; at < 5; at++)
      await revealPhone(later(reader, minutesOn(at)), personOf(person).personId, {
        subject,
        reason: `第${at}次`,
      });
    const first = await listPhoneReadings(person, { limit: 3 });
    expect(first.items.map(({ reason }) => reason)).toEqual(['第4次', '第3次', '第2次']);
    const rest = await listPhoneReadings(person, { limit: 3, cursor: first.next ?? '' });
    expect(rest.items.map(({ reason }) => reason)).toEqual(['第1次', '第0次']);
    expect(rest.next).toBeUndefined();
    const muchLater = later(person, minutesOn(31 * 24 * 60));
    expect((await listPhoneReadings(muchLater, {})).lastMonth).toEqual({ readers: 0, readings: 0 });
    expect((await listPhoneReadings(reader, {})).items).toEqual([]);
  });
});
