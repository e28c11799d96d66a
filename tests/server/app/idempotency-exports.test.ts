import type { App } from '../../../server/app';
import { AuditEntryModel } from '../../../server/modules/audit/audit.model';
import { enterpriseImportRoutes } from '../../../server/modules/enterprises/imports.routes';
import { anEnvironment, appWith, headersOf } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { aProvince } from '../../support/organizations';

useDatabase();

let app: App;
beforeAll(async () => {
  app = await appWith(anEnvironment(), enterpriseImportRoutes);
});
afterAll(() => app.close());

describe('an export asked for again with its key', () => {
  it('is the whole list once more, not an empty file', async () => {
    const { county, officers } = await aProvince();
    const firm = await anEnterprise({ deskOrganizationId: county.id });
    const headers = { ...(await headersOf(officers.countyDesk)), 'idempotency-key': 'export-1' };
    const ask = () =>
      app.inject({ method: 'POST', url: '/api/enterprise-exports', headers, payload: { reason: '走访' } });
    const first = await ask();
    const second = await ask();
    expect(first.body).toContain(firm.name);
    expect([second.statusCode, second.body]).toEqual([200, first.body]);
    expect(second.headers['content-disposition']).toBe(first.headers['content-disposition']);
    // Both were given out, and both stand in the trail.
    expect(await AuditEntryModel.countDocuments({ action: 'enterprise.exported' })).toBe(2);
  });
});
