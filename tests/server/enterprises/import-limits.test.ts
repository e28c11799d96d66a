import type { Context } from '../../../server/context';
import { MembershipModel } from '../../../server/modules/accounts/memberships.model';
import {
  decideMembership,
  joinEnterprise,
  listRequests,
} from '../../../server/modules/accounts/memberships.service';
import { EnterpriseModel } from '../../../server/modules/enterprises/enterprises.model';
import { getEnterprise, getMine, patchMine } from '../../../server/modules/enterprises/enterprises.service';
import { getImport } from '../../../server/modules/enterprises/import-reading.service';
import { runImports } from '../../../server/modules/enterprises/import-run.service';
import { runImport } from '../../../server/modules/enterprises/imports.service';
import { FileModel } from '../../../server/modules/files/files.model';
import { storeFile } from '../../../server/modules/files/files.service';
import { createListing, reviewListing } from '../../../server/modules/matchmaking/listings.service';
import { grantOffice } from '../../../server/modules/accounts/offices.service';
import { aVisitor, contextOf, memberOf, officerIn, personOf, renewed } from '../../support/context';
import { useDatabase } from '../../support/database';
import { aCreditCode, anEnterprise } from '../../support/enterprises';
import { aPicture } from '../../support/files';
import { aWorkbook, aZip, uploadList } from '../../support/lists';
import { listingInput } from '../../support/matchmaking';
import { anOrganization, aProvince, type Province } from '../../support/organizations';

useDatabase();

let tree: Province;
let elsewhere: { id: string };
beforeAll(async () => {
  tree = await aProvince();
  elsewhere = await anOrganization({ regionCode: '410181', parentId: tree.city.id });
});

let serial = 70_000;
const code = () => aCreditCode((serial += 1));
const header = '统一社会信用代码,企业名称,所在地区,行业代码,地址,主要产品';

async function imported(ctx: Context, bytes: Buffer | string, asOf: string) {
  const { id, mapping } = await uploadList(ctx, bytes);
  await runImport(ctx, id, { mapping, asOf });
  while (await runImports(contextOf()));
  return getImport(ctx, id);
}

describe('a list that brings older words than the enterprise itself', () => {
  it('leaves the address and products that the enterprise wrote later', async () => {
    const firm = await anEnterprise({
      deskOrganizationId: tree.county.id,
      now: new Date('2026-01-05T02:00:00Z'),
    });
    const member = await memberOf(firm);
    await patchMine(member, { address: '中牟县新址 8 号', products: '数控机床' });
    const row = `${firm.creditCode},改名后的公司,中牟县,3599,中牟县旧址 1 号,旧产品`;
    const done = await imported(tree.officers.countyDesk, `${header}\n${row}`, '2026-02-01');
    expect(done.counts).toMatchObject({ updated: 1 });
    expect(await EnterpriseModel.findById(firm.id).lean()).toMatchObject({
      name: '改名后的公司',
      address: '中牟县新址 8 号',
      products: '数控机床',
    });
  });
});

