import type { Event, Registration, Ticket } from '@contract';

/** The tickets of my enterprise for one event. */
export interface EventTickets {
  event: Event;
  tickets: Ticket[];
}

/** The tickets for one event: good ones first; those given back only where no other is left. */
export function ticketsFor(
  registrations: readonly Registration[],
  eventId: string,
): EventTickets | undefined {
  const mine = registrations.filter(({ event }) => event.id === eventId);
  const event = mine[0]?.event;
  if (!event) return undefined;
  const all = mine.flatMap(({ tickets }) => tickets);
  const good = all.filter(({ status }) => status !== 'cancelled');
  return { event, tickets: good.length > 0 ? good : all };
}
