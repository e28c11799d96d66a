import type { ClockDay } from '@contract/common';

import { dayNumber, formatMonthDay, weekdayOf } from '@/format/dates';

export interface Bar {
  key: string;
  look: 'past' | 'today' | 'future' | 'promised' | 'rest';
  /** The day of the month, or 休 for days of rest in a row. */
  top: string;
  bottom: string;
}

/** One bar per working day; days of rest in a row become one. */
export function layOutClock(days: ClockDay[], promise: string): Bar[] {
  const bars: Bar[] = [];
  for (const day of days) {
    const resting = day.kind === 'rest' && day.state !== 'promised';
    if (resting && bars[bars.length - 1]?.look === 'rest') continue;
    if (resting) {
      bars.push({ key: day.date, look: 'rest', top: '休', bottom: '' });
    } else {
      const words = {
        past: weekdayOf(day.date),
        future: weekdayOf(day.date),
        today: '今天',
        promised: promise,
      };
      bars.push({
        key: day.date,
        look: day.state,
        top: String(dayNumber(day.date)),
        bottom: words[day.state],
      });
    }
  }
  return bars;
}

/** The clock in a sentence, for screen readers: “共 5 个工作日，今天是第 2 个，11月26日 周四答复”. */
export function describeClock(days: ClockDay[], promise: string, now: Date): string {
  const working = days.filter((day) => day.kind === 'work');
  const today = working.findIndex((day) => day.state === 'today') + 1;
  const promised = days.find((day) => day.state === 'promised');
  return [
    `共 ${working.length} 个工作日`,
    today > 0 ? `今天是第 ${today} 个` : '',
    promised ? `${formatMonthDay(promised.date, now)} ${weekdayOf(promised.date)}${promise}` : '',
  ]
    .filter(Boolean)
    .join('，');
}
