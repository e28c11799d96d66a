import { canCancel, groupRegistrations, namesOf, outcomeOf } from '@/features/events/mine/view-model';
import { ticketsFor } from '@/features/events/tickets';
import { ticketState, ticketTimes } from '@/features/events/ticket/view-model';
import { eventHeadline, eventPlaceAndTime, seatWords } from '@/format/events';
import { anEvent, aRegistration, aTicket, now } from './events';

describe('whether a ticket lets somebody in', () => {
  it('does while it is valid and the event is ahead', () => {
    expect(ticketState(aTicket(), anEvent(), now).kind).toBe('valid');
  });

  it('says when it was used', () => {
    const used = aTicket({ status: 'used', usedAt: '2026-11-23T00:52:00.000Z' });
    expect(ticketState(used, anEvent(), now)).toEqual({
      kind: 'used',
      title: '已入场',
      text: '今天 08:52 验过，一张码进一次',
    });
  });

  it('tells a ticket given back from an event called off', () => {
    expect(ticketState(aTicket({ status: 'cancelled' }), anEvent(), now).title).toBe('报名取消了');
    expect(ticketState(aTicket(), anEvent({ status: 'cancelled' }), now).title).toBe('活动取消了');
    expect(ticketState(aTicket(), anEvent({ endsAt: '2026-11-22T01:00:00.000Z' }), now).kind).toBe('over');
  });

  it('names the day, the hour and the doors', () => {
    expect(ticketTimes(anEvent(), now)).toEqual({ starts: '12月3日 周四 14:00', doors: '13:20 开门' });
  });
});

describe('the tickets for one event', () => {
  const event = anEvent({ id: 'e1' });

  it('come from every registration, and those given back only where no other is left', () => {
    const good = aRegistration(event, { id: 'r1', tickets: [aTicket({ id: 't1' })] });
    const back = aRegistration(event, {
      id: 'r2',
      status: 'cancelled',
      tickets: [aTicket({ id: 't2', status: 'cancelled' })],
    });
    expect(ticketsFor([back, good], 'e1')?.tickets.map(({ id }) => id)).toEqual(['t1']);
    expect(ticketsFor([back], 'e1')?.tickets.map(({ id }) => id)).toEqual(['t2']);
  });

  it('are none where nobody is signed up', () => {
    expect(ticketsFor([aRegistration(event)], 'another')).toBeUndefined();
  });
});

describe('my registrations', () => {
  const soon = aRegistration(
    anEvent({ id: 'soon', startsAt: '2026-11-24T01:00:00.000Z', endsAt: '2026-11-24T09:00:00.000Z' }),
  );
  const later = aRegistration(anEvent({ id: 'later' }));
  const calledOff = aRegistration(anEvent({ id: 'off', status: 'cancelled' }));
  const over = aRegistration(
    anEvent({ id: 'over', startsAt: '2026-11-02T01:00:00.000Z', endsAt: '2026-11-02T09:00:00.000Z' }),
  );

  it('stand in two groups: ahead by date, the rest latest first', () => {
    const { coming, past } = groupRegistrations([over, later, calledOff, soon], now);
    expect(coming.map(({ event }) => event.id)).toEqual(['soon', 'later']);
    expect(past.map(({ event }) => event.id)).toEqual(['off', 'over']);
  });

  it('say what became of them', () => {
    expect(outcomeOf({ ...later, status: 'cancelled' })).toBe('报名已取消');
    expect(outcomeOf(calledOff)).toBe('活动取消了');
    expect(outcomeOf(over)).toBe('没有入场记录');
    expect(outcomeOf({ ...over, tickets: [aTicket({ status: 'used' })] })).toBe('去过了');
    expect(outcomeOf({ ...over, tickets: [aTicket({ status: 'used' }), aTicket()] })).toBe('1 人去过了');
  });

  it('can be given back until the event starts and nobody is inside', () => {
    expect(canCancel(soon, now)).toBe(true);
    expect(canCancel({ ...soon, tickets: [aTicket({ status: 'used' })] }, now)).toBe(false);
    expect(canCancel(over, now)).toBe(false);
    expect(canCancel(calledOff, now)).toBe(false);
    expect(canCancel({ ...soon, status: 'cancelled' }, now)).toBe(false);
  });

  it('name everybody who goes', () => {
    expect(namesOf({ ...soon, tickets: [aTicket(), aTicket({ attendeeName: '刘洋' })] })).toBe(
      '王海燕、刘洋',
    );
  });
});

describe('events in words', () => {
  it('tell the seats, grouped by threes, or why there are none', () => {
    expect(seatWords(anEvent({ seatsLeft: 1880 }), now)).toBe('剩 1,880 席');
    expect(seatWords(anEvent({ seatsLeft: 0 }), now)).toBe('已满');
    expect(seatWords(anEvent({ status: 'cancelled' }), now)).toBe('活动取消了');
  });

  it('tell day, hour and place', () => {
    expect(eventPlaceAndTime(anEvent(), now)).toBe('周四 14:00 郑州国际会展中心');
    expect(eventHeadline(anEvent({ startsAt: '2026-11-24T01:00:00.000Z' }), now)).toBe(
      '明天 09:00 银企对接会，装备制造专场',
    );
  });
});
