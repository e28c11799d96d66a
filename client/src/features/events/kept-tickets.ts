import type { Registration } from '@contract';
import { readStored, store } from '@/platform/storage';
import { ticketsFor, type EventTickets } from './tickets';

export interface KeptTickets extends EventTickets {
  /** When they were stored, ISO 8601. */
  keptAt: string;
}

const nameOf = (eventId: string) => `kept:tickets:${eventId}`;

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
