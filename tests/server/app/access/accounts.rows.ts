import type { Api } from '../../../../server/contract';
import type { Context } from '../../../../server/context';
import { MembershipModel } from '../../../../server/modules/accounts/memberships.model';
import { joinEnterprise, offerAdministration } from '../../../../server/modules/accounts/memberships.service';
import type { Asked, Rows, Side } from '../../../support/access';
import { aVisitor, memberOf, personOf } from '../../../support/context';
import { anEnterprise } from '../../../support/enterprises';
import { members } from './people';

let colleagues = 0;

const membershipRequest = async (own: Side): Promise<Asked> => {
  const { id } = await joinEnterprise(await aVisitor(), { creditCode: own.enterprise.creditCode });
  return { id, secret: id };
};

const membershipOf = async (own: Side, ctx: Context): Promise<string> => {
  const membership = { enterpriseId: own.enterprise.id, personId: personOf(ctx).personId };
  return (await MembershipModel.findOne(membership).orFail())._id.toString();
};

const offerToStaff = async (own: Side): Promise<Asked> => {
  const id = await membershipOf(own, own.people.staff);
  await offerAdministration(own.member, id);
  return { id };
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
    ask: async ({ county: { id, regionCode } }) => ({
      payload: { creditCode: (await anEnterprise({ regionCode, deskOrganizationId: id })).creditCode },
    }),
  },
  'GET /memberships': {
    may: members,
    ask: async (own) => {
      const secret = `闻人若水${(colleagues += 1)}号`;
      await memberOf(own.enterprise, { role: 'staff', name: secret });
      return { secret };
    },
  },
  'GET /memberships/requests': { may: ['desk', 'org-admin'], ask: membershipRequest },
  'GET /enterprises/:id/memberships': {
    may: ['desk', 'org-admin'],
    ask: async (own) => {
      const secret = `闻人若水${(colleagues += 1)}号`;
      await memberOf(own.enterprise, { role: 'staff', name: secret });
      return { id: own.enterprise.id, secret };
    },
  },
  'POST /memberships/:id/decision': {
    may: ['admin', 'desk', 'org-admin'],
    ask: async (own) => ({ ...(await membershipRequest(own)), payload: { accept: true } }),
  },
  // Everybody may end their own membership; of others only the enterprise's administrator and its desk.
  'POST /memberships/:id/ending': {
    may: ['admin', 'desk', 'org-admin'],
    others: 404,
    but: { 401: ['guest'] },
    ask: async (own) => ({
      id: await membershipOf(own, await memberOf(own.enterprise, { role: 'staff' })),
      payload: { reason: '已经离职' },
    }),
  },
  'POST /memberships/:id/handover': {
    may: ['admin'],
    success: 201,
    ask: async (own) => ({
      id: await membershipOf(own, await memberOf(own.enterprise, { role: 'staff' })),
    }),
  },
  'DELETE /memberships/:id/handover': { may: ['admin'], ask: offerToStaff },
  // Whoever is offered the role, and nobody else.
  'POST /memberships/:id/handover/decision': {
    may: ['staff'],
    others: 404,
    but: { 401: ['guest'] },
    ask: async (own) => ({ ...(await offerToStaff(own)), payload: { accept: false } }),
  },
} satisfies Partial<Rows<Api>>;
