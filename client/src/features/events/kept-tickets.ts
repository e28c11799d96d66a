import type { Event, Registration, Ticket } from '@contract';
import { readStored, store } from '@/platform/storage';

/** The tickets of my enterprise for one event. */
export interface EventTickets {
  event: Event;
  tickets: Ticket[];
}
export interface KeptTickets extends EventTickets {
  /** When they were stored, ISO 8601. */
  keptAt: string;
}

const nameOf = (eventId: string) => `kept:tickets:${eventId}`;

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

/** Stores the tickets for every event on the phone, so that a gate can be passed without a network. */
export function keepTickets(registrations: readonly Registration[], now: Date): boolean {
  const ids = new Set(
    registrations.filter(({ event }) => new Date(event.endsAt) > now).map(({ event }) => event.id),
  );
  return [...ids].every((id) => {
    const found = ticketsFor(registrations, id);
    return !found || store(nameOf(id), { ...found, keptAt: now.toISOString() } satisfies KeptTickets);
  });
}

/** The tickets that were stored for an event. */
export function readTickets(eventId: string): KeptTickets | undefined {
  return readStored<KeptTickets>(nameOf(eventId));
}
