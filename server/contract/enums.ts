/** Closed vocabularies of the product. Import-free: server and clients may import this file at run time. */

export const enterpriseRoles = ['admin', 'staff'] as const;
export type EnterpriseRole = (typeof enterpriseRoles)[number];

export const officerRoles = [
  'desk',
  'handler',
  'supervisor',
  'leader',
  'service-officer',
  'editor',
  'event-manager',
  'steward',
  'partner',
  'auditor',
  'org-admin',
] as const;
export type OfficerRole = (typeof officerRoles)[number];

export const organizationKinds = [
  'service-office',
  'department',
  'park',
  'bank',
  'guarantor',
  'university',
  'association',
  'provider',
] as const;
export type OrganizationKind = (typeof organizationKinds)[number];

export const levels = ['state', 'province', 'city', 'county'] as const;
export type Level = (typeof levels)[number];

export const membershipStatuses = ['pending', 'active', 'refused', 'ended'] as const;
export type MembershipStatus = (typeof membershipStatuses)[number];

export const enterpriseSizes = ['large', 'medium', 'small', 'micro', 'not-applicable'] as const;
export type EnterpriseSize = (typeof enterpriseSizes)[number];

export const factSources = ['self-declared', 'verified', 'imported'] as const;
export type FactSource = (typeof factSources)[number];

export const policyKinds = [
  'policy',
  'interpretation',
  'fee-list',
  'approval-list',
  'negative-list',
  'news',
  'story',
  'research-report',
] as const;
export type PolicyKind = (typeof policyKinds)[number];

export const policyStatuses = [
  'draft',
  'in-force',
  'unverified',
  'expired',
  'repealed',
  'superseded',
] as const;
export type PolicyStatus = (typeof policyStatuses)[number];

export const policyTopics = [
  'finance',
  'tax',
  'technology',
  'digital',
  'green',
  'talent',
  'employment',
  'market',
  'foreign-trade',
  'land',
  'approval',
  'start-up',
  'rights',
] as const;
export type PolicyTopic = (typeof policyTopics)[number];

/** Three-valued (Kleene) answer of a rule: 符合, 不符合, 缺资料. */
export const verdicts = ['met', 'not-met', 'unknown'] as const;
export type Verdict = (typeof verdicts)[number];

export const ruleOperators = [
  'eq',
  'ne',
  'gte',
  'lte',
  'gt',
  'lt',
  'in',
  'not-in',
  'within',
  'has',
  'size-at-least',
  'size-at-most',
] as const;
export type RuleOperator = (typeof ruleOperators)[number];

export const applyPaths = ['link', 'appointment', 'application', 'automatic'] as const;
export type ApplyPath = (typeof applyPaths)[number];

export const briefingStatuses = ['draft', 'sent'] as const;
export type BriefingStatus = (typeof briefingStatuses)[number];

export const issueKinds = ['enquiry', 'help', 'suggestion', 'complaint'] as const;
export type IssueKind = (typeof issueKinds)[number];

export const issueFields = [
  'policy',
  'finance',
  'market',
  'labour',
  'talent',
  'social-insurance',
  'land',
  'construction',
  'environment',
  'utilities',
  'transport',
  'tax',
  'fees',
  'customs',
  'law',
  'police',
  'intellectual-property',
  'arrears',
  'other',
] as const;
export type IssueField = (typeof issueFields)[number];

export const issueSources = [
  'mini-program',
  'counter',
  'phone',
  'wechat-group',
  'visit',
  'event',
  'policy-question',
  'off-list-fee',
] as const;
export type IssueSource = (typeof issueSources)[number];

export const issueStatuses = [
  'submitted',
  'accepted',
  'dispatched',
  'in-hand',
  'answered',
  'closed',
  'withdrawn',
] as const;
export type IssueStatus = (typeof issueStatuses)[number];

export const ledgerEntryKinds = [
  'submitted',
  'accepted',
  'dispatched',
  'received',
  'returned',
  'noted',
  'answered',
  'confirmed',
  'disputed',
  'lapsed',
  'withdrawn',
  'reassigned',
] as const;
export type LedgerEntryKind = (typeof ledgerEntryKinds)[number];

export const returnReasons = ['not-our-duty', 'needs-other-body-first', 'wrong-level', 'incomplete'] as const;
export type ReturnReason = (typeof returnReasons)[number];

export const ratingResults = ['solved', 'partly-solved', 'unsolved'] as const;
export type RatingResult = (typeof ratingResults)[number];

export const closingWays = ['confirmed', 'lapsed'] as const;
export type ClosingWay = (typeof closingWays)[number];

export const eventKinds = [
  'fair',
  'finance-roadshow',
  'trade-roadshow',
  'jobs-roadshow',
  'technology-roadshow',
  'e-commerce-roadshow',
  'exposition',
  'training',
  'lecture',
  'clinic',
  'study-visit',
] as const;
export type EventKind = (typeof eventKinds)[number];

export const eventStatuses = ['draft', 'open', 'cancelled'] as const;
export type EventStatus = (typeof eventStatuses)[number];

export const registrationStatuses = ['confirmed', 'cancelled'] as const;
export type RegistrationStatus = (typeof registrationStatuses)[number];

export const checkInOutcomes = ['admitted', 'refused'] as const;
export type CheckInOutcome = (typeof checkInOutcomes)[number];

/** Closed list of reasons for which a gate refuses a ticket. */
export const refusalReasons = [
  'unreadable',
  'forged',
  'wrong-event',
  'unknown-ticket',
  'cancelled',
  'too-early',
  'too-late',
  'already-used',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

export const markets = [
  'trade',
  'finance',
  'jobs',
  'training',
  'technology',
  'e-commerce',
  'factor',
] as const;
export type Market = (typeof markets)[number];

export const listingSides = ['offer', 'need'] as const;
export type ListingSide = (typeof listingSides)[number];

export const listingStatuses = ['in-review', 'published', 'returned', 'expired', 'withdrawn'] as const;
export type ListingStatus = (typeof listingStatuses)[number];

export const matchParts = ['words', 'industry', 'region', 'amount', 'freshness'] as const;
export type MatchPart = (typeof matchParts)[number];

export const introductionStatuses = ['interested', 'accepted', 'declined'] as const;
export type IntroductionStatus = (typeof introductionStatuses)[number];

export const messageTopics = ['briefing', 'issue', 'event', 'matchmaking', 'account'] as const;
export type MessageTopic = (typeof messageTopics)[number];

export const channels = ['inbox', 'subscription'] as const;
export type Channel = (typeof channels)[number];

export const deliveryStatuses = ['pending', 'sending', 'sent', 'no-consent', 'failed', 'unknown'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** WeChat subscription templates that the product uses; their ids are configuration. */
export const messageTemplates = ['policy-briefing', 'issue-progress', 'event-reminder'] as const;
export type MessageTemplate = (typeof messageTemplates)[number];
