import type { Api } from '../../../../server/contract';
import type { Rows } from '../../../support/access';
import { headersOf } from '../../../support/context';

let codes = 0;

export const sessionRows = {
  'POST /sessions': {
    may: 'everybody',
    success: 201,
    ask: async () => ({ payload: { code: `access-${(codes += 1)}` } }),
  },
  'DELETE /sessions/current': {
    may: 'signed-in',
    askAs: async (asker) => ({ headers: await headersOf(asker) }),
  },
} satisfies Partial<Rows<Api>>;
