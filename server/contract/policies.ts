import { Type, type Static } from 'typebox';
import {
  applyPaths,
  briefingStatuses,
  levels,
  policyKinds,
  policyStatuses,
  policyTopics,
  ruleOperators,
  verdicts,
} from './enums';
import type { RuleOperator } from './enums';
import {
  AmountFen,
  Day,
  EnterpriseRef,
  Enum,
  Id,
  IdParams,
  Instant,
  Ok,
  OrganizationRef,
  Page,
  PageQuery,
  PersonRef,
  RegionCode,
  Text,
} from './common';
import { FactOrigin } from './enterprises';

/** One comparison of an attribute of the enterprise. */
export interface RuleClause {
  /** Key of the attribute dictionary. */
  attribute: string;
  /** Divides the attribute by another one; the comparison is then in per cent. */
  per?: string;
  op: RuleOperator;
  value: string | number | boolean | string[];
  /** Words of the policy that this clause carries out. */
  text: string;
}
/** Predicate tree over the attribute dictionary; three-valued. */
export type Rule = { all: Rule[] } | { any: Rule[] } | { not: Rule } | RuleClause;

// Open here, closed by the server's rule check: a validator compiled for every depth takes a second to build and
// answers a mistake in one branch with complaints about all of them.
export const Rule = Type.Unsafe<Rule>(
  Type.Object(
    {},
    {
      additionalProperties: true,
      description:
        'Predicate tree: { all: [rule, …] }, { any: [rule, …] }, { not: rule } or { attribute, per?, op, value, text }; ' +
        `groups nest at most three deep; op is one of ${ruleOperators.join(', ')}`,
    },
  ),
);

export const PolicyItem = Type.Object({
  key: Type.String({ pattern: '^[a-z0-9-]{1,40}$', description: 'Stable within its policy' }),
  title: Text(60),
  benefit: Text(100, 'What is given, e.g. 设备投入的 10%，最高 200 万元'),
  maxAmountFen: Type.Optional(AmountFen),
  /** Where the amount follows from a figure of the firm: percent of that attribute, capped by maxAmountFen. */
  amountBase: Type.Optional(
    Type.Object({ attribute: Text(40), percent: Type.Number({ exclusiveMinimum: 0, maximum: 100 }) }),
  ),
  rule: Rule,
  applyPath: Enum(applyPaths),
  applyLink: Type.Optional(Type.String({ format: 'uri', maxLength: 300 })),
  steps: Type.Array(Text(120), { maxItems: 10 }),
  materials: Type.Array(Text(60), { maxItems: 20 }),
  deadline: Type.Optional(Day),
});
export type PolicyItem = Static<typeof PolicyItem>;

const policyFields = {
  title: Text(120),
  docNo: Type.Optional(Type.String({ maxLength: 60, description: '文号' })),
  kind: Enum(policyKinds),
  issuer: Text(80),
  level: Enum(levels),
  regionCode: RegionCode,
  issuedOn: Type.Optional(Day),
  effectiveOn: Type.Optional(Day),
  validUntil: Type.Optional(Day),
  topics: Type.Array(Enum(policyTopics), { maxItems: 6 }),
  reading: Type.Optional(Type.String({ maxLength: 300, description: 'Plain reading in a sentence or two' })),
};

export const PolicyRow = Type.Object({
  id: Id,
  ...policyFields,
  regionName: Type.String(),
  status: Enum(policyStatuses),
  benefit: Type.Optional(Type.String()),
  deadline: Type.Optional(Day),
  highlight: Type.Optional(
    Type.Array(Type.Object({ text: Type.String(), hit: Type.Boolean() }), {
      description: 'Passage found by the search, in pieces',
    }),
  ),
});
export type PolicyRow = Static<typeof PolicyRow>;

export const Policy = Type.Object({
  ...PolicyRow.properties,
  bodyHtml: Type.String({ description: 'Sanitized rich text' }),
  items: Type.Array(PolicyItem),
  supersededById: Type.Optional(Id),
  sourceUrl: Type.Optional(Type.String()),
  publishedAt: Type.Optional(Instant),
  version: Type.Integer({ description: '1 until its first correction' }),
  correctedAt: Type.Optional(Instant),
  correctionNote: Type.Optional(Type.String({ description: 'What the last correction changed, and why' })),
  withdrawnAt: Type.Optional(Instant),
  withdrawalReason: Type.Optional(Type.String()),
});
export type Policy = Static<typeof Policy>;

