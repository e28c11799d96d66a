import { Type, type Static } from 'typebox';
import { Day, Enum, Id, IdParams, Instant, Ok, OrganizationRef, PersonRef, RegionCode, Text } from './common';
import { dutyHalves, shutReasons } from './enums';

const ClockTime = Type.String({
  pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
  description: 'Time of day in Asia/Shanghai, HH:MM',
});

/** A stretch of opening hours; the end is not served any more. */
export const OpenPeriod = Type.Object({ from: ClockTime, to: ClockTime });
export type OpenPeriod = Static<typeof OpenPeriod>;

const periods = Type.Array(OpenPeriod, { maxItems: 4 });

/** Hours of one day of the week; a day that is left out is a day off. */
export const WeekdayHours = Type.Object({
  weekday: Type.Integer({ minimum: 1, maximum: 7, description: '1 Monday to 7 Sunday' }),
  periods,
});
export type WeekdayHours = Static<typeof WeekdayHours>;

/** A day on which other hours hold; none: the window is shut. */
export const HoursException = Type.Object({ day: Day, periods, note: Type.Optional(Text(40)) });
export type HoursException = Static<typeof HoursException>;

export const WindowState = Type.Object({
  isOpen: Type.Boolean(),
  closesAt: Type.Optional(Instant),
  opensAt: Type.Optional(Instant),
  reason: Type.Optional(Enum(shutReasons)),
  note: Type.Optional(Type.String({ description: 'What was announced for today' })),
});
export type WindowState = Static<typeof WindowState>;

export const WindowRow = Type.Object({
  id: Id,
  name: Type.String(),
  organization: OrganizationRef,
  regionCode: RegionCode,
  regionName: Type.String(),
  address: Type.String(),
  latitude: Type.Optional(Type.Number({ description: 'GCJ-02, degrees' })),
  longitude: Type.Optional(Type.Number({ description: 'GCJ-02, degrees' })),
  phone: Type.Optional(Type.String({ description: 'Published office phone' })),
  services: Type.Array(Type.String()),
  state: WindowState,
  today: Type.Array(OpenPeriod, { description: 'Opening hours of today' }),
  onDuty: Type.Array(Type.Object({ half: Enum(dutyHalves), name: Type.String() }), {
    description: 'Who is on duty today',
  }),
});
export type WindowRow = Static<typeof WindowRow>;

export const ServiceWindow = Type.Object({
  ...WindowRow.properties,
  weekly: Type.Array(WeekdayHours),
  exceptions: Type.Array(HoursException, { description: 'From today on' }),
  days: Type.Array(
    Type.Object({
      day: Day,
      periods: Type.Array(OpenPeriod),
      reason: Type.Optional(Enum(shutReasons)),
      note: Type.Optional(Type.String()),
    }),
    { description: 'Today and the six days after it' },
  ),
  mayEdit: Type.Boolean(),
});
export type ServiceWindow = Static<typeof ServiceWindow>;

const facts = {
  name: Text(60),
  address: Text(120),
  latitude: Type.Optional(Type.Number({ minimum: 31, maximum: 37 })),
  longitude: Type.Optional(Type.Number({ minimum: 110, maximum: 117 })),
  phone: Type.Optional(Type.String({ pattern: '^[0-9()（）+\\- ]{5,30}$', description: 'Office phone' })),
  services: Type.Array(Text(20), { maxItems: 12 }),
  weekly: Type.Array(WeekdayHours, { maxItems: 7 }),
  exceptions: Type.Array(HoursException, { maxItems: 60 }),
};

/** Who is on duty in half a day. */
export const Duty = Type.Object({ day: Day, half: Enum(dutyHalves), personId: Id });
export type Duty = Static<typeof Duty>;

export const Roster = Type.Object({
  officers: Type.Array(PersonRef, {
    description: 'Who can be put on duty: desk officers and handlers of the body',
  }),
  days: Type.Array(Day, { description: 'Days from today on' }),
  duties: Type.Array(Type.Object({ ...Duty.properties, name: Type.String() })),
});
export type Roster = Static<typeof Roster>;

export const windowRoutes = {
  'GET /windows': {
    summary: 'Service windows of a region, below it and above it: nearest first, open ones before shut ones',
    querystring: Type.Object({
      regionCode: Type.Optional(RegionCode),
      organizationId: Type.Optional(Id),
      q: Type.Optional(Type.String({ maxLength: 60 })),
    }),
    response: { 200: Type.Array(WindowRow) },
  },
  'GET /windows/:id': {
    summary: 'One window with its hours',
    params: IdParams,
    response: { 200: ServiceWindow },
  },
  'POST /windows': {
    summary: 'Open a window of a body',
    body: Type.Object({ organizationId: Id, ...facts }),
    response: { 201: ServiceWindow },
  },
  'PUT /windows/:id': {
    summary: 'Change a window: address, phone, services, hours',
    params: IdParams,
    body: Type.Object(facts),
    response: { 200: ServiceWindow },
  },
  'DELETE /windows/:id': { summary: 'Close a window for good', params: IdParams, response: { 200: Ok } },
  'GET /windows/:id/roster': {
    summary: 'Who is on duty when, from today on',
    params: IdParams,
    querystring: Type.Object({ days: Type.Optional(Type.Integer({ minimum: 1, maximum: 31 })) }),
    response: { 200: Roster },
  },
  'PUT /windows/:id/roster': {
    summary: 'Set who is on duty on the named days; half days left out are nobody’s',
    params: IdParams,
    body: Type.Object({
      days: Type.Array(Day, { minItems: 1, maxItems: 31 }),
      duties: Type.Array(Duty, { maxItems: 62 }),
    }),
    response: { 200: Roster },
  },
} as const;
