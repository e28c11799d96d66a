import type { Api } from '../../../../server/contract';
import type { Rows } from '../../../support/access';

export const organizationRows = {
  'GET /organizations': { may: 'everybody' },
  'GET /regions': { may: 'everybody' },
  'GET /industries': { may: 'everybody' },
} satisfies Partial<Rows<Api>>;
