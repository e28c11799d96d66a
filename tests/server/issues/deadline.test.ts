import fc from 'fast-check';
import {
  answerDueAt,
  clock,
  confirmBy,
  reminders,
  signDueAt,
  timing,
  type RunningLimit,
} from '../../../server/modules/issues/deadline';

const at = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`);
const day = at('2026-11-23 09:41');

describe('limits by kind', () => {
  it.each([
    ['enquiry', '2026-11-24 17:30'],
    ['help', '2026-11-30 17:30'],
    ['suggestion', '2026-11-30 17:30'],
    ['complaint', '2026-12-07 17:30'],
  ] as const)('an issue of kind %s submitted on 23 November is promised by %s', (kind, expected) => {
    expect(answerDueAt(kind, day)).toEqual(at(expected));
  });

  it('asks for a signature within two working hours', () => {
    expect(signDueAt(day)).toEqual(at('2026-11-23 11:41'));
    expect(signDueAt(at('2026-11-23 17:00'))).toEqual(at('2026-11-24 10:30'));
    expect(signDueAt(at('2026-11-21 22:00'))).toEqual(at('2026-11-23 11:00'));
  });

  it('gives three working days to confirm an answer', () => {
    expect(confirmBy(at('2026-11-20 10:00'))).toEqual(at('2026-11-25 17:30'));
  });
});

describe('what a reader sees of a limit', () => {
  const limit: RunningLimit = { kind: 'sign', from: day, dueAt: at('2026-11-23 11:41') };

  it('counts working minutes down and, past the end, below zero', () => {
    expect(timing(limit, at('2026-11-23 10:41'))).toEqual({
      isBreached: false,
      remainingMinutes: 60,
      limitMinutes: 120,
    });
    expect(timing(limit, at('2026-11-23 14:00'))).toEqual({
      isBreached: true,
      remainingMinutes: -49,
      limitMinutes: 120,
    });
  });

  it('is breached the moment after its end, not at it', () => {
    expect(timing(limit, limit.dueAt).isBreached).toBe(false);
    expect(timing(limit, new Date(limit.dueAt.getTime() + 1)).isBreached).toBe(true);
  });

  it('never calls an unconfirmed answer a breach', () => {
    const confirm: RunningLimit = { kind: 'confirm', from: day, dueAt: at('2026-11-26 17:30') };
    expect(timing(confirm, at('2026-12-01 10:00')).isBreached).toBe(false);
  });

  it('shows nothing where no limit runs', () => {
    expect(timing(undefined, day)).toEqual({ isBreached: false, remainingMinutes: 0, limitMinutes: 0 });
    expect(clock(undefined, day)).toEqual([]);
    expect(reminders(undefined)).toEqual([]);
  });
});

describe('reminders', () => {
  it('come a quarter of the limit before its end, at it, and as long after it', () => {
    const limit: RunningLimit = { kind: 'sign', from: day, dueAt: at('2026-11-23 11:41') };
    expect(reminders(limit)).toEqual([
      { stage: 'before', at: at('2026-11-23 11:11') },
      { stage: 'due', at: at('2026-11-23 11:41') },
      { stage: 'after', at: at('2026-11-23 13:41') },
    ]);
  });

  it('come at most one working day before the end', () => {
    const limit: RunningLimit = { kind: 'answer', from: day, dueAt: answerDueAt('help', day) };
    expect(reminders(limit)).toEqual([
      { stage: 'before', at: at('2026-11-27 17:30') },
      { stage: 'due', at: at('2026-11-30 17:30') },
      { stage: 'after', at: at('2026-12-01 17:30') },
    ]);
  });

  it('remind an enterprise once, before its time to confirm ends', () => {
    const limit: RunningLimit = { kind: 'confirm', from: day, dueAt: confirmBy(day) };
    expect(reminders(limit).map(({ stage }) => stage)).toEqual(['before']);
  });

  it('stand in order and within the limit for any start and length', () => {
    const instants = fc
      .integer({ min: at('2024-01-01 00:00').getTime(), max: at('2027-01-01 00:00').getTime() })
      .map((ms) => new Date(ms));
    fc.assert(
      fc.property(instants, fc.constantFrom('enquiry', 'help', 'complaint'), (from, kind) => {
        const limit: RunningLimit = { kind: 'answer', from, dueAt: answerDueAt(kind, from) };
        const [before, due, after] = reminders(limit);
        expect(before && due && after).toBeTruthy();
        expect(from <= (before?.at ?? 0)).toBe(true);
        expect((before?.at ?? 0) < (due?.at ?? 0)).toBe(true);
        expect((due?.at ?? 0) < (after?.at ?? 0)).toBe(true);
      }),
    );
  });
});
