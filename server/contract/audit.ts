import { Type, type Static } from 'typebox';
import { Enum, Id, IdParams, Instant, Page, PageQuery, Text } from './common';

const AuditActor = Type.Object({
  kind: Enum(['guest', 'system', 'person']),
  personId: Type.Optional(Id),
  name: Type.Optional(Type.String({ description: 'Of a person, or of the job or command' })),
});

/** One entry of the audit trail: who did what to which record, when, from where, and why. */
export const AuditEntry = Type.Object({
  id: Id,
  at: Instant,
  actor: AuditActor,
  action: Type.String({ description: 'What was done, e.g. membership.decided' }),
  subject: Type.Object({ kind: Type.String(), id: Type.String() }),
  enterprise: Type.Optional(Type.Object({ id: Id, name: Type.String() })),
  reason: Type.Optional(Type.String()),
  requestId: Type.String(),
  address: Type.Optional(Type.String({ description: 'Of the client; absent for jobs and commands' })),
  agent: Type.Optional(Type.String({ description: 'How the client names itself, shortened' })),
  readsPersonalData: Type.Boolean(),
});
export type AuditEntry = Static<typeof AuditEntry>;

/** Where an entry stands in its chain, and which checkpoint covers it. */
export const AuditPlace = Type.Object({
  chain: Type.String(),
  sequence: Type.Integer(),
  link: Type.Integer({ description: 'Number of the link that holds it' }),
  hash: Type.String(),
  checkpoint: Type.Optional(Type.Object({ number: Type.Integer(), at: Instant })),
});

export const AuditSearch = {
  person: Type.Optional(Type.String({ maxLength: 60, description: 'Id, or the whole name' })),
  action: Type.Optional(Type.String({ maxLength: 60 })),
  record: Type.Optional(Type.String({ maxLength: 80, description: 'Id of the record' })),
  enterprise: Type.Optional(Type.String({ maxLength: 24, description: 'Id or credit code' })),
  address: Type.Optional(Type.String({ maxLength: 45 })),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
};

/** One writing process's chain, as far as it goes and as far as a checkpoint covers it. */
export const AuditChain = Type.Object({
  chain: Type.String(),
  process: Type.String({ description: 'Host and process number' }),
  openedAt: Instant,
  isClosed: Type.Boolean(),
  entries: Type.Integer({ description: 'Entries linked so far' }),
  coveredEntries: Type.Integer({ description: 'Of these, under a signed checkpoint' }),
});
export type AuditChain = Static<typeof AuditChain>;

export const AuditState = Type.Object({
  chains: Type.Array(AuditChain, { description: 'Open ones, and those closed within a day' }),
  lastCheckpoint: Type.Optional(
    Type.Object({
      number: Type.Integer(),
      at: Instant,
      heads: Type.Integer({ description: 'Chains that moved' }),
    }),
  ),
  uncoveredEntries: Type.Integer({ description: 'Linked since the last checkpoint' }),
});
export type AuditState = Static<typeof AuditState>;

export const auditRoutes = {
  'GET /audit/entries': {
    summary: 'The audit trail in the auditor’s scope, newest first; asking is itself recorded',
    querystring: Type.Object({ ...AuditSearch, ...PageQuery }),
    response: { 200: Page(AuditEntry) },
  },
  'GET /audit/entries/:id': {
    summary: 'One entry with its place in the chain',
    params: IdParams,
    response: {
      200: Type.Intersect([AuditEntry, Type.Object({ place: Type.Optional(AuditPlace) })]),
    },
  },
  'GET /audit/state': {
    summary: 'How far the chains go and how far signed checkpoints cover them',
    response: { 200: AuditState },
  },
  'POST /audit/exports': {
    summary: 'At most 10,000 entries as CSV, newest first; recorded with its reason',
    body: Type.Object({ ...AuditSearch, reason: Text(200) }),
    response: {
      201: Type.Object({
        fileName: Type.String(),
        content: Type.String({ description: 'CSV, UTF-8 with byte-order mark' }),
        rows: Type.Integer(),
        isCut: Type.Boolean({ description: 'There are more entries than the file holds' }),
      }),
    },
  },
} as const;
