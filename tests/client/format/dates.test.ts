import fc from 'fast-check';

import {
  dayOf,
  daysUntil,
  formatDay,
  formatDaysLeft,
  formatDeadline,
  formatDuration,
  formatMoment,
  formatPast,
  formatSpan,
  formatTime,
  weekdayOrToday,
} from '@/format/dates';

/** Monday 23 November 2026, 09:41 in Shanghai. */
const now = new Date('2026-11-23T01:41:00Z');

describe('days and instants in words', () => {
  test('an instant belongs to the day it has in Shanghai, not in UTC', () => {
    expect(dayOf('2026-11-22T16:00:00Z')).toBe('2026-11-23');
    expect(dayOf('2026-11-23T15:59:59Z')).toBe('2026-11-23');
    expect(formatTime('2026-11-26T09:30:00Z')).toBe('17:30');
  });

  test('today and tomorrow are words, other days have their weekday', () => {
    expect(formatDay('2026-11-23', now)).toBe('今天');
    expect(formatDay('2026-11-24', now)).toBe('明天');
    expect(formatDay('2026-11-26', now)).toBe('11月26日 周四');
    expect(weekdayOrToday('2026-11-24', now)).toBe('明天');
    expect(weekdayOrToday('2026-11-27', now)).toBe('周五');
  });

  test('a day of another year says its year', () => {
    expect(formatDay('2027-01-04', now)).toBe('2027年1月4日 周一');
  });

  test('late in the evening tomorrow is still tomorrow', () => {
    expect(formatDay('2026-11-24', new Date('2026-11-23T15:59:00Z'))).toBe('明天');
    expect(formatDay('2026-11-24', new Date('2026-11-23T16:00:00Z'))).toBe('今天');
  });

  test('a promise has its day, weekday and time', () => {
    expect(formatMoment('2026-11-26T09:30:00Z', now)).toBe('11月26日 周四 17:30');
    expect(formatMoment('2026-11-23T03:41:00Z', now)).toBe('今天 11:41');
  });

  test('the past is told by minutes, then by day', () => {
    expect(formatPast('2026-11-23T01:40:30Z', now)).toBe('刚刚');
    expect(formatPast('2026-11-23T01:21:00Z', now)).toBe('20 分钟前');
    expect(formatPast('2026-11-23T00:00:00Z', now)).toBe('今天 08:00');
    expect(formatPast('2026-11-22T08:21:00Z', now)).toBe('昨天 16:21');
    expect(formatPast('2026-11-20T08:10:00Z', now)).toBe('11月20日 周五 16:10');
  });

  test('days left are counted by calendar days', () => {
    expect(formatDaysLeft('2026-11-27', now)).toBe('还剩 4 天');
    expect(formatDaysLeft('2026-11-23', now)).toBe('今天截止');
    expect(formatDaysLeft('2026-11-21', now)).toBe('已过 2 天');
  });

  test('a deadline within a week says the days left, one farther off doesn’t', () => {
    expect(formatDeadline('2026-11-27', now)).toBe('11月27日截止，还剩 4 天');
    expect(formatDeadline('2026-11-24', now)).toBe('明天截止');
    expect(formatDeadline('2026-11-30', now)).toBe('11月30日截止');
    expect(formatDeadline('2026-11-20', now)).toBe('11月20日已截止');
    expect(formatDeadline(undefined, now)).toBe('常年受理');
  });

  test('durations are hours and minutes', () => {
    expect(formatDuration(20)).toBe('20 分钟');
    expect(formatDuration(349)).toBe('5 小时 49 分');
    expect(formatDuration(180)).toBe('3 小时');
  });

  test('a span names the second day only when it is another one', () => {
    expect(formatSpan('2026-11-24T01:00:00Z', '2026-11-24T04:00:00Z', now)).toBe('明天 09:00–12:00');
    expect(formatSpan('2026-11-26T01:00:00Z', '2026-11-27T09:00:00Z', now)).toBe(
      '11月26日 周四 09:00 至 11月27日 周五 17:00',
    );
  });

  test('for any two instants, the later one is never fewer days away', () => {
    const instant = fc.date({
      min: new Date('2020-01-01'),
      max: new Date('2040-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        const [earlier, later] = a <= b ? [a, b] : [b, a];
        const left = daysUntil(dayOf(later), earlier);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(Math.abs(left - (later.getTime() - earlier.getTime()) / 86_400_000)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
