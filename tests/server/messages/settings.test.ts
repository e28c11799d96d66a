import fc from 'fast-check';
import { DeliveryModel } from '../../../server/modules/messages/messages.model';
import { deliverOutbox, notify } from '../../../server/modules/messages/messages.service';
import { afterQuiet } from '../../../server/modules/messages/quiet-hours';
import { changeSettings, readSettings } from '../../../server/modules/messages/settings.service';
import { anEnvironment, aVisitor, aWeChat, contextOf, personOf } from '../../support/context';
import { useDatabase } from '../../support/database';
import { aNotice, deliveryOf, issueProgress } from '../../support/messages';

useDatabase();
afterEach(() => DeliveryModel.deleteMany({}));

const usual = { isOn: true, from: '22:00', to: '08:00' };
const night = new Date('2026-03-11T15:30:00Z');
const morning = new Date('2026-03-12T00:00:00Z');

test('what comes at night waits for eight in the morning in Shanghai, what comes by day for nothing', () => {
  const after = (at: string) => afterQuiet(new Date(at)).toISOString();
  expect(after('2026-03-11T13:59:59Z')).toBe('2026-03-11T13:59:59.000Z');
  expect(after('2026-03-11T14:00:00Z')).toBe('2026-03-12T00:00:00.000Z');
  expect(after('2026-03-11T23:59:59Z')).toBe('2026-03-12T00:00:00.000Z');
  expect(after('2026-03-12T00:00:00Z')).toBe('2026-03-12T00:00:00.000Z');
  const noon = { isOn: true, from: '12:00', to: '14:30' };
  expect(afterQuiet(new Date('2026-03-11T05:00:00Z'), noon)).toEqual(new Date('2026-03-11T06:30:00Z'));
  expect(afterQuiet(night, { ...usual, isOn: false })).toEqual(night);
});

test('whatever the hours, the instant chosen is never quiet, never earlier, and less than a day away', () => {
  const time = fc
    .integer({ min: 0, max: 1_439 })
    .map((at) => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`);
  const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(time, time, instant, (from, to, at) => {
      const quiet = { isOn: true, from, to };
      const chosen = afterQuiet(at, quiet);
      expect(afterQuiet(chosen, quiet)).toEqual(chosen);
      expect(chosen.getTime() - at.getTime()).toBeGreaterThanOrEqual(0);
      expect(chosen.getTime() - at.getTime()).toBeLessThan(86_400_000);
    }),
  );
});

async function told(critical = false) {
  const person = await aVisitor();
  const { personId } = personOf(person);
  const notice = aNotice([personId], { subscription: issueProgress, isCritical: critical });
  await notify(contextOf(undefined, { now: night }), notice);
  return { person: { ...person, now: night }, delivery: () => deliveryOf(notice.key, personId) };
}

test('a message of the night waits in the outbox; a critical one doesn’t', async () => {
  expect((await (await told()).delivery()).dueAt).toEqual(morning);
  expect((await (await told(true)).delivery()).dueAt).toEqual(night);
});

test('new quiet hours and topics that aren’t wanted any more hold at once for what waits', async () => {
  const { person, delivery } = await told();
  const topics = [{ topic: 'issue' as const, subscription: true, sms: true }];
  await changeSettings(person, { topics, quietHours: { ...usual, isOn: false } });
  expect((await delivery()).dueAt).toEqual(night);
  await changeSettings(person, { topics: [{ topic: 'issue', subscription: false }], quietHours: usual });
  expect(await delivery()).toMatchObject({ status: 'no-consent', reason: 'unsubscribed' });
  const wechat = aWeChat();
  await deliverOutbox(contextOf(undefined, { environment: anEnvironment({ wechat }), now: morning }));
  expect(wechat.sent).toEqual([]);
});

test('whoever has chosen nothing reads what holds; what was chosen is read again', async () => {
  const person = await aVisitor();
  const before = await readSettings(person);
  expect(before.quietHours).toEqual(usual);
  expect(before.topics).toContainEqual({ topic: 'issue', subscription: true, sms: true });
  expect(before.topics).toContainEqual({ topic: 'account' });
  const chosen = {
    topics: before.topics.map((each) => (each.topic === 'issue' ? { ...each, sms: false } : each)),
    quietHours: { isOn: true, from: '21:30', to: '07:00' },
  };
  await changeSettings(person, chosen);
  expect(await readSettings(person)).toEqual(chosen);
});
