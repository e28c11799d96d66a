import type { Event, Registration, Ticket } from '@contract';

/** 23 November 2026, 09:41 in Shanghai. */
export const now = new Date('2026-11-23T01:41:00.000Z');

/** An event ten days on, with room. */
export function anEvent(overrides: Partial<Event> = {}): Event {
  return {
    id: 'e',
    title: '银企对接会，装备制造专场',
    kind: 'finance-roadshow',
    regionCode: '410100',
    regionName: '郑州市',
    venue: '郑州国际会展中心',
    startsAt: '2026-12-03T06:00:00.000Z',
    endsAt: '2026-12-03T09:30:00.000Z',
    doorsOpenAt: '2026-12-03T05:20:00.000Z',
    registrationClosesAt: '2026-12-01T10:00:00.000Z',
    capacity: 120,
    perEnterprise: 3,
    agenda: [],
    introduction: '',
    status: 'open',
    organization: { id: 'o', name: '郑州市企业服务办公室', shortName: '市企业服务办' },
    seatsTaken: 97,
    seatsLeft: 23,
    myAttendees: 0,
    admitted: 0,
    ...overrides,
  };
}

export function aTicket(overrides: Partial<Ticket> = {}): Ticket {
  return {
    id: 't',
    eventId: 'e',
    attendeeName: '王海燕',
    enterpriseName: '河南中原精工机械有限公司',
    code: '7K3M-Q2XW',
    payload: 'QFT1.a.b',
    status: 'valid',
    ...overrides,
  };
}

export function aRegistration(event: Event, overrides: Partial<Registration> = {}): Registration {
  return {
    id: `r-${event.id}`,
    status: 'confirmed',
    event,
    tickets: [aTicket({ eventId: event.id })],
    registeredAt: '2026-11-20T01:00:00.000Z',
    ...overrides,
  };
}
