import {
  breakText,
  dutyLines,
  headline,
  hoursText,
  onDutyOf,
  servicesOf,
  shutText,
  stateWords,
} from '../../../client/src/features/organizations/window-words';
import type { WindowRow, WindowState } from '../../../server/contract';

// A Tuesday, 09:40 in Shanghai.
const now = new Date('2026-11-24T01:40:00Z');
const open: WindowState = { isOpen: true, closesAt: '2026-11-24T09:30:00.000Z' };
const shutUntil = (opensAt: string, reason: WindowState['reason']): WindowState => ({
  isOpen: false,
  opensAt,
  reason,
});
const row = (name: string, state: WindowState, given: Partial<WindowRow> = {}): WindowRow => ({
  id: '0'.repeat(24),
  name,
  organization: { id: '1'.repeat(24), name: '某办', shortName: '某办' },
  regionCode: '410122',
  regionName: '中牟县',
  address: '某路 1 号',
  services: [],
  state,
  today: [],
  onDuty: [],
  ...given,
});

describe('a window’s state in words', () => {
  it('says until when it is open, or when it opens next and why it is shut', () => {
    expect(stateWords(open, now)).toEqual({ tone: 'ok', text: '开着，到 17:30' });
    expect(stateWords(shutUntil('2026-11-24T05:30:00Z', 'break'), now)).toEqual({
      tone: 'warn',
      text: '午休',
      next: '13:30 开',
    });
    expect(stateWords(shutUntil('2026-11-25T01:00:00Z', 'exception'), now)).toEqual({
      tone: 'mute',
      text: '今天不开',
      next: '明天 09:00 开',
    });
    expect(stateWords(shutUntil('2026-11-24T02:00:00Z', 'outside-hours'), now).text).toBe('还没开门');
    expect(stateWords(shutUntil('2026-11-25T01:00:00Z', 'outside-hours'), now).text).toBe('今天关门了');
    expect(stateWords(shutUntil('2026-11-30T01:00:00Z', 'rest-day'), now)).toMatchObject({
      text: '今天休息',
      next: '11月30日 周一 09:00 开',
    });
    expect(stateWords({ isOpen: false, reason: 'holiday' }, now)).toEqual({
      tone: 'mute',
      text: '节假日休息',
    });
  });
});

describe('the statement on top', () => {
  it('sends people to the nearest window that is open', () => {
    const shut = row('近的', shutUntil('2026-11-25T01:00:00Z', 'exception'));
    expect(headline([row('近的', open), shut], now)).toEqual(['最近的窗口开着，', '到 17:30']);
    expect(headline([shut, row('远的', open)], now)).toEqual(['远的开着，', '到 17:30']);
  });

  it('says when the first one opens where all are shut, and that it is a day off where it is', () => {
    const later = row('甲', shutUntil('2026-11-25T01:30:00Z', 'outside-hours'));
    const sooner = row('乙', shutUntil('2026-11-25T01:00:00Z', 'rest-day'));
    expect(headline([later, sooner], now)).toEqual(['现在都没开，', '明天 09:00 开']);
    expect(headline([sooner], now)).toEqual(['今天休息，', '明天 09:00 开']);
    expect(headline([row('丙', { isOpen: false, reason: 'rest-day' })], now)).toEqual([
      '今天休息，',
      '先打 12345',
    ]);
    expect(headline([], now)).toEqual(['这里还没有', '登记窗口']);
  });
});

describe('who is on duty', () => {
  it('is the person of this half day, the whole day where both halves are theirs', () => {
    const both = [
      { half: 'morning' as const, name: '李雅琴' },
      { half: 'afternoon' as const, name: '范志远' },
    ];
    expect(onDutyOf({ onDuty: both }, now)).toEqual({ name: '李雅琴', when: '上午当班' });
    expect(onDutyOf({ onDuty: both }, new Date('2026-11-24T06:00:00Z'))).toEqual({
      name: '范志远',
      when: '下午当班',
    });
    const same = both.map(({ half }) => ({ half, name: '李雅琴' }));
    expect(onDutyOf({ onDuty: same }, now)).toEqual({ name: '李雅琴', when: '今天当班' });
    expect(onDutyOf({ onDuty: [] }, now)).toBeUndefined();
    expect(dutyLines({ onDuty: both })).toEqual([
      { name: '李雅琴', when: '上午' },
      { name: '范志远', when: '下午' },
    ]);
    expect(dutyLines({ onDuty: same })).toEqual([{ name: '李雅琴', when: '全天' }]);
  });
});

describe('hours and services in words', () => {
  it('name periods, the break at noon and why a day is shut', () => {
    const periods = [
      { from: '09:00', to: '12:00' },
      { from: '13:30', to: '17:30' },
    ];
    expect(hoursText(periods)).toBe('09:00–12:00，13:30–17:30');
    expect(hoursText([])).toBe('不开');
    expect(breakText(periods)).toBe('12:00–13:30 午休');
    expect(breakText(periods.slice(0, 1))).toBeUndefined();
    expect([shutText('holiday'), shutText('rest-day'), shutText('exception')]).toEqual([
      '节假日',
      '休息',
      '不开',
    ]);
  });

  it('put what most windows do first', () => {
    const windows = [{ services: ['社保', '证照'] }, { services: ['证照'] }, { services: ['办税', '证照'] }];
    expect(servicesOf(windows, 2)).toEqual(['证照', '社保']);
  });
});
