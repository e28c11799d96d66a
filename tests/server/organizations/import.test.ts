import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importOrganizations } from '../../../server/modules/organizations/import.service';
import { OrganizationModel } from '../../../server/modules/organizations/organizations.model';
import { findDesk, listOrganizations } from '../../../server/modules/organizations/organizations.service';
import { foundServiceOffices } from '../../../server/modules/organizations/service-offices.service';
import { regions } from '../../../server/modules/organizations/regions';
import { contextOf } from '../../support/context';
import { useDatabase } from '../../support/database';

useDatabase();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'organizations-'));
});
afterAll(() => rm(folder, { recursive: true }));
const fileWith = async (name: string, text: string) => {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
};

it('founds the service office of every region, the province’s on top, and none twice', async () => {
  const { offices, added } = await foundServiceOffices(contextOf());
  expect([offices.size, added]).toEqual([175, 175]);
  for (const { code, parentCode } of regions) {
    const desk = await findDesk(code);
    expect(desk).toMatchObject({ id: offices.get(code), regionCode: code });
    expect(desk.parentId).toBe(parentCode && offices.get(parentCode));
  }
  expect(await foundServiceOffices(contextOf())).toEqual({ offices, added: 0 });
  expect(await OrganizationModel.countDocuments()).toBe(175);
});

it('loads good rows of a table, reports the others with their line and rule, and changes nothing the second time', async () => {
  const file = await fileWith(
    'bodies.csv',
    [
      '名称,简称,类别,区划代码,上级,地址,电话,年费率,标杆',
      '中牟县林业局,县林业局,职能部门,410122,,县城青年路,0371-00000001,,',
      '中牟惠农担保公司,,担保机构,410122,,,,1.5%,是',
      '没有类别局,,部门,410122,,,,,',
      '没有区划局,,职能部门,999999,,,电话x,,',
      '林业局科室,,职能部门,410122,中牟县林业局,,,,',
      '孤儿科室,,职能部门,410122,没有这个局,,,,',
    ].join('\r\n'),
  );
  const report = await importOrganizations(contextOf(), file);
  expect(report).toMatchObject({ rows: 6, added: 3, updated: 0, unchanged: 0 });
  expect(report.problems).toEqual([
    { row: 4, name: '没有类别局', problem: expect.stringContaining('类别：只能是企业服务办') },
    {
      row: 5,
      name: '没有区划局',
      problem: '区划代码：没有这个代码；电话：只能有数字、括号、空格、+ 和 -',
    },
    { row: 7, name: '孤儿科室', problem: '上级：没有名称是“没有这个局”的单位' },
  ]);
  const [guarantor] = await listOrganizations({ kind: 'guarantor' });
  expect(guarantor).toMatchObject({ name: '中牟惠农担保公司', parentId: (await findDesk('410122')).id });
  expect(await OrganizationModel.findById(guarantor?.id).lean()).toMatchObject({
    annualRatePercent: 1.5,
    isBenchmark: true,
  });
  const [office] = await listOrganizations({ q: '林业局科室' });
  const [bureau] = await listOrganizations({ q: '中牟县林业局' });
  expect(office?.parentId).toBe(bureau?.id);
  expect(await importOrganizations(contextOf(), file)).toMatchObject({ added: 0, updated: 0, unchanged: 3 });
});

it('brings facts up to date from JSON lines, and leaves moving to where it is answered for', async () => {
  const file = await fileWith(
    'bodies.jsonl',
    [
      JSON.stringify({
        name: '中牟县林业局',
        kind: 'department',
        regionCode: '410122',
        phone: '0371-00000002',
      }),
      '{"name": ',
      JSON.stringify({
        名称: '林业局科室',
        类别: '职能部门',
        区划代码: '410122',
        上级: '郑州市企业服务办公室',
      }),
    ].join('\n'),
  );
  const report = await importOrganizations(contextOf(), file);
  expect(report).toMatchObject({ rows: 3, added: 0, updated: 1, unchanged: 0 });
  expect(report.problems).toEqual([
    { row: 2, problem: '这一行不是 JSON 对象' },
    { row: 3, name: '林业局科室', problem: expect.stringContaining('移动单位请在控制台') },
  ]);
  const [bureau] = await listOrganizations({ q: '中牟县林业局' });
  expect(bureau).toMatchObject({ phone: '0371-00000002', address: '县城青年路' });
});
