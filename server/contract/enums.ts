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

/** How a person showed who they are. */
export const signInWays = ['wechat', 'phone', 'console-qr', 'password'] as const;
export type SignInWay = (typeof signInWays)[number];

export const consoleSignInStatuses = ['waiting', 'confirmed', 'refused', 'used', 'expired'] as const;
export type ConsoleSignInStatus = (typeof consoleSignInStatuses)[number];

/** Of a copy of a person's data. */
export const exportStatuses = ['waiting', 'running', 'ready', 'failed', 'expired'] as const;
export type ExportStatus = (typeof exportStatuses)[number];

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

/** 责任领导, 责任处室, 联络员: whom to turn to in a body. */
export const contactRoles = ['leader', 'division', 'liaison'] as const;
export type ContactRole = (typeof contactRoles)[number];

export const organizationChangeKinds = [
  'created',
  'changed',
  'moved',
  'merged',
  'absorbed',
  'closed',
] as const;
export type OrganizationChangeKind = (typeof organizationChangeKinds)[number];

/** Structural changes that are shown before they are done. */
export const restructurings = ['move', 'merge', 'close'] as const;
export type Restructuring = (typeof restructurings)[number];

/** Kinds of records that carry the bodies above them, and follow when a body moves. */
export const scopedRecords = [
  'enterprises',
  'imports',
  'memberships',
  'offices',
  'invitations',
  'policies',
  'briefings',
  'events',
  'listings',
  'windows',
  'files',
  'issues',
  'phone-tasks',
] as const;
export type ScopedRecord = (typeof scopedRecords)[number];

export const dutyHalves = ['morning', 'afternoon'] as const;
export type DutyHalf = (typeof dutyHalves)[number];

/** Why a window is shut: before or after its hours, in its noon break, on a day off, on a holiday, or as announced. */
export const shutReasons = ['outside-hours', 'break', 'rest-day', 'holiday', 'exception'] as const;
export type ShutReason = (typeof shutReasons)[number];

export const levels = ['state', 'province', 'city', 'county'] as const;
export type Level = (typeof levels)[number];

export const membershipStatuses = ['pending', 'active', 'refused', 'ended'] as const;
export type MembershipStatus = (typeof membershipStatuses)[number];

export const enterpriseSizes = ['large', 'medium', 'small', 'micro', 'not-applicable'] as const;
export type EnterpriseSize = (typeof enterpriseSizes)[number];

export const factSources = ['self-declared', 'verified', 'imported'] as const;
export type FactSource = (typeof factSources)[number];

/** uploaded: its columns are still to be confirmed; stopped: somebody ended it, what was imported stays. */
export const importStatuses = ['uploaded', 'queued', 'running', 'finished', 'failed', 'stopped'] as const;
export type ImportStatus = (typeof importStatuses)[number];

export const importUnits = ['元', '千元', '万元', '亿元', '%'] as const;
export type ImportUnit = (typeof importUnits)[number];

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

/** upcoming and expired follow from the policy's days; withdrawn: its publication was taken back. */
export const policyStatuses = [
  'draft',
  'upcoming',
  'in-force',
  'unverified',
  'expired',
  'repealed',
  'superseded',
  'withdrawn',
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
  'relocated',
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

/** Ways to a person outside the product, in the order of the ladder. */
export const channels = ['subscription', 'sms'] as const;
export type Channel = (typeof channels)[number];

export const deliveryStatuses = ['pending', 'sending', 'sent', 'no-consent', 'failed', 'unknown'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** Of a call to an enterprise that no message reached. */
export const phoneTaskStatuses = ['open', 'reached', 'not-reached', 'not-needed'] as const;
export type PhoneTaskStatus = (typeof phoneTaskStatuses)[number];

/** WeChat subscription templates that the product uses; their ids are configuration. */
export const messageTemplates = ['policy-briefing', 'issue-progress', 'event-reminder'] as const;
export type MessageTemplate = (typeof messageTemplates)[number];
