import type { Event, Ticket } from '@contract';
import { formatDay, dayOf, formatMoment, formatTime } from '@/format/dates';

export interface TicketState {
  kind: 'valid' | 'used' | 'cancelled' | 'called-off' | 'over';
  /** What stands over the code where it doesn’t let anybody in. */
  title: string;
  text: string;
}

/** Whether a ticket still lets somebody in, and if not, why. */
export function ticketState(ticket: Ticket, event: Event, now: Date): TicketState {
  if (event.status === 'cancelled')
    return { kind: 'called-off', title: '活动取消了', text: '这张码不再有效，不用来了' };
  if (ticket.status === 'cancelled')
    return { kind: 'cancelled', title: '报名取消了', text: '要去就再报一次名' };
  if (ticket.status === 'used') {
    const when = ticket.usedAt ? `${formatMoment(ticket.usedAt, now)} ` : '';
    return { kind: 'used', title: '已入场', text: `${when}验过，一张码进一次` };
  }
  if (new Date(event.endsAt) <= now)
    return { kind: 'over', title: '活动结束了', text: `${formatMoment(event.endsAt, now)} 结束的` };
  return { kind: 'valid', title: '', text: '' };
}

/** “11月24日 周二 09:00” and “08:20 开门”. */
export function ticketTimes(event: Event, now: Date): { starts: string; doors: string } {
  return {
    starts: `${formatDay(dayOf(event.startsAt), now)} ${formatTime(event.startsAt)}`,
    doors: `${formatTime(event.doorsOpenAt)} 开门`,
  };
}
