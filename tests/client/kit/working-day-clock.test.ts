import type { ClockDay } from '@contract/common';

import { describeClock, layOutClock } from '@/components/working-day-clock/layout';

const now = new Date('2026-11-23T01:41:00Z');
const days: ClockDay[] = [
  { date: '2026-11-20', kind: 'work', state: 'past' },
  { date: '2026-11-21', kind: 'rest', state: 'past' },
  { date: '2026-11-22', kind: 'rest', state: 'past' },
  { date: '2026-11-23', kind: 'work', state: 'today' },
  { date: '2026-11-24', kind: 'work', state: 'future' },
  { date: '2026-11-26', kind: 'work', state: 'promised' },
];

describe('the working-day clock', () => {
  test('has one bar per working day and one for a whole weekend', () => {
    expect(layOutClock(days, '答复').map(({ look, top, bottom }) => [look, top, bottom])).toEqual([
      ['past', '20', '周五'],
      ['rest', '休', ''],
      ['today', '23', '今天'],
      ['future', '24', '周二'],
      ['promised', '26', '答复'],
    ]);
  });

  test('a promise that falls on a day of rest still has its own bar', () => {
    const promised: ClockDay[] = [
      { date: '2026-11-28', kind: 'rest', state: 'future' },
      { date: '2026-11-29', kind: 'rest', state: 'promised' },
    ];
    expect(layOutClock(promised, '答复').map(({ look }) => look)).toEqual(['rest', 'promised']);
  });

  test('speaks as a sentence', () => {
    expect(describeClock(days, '答复', now)).toBe('共 4 个工作日，今天是第 2 个，11月26日 周四答复');
  });
});
