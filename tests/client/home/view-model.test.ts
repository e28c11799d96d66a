import type { Event, PolicyMatch, Registration } from '@contract';
import { listDaysAhead, stateWhatIsDue } from '@/pages/home/view-model';

const now = new Date('2026-11-23T01:41:00.000Z');

const sentence = (waiting: number, ahead: number) =>
  stateWhatIsDue(waiting, ahead)
    .flat()
    .map(({ text }) => text)
    .join('');

function anEvent(overrides: Partial<Event> = {}): Event {
  return {
    id: 'e',
    title: '装备制造供需对接会',
    kind: 'trade-roadshow',
    regionCode: '410100',
    regionName: '郑州市',
    venue: '郑州国际会展中心',
    startsAt: '2026-11-24T01:00:00.000Z',
    endsAt: '2026-11-24T09:00:00.000Z',
    doorsOpenAt: '2026-11-24T00:30:00.000Z',
    registrationClosesAt: '2026-11-23T09:00:00.000Z',
    capacity: 300,
    perEnterprise: 3,
    agenda: [],
    introduction: '',
    status: 'open',
    organization: { id: 'o', name: '省企业服务办', shortName: '省企业服务办' },
    seatsTaken: 1,
    seatsLeft: 299,
    myAttendees: 1,
    admitted: 0,
    ...overrides,
  };
}

function aRegistration(event: Event, overrides: Partial<Registration> = {}): Registration {
  return {
    id: `r-${event.id}`,
    status: 'confirmed',
    event,
    tickets: [],
    registeredAt: event.startsAt,
    ...overrides,
  };
}

function aMatch(overrides: Partial<PolicyMatch>): PolicyMatch {
  return {
    policyId: 'p',
    itemKey: 'i',
    policyTitle: '技改设备补助',
    title: '技改设备补助',
    benefit: '',
    verdict: 'met',
    because: '',
    missing: [],
    ...overrides,
  };
}

describe('the first line of 首页', () => {
  it('counts what waits and what falls due', () => {
    expect(sentence(1, 3)).toBe('1 件等您确认，7 天内还有 3 件');
    expect(sentence(2, 0)).toBe('2 件等您确认');
    expect(sentence(0, 3)).toBe('7 天内有 3 件要办');
    expect(sentence(0, 0)).toBe('这周没有要办的');
  });

  it('sets off the counts only', () => {
    expect(
      stateWhatIsDue(1, 3)
        .flat()
        .filter(({ strong }) => strong)
        .map(({ text }) => text),
    ).toEqual(['1', '3']);
  });
});

describe('the days ahead', () => {
  it('mix tickets and deadlines, soonest first, within 7 days', () => {
    const ahead = listDaysAhead(
      [aRegistration(anEvent())],
      [
        aMatch({ policyId: 'late', deadline: '2026-12-01' }),
        aMatch({ policyId: 'week', deadline: '2026-11-30' }),
        aMatch({ policyId: 'soon', deadline: '2026-11-27', verdict: 'unknown' }),
        aMatch({ policyId: 'always' }),
      ],
      now,
    );
    expect(ahead.map(({ day, key }) => [day, key])).toEqual([
      ['2026-11-24', 'r-e'],
      ['2026-11-27', 'soon/i'],
      ['2026-11-30', 'week/i'],
    ]);
  });

  it('leave out what the enterprise can not get, what is over and what was given back', () => {
    const over = anEvent({
      id: 'over',
      startsAt: '2026-11-22T01:00:00.000Z',
      endsAt: '2026-11-22T09:00:00.000Z',
    });
    const called = anEvent({ id: 'off', status: 'cancelled' });
    const ahead = listDaysAhead(
      [aRegistration(over), aRegistration(called), aRegistration(anEvent(), { status: 'cancelled' })],
      [
        aMatch({ verdict: 'not-met', deadline: '2026-11-27' }),
        aMatch({ policyId: 'past', deadline: '2026-11-22' }),
      ],
      now,
    );
    expect(ahead).toEqual([]);
  });

  it('keep an exposition of several days on today until it ends', () => {
    const exposition = anEvent({ startsAt: '2026-11-22T01:00:00.000Z', endsAt: '2026-11-25T09:00:00.000Z' });
    expect(listDaysAhead([aRegistration(exposition)], [], now).map(({ day }) => day)).toEqual(['2026-11-23']);
  });
});
