import type { Body, CheckIn, Event, GateManifest, Query, Registration, Reply } from '@contract';
import { request } from './request';

/** Events: open, mine, past, or managed by me. */
export function listEvents(query: Query<'GET /events'> = {}): Promise<Reply<'GET /events'>> {
  return request('GET /events', { query });
}

/**
 * One event with the seats left.
 * @throws NOT_FOUND when it isn’t open to me
 */
export function getEvent(id: string): Promise<Event> {
  return request('GET /events/:id', { params: { id } });
}

/**
 * Signs up attendees of my enterprise; the same nonce registers once.
 * @throws EVENT_FULL when too few seats are left
 * @throws EVENT_CLOSED when registration is over
 * @throws ALREADY_REGISTERED when an attendee has a seat
 */
export function registerAttendees(
  eventId: string,
  body: Body<'POST /events/:id/registrations'>,
): Promise<Registration> {
  return request('POST /events/:id/registrations', { params: { id: eventId }, body });
}

/** Registrations of my enterprise with their tickets, soonest event first. */
export function listRegistrations(): Promise<Registration[]> {
  return request('GET /registrations');
}

/** Gives the seats of a registration back. */
export function cancelRegistration(id: string): Promise<Registration> {
  return request('POST /registrations/:id/cancellation', { params: { id } });
}

/** Attendees of an event, for its managers and stewards. */
export function listAttendees(
  eventId: string,
  query: Query<'GET /events/:id/attendees'> = {},
): Promise<Reply<'GET /events/:id/attendees'>> {
  return request('GET /events/:id/attendees', { params: { id: eventId }, query });
}

/** What a gate needs to verify tickets without a network. */
export function getGateManifest(eventId: string): Promise<GateManifest> {
  return request('GET /events/:id/gate', { params: { id: eventId } });
}

/** Scans a ticket at a gate; a refusal is a reply. The same nonce is the same scan. */
export function checkIn(eventId: string, body: Body<'POST /events/:id/check-ins'>): Promise<CheckIn> {
  return request('POST /events/:id/check-ins', { params: { id: eventId }, body });
}

/** Latest scans of an event. */
export function listCheckIns(eventId: string): Promise<CheckIn[]> {
  return request('GET /events/:id/check-ins', { params: { id: eventId } });
}
