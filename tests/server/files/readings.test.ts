import type { App } from '../../../server/app';
import { AuditEntryModel } from '../../../server/modules/audit/audit.model';
import { fileRoutes } from '../../../server/modules/files/files.routes';
import { attachFiles, storeFile } from '../../../server/modules/files/files.service';
import { scopeOf } from '../../../server/modules/organizations/organizations.service';
import { anEnvironment, appWith, headersOf, memberOf } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { aPdf } from '../../support/files';
import { aProvince } from '../../support/organizations';

useDatabase();

let app: App;
beforeAll(async () => {
  app = await appWith(anEnvironment(), fileRoutes);
});
afterAll(() => app.close());

describe('reading a file in parts', () => {
  it('leaves one trace however it begins: nobody reads all but the first byte unseen', async () => {
    const { county, officers } = await aProvince();
    const firm = await anEnterprise({ deskOrganizationId: county.id });
    const member = await memberOf(firm);
    const { id } = await storeFile(member, { name: 'a.pdf', bytes: aPdf() });
    await attachFiles(member, [id], {
      subject: { kind: 'issue', id: '0'.repeat(24) },
      enterpriseId: firm.id,
      scope: await scopeOf([county.id]),
    });
    const headers = await headersOf(officers.countyDesk);
    const read = (range: string) => app.inject({ url: `/api/files/${id}`, headers: { ...headers, range } });
    const traces = () => AuditEntryModel.countDocuments({ action: 'file.opened', 'subject.id': id });
    expect((await read('bytes=1-')).statusCode).toBe(206);
    expect(await traces()).toBe(1);
    expect((await read('bytes=1-9')).statusCode).toBe(206);
    expect((await read('bytes=10-')).statusCode).toBe(206);
    expect(await traces()).toBe(1);
    expect((await read('bytes=0-')).statusCode).toBe(206);
    expect(await traces()).toBe(2);
  });
});
