import type { Api } from '../../../../server/contract';
import type { Rows } from '../../../support/access';
import { accountRows } from './accounts.rows';
import { auditRows } from './audit.rows';
import { enterpriseRows } from './enterprises.rows';
import { eventRows } from './events.rows';
import { fileRows } from './files.rows';
import { issueRows } from './issues.rows';
import { matchmakingRows } from './matchmaking.rows';
import { messageRows } from './messages.rows';
import { officerRows } from './officers.rows';
import { organizationRows } from './organizations.rows';
import { policyRows } from './policies.rows';
import { privacyRows } from './privacy.rows';
import { sessionRows } from './sessions.rows';

/**
 * Every route × every role × own, above and foreign, with the expected answer: the file of each domain holds its rows.
 * How to read and write one is told at `Row` in tests/support/access.ts. A route without a row doesn't compile, and fails
 * the test.
 */
export const table: Rows<Api> = {
  ...sessionRows,
  ...accountRows,
  ...auditRows,
  ...officerRows,
  ...organizationRows,
  ...enterpriseRows,
  ...fileRows,
  ...policyRows,
  ...privacyRows,
  ...messageRows,
  ...issueRows,
  ...eventRows,
  ...matchmakingRows,
};
