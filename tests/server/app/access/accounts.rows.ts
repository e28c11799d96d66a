import type { Api } from '../../../../server/contract';
import { joinEnterprise } from '../../../../server/modules/accounts/memberships.service';
import type { Asked, Rows, Side } from '../../../support/access';
import { aVisitor, memberOf } from '../../../support/context';
import { anEnterprise } from '../../../support/enterprises';
import { members } from './people';

const membershipRequest = async (own: Side): Promise<Asked> => {
  const { id } = await joinEnterprise(await aVisitor(), { creditCode: own.enterprise.creditCode });
  return { id, secret: id };
};

export const accountRows = {
  'GET /me': { may: 'signed-in' },
  'PUT /me': { may: 'signed-in', ask: async () => ({ payload: { title: '主任' } }) },
  'PUT /me/enterprise': {
    may: members,
    others: 404,
    elsewhere: 404,
    but: { 401: ['guest'] },
    ask: async (own) => ({ payload: { enterpriseId: own.enterprise.id } }),
  },
  'GET /me/consents': { may: 'signed-in' },
  'POST /me/consents': {
    may: 'signed-in',
    success: 201,
    ask: async () => ({ payload: { answers: { 'template-issue': 'accept' } } }),
  },
  'POST /memberships': {
    may: 'signed-in',
    success: 201,
    ask: async () => ({ payload: { creditCode: (await anEnterprise()).creditCode } }),
  },
  'GET /memberships': {
    may: members,
    ask: async (own) => {
      await memberOf(own.enterprise, { role: 'staff', name: '闻人若水' });
      return { secret: '闻人若水' };
    },
  },
  'GET /memberships/requests': { may: ['desk', 'org-admin'], ask: membershipRequest },
  'POST /memberships/:id/decision': {
    may: ['admin', 'desk', 'org-admin'],
    ask: async (own) => ({ ...(await membershipRequest(own)), payload: { accept: true } }),
  },
} satisfies Partial<Rows<Api>>;
