import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Context } from '../../../server/context';
import { AuditEntryModel } from '../../../server/modules/audit/audit.model';
import { EnterpriseModel } from '../../../server/modules/enterprises/enterprises.model';
import { factHistory, patchMine, verifyFacts } from '../../../server/modules/enterprises/enterprises.service';
import { exportEnterprises } from '../../../server/modules/enterprises/export.service';
import { takeImport } from '../../../server/modules/enterprises/import-lease.service';
import { advanceImport, runImports } from '../../../server/modules/enterprises/import-run.service';
import { importEnterprises } from '../../../server/modules/enterprises/import-command.service';
import {
  getImport,
  importReport,
  listImports,
} from '../../../server/modules/enterprises/import-reading.service';
import { runImport, stopImport } from '../../../server/modules/enterprises/imports.service';
import { ImportModel } from '../../../server/modules/enterprises/imports.model';
import { StatementModel } from '../../../server/modules/enterprises/statements.model';
import { contextOf, memberOf, officerIn } from '../../support/context';
import { useDatabase } from '../../support/database';
import { aCreditCode, anEnterprise } from '../../support/enterprises';
import { aWorkbook, uploadList } from '../../support/lists';
import { anOrganization, aProvince, type Province } from '../../support/organizations';

useDatabase();

let tree: Province;
let desk: Context;
const folder = mkdtempSync(join(tmpdir(), 'qft-lists-'));
beforeAll(async () => {
  tree = await aProvince();
  desk = tree.officers.countyDesk;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let serial = 40_000;
const code = () => aCreditCode((serial += 1));
const header = '统一社会信用代码,企业名称,所在地区,行业代码,营业收入（万元）,从业人员,成立日期,高新技术企业';

/** Uploads, confirms as proposed, and lets the job run until the import is over. */
async function imported(ctx: Context, bytes: Buffer | string, asOf = '2026-03-01') {
  const { id, mapping } = await uploadList(ctx, bytes);
  await runImport(ctx, id, { mapping, asOf });
  while (await runImports(contextOf()));
  return getImport(ctx, id);
}

const stored = (creditCode: string) => EnterpriseModel.findOne({ creditCode }).lean();

describe('a list of enterprises', () => {
  it('is read before anything is imported: format, columns, first rows without personal data', async () => {
    const list = `${header},备注\r\n${code()},甲公司,中牟县,3921,"1,234.5",86,2020/1/5,是,张三 13812345678\r\n`;
    const detail = await uploadList(
      desk,
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(list)]),
    );
    expect(detail).toMatchObject({
      fileName: '名单.csv',
      format: 'CSV（UTF-8）',
      status: 'uploaded',
      rows: 1,
      columns: [...header.split(','), '备注'],
      mapping: [
        { column: 0, field: 'creditCode' },
        { column: 1, field: 'name' },
        { column: 2, field: 'regionCode' },
        { column: 3, field: 'industryCode' },
        { column: 4, field: 'revenueFen', unit: '万元' },
        { column: 5, field: 'employees' },
        { column: 6, field: 'foundedOn' },
        { column: 7, field: 'honours:high-tech' },
      ],
    });
    expect(detail.samples[0]?.at(-1)).toBe('张三 138****5678');
    expect(await runImports(contextOf())).toBe(false);
    expect(await EnterpriseModel.countDocuments({ name: '甲公司' })).toBe(0);
  });

  it('changes everything for the good rows and nothing for the broken ones, and says which rule each broke', async () => {
    const [good, other, broken] = [code(), code(), code()];
    const list = [
      '2025 年企业名单,,,,,,,',
      header,
      `${good},好公司,中牟县,3921,"1,234.5",86,2020/1/5,是`,
      `${broken},坏公司,中牟县,3921,约300,86.5,1/5/2020,也许`,
      '',
      `${other},另一家,郑州市中牟县,C3921,0,—,20200105,否`,
      `${good},好公司又来,中牟县,3921,1,1,2020/1/5,是`,
      `12345,代码错,中牟县,3921,1,1,2020/1/5,是`,
      `${code()},外地公司,洛阳市,3921,1,1,2020/1/5,是`,
    ].join('\n');
    const done = await imported(desk, list);
    expect(done).toMatchObject({
      status: 'finished',
      rows: 6,
      processedRows: 6,
      counts: { added: 2, updated: 0, unchanged: 0, refused: 4 },
    });
    expect(done.problems).toEqual([
      { line: 4, field: '营业收入', value: '约300', rule: '请写确定的数，不要写“约”“以上”' },
      { line: 4, field: '从业人员', value: '86.5', rule: '应是整数' },
      {
        line: 4,
        field: '成立日期',
        value: '1/5/2020',
        rule: '分不清年、月、日：请写成 2020-01-05，四位年份在前',
      },
      { line: 4, field: '称号：高新技术企业', value: '也许', rule: '请填“是”或“否”（√、×也可以）' },
      { line: 7, field: '统一社会信用代码', value: good, rule: '和第 3 行是同一家企业' },
      { line: 8, field: '统一社会信用代码', value: '12345', rule: '还差 13 位，应是 18 位' },
      { line: 9, field: '所在地区', value: '洛阳市', rule: expect.any(String) },
    ]);
    expect(await stored(good)).toMatchObject({
      name: '好公司',
      regionCode: '410122',
      industryCode: '3921',
      foundedOn: '2020-01-05',
      size: 'small',
      facts: {
        revenueFen: { value: 1_234_500_000, source: 'imported', asOf: '2026-03-01' },
        employees: { value: 86, source: 'imported', asOf: '2026-03-01' },
        honours: { value: ['high-tech'], source: 'imported', asOf: '2026-03-01' },
      },
    });
    // “否” to one honour says nothing of the others: no list of honours comes of it.
    expect((await stored(other))?.facts).toEqual({
      revenueFen: { value: 0, source: 'imported', asOf: '2026-03-01' },
    });
    expect(await stored(broken)).toBeNull();
    const { fileName, content } = await importReport(desk, done.id);
    const lines = (await text(content)).split('\r\n');
    expect(fileName).toBe('名单.csv-导入报告.csv');
    expect(lines[0]).toBe('\uFEFF行号,字段,填写内容,问题');
    expect(lines).toHaveLength(9);
  });

  it('imported again changes nothing', async () => {
    const list = `${header}\n${code()},再来,中牟县,3921,100,10,2020/1/5,是`;
    expect((await imported(desk, list)).counts).toEqual({ added: 1, updated: 0, unchanged: 0, refused: 0 });
    const before = await EnterpriseModel.findOne({ name: '再来' }).lean();
    expect((await imported(desk, list)).counts).toEqual({ added: 0, updated: 0, unchanged: 1, refused: 0 });
    expect(await EnterpriseModel.findOne({ name: '再来' }).lean()).toEqual(before);
  });

  it('is understood in GB18030 and UTF-16, by tabs, and as a workbook with days, shares and numbers', async () => {
    const gb = Buffer.concat([
      Buffer.from('creditCode', 'latin1').subarray(0, 0),
      Buffer.from(
        'cdb3d2bbc9e7bbe1d0c5d3c3b4fac2eb2cc6f3d2b5c3fbb3c62ccbf9d4dab5d8c7f82cd0d0d2b5b4fac2eb0d0a',
        'hex',
      ),
      Buffer.from(`${code()},`),
      Buffer.from('bcd7b9abcbbe2cd6d0c4b2cfd8', 'hex'),
      Buffer.from(',3921\r\n'),
    ]);
    const first = await imported(desk, gb);
    expect(first).toMatchObject({ format: 'CSV（GB18030）', counts: { added: 1, refused: 0 } });
    expect(await EnterpriseModel.findOne({ name: '甲公司' }).lean()).toMatchObject({ regionCode: '410122' });
    const tabs = `统一社会信用代码\t企业名称\t所在地区\t行业代码\r\n${code()}\t乙公司\t中牟县\t3921\r\n`;
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(tabs, 'utf16le')]);
    expect(await imported(desk, utf16)).toMatchObject({ format: 'CSV（UTF-16LE）', counts: { added: 1 } });
    const workbookCode = code();
    const workbook = aWorkbook([
      [
        '统一社会信用代码',
        '企业名称',
        '所在地区',
        '行业代码',
        '成立日期',
        '裁员率',
        '营业收入（万元）',
        '从业人员',
        '地址',
      ],
      [
        workbookCode,
        '丙公司',
        '中牟县',
        3921,
        { day: 43835 },
        { share: 0.055 },
        1234.5,
        86,
        { inline: 'A<B' },
      ],
      [91410122, '科学计数', '中牟县', 3921, null, null, 9.14101e17, null, null],
      [9.14101e17, '丢了末位', '中牟县', 3921, null, null, null, null, null],
    ]);
    const done = await imported(desk, workbook);
    expect(done).toMatchObject({ format: 'xlsx', counts: { added: 1, refused: 2 } });
    expect(done.problems.at(-1)).toEqual({
      line: 4,
      field: '统一社会信用代码',
      value: '9.14101e+17',
      rule: '被表格改成了科学计数，末几位已丢失：请把这一列设为文本后重填',
    });
    expect(await stored(workbookCode)).toMatchObject({
      foundedOn: '2020-01-05',
      address: 'A<B',
      facts: {
        layoffRatePercent: { value: 5.5 },
        revenueFen: { value: 1_234_500_000 },
        employees: { value: 86 },
      },
    });
  });

  it.each([
    ['', '文件是空的'],
    ['企业名称\n', '文件里只有表头，没有企业'],
    [Buffer.from('d0cf11e0a1b11ae1', 'hex'), '文件有密码，或是旧版 xls：请另存为 xlsx 或 CSV'],
    [Buffer.from('504b0304ffffffff', 'hex'), '工作簿已损坏，打不开：请在表格软件里另存一份再试'],
    [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff, 0xff]), '认不出文字编码：请另存为 UTF-8 的 CSV 或 xlsx'],
  ])('that is none is refused: %j', async (bytes, rule) => {
    await expect(uploadList(desk, bytes)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: [{ path: 'body.file', rule }],
    });
  });

  it('whose quotation mark is left open is imported up to there', async () => {
    const list = `${header}\n${code()},开头,中牟县,3921,1,1,2020/1/5,是\n${code()},"没关${'\n一行'.repeat(40_000)}`;
    const done = await imported(desk, list);
    expect(done).toMatchObject({
      status: 'failed',
      failure: '第 3 行：双引号没有配对，从这一行起读不下去。之前的行已经导入',
      counts: { added: 1, refused: 0 },
    });
  });

  it('needs its required columns, and runs once', async () => {
    const { id, mapping } = await uploadList(desk, `${header}\n${code()},名,中牟县,3921,1,1,2020/1/5,是`);
    await expect(
      runImport(desk, id, { mapping: mapping.slice(1), asOf: '2026-03-01' }),
    ).rejects.toMatchObject({
      details: [{ path: 'body.mapping', rule: '还要指明哪一列是“统一社会信用代码”' }],
    });
    await expect(runImport(desk, id, { mapping, asOf: '2026-03-12' })).rejects.toMatchObject({
      details: [{ path: 'body.asOf', rule: '数据日期：不能晚于今天' }],
    });
    await runImport(desk, id, { mapping, asOf: '2026-03-01' });
    await expect(runImport(desk, id, { mapping, asOf: '2026-03-01' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(await stopImport(desk, id)).toMatchObject({ status: 'stopped' });
    await expect(stopImport(desk, id)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await runImports(contextOf())).toBe(false);
  });

  it('is foreign to officers of another place, and touches no enterprise outside the importer’s reach', async () => {
    const elsewhere = await officerIn(await anOrganization({ regionCode: '410221' }));
    const { id } = await uploadList(desk, `${header}\n${code()},名,中牟县,3921,1,1,2020/1/5,是`);
    for (const act of [getImport, stopImport, importReport])
      await expect(act(elsewhere, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await listImports(elsewhere, {})).items).toEqual([]);
    expect((await listImports(desk, { limit: 100 })).items.map((each) => each.id)).toContain(id);
    const firm = await anEnterprise({ deskOrganizationId: tree.county.id });
    const done = await imported(elsewhere, `${header}\n${firm.creditCode},改名,杞县,3921,1,1,2020/1/5,是`);
    expect(done.problems).toEqual([
      {
        line: 2,
        field: '统一社会信用代码',
        value: firm.creditCode,
        rule: '这家企业由别处的企业服务办管理，不能在这里改',
      },
    ]);
    expect(await stored(firm.creditCode)).toMatchObject({ name: firm.name, regionCode: '410122' });
  });
});

describe('who is believed', () => {
  const listOf = (creditCode: string, name: string, employees: number) =>
    `统一社会信用代码,企业名称,所在地区,行业代码,从业人员\n${creditCode},${name},中牟县,3599,${employees}`;

  it('is the later of the firm’s own word and a list; the other stays beside it', async () => {
    const firm = await anEnterprise({ deskOrganizationId: tree.county.id });
    const member = await memberOf(firm);
    await patchMine(member, { facts: [{ attribute: 'employees', value: 90 }] });
    await imported(desk, listOf(firm.creditCode, firm.name, 80), '2026-03-01');
    expect(await stored(firm.creditCode)).toMatchObject({
      facts: { employees: { value: 90, source: 'self-declared', asOf: '2026-03-11' } },
      others: { employees: { value: 80, source: 'imported', asOf: '2026-03-01' } },
    });
    expect((await imported(desk, listOf(firm.creditCode, firm.name, 80), '2026-03-01')).counts).toMatchObject(
      {
        unchanged: 1,
      },
    );
  });

  it('is an office that verified, with what it looked at, and all that was said is kept', async () => {
    const firm = await anEnterprise({ deskOrganizationId: tree.county.id });
    const member = await memberOf(firm);
    await patchMine(member, { facts: [{ attribute: 'employees', value: 90 }] });
    const facts = [{ attribute: 'employees', value: 85 }];
    const after = await verifyFacts(desk, firm.id, {
      facts,
      asOf: '2025-12-31',
      basis: '2025 年度社保缴费清单',
    });
    expect(after.facts.find(({ attribute }) => attribute === 'employees')).toMatchObject({
      value: 85,
      origin: { source: 'verified', asOf: '2025-12-31' },
    });
    await imported(desk, listOf(firm.creditCode, firm.name, 95), '2026-03-11');
    expect(await stored(firm.creditCode)).toMatchObject({
      facts: { employees: { value: 85, source: 'verified' } },
      others: { employees: { value: 95, source: 'imported', asOf: '2026-03-11' } },
    });
    const { label, items } = await factHistory(desk, firm.id, 'employees');
    expect(label).toBe('从业人员');
    expect(items.map(({ text: shown, origin, isStanding }) => [shown, origin.source, isStanding])).toEqual([
      ['95 人', 'imported', false],
      ['85 人', 'verified', true],
      ['90 人', 'self-declared', false],
    ]);
    expect(items[1]).toMatchObject({ basis: '2025 年度社保缴费清单', files: [] });
    await expect(
      verifyFacts(desk, firm.id, {
        facts: [{ attribute: 'size', value: 'large' }],
        asOf: '2025-12-31',
        basis: '无',
      }),
    ).rejects.toMatchObject({ details: [{ path: 'body.facts.0.value' }] });
    const elsewhere = await officerIn(await anOrganization({ regionCode: '410221' }));
    await expect(
      verifyFacts(elsewhere, firm.id, { facts, asOf: '2025-12-31', basis: '无' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(factHistory(elsewhere, firm.id, 'employees')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(factHistory(desk, firm.id, 'nothing')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('an import that is cut off', () => {
  it('goes on where it was, and no row counts twice; a run that lost it does nothing more', async () => {
    const codes = Array.from({ length: 1_200 }, code);
    const list = [header, ...codes.map((each, at) => `${each},续${at},中牟县,3921,1,1,2020/1/5,是`)].join(
      '\n',
    );
    const path = join(folder, 'cut.csv');
    writeFileSync(path, list);
    const { id, mapping } = await uploadList(desk, list);
    await runImport(desk, id, { mapping, asOf: '2026-03-01' });
    const first = await takeImport(contextOf(), { via: 'console' });
    if (!first) throw new Error('nothing to take');
    // The first run stores one batch and is lost; what it does afterwards must not count.
    await advanceImport(contextOf(), first, path, () => false);
    expect(await getImport(desk, id)).toMatchObject({ processedRows: 500, status: 'queued' });
    const second = await takeImport(contextOf(), { via: 'console' });
    if (!second) throw new Error('nothing to take');
    await advanceImport(contextOf(), first, path, () => true);
    expect(await getImport(desk, id)).toMatchObject({ processedRows: 500, status: 'running' });
    await advanceImport(contextOf(), second, path, () => true);
    expect(await getImport(desk, id)).toMatchObject({
      processedRows: 1_200,
      status: 'finished',
      counts: { added: 1_200, updated: 0, unchanged: 0, refused: 0 },
    });
    expect(await EnterpriseModel.countDocuments({ creditCode: { $in: codes } })).toBe(1_200);
    expect(await StatementModel.countDocuments({ importId: second._id })).toBe(1_200);
  });

  it('on the command line is taken up again by the same file', async () => {
    const path = join(folder, 'command.csv');
    const codes = Array.from({ length: 600 }, code);
    writeFileSync(
      path,
      [header, ...codes.map((each, at) => `${each},令${at},中牟县,3921,1,1,2020/1/5,是`)].join('\n'),
    );
    const seen: number[] = [];
    const progress = (done: number) => {
      seen.push(done);
      if (done === 500) throw new Error('cut off');
    };
    await expect(importEnterprises(contextOf(), path, { progress })).rejects.toThrow('cut off');
    const doc = await importEnterprises(contextOf(), path, { progress: () => {} });
    expect(doc).toMatchObject({ status: 'finished', counts: { added: 600, refused: 0 }, asOf: '2026-03-11' });
    expect(await ImportModel.countDocuments({ via: 'command' })).toBe(1);
  });
});

describe('the list that goes out', () => {
  it('holds what is in reach, guarded against formulas, and leaves its reason in the trail', async () => {
    const county = await anOrganization({ regionCode: '410327' });
    const officer = await officerIn(county);
    const firm = await anEnterprise({
      regionCode: '410327',
      deskOrganizationId: county.id,
      name: '=HYPERLINK("x")',
      facts: { revenueFen: 4_280_000_000 },
    });
    await anEnterprise({ deskOrganizationId: tree.county.id });
    const { fileName, content } = await exportEnterprises(officer, { reason: '年度走访' });
    expect(fileName).toBe('企业名单-2026-03-11.csv');
    const lines = (await text(content)).trimEnd().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(`${firm.creditCode},"'=HYPERLINK(""x"")",`);
    expect(lines[1]).toContain('"4,280 万元"');
    expect(await AuditEntryModel.findOne({ action: 'enterprise.exported' }).lean()).toMatchObject({
      reason: '年度走访（1 家）',
    });
    const narrowed = await exportEnterprises(officer, { reason: '年度走访', size: 'large' });
    expect((await text(narrowed.content)).trimEnd().split('\r\n')).toHaveLength(1);
  });
});