export const PolicyInput = Type.Object({
  ...policyFields,
  bodyHtml: Type.String({ minLength: 1, maxLength: 400_000 }),
  items: Type.Array(PolicyItem, { maxItems: 20 }),
});
export type PolicyInput = Static<typeof PolicyInput>;

/** A change of a policy; of a published one it is a correction, with a note that readers see. */
export const PolicyChange = Type.Object({
  ...PolicyInput.properties,
  correctionNote: Type.Optional(Text(200)),
});
export type PolicyChange = Static<typeof PolicyChange>;

export const ClauseResult = Type.Object({
  text: Type.String(),
  verdict: Enum(verdicts),
  seen: Type.Optional(Type.String({ description: 'The value seen, in Chinese' })),
  origin: Type.Optional(FactOrigin),
  missing: Type.Array(Type.Object({ attribute: Type.String(), label: Type.String() })),
  hint: Type.Optional(Type.String({ description: 'The number to reach or the fact to fill in' })),
});
export type ClauseResult = Static<typeof ClauseResult>;

export const ItemVerdict = Type.Object({
  policyId: Id,
  itemKey: Type.String(),
  verdict: Enum(verdicts),
  because: Type.String({ description: 'One short reason in Chinese' }),
  estimatedAmountFen: Type.Optional(AmountFen),
  clauses: Type.Array(ClauseResult),
  missing: Type.Array(
    Type.Object({ attribute: Type.String(), label: Type.String(), hint: Type.Optional(Type.String()) }),
  ),
  changes: Type.Array(Type.String(), {
    description: 'For not-met: changes that, applied together, flip the verdict',
  }),
  isChangeable: Type.Boolean({ description: 'False for not-met that no change can flip (无法改变)' }),
});
export type ItemVerdict = Static<typeof ItemVerdict>;

/** One policy item with this enterprise’s verdict. */
export const PolicyMatch = Type.Object({
  policyId: Id,
  itemKey: Type.String(),
  policyTitle: Type.String(),
  title: Type.String(),
  benefit: Type.String(),
  maxAmountFen: Type.Optional(AmountFen),
  estimatedAmountFen: Type.Optional(AmountFen),
  deadline: Type.Optional(Day),
  verdict: Enum(verdicts),
  because: Type.String(),
  missing: Type.Array(Type.Object({ attribute: Type.String(), label: Type.String() })),
});
export type PolicyMatch = Static<typeof PolicyMatch>;

export const VerdictCounts = Type.Object({
  met: Type.Integer(),
  unknown: Type.Integer(),
  notMet: Type.Integer(),
});
export type VerdictCounts = Static<typeof VerdictCounts>;

export const Audience = Type.Object({
  counts: VerdictCounts,
  total: Type.Integer(),
  kept: Type.Array(Type.Integer(), {
    description: 'Enterprises not yet excluded after each top-level clause, in order',
  }),
  sentence: Type.String({ description: 'The rule read aloud in Chinese' }),
  tookMs: Type.Integer({ description: 'How long the counting took, milliseconds' }),
  sample: Type.Array(
    Type.Object({ enterprise: EnterpriseRef, verdict: Enum(verdicts), because: Type.String() }),
  ),
});
export type Audience = Static<typeof Audience>;

const briefingFields = {
  title: Text(40),
  sentences: Type.Array(Text(60), {
    minItems: 1,
    maxItems: 3,
    description: 'The reading in up to three sentences',
  }),
  whoText: Text(60, '给谁'),
  amountText: Text(80, '给多少'),
  untilOn: Type.Optional(Day),
  policyIds: Type.Array(Id, { minItems: 1, maxItems: 10 }),
};
export const BriefingInput = Type.Object(briefingFields);
export type BriefingInput = Static<typeof BriefingInput>;

/** For editors of the briefing's body and of those above; to everybody else all are 0. */
export const BriefingFigures = Type.Object({
  audience: Type.Integer({ description: 'Enterprises it was sent to' }),
  inbox: Type.Integer({ description: 'People whose inbox has it' }),
  subscription: Type.Integer({ description: 'WeChat subscription messages that arrived' }),
  noConsent: Type.Integer({ description: 'People with no consent left: inbox only' }),
  opened: Type.Integer({ description: 'Enterprises that opened it' }),
  irrelevant: Type.Integer({ description: 'Enterprises that said 与我无关' }),
});
export type BriefingFigures = Static<typeof BriefingFigures>;

export const Briefing = Type.Object({
  id: Id,
  number: Type.Integer({ description: '第 n 期' }),
  ...briefingFields,
  status: Enum(briefingStatuses),
  organization: OrganizationRef,
  author: PersonRef,
  createdAt: Instant,
  sentAt: Type.Optional(Instant),
  figures: BriefingFigures,
});
export type Briefing = Static<typeof Briefing>;

