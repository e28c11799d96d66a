import type { Event } from '@contract/index';
import type { ToneName } from '../../format/texts';

/** How an event stands now, to the people who run it. */
export function eventStanding(event: Event, now: Date): { text: string; tone: ToneName } {
  if (event.status === 'cancelled') return { text: '已取消', tone: 'red' };
  if (event.status === 'draft') return { text: '草稿', tone: 'grey' };
  if (new Date(event.endsAt) <= now) return { text: '已结束', tone: 'grey' };
  if (new Date(event.doorsOpenAt) <= now) return { text: '进行中', tone: 'green' };
  if (new Date(event.registrationClosesAt) <= now) return { text: '报名截止', tone: 'amber' };
  return event.seatsLeft > 0 ? { text: '报名中', tone: 'green' } : { text: '已满', tone: 'amber' };
}
