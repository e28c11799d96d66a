import fc from 'fast-check';
import {
  addWorkingMinutes,
  clockDays,
  dayOf,
  defaultWorkingHours,
  endOfNthWorkingDay,
  isKnownYear,
  isProvisional,
  isWorkingDay,
  minutesOfDay,
  nextWorkingDayStart,
  nextWorkingMinute,
  startOfDay,
  workingMinutesBetween,
  type WorkingHours,
} from '../../../server/modules/issues/calendar';

/** A Shanghai wall-clock time as an instant. */
const at = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`);
const minute = 60_000;

// The model: steps minute by minute and asks the wall clock of Asia/Shanghai, sharing nothing with the code but the hours.
const wallClock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});
const isWorkedMinute = (ms: number, hours: WorkingHours) => {
  const [day = '', time = ''] = wallClock.format(ms).split(' ');
  const [hour = 0, minutes = 0] = time.split(':').map(Number);
  const ofDay = hour * 60 + minutes;
  return isWorkingDay(day) && hours.some((period) => ofDay >= period.fromMinute && ofDay < period.toMinute);
};
const steppedBetween = (from: number, to: number, hours: WorkingHours) => {
  let count = 0;
  for (let ms = from; ms < to; ms += minute) if (isWorkedMinute(ms, hours)) count += 1;
  return count;
};
const steppedAdd = (from: number, minutes: number, hours: WorkingHours) => {
  let left = minutes;
  let ms = from;
  for (; left > 0; ms += minute) if (isWorkedMinute(ms, hours)) left -= 1;
  return ms;
};

const firstMinute = at('2023-01-01 00:00').getTime() / minute;
const lastMinute = at('2027-06-30 23:59').getTime() / minute;
const instants = fc.integer({ min: firstMinute, max: lastMinute }).map((n) => new Date(n * minute));
// Stretches of holidays are where such code is wrong, so half of the instants lie around them.
const holidayInstants = fc
  .tuple(
    fc.constantFrom('2026-02-13', '2026-09-19', '2026-09-30', '2025-01-25', '2024-05-10', '2026-12-30'),
    fc.integer({ min: 0, max: 12 * 24 * 60 }),
  )
  .map(([day, minutes]) => new Date(startOfDay(day).getTime() + minutes * minute));
const anyInstant = fc.oneof(instants, holidayInstants);
const anyHours: fc.Arbitrary<WorkingHours> = fc.constantFrom<WorkingHours>(
  defaultWorkingHours,
  [{ fromMinute: 8 * 60, toMinute: 18 * 60 }],
  [
    { fromMinute: 0, toMinute: 1 },
    { fromMinute: 600, toMinute: 720 },
    { fromMinute: 1380, toMinute: 1440 },
  ],
);

describe('working days', () => {
  it.each([
    ['2026-11-23', true, 'an ordinary Monday'],
    ['2026-11-22', false, 'an ordinary Sunday'],
    ['2026-02-14', true, 'a Saturday worked for the Spring Festival'],
    ['2026-02-17', false, 'the Spring Festival, a Tuesday'],
    ['2026-10-07', false, 'the National Day holiday, a Wednesday'],
    ['2026-10-10', true, 'a Saturday worked for the National Day'],
    ['2027-10-01', true, 'a Friday of a year whose notice is not known: only weekends rest'],
  ])('%s is worked: %s (%s)', (day, expected) => {
    expect(isWorkingDay(day)).toBe(expected);
  });

  it('knows the years 2023 to 2026 and calls a date in a later one expected only', () => {
    expect([2022, 2023, 2026, 2027].map(isKnownYear)).toEqual([false, true, true, false]);
    expect(isProvisional(at('2026-12-30 10:00'), at('2026-12-31 17:30'))).toBe(false);
    expect(isProvisional(at('2026-12-30 10:00'), at('2027-01-05 17:30'))).toBe(true);
  });

  it('counts days in Shanghai, whatever the machine’s time zone', () => {
    expect(dayOf(new Date('2026-11-22T16:00:00Z'))).toBe('2026-11-23');
    expect(dayOf(new Date('2026-11-22T15:59:59.999Z'))).toBe('2026-11-22');
    expect(startOfDay('2026-11-23')).toEqual(new Date('2026-11-22T16:00:00Z'));
  });
});

describe('working minutes', () => {
  it('has 420 minutes in an ordinary working day', () => {
    expect(minutesOfDay()).toBe(420);
  });

  it.each([
    ['2026-11-23 09:41', 120, '2026-11-23 11:41'],
    ['2026-11-23 11:00', 120, '2026-11-23 14:30'],
    ['2026-11-23 15:30', 120, '2026-11-23 17:30'],
    ['2026-11-23 16:00', 120, '2026-11-24 09:30'],
    ['2026-11-21 10:00', 120, '2026-11-23 11:00'],
    ['2026-09-30 17:00', 120, '2026-10-08 10:30'],
    ['2026-02-14 17:00', 31, '2026-02-24 09:01'],
  ])('%s plus %s working minutes is %s', (start, minutes, expected) => {
    expect(addWorkingMinutes(at(start), minutes)).toEqual(at(expected));
  });

  it('agrees with stepping minute by minute when adding', () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: 0, max: 1300 }), anyHours, (start, minutes, hours) => {
        expect(addWorkingMinutes(start, minutes, hours).getTime()).toBe(
          steppedAdd(start.getTime(), minutes, hours),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('agrees with stepping minute by minute when counting, in both directions', () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: 0, max: 12 * 24 * 60 }), anyHours, (start, span, hours) => {
        const end = new Date(start.getTime() + span * minute);
        const expected = steppedBetween(start.getTime(), end.getTime(), hours);
        expect(workingMinutesBetween(start, end, hours)).toBe(expected);
        expect(workingMinutesBetween(end, start, hours)).toBe(expected === 0 ? 0 : -expected);
      }),
      { numRuns: 60 },
    );
  });

  it('counts back exactly the minutes that were added, seconds and all', () => {
    fc.assert(
      fc.property(
        anyInstant,
        fc.integer({ min: 0, max: minute - 1 }),
        fc.integer({ min: 0, max: 20_000 }),
        (start, ms, minutes) => {
          const from = new Date(start.getTime() + ms);
          expect(workingMinutesBetween(from, addWorkingMinutes(from, minutes))).toBe(minutes);
        },
      ),
    );
  });

  it('refuses negative minutes', () => {
    expect(() => addWorkingMinutes(at('2026-11-23 10:00'), -1)).toThrow(RangeError);
    expect(() => addWorkingMinutes(at('2026-11-23 10:00'), Number.NaN)).toThrow(RangeError);
  });
});

describe('limits in working days', () => {
  it.each([
    ['2026-11-23 09:41', 5, '2026-11-30 17:30'],
    ['2026-11-19 10:20', 5, '2026-11-26 17:30'],
    ['2026-11-21 10:00', 1, '2026-11-24 17:30'],
    ['2026-11-23 17:30', 1, '2026-11-25 17:30'],
    ['2026-11-23 17:29', 1, '2026-11-24 17:30'],
    ['2026-09-30 10:00', 1, '2026-10-08 17:30'],
    ['2026-09-30 10:00', 3, '2026-10-10 17:30'],
    ['2026-02-13 10:00', 2, '2026-02-24 17:30'],
    ['2026-11-23 10:00', 0, '2026-11-23 17:30'],
  ])('a clock started at %s with %s working days ends at %s', (start, days, expected) => {
    expect(endOfNthWorkingDay(at(start), days)).toEqual(at(expected));
  });

  it('ends at the close of a working day with exactly n working days between it and the starting day', () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: 0, max: 30 }), (start, n) => {
        const due = endOfNthWorkingDay(start, n);
        const opening = nextWorkingMinute(start);
        let days = 0;
        for (
          let ms = startOfDay(dayOf(opening)).getTime() + 24 * 60 * minute;
          ms <= due.getTime();
          ms += 24 * 60 * minute
        )
          if (isWorkingDay(dayOf(new Date(ms)))) days += 1;
        expect(days).toBe(n);
        expect(isWorkingDay(dayOf(due))).toBe(true);
        expect(due.getTime() - startOfDay(dayOf(due)).getTime()).toBe((17 * 60 + 30) * minute);
      }),
    );
  });

  it('never ends earlier for a later start', () => {
    fc.assert(
      fc.property(anyInstant, fc.nat(20_000), fc.nat(12), (start, later, n) => {
        const second = new Date(start.getTime() + later * minute);
        expect(endOfNthWorkingDay(second, n) >= endOfNthWorkingDay(start, n)).toBe(true);
      }),
    );
  });

  it('refuses a negative or broken number of days', () => {
    expect(() => endOfNthWorkingDay(at('2026-11-23 10:00'), -1)).toThrow(RangeError);
    expect(() => endOfNthWorkingDay(at('2026-11-23 10:00'), 1.5)).toThrow(RangeError);
  });
});

describe('next working moments', () => {
  it.each([
    ['2026-11-23 10:15', '2026-11-23 10:15'],
    ['2026-11-23 08:00', '2026-11-23 09:00'],
    ['2026-11-23 12:00', '2026-11-23 13:30'],
    ['2026-11-23 17:30', '2026-11-24 09:00'],
    ['2026-09-30 18:00', '2026-10-08 09:00'],
  ])('after %s the next worked instant is %s', (from, expected) => {
    expect(nextWorkingMinute(at(from))).toEqual(at(expected));
  });

  it('finds the opening of the next working day, across weekends and holidays', () => {
    expect(nextWorkingDayStart(at('2026-11-23 08:00'))).toEqual(at('2026-11-24 09:00'));
    expect(nextWorkingDayStart(at('2026-11-20 16:00'))).toEqual(at('2026-11-23 09:00'));
    expect(nextWorkingDayStart(at('2026-02-14 16:00'))).toEqual(at('2026-02-24 09:00'));
  });
});

describe('the bars of the clock', () => {
  it('shows the days after the starting day, one bar for the weekend, the promised day last', () => {
    expect(clockDays(at('2026-11-19 10:20'), at('2026-11-26 17:30'), at('2026-11-23 09:41'))).toEqual([
      { date: '2026-11-20', kind: 'work', state: 'past' },
      { date: '2026-11-21', kind: 'rest', state: 'past' },
      { date: '2026-11-23', kind: 'work', state: 'today' },
      { date: '2026-11-24', kind: 'work', state: 'future' },
      { date: '2026-11-25', kind: 'work', state: 'future' },
      { date: '2026-11-26', kind: 'work', state: 'promised' },
    ]);
  });

  it('calls a rest run today while today lies in it', () => {
    const bars = clockDays(at('2026-11-19 10:20'), at('2026-11-26 17:30'), at('2026-11-22 20:00'));
    expect(bars[1]).toEqual({ date: '2026-11-21', kind: 'rest', state: 'today' });
  });

  it('drops past days first, then days before the promised one', () => {
    const start = at('2026-11-09 10:00');
    const due = endOfNthWorkingDay(start, 10);
    const early = clockDays(start, due, start);
    expect(early.map((bar) => bar.date)).toEqual([
      '2026-11-10',
      '2026-11-11',
      '2026-11-12',
      '2026-11-13',
      '2026-11-14',
      '2026-11-16',
      '2026-11-17',
      '2026-11-23',
    ]);
    const late = clockDays(start, due, at('2026-11-19 10:00'));
    expect(late.map((bar) => bar.date)).toEqual([
      '2026-11-14',
      '2026-11-16',
      '2026-11-17',
      '2026-11-18',
      '2026-11-19',
      '2026-11-20',
      '2026-11-21',
      '2026-11-23',
    ]);
    expect(late.find((bar) => bar.state === 'today')?.date).toBe('2026-11-19');
  });

  it('has at most eight bars in order, one promised and last, and shows today whenever today lies between', () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: 0, max: 25 }), fc.nat(50 * 24 * 60), (start, n, later) => {
        const due = endOfNthWorkingDay(start, n);
        const now = new Date(start.getTime() + later * minute);
        const bars = clockDays(start, due, now);
        expect(bars.length).toBeGreaterThanOrEqual(1);
        expect(bars.length).toBeLessThanOrEqual(8);
        expect(bars.filter((bar) => bar.state === 'promised')).toEqual([bars.at(-1)]);
        expect(bars.at(-1)?.date).toBe(dayOf(due));
        const dates = bars.map((bar) => bar.date);
        expect([...dates].sort()).toEqual(dates);
        expect(bars.every((bar) => (bar.kind === 'work') === isWorkingDay(bar.date))).toBe(true);
        expect(bars.some((bar, i) => bar.kind === 'rest' && bars[i + 1]?.kind === 'rest')).toBe(false);
        if (dayOf(now) > dayOf(nextWorkingMinute(start)) && dayOf(now) < dayOf(due))
          expect(bars.filter((bar) => bar.state === 'today')).toHaveLength(1);
      }),
    );
  });
});
