import { longestWaitMs, mostTries, nextTry, restUntil } from '../../../server/modules/messages/outbox-rules';

const now = new Date('2026-03-11T02:00:20Z');

test('a delivery that was not sent waits twice as long each time, ten minutes at most', () => {
  const waits = [1, 2, 3, 9].map((tries) => Number(nextTry(-1, tries, now, now)) - now.getTime());
  expect(waits).toEqual([2_000, 4_000, 8_000, 512_000]);
  expect(Number(nextTry(undefined, 9, now, now)) - now.getTime()).toBe(512_000);
});

test('after ten tries a delivery is given up', () => {
  expect(nextTry(-1, mostTries, now, now)).toBeNull();
});

test('a used-up minute quota waits for the next minute, however often it was tried', () => {
  expect(nextTry(45011, 50, now, now)).toEqual(new Date('2026-03-11T02:01:00Z'));
});

test('a used-up day quota waits for midnight in Shanghai', () => {
  expect(nextTry(45009, 50, now, now)).toEqual(new Date('2026-03-11T16:00:00Z'));
  const afterMidnight = new Date('2026-03-11T16:00:00Z');
  expect(nextTry(45009, 1, now, afterMidnight)).toEqual(new Date('2026-03-12T16:00:00Z'));
});

test('a delivery that could not be handed over for three days is given up', () => {
  const created = new Date(now.getTime() - longestWaitMs);
  expect(nextTry(45009, 1, created, now)).toBeNull();
});

test('quotas and faults of the account let the channel rest, what is about one message does not', () => {
  const rests = [45009, 45011, 44991, 40125, 89507].map((code) => restUntil(code, now)?.toISOString());
  expect(rests).toEqual([
    '2026-03-11T16:00:00.000Z',
    '2026-03-11T02:01:00.000Z',
    '2026-03-11T02:01:00.000Z',
    '2026-03-11T02:10:20.000Z',
    '2026-03-11T03:00:20.000Z',
  ]);
  expect([-1, 40001, 43101, undefined].map((code) => restUntil(code, now))).toEqual([null, null, null, null]);
});
