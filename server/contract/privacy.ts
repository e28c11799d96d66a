import { Type, type Static } from 'typebox';
import { exportStatuses } from './enums';
import { Day, Enum, Id, IdParams, Instant, Page, PageQuery, Text } from './common';

/** One version of what the product says about personal data. */
export const PrivacyVersion = Type.Object({
  version: Type.String({ description: 'The day from which it holds, YYYY-MM-DD' }),
  effectiveOn: Day,
  title: Type.String(),
  parts: Type.Array(Type.Object({ title: Type.String(), lines: Type.Array(Type.String()) })),
  changes: Type.Array(Type.String({ description: 'What is other than in the version before' })),
});
export type PrivacyVersion = Static<typeof PrivacyVersion>;

export const PrivacyText = Type.Object({
  ...PrivacyVersion.properties,
  earlier: Type.Array(PrivacyVersion, { description: 'Versions before it, latest first' }),
});
export type PrivacyText = Static<typeof PrivacyText>;

/** That a person agreed to a version, and until when where they took it back. */
export const PrivacyConsent = Type.Object({
  version: Type.String(),
  givenAt: Instant,
  withdrawnAt: Type.Optional(Instant),
  isCurrent: Type.Boolean({ description: 'Stands, and is of the version that holds now' }),
});
export type PrivacyConsent = Static<typeof PrivacyConsent>;

/** One reading of a person's whole phone number. */
export const PhoneReading = Type.Object({
  id: Id,
  at: Instant,
  readerName: Type.String(),
  bodyName: Type.Optional(Type.String({ description: 'Body or enterprise of the reader, short' })),
  reason: Type.String(),
});
export type PhoneReading = Static<typeof PhoneReading>;

/** A copy of everything the product holds on a person. */
export const DataExport = Type.Object({
  id: Id,
  status: Enum(exportStatuses),
  percent: Type.Integer({ minimum: 0, maximum: 100 }),
  requestedAt: Instant,
  readyAt: Type.Optional(Instant),
  expiresAt: Type.Optional(Type.String({ format: 'date-time', description: 'Removed at this instant' })),
  sizeBytes: Type.Optional(Type.Integer()),
});
export type DataExport = Static<typeof DataExport>;

/** Where the closing of an account stands, and what stands in its way. */
export const Deletion = Type.Object({
  isAsked: Type.Boolean(),
  waitDays: Type.Integer(),
  requestedAt: Type.Optional(Instant),
  dueAt: Type.Optional(Instant),
  obstacles: Type.Array(
    Type.Object({
      kind: Enum(['administrator', 'office']),
      name: Type.String({ description: 'Enterprise or body' }),
      rule: Type.String({ description: 'What to do first, in Chinese' }),
    }),
  ),
  openIssues: Type.Array(Type.Object({ id: Id, number: Type.String(), title: Type.String() })),
});
export type Deletion = Static<typeof Deletion>;

export const privacyRoutes = {
  'GET /privacy-text': {
    summary: 'What the product says about personal data, with its version and the versions before',
    response: { 200: PrivacyText },
  },
  'GET /me/privacy-consents': {
    summary: 'Versions I agreed to, latest first',
    response: { 200: Type.Array(PrivacyConsent) },
  },
  'POST /me/privacy-consents': {
    summary: 'Agree to the version that holds now',
    body: Type.Object({ version: Text(10) }),
    response: { 201: PrivacyConsent },
  },
  'DELETE /me/privacy-consents': {
    summary: 'Take my agreement back; my phone number is removed',
    response: { 200: Type.Array(PrivacyConsent) },
  },
  'GET /me/phone-readings': {
    summary: 'Who saw my whole phone number, when and why, latest first',
    querystring: Type.Object(PageQuery),
    response: {
      200: Type.Object({
        ...Page(PhoneReading).properties,
        lastMonth: Type.Object({
          readers: Type.Integer({ description: 'People who read it in the last 30 days' }),
          readings: Type.Integer(),
        }),
      }),
    },
  },
  'GET /me/exports': {
    summary: 'Copies of my data that I asked for, latest first',
    response: { 200: Type.Array(DataExport) },
  },
  'POST /me/exports': {
    summary: 'Ask for a copy of everything the product holds on me; a job makes it',
    response: { 201: DataExport },
  },
  'POST /me/exports/:id/links': {
    summary: 'Links to a copy that is ready: valid ten minutes, for this copy only',
    params: IdParams,
    response: {
      201: Type.Object({
        pagePath: Type.String({ description: 'A page to read, below the API base' }),
        jsonPath: Type.String({ description: 'The same as JSON' }),
        expiresAt: Instant,
      }),
    },
  },
  'GET /exports/:id': {
    summary: 'A copy of a person’s data, for whoever holds its link',
    params: IdParams,
    querystring: Type.Object({
      token: Type.String({ minLength: 1, maxLength: 200 }),
      form: Type.Optional(Enum(['page', 'json'])),
    }),
    response: { 200: Type.Unsafe<unknown>({ description: 'HTML or JSON' }) },
  },
  'GET /me/deletion': {
    summary: 'Whether my account is being closed, and what would stand in the way',
    response: { 200: Deletion },
  },
  'POST /me/deletion': {
    summary: 'Close my account after a wait in which I can change my mind',
    response: { 201: Deletion },
  },
  'DELETE /me/deletion': {
    summary: 'Keep my account after all',
    response: { 200: Deletion },
  },
} as const;
