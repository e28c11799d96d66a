import type { Api } from '../../../../server/contract';
import type { Asked, Person, Rows, Side } from '../../../support/access';
import { anIssue, anIssueBody } from '../../../support/issues';
import { issueReaders, members } from './people';

const issueIn =
  (status: Parameters<typeof anIssue>[1], payload?: object) =>
  async (own: Side): Promise<Asked> => {
    const { id, number } = await anIssue(own, status);
    return { id, secret: id, words: number, ...(payload ? { payload } : {}) };
  };

// It was dispatched to the department: nobody but its handler signs, returns and answers.
const handlerAlone = {
  may: ['desk', 'handler'],
  but: { 403: ['desk', 'above desk', 'above handler'] satisfies Person[] },
} as const;

export const issueRows = {
  'POST /issues/preview': { may: members, ask: async () => ({ payload: { body: '招不到工' } }) },
  'POST /issues': { may: members, success: 201, ask: async () => ({ payload: anIssueBody() }) },
  'GET /issues': [
    {
      may: members,
      ask: async (own) => ({ ...(await issueIn('dispatched')(own)), query: '?as=enterprise&limit=100' }),
    },
    {
      may: issueReaders,
      ask: async (own) => ({ ...(await issueIn('dispatched')(own)), query: '?as=officer&limit=100' }),
    },
  ],
  'GET /issues/counts': [
    { may: members, ask: async () => ({ query: '?as=enterprise' }) },
    { may: issueReaders, ask: async () => ({ query: '?as=officer' }) },
  ],
  'GET /issues/:id': { may: [...members, ...issueReaders], ask: issueIn('dispatched') },
  'POST /issues/:id/acceptance': { may: ['desk'], ask: issueIn('submitted') },
  'POST /issues/:id/dispatches': {
    may: ['desk'],
    ask: async (own) => issueIn('accepted', { organizationId: own.labour.id })(own),
  },
  'POST /issues/:id/receipt': { ...handlerAlone, ask: issueIn('dispatched') },
  'POST /issues/:id/returns': {
    ...handlerAlone,
    ask: issueIn('dispatched', { reason: 'not-our-duty', note: '不归我们管' }),
  },
  'POST /issues/:id/notes': {
    may: [...members, 'desk', 'handler', 'supervisor', 'leader', 'service-officer'],
    ask: issueIn('dispatched', { text: '补充', isPublic: false }),
  },
  'POST /issues/:id/answers': { ...handlerAlone, ask: issueIn('in-hand', { text: '办好了' }) },
  'POST /issues/:id/resolution': { may: members, ask: issueIn('answered', { result: 'solved' }) },
  'POST /issues/:id/withdrawal': { may: members, ask: issueIn('submitted', {}) },
  'POST /issues/:id/contact-views': {
    may: ['desk', 'handler'],
    // Bodies above look on; who handles it calls.
    but: { 403: ['above desk', 'above handler'] },
    ask: async (own) => ({
      ...(await issueIn('dispatched', { reason: '核实情况' })(own)),
      secret: '13812346021',
    }),
  },
} satisfies Partial<Rows<Api>>;
