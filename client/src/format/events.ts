/** Events in words. */
import type { Event } from '@contract';

import { formatCount } from './amounts';
import { dayOf, formatMoment, formatTime, weekdayOrToday } from './dates';

/** `open`: one can sign up; the others say why not. */
export type SeatState = 'open' | 'full' | 'closed' | 'over' | 'cancelled';

/** Whether one can still sign up for an event. */
export function seatState(event: Event, now: Date): SeatState {
  if (event.status === 'cancelled') return 'cancelled';
  if (new Date(event.endsAt) <= now) return 'over';
  if (new Date(event.registrationClosesAt) <= now) return 'closed';
  return event.seatsLeft <= 0 ? 'full' : 'open';
}

/** “剩 23 席”, “已满”, “报名截止了”. */
export function seatWords(event: Event, now: Date): string {
  const words: Record<SeatState, string> = {
    open: `剩 ${formatCount(event.seatsLeft)} 席`,
    full: '已满',
    closed: '报名截止了',
    over: '已结束',
    cancelled: '活动取消了',
  };
  return words[seatState(event, now)];
}

/** Beside a leaf with the date: “周四 14:00 郑州国际会展中心”. */
export function eventPlaceAndTime(event: Event, now: Date): string {
  return `${weekdayOrToday(dayOf(event.startsAt), now)} ${formatTime(event.startsAt)} ${event.venue}`;
}

/** “明天 09:00 装备制造供需对接会”. */
export function eventHeadline(event: Event, now: Date): string {
  return `${formatMoment(event.startsAt, now)} ${event.title}`;
}
