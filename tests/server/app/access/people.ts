import type { Role } from '../../../support/access';

/** Both roles of an enterprise. */
export const members = ['admin', 'staff'] as const satisfies readonly Role[];
/** Officers who see issues. */
export const issueReaders = [
  'desk',
  'handler',
  'supervisor',
  'leader',
  'service-officer',
  'auditor',
] as const satisfies readonly Role[];
/** Officers who see enterprises. */
export const enterpriseReaders = [
  'desk',
  'handler',
  'supervisor',
  'leader',
  'service-officer',
  'editor',
  'event-manager',
  'auditor',
  'org-admin',
] as const satisfies readonly Role[];
