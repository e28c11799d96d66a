import {
  admissionWindow,
  eventProblems,
  maskName,
  reminderDueAt,
} from '../../../server/modules/events/event-rules';
import { eventInput } from '../../support/events';

describe('an event’s rules', () => {
  it('remind at 17:00 of the day before in Asia/Shanghai, whatever the hour of the event', () => {
    const due = (start: string) => reminderDueAt(new Date(start)).toISOString();
    expect(due('2026-11-24T01:00:00Z')).toBe('2026-11-23T09:00:00.000Z');
    expect(due('2026-11-23T16:00:00Z')).toBe('2026-11-23T09:00:00.000Z');
    expect(due('2026-11-24T15:59:59Z')).toBe('2026-11-23T09:00:00.000Z');
    expect(due('2026-11-24T16:00:00Z')).toBe('2026-11-24T09:00:00.000Z');
  });

  it('let tickets in from two hours before the doors until the end', () => {
    const window = admissionWindow({
      doorsOpenAt: new Date('2026-11-24T00:20:00Z'),
      startsAt: new Date('2026-11-24T01:00:00Z'),
      endsAt: new Date('2026-11-24T09:00:00Z'),
    });
    expect(window.notBefore.toISOString()).toBe('2026-11-23T22:20:00.000Z');
    expect(window.notAfter.toISOString()).toBe('2026-11-24T09:00:00.000Z');
  });

  it('name every field that contradicts another', () => {
    expect(eventProblems(eventInput(), true)).toEqual([]);
    const wrong = eventInput({
      startsAt: '2026-11-24T01:00:00Z',
      endsAt: '2026-11-24T01:00:00Z',
      doorsOpenAt: '2026-11-24T01:00:01Z',
      registrationClosesAt: '2026-11-24T01:00:01Z',
      capacity: 2,
      perEnterprise: 3,
    });
    expect(eventProblems(wrong, false).map(({ path }) => path)).toEqual([
      'body.endsAt',
      'body.doorsOpenAt',
      'body.registrationClosesAt',
      'body.perEnterprise',
      'body.regionCode',
    ]);
  });

  it('take no instant that doesn’t exist, and none that a ticket can’t carry', () => {
    const pathsOf = (startsAt: string) =>
      eventProblems({ ...eventInput(), startsAt }, true).map(({ path }) => path);
    for (const wrong of ['2026-11-24T23:59:60Z', '0000-01-01T00:00:00Z', '9999-01-01T00:00:00Z'])
      expect(pathsOf(wrong)).toEqual(['body.startsAt']);
  });

  it('show of a name its first character', () => {
    expect(maskName('王海燕')).toBe('王**');
    expect(maskName('𠮷田')).toBe('𠮷**');
  });
});
