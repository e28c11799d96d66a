import type { CheckIn } from '@contract';
import { refusalReasons } from '@contract/enums';
import {
  attendeeState,
  countersOf,
  formatClock,
  orderGateEvents,
  scanFor,
  scanLine,
  verdictOf,
  withoutScan,
  withScan,
} from '@/features/officer/gate/view-model';
import { anEvent, now } from '../events/events';

const event = anEvent({ doorsOpenAt: '2026-11-24T00:20:00.000Z', admitted: 7, capacity: 600 });

function aCheckIn(overrides: Partial<CheckIn> = {}): CheckIn {
  return {
    outcome: 'admitted',
    at: '2026-11-24T00:53:40.000Z',
    gate: '2 号门',
    attendeeName: '王海燕',
    enterpriseName: '河南中原精工机械',
    admitted: 412,
    admittedHere: 198,
    refusedHere: 5,
    capacity: 600,
    ...overrides,
  };
}

describe('the verdict at the gate', () => {
  it('lets in, with the name and the count of this gate', () => {
    expect(verdictOf(aCheckIn(), event)).toEqual({
      tone: 'ok',
      title: '请进',
      time: '08:53:40',
      order: '本门第 198 位',
      who: { name: '王海燕', enterprise: '河南中原精工机械' },
    });
  });

  it('names time and gate of the scan that used the ticket', () => {
    const used = aCheckIn({
      outcome: 'refused',
      reason: 'already-used',
      earlier: { at: '2026-11-24T00:52:00.000Z', gate: '1 号门' },
    });
    expect(verdictOf(used, event)).toMatchObject({
      tone: 'bad',
      title: '先别进',
      why: '这张码 08:52 在 1 号门用过了',
      todo: '票主是王海燕，河南中原精工机械。可能是截图，请到服务台核对身份证。',
    });
  });

  it('names the day too where the ticket was used on another one', () => {
    const used = aCheckIn({
      outcome: 'refused',
      reason: 'already-used',
      earlier: { at: '2026-11-22T00:52:00.000Z', gate: '1 号门' },
    });
    expect(verdictOf(used, event).why).toBe('这张码 11月22日 周日 08:52 在 1 号门用过了');
  });

  it('says when to come back where it is too early', () => {
    const early = aCheckIn({ outcome: 'refused', reason: 'too-early', at: '2026-11-23T08:00:00.000Z' });
    expect(verdictOf(early, event).todo).toContain('明天 08:20 开门，到时再来。');
  });

  it('has plain words and a next step for every reason', () => {
    for (const reason of refusalReasons) {
      const { why, todo } = verdictOf(
        aCheckIn({ outcome: 'refused', reason, attendeeName: undefined }),
        event,
      );
      expect(why).toBeTruthy();
      expect(todo).toMatch(/[。]$/);
    }
  });

  it('tells the second', () => {
    expect(formatClock('2026-11-24T00:41:07.000Z')).toBe('08:41:07');
  });
});

describe('a scan whose answer was lost', () => {
  it('is sent again as the same scan, also when the code is scanned anew or another gate is chosen', () => {
    const first = scanFor([], 'QFT1.a.b', '1 号门', () => 'first-key');
    const again = scanFor(withScan([], first), ' QFT1.a.b ', '2 号门', () => 'second-key');
    expect(again).toEqual(first);
  });

  it('leaves other codes their own key', () => {
    const first = scanFor([], 'QFT1.a.b', '1 号门', () => 'first-key');
    expect(scanFor([first], 'QFT1.c.d', '1 号门', () => 'second-key').nonce).toBe('second-key');
  });

  it('is forgotten once it has its answer, and remembered once however often it is sent', () => {
    const scan = { ticket: 'a', gate: '1 号门', nonce: 'k1' };
    const other = { ticket: 'b', gate: '1 号门', nonce: 'k2' };
    expect(withScan(withScan([other], scan), scan)).toEqual([other, scan]);
    expect(withoutScan([other, scan], scan)).toEqual([other]);
  });

  it('is remembered among the latest twenty', () => {
    const many = Array.from({ length: 30 }, (_, index) => ({
      ticket: `t${index}`,
      gate: '1 号门',
      nonce: `k${index}`,
    })).reduce<ReturnType<typeof withScan>>(withScan, []);
    expect(many).toHaveLength(20);
    expect(many.at(-1)?.ticket).toBe('t29');
  });
});

describe('the counters', () => {
  it('come from the newest scan, those of this gate from its own newest', () => {
    const scans = [
      aCheckIn({ gate: '1 号门', admitted: 413, admittedHere: 215, refusedHere: 1 }),
      aCheckIn(),
      aCheckIn({ admittedHere: 197, refusedHere: 4 }),
    ];
    expect(countersOf(event, scans, '2 号门')).toEqual({
      admitted: 413,
      capacity: 600,
      admittedHere: 198,
      refusedHere: 5,
    });
  });

  it('come from the event before the first scan', () => {
    expect(countersOf(event, [], '1 号门')).toEqual({
      admitted: 7,
      capacity: 600,
      admittedHere: 0,
      refusedHere: 0,
    });
  });
});

describe('lists at the gate', () => {
  it('put today’s events first and leave out those that are over or called off', () => {
    const today = anEvent({
      id: 'today',
      startsAt: '2026-11-23T02:00:00.000Z',
      endsAt: '2026-11-23T09:00:00.000Z',
    });
    const later = anEvent({ id: 'later' });
    const over = anEvent({ id: 'over', endsAt: '2026-11-22T09:00:00.000Z' });
    const off = anEvent({ id: 'off', status: 'cancelled' });
    const { today: first, coming } = orderGateEvents([later, over, off, today], now);
    expect(first.map(({ id }) => id)).toEqual(['today']);
    expect(coming.map(({ id }) => id)).toEqual(['later']);
  });

  it('say of a scan who came in, or why not', () => {
    expect(scanLine(aCheckIn({ attendeeName: '王**' }))).toEqual({ title: '王**', note: '河南中原精工机械' });
    expect(scanLine(aCheckIn({ outcome: 'refused', reason: 'cancelled', attendeeName: '王**' }))).toEqual({
      title: '报名已取消',
      note: '王**，河南中原精工机械',
    });
  });

  it('let in only who has a valid ticket', () => {
    const attendee = {
      ticketId: 't',
      name: '刘**',
      enterpriseName: '河南中原精工机械',
      code: '7K3M-Q2XW',
      status: 'valid' as const,
      registeredAt: '2026-11-20T01:00:00.000Z',
    };
    expect(attendeeState(attendee, now)).toEqual({ text: '还没进', mayEnter: true });
    expect(attendeeState({ ...attendee, status: 'cancelled' }, now).mayEnter).toBe(false);
    expect(
      attendeeState({ ...attendee, status: 'used', usedAt: '2026-11-23T00:52:00.000Z', gate: '1 号门' }, now),
    ).toEqual({ text: '今天 08:52 在 1 号门进了', mayEnter: false });
  });
});
