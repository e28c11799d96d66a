import fc from 'fast-check';
import { isKnownYear } from '../../../server/modules/issues/calendar';
import {
  dayAfter,
  hoursOn,
  openState,
  periodsProblem,
  type OpeningHours,
} from '../../../server/modules/organizations/opening-hours';

const weekdays = (...periods: { from: string; to: string }[]) =>
  [1, 2, 3, 4, 5].map((weekday) => ({ weekday, periods }));
const usual: OpeningHours = {
  weekly: weekdays({ from: '09:00', to: '12:00' }, { from: '13:30', to: '17:30' }),
  exceptions: [],
};
/** An instant of a time in Shanghai. */
const at = (day: string, time: string) => new Date(`${day}T${time}+08:00`);
const stateAt = (day: string, time: string, hours = usual) => {
  const { opensAt, closesAt, ...state } = openState(hours, at(day, time));
  const text = (instant: Date | undefined) =>
    instant && new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
  return { ...state, opens: text(opensAt), closes: text(closesAt) };
};

describe('an opening state', () => {
  // 11 March 2026 is a Wednesday in a week without holidays.
  it('turns at the minute: open from the first, shut from the last', () => {
    expect(stateAt('2026-03-11', '08:59:59.999')).toEqual({
      isOpen: false,
      reason: 'outside-hours',
      opens: '2026-03-11 09:00',
      closes: undefined,
    });
    expect(stateAt('2026-03-11', '09:00')).toMatchObject({ isOpen: true, closes: '2026-03-11 12:00' });
    expect(stateAt('2026-03-11', '11:59:59.999')).toMatchObject({ isOpen: true });
    expect(stateAt('2026-03-11', '12:00')).toMatchObject({
      isOpen: false,
      reason: 'break',
      opens: '2026-03-11 13:30',
    });
    expect(stateAt('2026-03-11', '17:30')).toMatchObject({
      isOpen: false,
      reason: 'outside-hours',
      opens: '2026-03-12 09:00',
    });
  });

  it('passes over the weekend', () => {
    expect(stateAt('2026-03-13', '18:00')).toMatchObject({
      reason: 'outside-hours',
      opens: '2026-03-16 09:00',
    });
    expect(stateAt('2026-03-14', '10:00')).toMatchObject({ reason: 'rest-day', opens: '2026-03-16 09:00' });
  });

  it('rests on the State Council’s holidays, the weekends within them included', () => {
    // National Day 2025: 1 to 8 October, Saturday 4 and Sunday 5 within it.
    const daily: OpeningHours = {
      weekly: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
        weekday,
        periods: [{ from: '09:00', to: '17:00' }],
      })),
      exceptions: [],
    };
    for (const day of ['2025-10-01', '2025-10-04', '2025-10-08'])
      expect(stateAt(day, '10:00', daily)).toMatchObject({
        isOpen: false,
        reason: 'holiday',
        opens: '2025-10-09 09:00',
      });
    expect(stateAt('2025-10-09', '10:00')).toMatchObject({ isOpen: true });
  });

  it('opens on a weekend day that is worked instead, with a weekday’s hours or its own', () => {
    // Sunday 28 September 2025 and Saturday 11 October 2025 were worked.
    expect(stateAt('2025-09-28', '10:00')).toMatchObject({ isOpen: true, closes: '2025-09-28 12:00' });
    expect(stateAt('2025-10-11', '17:29')).toMatchObject({ isOpen: true, closes: '2025-10-11 17:30' });
    const saturdays = {
      ...usual,
      weekly: [...usual.weekly, { weekday: 6, periods: [{ from: '10:00', to: '11:00' }] }],
    };
    expect(stateAt('2025-10-11', '10:30', saturdays)).toMatchObject({
      isOpen: true,
      closes: '2025-10-11 11:00',
    });
    expect(stateAt('2025-10-11', '11:30', saturdays)).toMatchObject({ isOpen: false });
  });

  it('keeps what was announced for a day, on a holiday too', () => {
    const announced: OpeningHours = {
      ...usual,
      exceptions: [
        { day: '2026-03-11', periods: [], note: '系统检修' },
        { day: '2025-10-01', periods: [{ from: '09:00', to: '11:00' }], note: '假日值班' },
      ],
    };
    expect(stateAt('2026-03-11', '10:00', announced)).toEqual({
      isOpen: false,
      reason: 'exception',
      note: '系统检修',
      opens: '2026-03-12 09:00',
      closes: undefined,
    });
    expect(stateAt('2025-10-01', '10:00', announced)).toMatchObject({ isOpen: true, note: '假日值班' });
  });

  it('promises nothing where a window has no hours', () => {
    expect(stateAt('2026-03-11', '10:00', { weekly: [], exceptions: [] })).toEqual({
      isOpen: false,
      reason: 'rest-day',
      opens: undefined,
      closes: undefined,
    });
  });

  it('is open at the promised opening, and at no instant before it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 364 * 24 * 60 - 1 }),
        fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
        (minutes, days) => {
          const hours = {
            ...usual,
            weekly: days.map((weekday) => ({ weekday, periods: usual.weekly[0]?.periods ?? [] })),
          };
          const now = new Date(at('2025-01-01', '00:00').getTime() + minutes * 60_000);
          const state = openState(hours, now);
          if (state.isOpen) {
            expect(openState(hours, state.closesAt as Date).isOpen).toBe(false);
            return;
          }
          const opensAt = state.opensAt as Date;
          expect(opensAt > now).toBe(true);
          expect(openState(hours, opensAt).isOpen).toBe(true);
          const step = Math.max(60_000, (opensAt.getTime() - now.getTime()) / 40);
          for (let time = now.getTime(); time < opensAt.getTime(); time += step)
            expect(openState(hours, new Date(time)).isOpen).toBe(false);
        },
      ),
    );
    expect(isKnownYear(2025)).toBe(true);
  });
});

describe('hours that are typed in', () => {
  it('end after they begin, stand in order and don’t overlap', () => {
    const morning = { from: '09:00', to: '12:00' };
    expect(periodsProblem([morning, { from: '12:00', to: '17:00' }])).toBeUndefined();
    expect(periodsProblem([{ from: '12:00', to: '12:00' }])).toMatch('结束要晚于开始');
    expect(periodsProblem([{ from: '13:00', to: '17:00' }, morning])).toMatch('先后');
    expect(periodsProblem([morning, { from: '11:59', to: '17:00' }])).toMatch('重叠');
  });

  it('give each day of a year exactly its own', () => {
    expect(hoursOn(usual, dayAfter('2026-03-08', 3)).periods).toHaveLength(2);
    expect(hoursOn(usual, '2026-03-15')).toEqual({ periods: [], reason: 'rest-day' });
  });
});
