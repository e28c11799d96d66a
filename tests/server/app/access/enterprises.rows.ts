import type { Api } from '../../../../server/contract';
import { near, type Rows } from '../../../support/access';
import { enterpriseReaders, members } from './people';

export const enterpriseRows = {
  'GET /attributes': { may: 'everybody' },
  'GET /enterprises/mine': { may: members, ask: async (own) => ({ secret: own.enterprise.id }) },
  'PUT /enterprises/mine': {
    may: members,
    ask: async () => ({ payload: { address: '东风路 1 号' } }),
  },
  'GET /enterprises/by-code/:creditCode': {
    may: 'signed-in',
    ask: async (own) => ({ id: own.enterprise.creditCode }),
  },
  'GET /enterprises': {
    may: enterpriseReaders,
    ask: async (own) => ({
      query: `?limit=100&q=${encodeURIComponent(own.enterprise.name)}`,
      secret: own.enterprise.id,
      words: own.enterprise.name,
    }),
    // The county's office looks after the enterprise, not the department below it.
    finds: near(...enterpriseReaders).filter((person) => person !== 'handler'),
  },
  'GET /enterprises/:id': {
    may: enterpriseReaders,
    but: { 404: ['handler'] },
    ask: async (own) => ({ id: own.enterprise.id, secret: own.enterprise.name }),
  },
} satisfies Partial<Rows<Api>>;
