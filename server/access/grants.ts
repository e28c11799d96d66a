import type { EnterpriseRole, OfficerRole } from '@contract/enums';

/** Kinds of records that access is told of: the noun of the module, in the singular. */
export type Subject =
  | 'association-member'
  | 'audience'
  | 'audit-entry'
  | 'briefing'
  | 'briefing-delivery'
  | 'enterprise'
  | 'enterprise-import'
  | 'event'
  | 'file'
  | 'introduction'
  | 'invitation'
  | 'issue'
  | 'listing'
  | 'membership'
  | 'message'
  | 'office'
  | 'organization'
  | 'phone-task'
  | 'policy'
  | 'registration'
  | 'responsibility'
  | 'verdict'
  | 'window';

/**
 * What is done to a record. `read` is seeing it whole, in lists, counts, searches and exports alike; `work` is handling
 * an issue (signing for it, answering, returning it, calling who raised it); `admit` is working at an event's gate;
 * `identify` is knowing an enterprise's whole credit code; `decide` on a body is moving, merging or closing it;
 * `accept` on a membership is taking over as administrator.
 */
export type Action =
  | 'create'
  | 'read'
  | 'update'
  | 'delete'
  | 'publish'
  | 'review'
  | 'decide'
  | 'note'
  | 'accept'
  | 'dispatch'
  | 'work'
  | 'resolve'
  | 'withdraw'
  | 'admit'
  | 'identify'
  | 'verify'
  | 'export'
  | 'reveal';

export type Grants = { readonly [S in Subject]?: readonly Action[] };

/** What everybody may do who is signed in, to records of their own. */
export const personGrants: Grants = {
  file: ['read'],
  membership: ['accept', 'delete'],
  message: ['read', 'update'],
};

/** What every member of an enterprise may do, in that enterprise. */
const memberGrants = {
  briefing: ['read'],
  'briefing-delivery': ['read', 'update'],
  enterprise: ['read', 'update'],
  introduction: ['create', 'read', 'decide'],
  issue: ['create', 'read', 'note', 'resolve', 'withdraw'],
  listing: ['create', 'read', 'withdraw'],
  membership: ['read'],
  registration: ['create', 'read', 'withdraw'],
  verdict: ['read'],
} as const satisfies Grants;

/** What a role in an enterprise allows, in that enterprise. */
export const enterpriseGrants: Record<EnterpriseRole, Grants> = {
  admin: { ...memberGrants, membership: ['read', 'decide', 'update', 'delete'] },
  staff: memberGrants,
};

/** What every officer knows of the bodies they reach. */
const treeGrants = { organization: ['read'], responsibility: ['read'] } as const satisfies Grants;

/** What a role in a body allows, in that body and everything below it. */
export const officerGrants: Record<OfficerRole, Grants> = {
  desk: {
    enterprise: ['read', 'identify', 'verify', 'export'],
    'enterprise-import': ['create', 'read', 'withdraw'],
    issue: ['read', 'note', 'accept', 'dispatch', 'work'],
    listing: ['read', 'review'],
    membership: ['read', 'decide', 'delete'],
    organization: ['read', 'reveal'],
    'phone-task': ['read', 'update', 'reveal'],
    responsibility: ['read'],
    window: ['create', 'read', 'update', 'delete'],
  },
  handler: { ...treeGrants, enterprise: ['read'], issue: ['read', 'note', 'work'] },
  supervisor: { ...treeGrants, enterprise: ['read'], issue: ['read', 'note'] },
  leader: { ...treeGrants, enterprise: ['read'], issue: ['read', 'note'] },
  'service-officer': {
    ...treeGrants,
    enterprise: ['read', 'identify'],
    issue: ['read', 'note'],
    'phone-task': ['read', 'update', 'reveal'],
  },
  editor: {
    audience: ['read'],
    briefing: ['create', 'read', 'update', 'publish'],
    enterprise: ['read'],
    policy: ['create', 'read', 'update', 'publish'],
  },
  'event-manager': {
    enterprise: ['read'],
    event: ['create', 'read', 'update', 'publish', 'withdraw', 'admit'],
    listing: ['read', 'review'],
  },
  steward: { event: ['read', 'admit'] },
  partner: { 'association-member': ['create', 'read', 'delete'] },
  auditor: {
    ...treeGrants,
    'audit-entry': ['read', 'export'],
    enterprise: ['read', 'identify'],
    issue: ['read'],
  },
  'org-admin': {
    'association-member': ['create', 'read', 'delete'],
    enterprise: ['read', 'identify', 'verify', 'export'],
    'enterprise-import': ['create', 'read', 'withdraw'],
    invitation: ['create', 'read', 'delete'],
    membership: ['read', 'decide', 'delete'],
    office: ['read', 'update', 'delete'],
    organization: ['create', 'read', 'update', 'decide', 'reveal'],
    responsibility: ['read', 'update'],
    window: ['create', 'read', 'update', 'delete'],
  },
};

/** Roles in a body that allow this. */
export function rolesFor(action: Action, subject: Subject): OfficerRole[] {
  return (Object.keys(officerGrants) as OfficerRole[]).filter((role) =>
    officerGrants[role][subject]?.includes(action),
  );
}
