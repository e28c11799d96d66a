import { organizationRoutes } from '../../../server/modules/organizations/organizations.routes';
import type { App } from '../../../server/app';
import { anEnvironment, appWith } from '../../support/context';
import { useDatabase } from '../../support/database';
import { aProvince, type Province } from '../../support/organizations';

useDatabase();

describe('the directory', () => {
  let app: App;
  let tree: Province;
  beforeAll(async () => {
    app = await appWith(anEnvironment(), organizationRoutes);
    tree = await aProvince();
  });
  afterAll(() => app.close());

  it('is open to guests', async () => {
    const reply = await app.inject('/api/organizations?regionCode=410122&kind=department');
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toEqual([
      {
        id: tree.labour.id,
        name: '中牟县人力资源和社会保障局',
        shortName: '县人社局',
        kind: 'department',
        level: 'county',
        regionCode: '410122',
        regionName: '中牟县',
        parentId: tree.county.id,
      },
    ]);
  });

  it('holds the code tables of regions and industries', async () => {
    const regions = (await app.inject('/api/regions')).json<unknown[]>();
    expect(regions).toHaveLength(175);
    expect(regions[0]).toEqual({ code: '410000', name: '河南省', level: 'province' });
    const industries = (await app.inject('/api/industries?parentCode=C')).json<unknown[]>();
    expect(industries).toContainEqual({ code: '35', name: '专用设备制造业', level: 2, parentCode: 'C' });
  });

  it('refuses a malformed query in the one shape of errors', async () => {
    const reply = await app.inject('/api/organizations?regionCode=41&kind=club');
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toMatchObject({
      code: 'VALIDATION_FAILED',
      requestId: expect.any(String),
      details: [
        { path: 'querystring.regionCode', rule: '格式不对' },
        { path: 'querystring.kind', rule: '不在可选范围内' },
      ],
    });
  });
});
