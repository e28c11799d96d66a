import type { Api } from '../../../../server/contract';
import { OfficeModel } from '../../../../server/modules/accounts/memberships.model';
import { inviteOfficer } from '../../../../server/modules/accounts/invitations.service';
import type { Asked, Rows, Side } from '../../../support/access';
import { aVisitor, headersOf, officerIn, personOf } from '../../../support/context';

const office = async (own: Side, payload?: object): Promise<Asked> => {
  const { personId } = personOf(await officerIn(own.county, 'editor'));
  const found = await OfficeModel.findOne({ personId }).lean();
  return { id: found?._id.toString() ?? '', ...(payload ? { payload } : {}) };
};
let invited = 0;
const invitation = async (own: Side, name = '司马知秋') => {
  const invitee = { name, organizationId: own.county.id, roles: ['desk' as const] };
  return inviteOfficer(own.people['org-admin'], invitee);
};

export const officerRows = {
  'GET /offices': {
    may: ['org-admin'],
    ask: async (own) => ({
      query: `?organizationId=${own.county.id}&role=desk`,
      secret: personOf(own.people.desk).personId,
    }),
  },
  'PUT /offices/:id': { may: ['org-admin'], ask: (own) => office(own, { roles: ['editor', 'leader'] }) },
  'PUT /offices/:id/organization': {
    may: ['org-admin'],
    ask: (own) => office(own, { organizationId: own.labour.id }),
  },
  'DELETE /offices/:id': { may: ['org-admin'], ask: (own) => office(own) },
  'GET /invitations': {
    may: ['org-admin'],
    ask: async (own) => {
      const secret = `司马知秋${(invited += 1)}号`;
      await invitation(own, secret);
      return { secret };
    },
  },
  'POST /invitations': {
    may: ['org-admin'],
    success: 201,
    // Whoever administers other bodies is told that this one isn't among them.
    elsewhere: 400,
    ask: async (own) => ({ payload: { name: '周志强', organizationId: own.county.id, roles: ['desk'] } }),
  },
  'DELETE /invitations/:id': {
    may: ['org-admin'],
    ask: async (own) => ({ id: (await invitation(own)).invitation.id }),
  },
  'POST /invitations/previews': {
    may: 'signed-in',
    ask: async (own) => ({ payload: { code: (await invitation(own)).code } }),
  },
  'POST /invitations/acceptances': {
    may: 'signed-in',
    success: 201,
    ask: async (own) => ({ payload: { code: (await invitation(own)).code } }),
    // Somebody else's name: the office would make another person of the asker.
    askAs: async () => ({ headers: await headersOf(await aVisitor()) }),
  },
} satisfies Partial<Rows<Api>>;
