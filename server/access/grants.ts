import type { EnterpriseRole, OfficerRole } from '@contract/enums';

/** Kinds of records that access is told of: the noun of the module, in the singular. */
export type Subject =
  | 'account'
  | 'audit-entry'
  | 'briefing'
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
  | 'policy'
  | 'registration'
  | 'responsibility'
  | 'window';

/** What is done to a record. `read` is seeing it whole, in lists, counts, searches and exports alike. */
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
  | 'register'
  | 'import'
  | 'export'
  | 'reveal';

export type Grants = { readonly [S in Subject]?: readonly Action[] };

/** What everybody may do who is signed in, to records of their own. */
export const personGrants: Grants = {};

/** What a role in an enterprise allows, in that enterprise. */
export const enterpriseGrants: Record<EnterpriseRole, Grants> = {
  admin: {},
  staff: {},
};

/** What a role in a body allows, in that body and everything below it. */
export const officerGrants: Record<OfficerRole, Grants> = {
  desk: {},
  handler: {},
  supervisor: {},
  leader: {},
  'service-officer': {},
  editor: {},
  'event-manager': {},
  steward: {},
  partner: {},
  auditor: {},
  'org-admin': {},
};
