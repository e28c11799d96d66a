import { Type, type Static } from 'typebox';
import {
  closingWays,
  issueFields,
  issueKinds,
  issueSources,
  issueStatuses,
  ledgerEntryKinds,
  ratingResults,
  returnReasons,
} from './enums';
import {
  ClockDay,
  EnterpriseRef,
  Enum,
  FileRef,
  Id,
  IdParams,
  Instant,
  OrganizationRef,
  Page,
  PageQuery,
  Text,
} from './common';

/** The one accountable person and the body they answer in. */
export const Accountable = Type.Object({ personId: Id, name: Type.String(), organization: OrganizationRef });
export type Accountable = Static<typeof Accountable>;

export const LedgerEntry = Type.Object({
  sequence: Type.Integer({ minimum: 1 }),
  kind: Enum(ledgerEntryKinds),
  at: Instant,
  actorName: Type.String(),
  actorOrganization: Type.Optional(Type.String()),
  to: Type.Optional(Type.String({ description: 'Body or person it went to' })),
  note: Type.Optional(Type.String()),
  noticeNumber: Type.Optional(Type.String({ description: '转办通知单号' })),
  reason: Type.Optional(Enum(returnReasons, 'Why it was returned')),
  result: Type.Optional(Enum(ratingResults, 'How the enterprise rated the answer')),
  files: Type.Array(FileRef),
  isPublic: Type.Boolean({ description: 'Shown to the enterprise' }),
  hash: Type.String({ description: 'First 8 hex digits of the chain hash' }),
});
export type LedgerEntry = Static<typeof LedgerEntry>;

export const Rating = Type.Object({
  result: Enum(ratingResults),
  stars: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })),
  words: Type.Optional(Type.String()),
  ratedAt: Instant,
});

export const IssueRow = Type.Object({
  id: Id,
  number: Type.String({ description: 'e.g. 2026-000382' }),
  title: Type.String(),
  kind: Enum(issueKinds),
  field: Enum(issueFields),
  source: Enum(issueSources),
  status: Enum(issueStatuses),
  enterprise: EnterpriseRef,
  submittedAt: Instant,
  signDueAt: Type.Optional(Instant),
  answerDueAt: Instant,
  isBreached: Type.Boolean({ description: 'The running limit (sign or answer) has passed' }),
  remainingMinutes: Type.Integer({
    description: 'Working minutes left of the running limit; negative when breached; 0 when none runs',
  }),
  limitMinutes: Type.Integer({ description: 'Working minutes of the whole running limit' }),
  runningLimit: Type.Optional(Enum(['sign', 'answer', 'confirm'])),
  accountable: Accountable,
  latest: Type.String({ description: 'What happened last, in a short Chinese sentence' }),
  returnCount: Type.Integer(),
  disputeCount: Type.Integer(),
  confirmBy: Type.Optional(Instant),
  closedAs: Type.Optional(Enum(closingWays)),
  rating: Type.Optional(Rating),
  clock: Type.Array(ClockDay),
});
export type IssueRow = Static<typeof IssueRow>;

export const Issue = Type.Object({
  ...IssueRow.properties,
  body: Type.String(),
  files: Type.Array(FileRef),
  contactName: Type.String(),
  maskedContactPhone: Type.Optional(Type.String()),
  firstOwner: Type.Optional(Accountable),
  answer: Type.Optional(
    Type.Object({ text: Type.String(), at: Instant, by: Accountable, files: Type.Array(FileRef) }),
  ),
  entries: Type.Array(LedgerEntry),
  allowed: Type.Array(
    Enum(['accept', 'dispatch', 'receive', 'return', 'note', 'answer', 'resolve', 'withdraw']),
    { description: 'What the caller may do now' },
  ),
  proposedBody: Type.Optional(OrganizationRef),
  isChainValid: Type.Boolean(),
});
export type Issue = Static<typeof Issue>;

export const IssuePreview = Type.Object({
  kind: Enum(issueKinds),
  field: Enum(issueFields),
  answerDueAt: Instant,
  signDueAt: Instant,
  isProvisional: Type.Boolean({ description: 'The holiday calendar of that year is not known yet' }),
  clock: Type.Array(ClockDay),
  accountable: Accountable,
  proposedBody: Type.Optional(OrganizationRef),
  similarEnterprises: Type.Integer({ description: 'Other enterprises in the region with a like open issue' }),
});
export type IssuePreview = Static<typeof IssuePreview>;

