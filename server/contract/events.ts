import { Type, type Static } from 'typebox';
import { checkInOutcomes, eventKinds, eventStatuses, refusalReasons, registrationStatuses } from './enums';
import { Enum, Id, IdParams, Instant, OrganizationRef, Page, PageQuery, RegionCode, Text } from './common';

const eventFields = {
  title: Text(60),
  kind: Enum(eventKinds),
  regionCode: RegionCode,
  venue: Text(80),
  address: Type.Optional(Text(120)),
  startsAt: Instant,
  endsAt: Instant,
  doorsOpenAt: Instant,
  registrationClosesAt: Instant,
  capacity: Type.Integer({ minimum: 1, maximum: 100_000 }),
  perEnterprise: Type.Integer({ minimum: 1, maximum: 50, description: 'Most attendees of one enterprise' }),
  agenda: Type.Array(Type.Object({ time: Type.String({ pattern: '^\\d{2}:\\d{2}$' }), text: Text(80) }), {
    maxItems: 30,
  }),
  introduction: Type.String({ maxLength: 2000 }),
};
export const EventInput = Type.Object(eventFields);
export type EventInput = Static<typeof EventInput>;

export const Event = Type.Object({
  id: Id,
  ...eventFields,
  regionName: Type.String(),
  status: Enum(eventStatuses),
  organization: OrganizationRef,
  seatsTaken: Type.Integer(),
  seatsLeft: Type.Integer(),
  myAttendees: Type.Integer({ description: 'Seats of my enterprise' }),
  admitted: Type.Integer({ description: 'People inside, for its managers and stewards; else 0' }),
});
export type Event = Static<typeof Event>;

export const Ticket = Type.Object({
  id: Id,
  eventId: Id,
  attendeeName: Type.String(),
  enterpriseName: Type.String(),
  code: Type.String({ description: 'Short code that a steward can type, e.g. 7K3M-Q2XW' }),
  payload: Type.String({ description: 'Signed text for the QR' }),
  status: Enum(['valid', 'used', 'cancelled']),
  usedAt: Type.Optional(Instant),
});
export type Ticket = Static<typeof Ticket>;

export const Registration = Type.Object({
  id: Id,
  status: Enum(registrationStatuses),
  event: Event,
  tickets: Type.Array(Ticket),
  registeredAt: Instant,
});
export type Registration = Static<typeof Registration>;

export const Attendee = Type.Object({
  ticketId: Id,
  name: Type.String({ description: 'Masked, e.g. 王**' }),
  enterpriseName: Type.String(),
  code: Type.String(),
  status: Enum(['valid', 'used', 'cancelled']),
  usedAt: Type.Optional(Instant),
  gate: Type.Optional(Type.String()),
  registeredAt: Instant,
});
export type Attendee = Static<typeof Attendee>;

export const GateManifest = Type.Object({
  event: Event,
  keys: Type.Array(
    Type.Object({
      id: Type.String(),
      publicKey: Type.String({ description: 'Raw Ed25519 public key, base64url' }),
    }),
  ),
  tickets: Type.Array(
    Type.Object({
      digest: Type.String({ description: 'SHA-256 of the signed payload, base64url' }),
      status: Enum(['valid', 'used', 'cancelled']),
    }),
  ),
  issuedAt: Instant,
});
export type GateManifest = Static<typeof GateManifest>;

export const CheckIn = Type.Object({
  outcome: Enum(checkInOutcomes),
  reason: Type.Optional(Enum(refusalReasons)),
  at: Instant,
  gate: Type.String(),
  attendeeName: Type.Optional(Type.String()),
  enterpriseName: Type.Optional(Type.String()),
  earlier: Type.Optional(
    Type.Object({ at: Instant, gate: Type.String() }, { description: 'The admission that used the ticket' }),
  ),
  admitted: Type.Integer(),
  admittedHere: Type.Integer(),
  refusedHere: Type.Integer(),
  capacity: Type.Integer(),
});
export type CheckIn = Static<typeof CheckIn>;

export const eventRoutes = {
  'GET /events': {
    summary: 'Events',
    querystring: Type.Object({
      ...PageQuery,
      group: Type.Optional(Enum(['open', 'mine', 'past', 'managed'])),
      kind: Type.Optional(Enum(eventKinds)),
    }),
    response: { 200: Page(Event) },
  },
  'GET /events/:id': { summary: 'One event', params: IdParams, response: { 200: Event } },
  'POST /events': { summary: 'Draft an event', body: EventInput, response: { 201: Event } },
  'PUT /events/:id': {
    summary: 'Change an event; capacity never below the seats taken',
    params: IdParams,
    body: EventInput,
    response: { 200: Event },
  },
  'POST /events/:id/publication': {
    summary: 'Open an event for registration',
    params: IdParams,
    response: { 200: Event },
  },
  'POST /events/:id/cancellation': {
    summary: 'Call an event off and tell everybody who signed up',
    params: IdParams,
    body: Type.Object({ reason: Text(200) }),
    response: { 200: Event },
  },
  'POST /events/:id/registrations': {
    summary: 'Sign up attendees of my enterprise',
    params: IdParams,
    body: Type.Object({
      attendees: Type.Array(
        Type.Object({ name: Text(20), phone: Type.Optional(Type.String({ pattern: '^1\\d{10}$' })) }),
        { minItems: 1, maxItems: 50 },
      ),
      nonce: Type.String({ minLength: 8, maxLength: 64 }),
    }),
    response: { 201: Registration },
  },
  'GET /registrations': {
    summary: 'Registrations of my enterprise, soonest event first',
    response: { 200: Type.Array(Registration) },
  },
  'POST /registrations/:id/cancellation': {
    summary: 'Give the seats back',
    params: IdParams,
    response: { 200: Registration },
  },
  'GET /events/:id/attendees': {
    summary: 'Attendees, for managers and stewards',
    params: IdParams,
    querystring: Type.Object({
      ...PageQuery,
      q: Type.Optional(Type.String({ maxLength: 20, description: 'Name, enterprise, code or phone tail' })),
      status: Type.Optional(Enum(['valid', 'used', 'cancelled'])),
    }),
    response: { 200: Page(Attendee) },
  },
  'GET /events/:id/gate': {
    summary: 'What a gate needs to verify tickets',
    params: IdParams,
    response: { 200: GateManifest },
  },
  'POST /events/:id/check-ins': {
    summary: 'Scan a ticket at a gate; a refusal is a reply, not an error',
    params: IdParams,
    body: Type.Object({
      ticket: Type.String({ minLength: 1, maxLength: 600, description: 'Text of the QR, or the typed code' }),
      gate: Text(20),
      nonce: Type.String({
        minLength: 8,
        maxLength: 64,
        description: 'One per scan: a repeated request is the same scan',
      }),
    }),
    response: { 200: CheckIn },
  },
  'GET /events/:id/check-ins': {
    summary: 'Latest scans',
    params: IdParams,
    response: { 200: Type.Array(CheckIn) },
  },
} as const;
