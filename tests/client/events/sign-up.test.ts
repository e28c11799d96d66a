import type { Colleague, Event, Registration } from '@contract';
import {
  agendaOf,
  attendeesOf,
  checkAdded,
  closedBecause,
  closingWords,
  emptySignUp,
  listCandidates,
  nonceFor,
  placesLeft,
  placesWords,
  signedUpNames,
  splitAgenda,
} from '@/features/events/detail/view-model';
import { anEvent, aRegistration, aTicket, now } from './events';

const plain = { isMe: false, isOfferedAdministration: false };
const colleagues: Colleague[] = [
  { membershipId: 'a', name: '刘洋', maskedPhone: '199****0002', role: 'staff', status: 'active', ...plain },
  { membershipId: 'b', name: '王海燕', role: 'admin', status: 'active', ...plain },
  { membershipId: 'c', name: '陈敏', role: 'staff', status: 'pending', ...plain },
];

describe('who may go', () => {
  it('puts me first and leaves out colleagues who have not joined yet', () => {
    expect(listCandidates(colleagues, [], [], '王海燕')).toEqual([
      { name: '王海燕', note: '我，企业管理员', isSignedUp: false },
      { name: '刘洋', note: '199****0002', isSignedUp: false },
    ]);
  });

  it('adds people who were typed in, and people who have a ticket but are no colleagues', () => {
    const list = listCandidates(colleagues, [{ name: '孙强', phone: '' }], ['刘洋', '周宁'], '王海燕');
    expect(list.map(({ name, note, isSignedUp }) => [name, note, isSignedUp])).toEqual([
      ['王海燕', '我，企业管理员', false],
      ['刘洋', '已报名', true],
      ['孙强', '刚加的', false],
      ['周宁', '已报名', true],
    ]);
  });

  it('refuses a name that is missing, known or too long, and a wrong phone number', () => {
    expect(checkAdded({ name: ' ', phone: '' }, [])).toEqual({ field: 'name', rule: '写一下姓名' });
    expect(checkAdded({ name: '刘洋', phone: '' }, ['刘洋'])?.field).toBe('name');
    expect(checkAdded({ name: '王'.repeat(21), phone: '' }, [])?.field).toBe('name');
    expect(checkAdded({ name: '孙强', phone: '139' }, [])?.field).toBe('phone');
    expect(checkAdded({ name: '孙强', phone: '13900000000' }, ['刘洋'])).toBeUndefined();
  });

  it('sends the ticked people with the phone where one was typed, and nobody who has a ticket or has left', () => {
    const form = {
      ...emptySignUp,
      chosen: ['王海燕', '刘洋', '孙强', '早走的'],
      added: [{ name: '孙强', phone: '13900000000' }],
    };
    expect(attendeesOf(form, listCandidates(colleagues, form.added, ['刘洋'], '王海燕'))).toEqual([
      { name: '王海燕' },
      { name: '孙强', phone: '13900000000' },
    ]);
  });
});

describe('the key of a sign-up', () => {
  it('stays the same while the same people are sent again', () => {
    const first = nonceFor(emptySignUp, [{ name: '刘洋' }], () => 'first-key');
    expect(nonceFor({ ...emptySignUp, ...first }, [{ name: '刘洋' }], () => 'second-key')).toEqual(first);
  });

  it('is another one for other people', () => {
    const first = nonceFor(emptySignUp, [{ name: '刘洋' }], () => 'first-key');
    const next = nonceFor(
      { ...emptySignUp, ...first },
      [{ name: '刘洋' }, { name: '孙强' }],
      () => 'second-key',
    );
    expect(next.nonce).toBe('second-key');
  });
});