describe('an enterprise that a list moves to another county', () => {
  it('takes its people and their requests along: the new desk decides, the old one no more', async () => {
    const firm = await anEnterprise({ deskOrganizationId: tree.county.id });
    const asking = await aVisitor();
    const { id: licenceFileId } = await storeFile(asking, { name: 'a.png', bytes: await aPicture() });
    const { id } = await joinEnterprise(asking, { creditCode: firm.creditCode, licenceFileId });
    const row = `${firm.creditCode},迁走的公司,410181,3599,,`;
    const done = await imported(tree.officers.cityDesk, `${header}\n${row}`, '2026-03-11');
    expect(done.counts).toMatchObject({ updated: 1 });
    const there = await officerIn(elsewhere, 'desk');
    await expect(decideMembership(tree.officers.countyDesk, id, { accept: true })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await listRequests(there)).toMatchObject([{ membershipId: id }]);
    expect((await FileModel.findById(licenceFileId).orFail()).scope[0]?.toString()).toBe(elsewhere.id);
    await decideMembership(there, id, { accept: true });
    expect((await MembershipModel.findById(id).orFail()).status).toBe('active');
  });

  it('takes its listings along: what waits is reviewed by the new desk', async () => {
    const firm = await anEnterprise({ deskOrganizationId: tree.county.id });
    const { id } = await createListing(await memberOf(firm), listingInput());
    const row = `${firm.creditCode},迁走的公司,410181,3599,,`;
    await imported(tree.officers.cityDesk, `${header}\n${row}`, '2026-03-11');
    await expect(reviewListing(tree.officers.countyDesk, id, { publish: true })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const there = await officerIn(elsewhere, 'desk');
    expect(await reviewListing(there, id, { publish: true })).toMatchObject({ status: 'published' });
  });
});

describe('a list that somebody else confirms', () => {
  it('reaches no further than they do themselves', async () => {
    const both = await officerIn(tree.city, 'desk');
    await grantOffice(contextOf(), {
      personId: personOf(both).personId,
      organizationId: elsewhere.id,
      roles: ['desk'],
    });
    const [near, far] = [code(), code()];
    const rows = [`${near},近处公司,410181,3599,,`, `${far},远处公司,中牟县,3599,,`];
    const { id, mapping } = await uploadList(await renewed(both), [header, ...rows].join('\n'));
    const there = await officerIn(elsewhere, 'desk');
    await runImport(there, id, { mapping, asOf: '2026-03-01' });
    while (await runImports(contextOf()));
    expect(await getImport(there, id)).toMatchObject({ counts: { added: 1, refused: 1 } });
    expect(await EnterpriseModel.exists({ creditCode: far })).toBeNull();
  });
});

describe('a file made to occupy the server', () => {
  it('is refused for a cell that no people write', async () => {
    const spaces = `2020${' '.repeat(60_000)}x`;
    const list = `${header},成立日期\n${code()},甲,中牟县,3599,,,"${spaces}"`;
    const done = await imported(tree.officers.countyDesk, list, '2026-03-01');
    expect(done.problems).toMatchObject([{ field: '成立日期', rule: '内容太长' }]);
  });

  it('is read at once whatever stands in its header', async () => {
    const brackets = '('.repeat(60_000);
    const rows = Array.from({ length: 30 }, () => brackets);
    const detail = await uploadList(tree.officers.countyDesk, rows.join('\n'));
    expect(detail).toMatchObject({ rows: 29, mapping: [] });
    await expect(uploadList(tree.officers.countyDesk, 'x'.repeat(300_000))).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  });

  it('is refused for a text in a workbook that unpacks without end', async () => {
    const book = aWorkbook([['统一社会信用代码'], ['x']]);
    expect((await uploadList(tree.officers.countyDesk, book, 'a.xlsx')).rows).toBe(1);
    const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
    const bomb = aZip({
      'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
      'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData><row r="1"><c r="A1" t="str"><v>${'长'.repeat(3_000_000)}</v></c></row><row r="2"><c r="A2" t="str"><v>x</v></c></row></sheetData></worksheet>`,
    });
    await expect(uploadList(tree.officers.countyDesk, bomb, 'a.xlsx')).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      message: '有的单元格文字太长，不是名单',
    });
  });
});

describe('the credit code of an enterprise', () => {
  it('is whole for who looks after it and for its own people, masked for other officers', async () => {
    const firm = await anEnterprise({ deskOrganizationId: tree.county.id });
    const member = await memberOf(firm);
    const supervisor = await officerIn(tree.county, 'supervisor');
    const shown = (ctx: Context) => getEnterprise(ctx, firm.id);
    expect((await getMine(member)).creditCode).toBe(firm.creditCode);
    expect((await shown(tree.officers.countyDesk)).creditCode).toBe(firm.creditCode);
    expect((await shown(supervisor)).creditCode).toBe(
      `${firm.creditCode.slice(0, 8)}******${firm.creditCode.slice(-4)}`,
    );
  });
});