export const OpenIssueBody = Type.Object({
  title: Type.Optional(Text(60)),
  body: Text(2000, 'What happened, where, since when, what is wanted'),
  kind: Enum(issueKinds),
  field: Enum(issueFields),
  fileIds: Type.Optional(Type.Array(Id, { maxItems: 9, uniqueItems: true })),
  contactName: Type.Optional(Text(20)),
  contactPhone: Type.Optional(Type.String({ pattern: '^1\\d{10}$' })),
  isNameHidden: Type.Optional(Type.Boolean()),
  policyId: Type.Optional(Id),
  nonce: Type.String({
    minLength: 8,
    maxLength: 64,
    description: 'Chosen by the caller; the same nonce opens one issue only',
  }),
});
export type OpenIssueBody = Static<typeof OpenIssueBody>;

export const IssueCounts = Type.Object({
  open: Type.Integer({ description: 'Not ended, answered ones that wait for the enterprise included' }),
  inHand: Type.Integer(),
  waitingForMe: Type.Integer(),
  closed: Type.Integer(),
  breached: Type.Integer(),
  dueToday: Type.Integer(),
  toAccept: Type.Integer(),
  toReceive: Type.Integer(),
  disputed: Type.Integer(),
});
export type IssueCounts = Static<typeof IssueCounts>;

const NoteBody = Type.Object({
  text: Text(2000),
  isPublic: Type.Boolean(),
  fileIds: Type.Optional(Type.Array(Id, { maxItems: 9 })),
});

export const issueRoutes = {
  'POST /issues/preview': {
    summary: 'Category, promised date and accountable person, before submitting',
    body: Type.Object({
      body: Type.String({ maxLength: 2000 }),
      kind: Type.Optional(Enum(issueKinds)),
      field: Type.Optional(Enum(issueFields)),
    }),
    response: { 200: IssuePreview },
  },
  'POST /issues': {
    summary: 'Raise an issue for my enterprise',
    body: OpenIssueBody,
    response: { 201: Issue },
  },
  'GET /issues': {
    summary: 'Issues of my enterprise, or those in my scope as an officer',
    querystring: Type.Object({
      ...PageQuery,
      as: Enum(['enterprise', 'officer']),
      group: Type.Optional(
        Enum([
          'in-hand',
          'waiting-for-me',
          'closed',
          'breached',
          'due-today',
          'to-accept',
          'to-receive',
          'disputed',
          'open',
        ]),
      ),
      field: Type.Optional(Enum(issueFields)),
      source: Type.Optional(Enum(issueSources)),
      q: Type.Optional(Type.String({ maxLength: 60, description: 'Number, title or enterprise' })),
    }),
    response: { 200: Page(IssueRow) },
  },
  'GET /issues/counts': {
    summary: 'Counts per group',
    querystring: Type.Object({ as: Enum(['enterprise', 'officer']) }),
    response: { 200: IssueCounts },
  },
  'GET /issues/:id': { summary: 'One issue with its ledger', params: IdParams, response: { 200: Issue } },
  'POST /issues/:id/acceptance': {
    summary: 'Accept a submitted issue: the caller becomes its first owner',
    params: IdParams,
    response: { 200: Issue },
  },
  'POST /issues/:id/dispatches': {
    summary: 'Dispatch to a body with a numbered notice',
    params: IdParams,
    body: Type.Object({ organizationId: Id, note: Type.Optional(Text(500)) }),
    response: { 200: Issue },
  },
  'POST /issues/:id/receipt': {
    summary: 'Sign the receipt: the caller becomes accountable',
    params: IdParams,
    response: { 200: Issue },
  },
  'POST /issues/:id/returns': {
    summary: 'Return a dispatched issue with a coded reason',
    params: IdParams,
    body: Type.Object({ reason: Enum(returnReasons), note: Text(500) }),
    response: { 200: Issue },
  },
  'POST /issues/:id/notes': {
    summary: 'Add progress; public notes are shown to the enterprise',
    params: IdParams,
    body: NoteBody,
    response: { 200: Issue },
  },
  'POST /issues/:id/answers': {
    summary: 'Answer the enterprise',
    params: IdParams,
    body: Type.Object({ text: Text(4000), fileIds: Type.Optional(Type.Array(Id, { maxItems: 9 })) }),
    response: { 200: Issue },
  },
  'POST /issues/:id/resolution': {
    summary: 'Enterprise: solved closes it, partly solved or unsolved sends it back to the same handler',
    params: IdParams,
    body: Type.Object({
      result: Enum(ratingResults),
      stars: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })),
      words: Type.Optional(Text(500)),
    }),
    response: { 200: Issue },
  },
  'POST /issues/:id/withdrawal': {
    summary: 'Enterprise withdraws',
    params: IdParams,
    body: Type.Object({ note: Type.Optional(Text(200)) }),
    response: { 200: Issue },
  },
  'POST /issues/:id/contact-views': {
    summary: 'See the contact’s phone in full; audited',
    params: IdParams,
    body: Type.Object({ reason: Text(100) }),
    response: { 200: Type.Object({ name: Type.String(), phone: Type.String() }) },
  },
} as const;