describe('room for the enterprise', () => {
  it('is what the enterprise and the event still have', () => {
    expect(placesLeft(anEvent({ perEnterprise: 3, myAttendees: 0, seatsLeft: 40 }))).toBe(3);
    expect(placesLeft(anEvent({ perEnterprise: 3, myAttendees: 2, seatsLeft: 40 }))).toBe(1);
    expect(placesLeft(anEvent({ perEnterprise: 3, myAttendees: 0, seatsLeft: 1 }))).toBe(1);
    expect(placesLeft(anEvent({ perEnterprise: 3, myAttendees: 4, seatsLeft: 9 }))).toBe(0);
  });

  it('is told in words', () => {
    expect(placesWords(anEvent({ perEnterprise: 3, myAttendees: 0 }))).toBe('最多 3 人');
    expect(placesWords(anEvent({ perEnterprise: 3, myAttendees: 1 }))).toBe('还能去 2 人');
    expect(placesWords(anEvent({ perEnterprise: 3, myAttendees: 3 }))).toBe('3 个名额都报了');
    expect(placesWords(anEvent({ perEnterprise: 3, seatsLeft: 0 }))).toBe('没有空席了');
  });
});

describe('whether an event can be signed up for', () => {
  const titleOf = (overrides: Partial<Event>) => closedBecause(anEvent(overrides), now)?.title;

  it('is open while seats and time are left', () => {
    expect(titleOf({})).toBeUndefined();
  });

  it('says why not, and being called off comes before everything else', () => {
    expect(titleOf({ seatsLeft: 0 })).toBe('名额满了');
    expect(titleOf({ registrationClosesAt: '2026-11-22T01:00:00.000Z' })).toBe('报名截止了');
    expect(titleOf({ endsAt: '2026-11-22T01:00:00.000Z' })).toBe('活动结束了');
    expect(titleOf({ status: 'cancelled', seatsLeft: 0 })).toBe('活动取消了');
  });

  it('tells until when, with the days left where they help', () => {
    expect(closingWords(anEvent({ registrationClosesAt: '2026-12-01T10:00:00.000Z' }), now)).toBe(
      '12月1日 周二 18:00 截止报名，还剩 8 天',
    );
    expect(closingWords(anEvent({ registrationClosesAt: '2026-11-23T10:00:00.000Z' }), now)).toBe(
      '今天 18:00 截止报名',
    );
    expect(closingWords(anEvent({ registrationClosesAt: '2026-11-20T10:00:00.000Z' }), now)).toBe(
      '11月20日 周五 18:00 报名截止了',
    );
  });
});

describe('the agenda', () => {
  it('begins with the doors unless it says so itself', () => {
    const doorsOpenAt = '2026-12-03T05:20:00.000Z';
    expect(agendaOf(anEvent({ doorsOpenAt, agenda: [{ time: '14:00', text: '产品介绍' }] }))[0]).toEqual({
      time: '13:20',
      text: '开门签到，出示入场码',
    });
    expect(agendaOf(anEvent({ doorsOpenAt, agenda: [{ time: '13:20', text: '签到' }] }))).toHaveLength(1);
  });

  it('sets off what a line is about', () => {
    expect(splitAgenda('产品介绍，5 家银行每家 6 分钟')).toEqual({
      lead: '产品介绍',
      rest: '，5 家银行每家 6 分钟',
    });
    expect(splitAgenda('自由交流')).toEqual({ lead: '自由交流', rest: '' });
  });
});

describe('names with a ticket', () => {
  it('are those of confirmed registrations for this event, less tickets given back', () => {
    const event = anEvent({ id: 'e1' });
    const registrations: Registration[] = [
      aRegistration(event, {
        tickets: [
          aTicket({ attendeeName: '王海燕' }),
          aTicket({ attendeeName: '刘洋', status: 'cancelled' }),
        ],
      }),
      aRegistration(event, { status: 'cancelled', tickets: [aTicket({ attendeeName: '孙强' })] }),
      aRegistration(anEvent({ id: 'e2' }), { tickets: [aTicket({ attendeeName: '陈敏' })] }),
    ];
    expect(signedUpNames(registrations, 'e1')).toEqual(['王海燕']);
  });
});
