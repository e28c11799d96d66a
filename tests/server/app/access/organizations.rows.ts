import type { Api } from '../../../../server/contract';
import { setContacts } from '../../../../server/modules/organizations/bodies.service';
import { addMember } from '../../../../server/modules/organizations/members.service';
import { setResponsibility } from '../../../../server/modules/organizations/responsibilities.service';
import { createWindow } from '../../../../server/modules/organizations/windows.service';
import type { Asked, Role, Rows, Side } from '../../../support/access';
import { contextOf } from '../../../support/context';
import { anEnterprise } from '../../../support/enterprises';
import { anOrganization } from '../../../support/organizations';
import { windowInput } from '../../../support/windows';

/** Officers who know the tree beyond what is public. */
const treeReaders = [
  'desk',
  'handler',
  'supervisor',
  'leader',
  'service-officer',
  'auditor',
  'org-admin',
] as const satisfies readonly Role[];
const reason = '机构改革';

/** A department below the county's office with nothing to do. */
const idle = (own: Side) =>
  anOrganization({ kind: 'department', regionCode: own.county.regionCode, parentId: own.county.id });
const association = (own: Side) =>
  anOrganization({ kind: 'association', regionCode: own.county.regionCode, parentId: own.county.id });
const window = async (own: Side, payload?: object): Promise<Asked> => {
  const { id } = await createWindow(contextOf(), windowInput(own.county.id));
  return { id, ...(payload ? { payload } : {}) };
};
const contacts = [{ role: 'liaison' as const, name: '欧阳联络', phone: '13912345678' }];
const { organizationId: _organizationId, ...windowFacts } = windowInput('');

export const organizationRows = {
  'GET /organizations': { may: 'everybody' },
  'GET /regions': { may: 'everybody' },
  'GET /industries': { may: 'everybody' },
  'GET /organizations/:id': { may: 'everybody', ask: async (own) => ({ id: own.labour.id }) },
  'POST /organizations': {
    may: ['org-admin'],
    success: 201,
    elsewhere: 404,
    ask: async (own) => ({
      payload: {
        name: '某局',
        shortName: '某局',
        kind: 'department',
        regionCode: own.county.regionCode,
        parentId: own.county.id,
      },
    }),
  },
  'PUT /organizations/:id': {
    may: ['org-admin'],
    ask: async (own) => ({ id: (await idle(own)).id, payload: { name: '改名局', shortName: '改名局' } }),
  },
  'GET /organizations/:id/restructuring': {
    may: ['org-admin'],
    ask: async (own) => ({ id: (await idle(own)).id, query: '?kind=close' }),
  },
  'POST /organizations/:id/moves': {
    may: ['org-admin'],
    ask: async (own) => ({ id: (await idle(own)).id, payload: { parentId: own.labour.id, reason } }),
  },
  'POST /organizations/:id/mergers': {
    may: ['org-admin'],
    ask: async (own) => ({ id: (await idle(own)).id, payload: { intoId: own.labour.id, reason } }),
  },
  'POST /organizations/:id/closure': {
    may: ['org-admin'],
    ask: async (own) => ({ id: (await idle(own)).id, payload: { reason } }),
  },
  'GET /organizations/:id/history': { may: treeReaders, ask: async (own) => ({ id: own.labour.id }) },
  'GET /organizations/:id/contacts': {
    may: treeReaders,
    ask: async (own) => {
      await setContacts(contextOf(), own.labour.id, { contacts });
      return { id: own.labour.id, secret: '139****5678' };
    },
  },
  'PUT /organizations/:id/contacts': {
    may: ['org-admin'],
    ask: async (own) => ({ id: (await idle(own)).id, payload: { contacts: [] } }),
  },
  'POST /organizations/:id/contacts/:role/phone-views': {
    may: ['desk', 'org-admin'],
    ask: async (own) => {
      await setContacts(contextOf(), own.labour.id, { contacts });
      return {
        params: { id: own.labour.id, role: 'liaison' },
        payload: { reason: '核实窗口搬迁' },
        secret: '13912345678',
      };
    },
  },
  'GET /organizations/:id/members': {
    may: ['partner', 'org-admin'],
    ask: async (own) => ({ id: (await association(own)).id }),
  },
  'POST /organizations/:id/members': {
    may: ['partner', 'org-admin'],
    success: 201,
    ask: async (own) => ({
      id: (await association(own)).id,
      payload: { creditCode: own.enterprise.creditCode },
    }),
  },
  'DELETE /organizations/:id/members/:enterpriseId': {
    may: ['partner', 'org-admin'],
    ask: async (own) => {
      const { id } = await association(own);
      const member = await anEnterprise({ deskOrganizationId: own.county.id });
      await addMember(contextOf(), id, { creditCode: member.creditCode });
      return { params: { id, enterpriseId: member.id } };
    },
  },
  'GET /responsibilities': {
    may: treeReaders,
    ask: async (own) => ({ query: `?regionCode=${own.county.regionCode}` }),
  },
  'PUT /responsibilities': {
    may: ['org-admin'],
    elsewhere: 404,
    ask: async (own) => ({ payload: { field: 'labour', organizationId: own.labour.id } }),
  },
  'DELETE /responsibilities': {
    may: ['org-admin'],
    elsewhere: 404,
    ask: async (own) => {
      await setResponsibility(contextOf(), { field: 'talent', organizationId: own.labour.id });
      return { query: `?regionCode=${own.county.regionCode}&field=talent` };
    },
  },
  'GET /responsibilities/history': {
    may: treeReaders,
    ask: async (own) => ({ query: `?regionCode=${own.county.regionCode}` }),
  },
  'GET /windows': { may: 'everybody' },
  'GET /windows/:id': { may: 'everybody', ask: (own) => window(own) },
  'POST /windows': {
    may: ['desk', 'org-admin'],
    success: 201,
    elsewhere: 404,
    ask: async (own) => ({ payload: windowInput(own.county.id) }),
  },
  'PUT /windows/:id': { may: ['desk', 'org-admin'], ask: (own) => window(own, windowFacts) },
  'DELETE /windows/:id': { may: ['desk', 'org-admin'], ask: (own) => window(own) },
  'GET /windows/:id/roster': { may: ['desk', 'org-admin'], ask: (own) => window(own) },
  'PUT /windows/:id/roster': {
    may: ['desk', 'org-admin'],
    ask: (own) => window(own, { days: ['2099-01-01'], duties: [] }),
  },
} satisfies Partial<Rows<Api>>;
