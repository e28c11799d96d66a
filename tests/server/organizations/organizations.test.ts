import { Types } from 'mongoose';
import {
  createOrganization,
  findDesk,
  getOrganization,
  listOrganizations,
  organizationRefs,
  proposeBody,
  scopeOf,
} from '../../../server/modules/organizations/organizations.service';
import { setResponsibility } from '../../../server/modules/organizations/responsibilities.service';
import { ResponsibilityModel } from '../../../server/modules/organizations/organizations.model';
import { contextOf } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anOrganization, aProvince, type Province } from '../../support/organizations';

useDatabase();

describe('the tree of bodies', () => {
  let tree: Province;
  beforeAll(async () => {
    tree = await aProvince();
  });

  it('keeps every body’s way up to the root', async () => {
    const { province, city, county, labour } = tree;
    expect(labour.ancestorIds).toEqual([province.id, city.id, county.id]);
    expect(labour).toMatchObject({ parentId: county.id, level: 'county', kind: 'department' });
    expect(province.ancestorIds).toEqual([]);
    expect(province.parentId).toBeUndefined();
  });

  it('gives a record the scope of its bodies and everything above them, each once', async () => {
    const { province, city, county, labour, industry } = tree;
    const scope = await scopeOf([labour.id, industry.id, labour.id]);
    expect(scope.map(String).sort()).toEqual(
      [province.id, city.id, county.id, labour.id, industry.id].sort(),
    );
    await expect(scopeOf([labour.id, new Types.ObjectId().toString()])).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('finds the office of the county, else of its city, else of the province', async () => {
    expect((await findDesk('410122')).id).toBe(tree.county.id);
    expect((await findDesk('410105')).id).toBe(tree.city.id);
    expect((await findDesk('410311')).id).toBe(tree.province.id);
    await expect(findDesk('310115')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('takes no body with an unknown region or parent', async () => {
    const ctx = contextOf();
    const input = { name: '某办', kind: 'service-office' as const };
    await expect(createOrganization(ctx, { ...input, regionCode: '999999' })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: [{ path: 'body.regionCode', rule: '区划：没有这个代码' }],
    });
    const parentId = new Types.ObjectId().toString();
    await expect(createOrganization(ctx, { ...input, regionCode: '410122', parentId })).rejects.toMatchObject(
      {
        code: 'NOT_FOUND',
      },
    );
    await expect(getOrganization(parentId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('names bodies by id and leaves out unknown ones', async () => {
    const refs = await organizationRefs([tree.labour.id, new Types.ObjectId()]);
    expect([...refs.values()]).toEqual([
      { id: tree.labour.id, name: '中牟县人力资源和社会保障局', shortName: '县人社局' },
    ]);
    expect((await organizationRefs([])).size).toBe(0);
  });

  it('is listed by region and below, by kind, and by words', async () => {
    const ids = async (query: Parameters<typeof listOrganizations>[0]) =>
      (await listOrganizations(query)).map(({ id }) => id);
    expect(await ids({ regionCode: '410122' })).toEqual([tree.county.id, tree.labour.id]);
    expect(await ids({ regionCode: '410100', kind: 'department' })).toEqual([
      tree.industry.id,
      tree.labour.id,
    ]);
    expect(await ids({ q: '人力资源' })).toEqual([tree.labour.id]);
    expect(await ids({ q: '.*(' })).toEqual([]);
  });
});

describe('the responsibility matrix', () => {
  it('proposes the body of the nearest level that answers for a field', async () => {
    const { labour, industry } = await aProvince();
    await setResponsibility(contextOf(), { field: 'labour', organizationId: labour.id });
    await setResponsibility(contextOf(), { field: 'other', organizationId: industry.id });
    expect((await proposeBody('labour', '410122'))?.id).toBe(labour.id);
    expect((await proposeBody('other', '410122'))?.id).toBe(industry.id);
    expect(await proposeBody('labour', '410105')).toBeNull();
    expect(await proposeBody('tax', '410122')).toBeNull();
  });

  it('holds one body per field and region', async () => {
    const before = await anOrganization({ kind: 'department', regionCode: '410222' });
    const after = await anOrganization({ kind: 'department', regionCode: '410222' });
    await setResponsibility(contextOf(), { field: 'land', organizationId: before.id });
    await setResponsibility(contextOf(), { field: 'land', organizationId: after.id });
    expect((await proposeBody('land', '410222'))?.id).toBe(after.id);
    expect(await ResponsibilityModel.countDocuments({ field: 'land', regionCode: '410222' })).toBe(1);
  });
});

test('the directory finds a body by words of its name and by its short name', async () => {
  const office = await anOrganization({
    kind: 'department',
    name: '洛阳市发展和改革委员会',
    shortName: '市发改委',
    regionCode: '410300',
  });
  for (const q of ['发展和改革', '发改委'])
    expect((await listOrganizations({ q, regionCode: '410300' })).map(({ id }) => id)).toEqual([office.id]);
});
