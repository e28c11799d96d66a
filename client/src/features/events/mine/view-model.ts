import type { Registration } from '@contract';

export interface GroupedRegistrations {
  coming: Registration[];
  /** Over, called off or cancelled by us. */
  past: Registration[];
}

/** What we still go to, soonest first; then the rest, latest first. */
export function groupRegistrations(registrations: readonly Registration[], now: Date): GroupedRegistrations {
  const isComing = ({ status, event }: Registration) =>
    status === 'confirmed' && event.status === 'open' && new Date(event.endsAt) > now;
  const byStart = (one: Registration, other: Registration) =>
    one.event.startsAt.localeCompare(other.event.startsAt);
  return {
    coming: registrations.filter(isComing).sort(byStart),
    past: registrations
      .filter((registration) => !isComing(registration))
      .sort((one, other) => byStart(other, one)),
  };
}

/** Why a registration is no longer ahead of us: “活动取消了”, “已取消”, “去过了”, “没有去”. */
export function outcomeOf({ status, event, tickets }: Registration): string {
  if (status === 'cancelled') return '报名已取消';
  if (event.status === 'cancelled') return '活动取消了';
  const used = tickets.filter((ticket) => ticket.status === 'used').length;
  if (used === 0) return '没有入场记录';
  return used === tickets.length ? '去过了' : `${used} 人去过了`;
}

/** Seats can be given back until the event starts, as long as nobody is inside. */
export function canCancel({ status, event, tickets }: Registration, now: Date): boolean {
  return (
    status === 'confirmed' &&
    event.status === 'open' &&
    new Date(event.startsAt) > now &&
    tickets.every((ticket) => ticket.status !== 'used')
  );
}

/** “王海燕、刘洋”. */
export function namesOf({ tickets }: Registration): string {
  return tickets.map(({ attendeeName }) => attendeeName).join('、');
}