/** A briefing as its reader sees it: with the own verdict on each policy item. */
export const BriefingReading = Type.Object({
  ...Briefing.properties,
  matches: Type.Array(PolicyMatch, { description: 'Empty for a visitor without an enterprise' }),
  whyMe: Type.Optional(Type.String({ description: 'Why it was pushed to this enterprise' })),
  judgedIrrelevant: Type.Boolean(),
});
export type BriefingReading = Static<typeof BriefingReading>;

export const policyRoutes = {
  'GET /policies': {
    summary: 'List and search published policies',
    querystring: Type.Object({
      ...PageQuery,
      q: Type.Optional(Type.String({ maxLength: 60, description: 'Words or a 文号' })),
      exact: Type.Optional(Type.Boolean({ description: 'Only the words themselves, no synonyms' })),
      topic: Type.Optional(Enum(policyTopics)),
      level: Type.Optional(Enum(levels)),
      regionCode: Type.Optional(RegionCode),
      kind: Type.Optional(Enum(policyKinds)),
      status: Type.Optional(Enum(policyStatuses)),
    }),
    response: {
      200: Type.Object({
        ...Page(PolicyRow).properties,
        alsoSearched: Type.Optional(
          Type.Array(Type.String(), { description: 'Synonyms that were looked for too' }),
        ),
      }),
    },
  },
  'GET /policies/matches': {
    summary: 'Policy items for my enterprise, with verdicts; nearest deadline first',
    querystring: Type.Object({ ...PageQuery, verdict: Type.Optional(Enum(verdicts)) }),
    response: { 200: Type.Object({ ...Page(PolicyMatch).properties, counts: VerdictCounts }) },
  },
  'GET /policies/:id': { summary: 'One policy', params: IdParams, response: { 200: Policy } },
  'GET /policies/:id/verdicts': {
    summary: 'Verdict per item of a policy for my enterprise',
    params: IdParams,
    response: { 200: Type.Array(ItemVerdict) },
  },
  'GET /policies/drafts': { summary: 'Drafts of my organization', response: { 200: Type.Array(PolicyRow) } },
  'POST /policies': { summary: 'Write a draft', body: PolicyInput, response: { 201: Policy } },
  'PUT /policies/:id': {
    summary: 'Change a draft or correct a published policy',
    params: IdParams,
    body: PolicyChange,
    response: { 200: Policy },
  },
  'POST /policies/:id/publication': {
    summary: 'Publish a draft',
    params: IdParams,
    response: { 200: Policy },
  },
  'POST /audiences': {
    summary: 'Whom a rule reaches: counts, what each clause leaves, a sample with verdicts',
    body: Type.Object({ rule: Rule }),
    response: { 200: Audience },
  },
  'GET /briefings': {
    summary: 'Briefings sent to my enterprise, or written by my organization (as=editor)',
    querystring: Type.Object({ ...PageQuery, as: Type.Optional(Enum(['enterprise', 'editor'])) }),
    response: { 200: Page(Briefing) },
  },
  'POST /briefings': { summary: 'Compose a briefing', body: BriefingInput, response: { 201: Briefing } },
  'PUT /briefings/:id': {
    summary: 'Change an unsent briefing',
    params: IdParams,
    body: BriefingInput,
    response: { 200: Briefing },
  },
  'GET /briefings/:id': {
    summary: 'Read a briefing with my enterprise’s verdicts; the opening is recorded',
    params: IdParams,
    response: { 200: BriefingReading },
  },
  'GET /briefings/:id/audience': {
    summary: 'Enterprises for whom at least one item is met or could be',
    params: IdParams,
    response: {
      200: Type.Object({
        counts: VerdictCounts,
        total: Type.Integer(),
        people: Type.Integer({ description: 'People who would get it' }),
        withConsent: Type.Integer({ description: 'Of those, people with a WeChat consent left' }),
        sample: Type.Array(
          Type.Object({ enterprise: EnterpriseRef, verdict: Enum(verdicts), because: Type.String() }),
        ),
      }),
    },
  },
  'POST /briefings/:id/pushes': {
    summary: 'Push a briefing to its audience, once',
    params: IdParams,
    response: { 200: Briefing },
  },
  'POST /briefings/:id/feedback': {
    summary: '与我无关, once per enterprise',
    params: IdParams,
    response: { 200: Ok },
  },
} as const;
