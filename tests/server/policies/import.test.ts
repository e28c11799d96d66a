import { createReadStream, existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { importPolicies } from '../../../server/modules/policies/import.service';
import { PolicyModel } from '../../../server/modules/policies/policies.model';
import { getPolicy, listPolicies } from '../../../server/modules/policies/policies.service';
import { contextOf } from '../../support/context';
import { useDatabase } from '../../support/database';

useDatabase();

const realFile = resolve(__dirname, '../../../../shared/data/policies/policies.jsonl');
const aRow = (row: Record<string, unknown> = {}) => ({
  id: 'T-1',
  title: '某市促进中小企业发展条例',
  doc_no: null,
  issuer: '某市人民代表大会常务委员会',
  issued_date: '2020-01-16',
  effective_date: null,
  doc_type: '地方性法规',
  region_code: '370600',
  expired: false,
  superseded_by: null,
  topics_auto: ['融资信贷', '奖励补助', '稳岗就业'],
  source_url: 'https://www.gov.cn/zhengce/1.htm',
  body: '第一条　为了促进发展，制定本条例。\n\n　　第二条 <script>alert(1)</script> & 其他。',
  ...row,
});
async function* lines(...rows: (object | string)[]): AsyncIterable<string> {
  for (const row of rows) yield typeof row === 'string' ? row : JSON.stringify(row);
}
const load = (...rows: (object | string)[]) => importPolicies(contextOf(), lines(...rows));
const stored = (sourceId: string) => PolicyModel.findOne({ sourceId }).lean();

afterEach(() => PolicyModel.deleteMany({}));

describe('importing policies', () => {
  it('turns a row into a published policy with paragraphs, topics and status', async () => {
    expect(await load(aRow())).toEqual({ rows: 1, added: 1, updated: 0, unchanged: 0, problems: [] });
    expect(await stored('T-1')).toMatchObject({
      title: '某市促进中小企业发展条例',
      kind: 'policy',
      level: 'city',
      regionCode: '370600',
      issuedOn: '2020-01-16',
      topics: ['finance', 'employment'],
      status: 'unverified',
      items: [],
      sourceUrl: 'https://www.gov.cn/zhengce/1.htm',
      bodyHtml:
        '<p>第一条　为了促进发展，制定本条例。</p>\n<p>第二条 &lt;script&gt;alert(1)&lt;/script&gt; &amp; 其他。</p>',
    });
  });

  it('changes nothing the second time, and updates what has changed since', async () => {
    await load(aRow(), aRow({ id: 'T-2' }));
    const first = await stored('T-1');
    expect(await load(aRow(), aRow({ id: 'T-2' }))).toMatchObject({ added: 0, updated: 0, unchanged: 2 });
    expect(await stored('T-1')).toEqual(first);
    const report = await load(
      aRow({ title: '修订后的条例', source_url: null, expired: true }),
      aRow({ id: 'T-2' }),
    );
    expect(report).toMatchObject({ added: 0, updated: 1, unchanged: 1 });
    const changed = await stored('T-1');
    expect(changed).toMatchObject({ _id: first?._id, title: '修订后的条例', status: 'expired' });
    expect(changed?.sourceUrl).toBeUndefined();
    expect(await PolicyModel.countDocuments()).toBe(2);
  });

  it('links a document to the one that replaced it, wherever in the file that stands', async () => {
    await load(aRow({ id: 'OLD', superseded_by: 'NEW' }), aRow({ id: 'NEW' }));
    const [old, renewed] = await Promise.all([stored('OLD'), stored('NEW')]);
    expect(old).toMatchObject({ status: 'superseded', supersededById: renewed?._id });
    const policy = await getPolicy(contextOf({ kind: 'guest' }), String(old?._id));
    expect(policy.supersededById).toBe(String(renewed?._id));
    const report = await load(aRow({ id: 'LOST', superseded_by: 'NOWHERE' }));
    expect(report.problems).toEqual([
      { row: 1, id: 'LOST', problem: 'superseded_by：没有 id 是“NOWHERE”的另一件文件，替代关系没有记上' },
    ]);
  });

  it('leaves out a broken row, says what is wrong with it in Chinese, and loads the others whole', async () => {
    await load(aRow({ id: 'T-9', title: '原来的标题' }));
    const before = await stored('T-9');
    const report = await load(
      aRow({ id: 'G-1' }),
      '{"id": "B-1", "title": ',
      aRow({ id: 'T-9', title: '', issued_date: '2020-02-30', doc_type: '传单', topics_auto: ['体育'] }),
      '',
      aRow({ id: 'B-2', title: '长'.repeat(121), region_code: '37', body: 42, expired: 'no' }),
      '[1, 2]',
      aRow({ id: 'constructor', doc_type: 'constructor' }),
      aRow({ id: 'B 3', source_url: 'javascript:alert(1)' }),
      aRow({ id: 'G-1', title: '重复的' }),
      aRow({ id: 'G-2' }),
    );
    expect(report).toMatchObject({ rows: 9, added: 2, updated: 0 });
    expect(report.problems).toEqual([
      { row: 2, problem: '不是完整的 JSON' },
      {
        row: 3,
        id: 'T-9',
        problem:
          'title：不能为空；doc_type：不认识“传单”；issued_date：应是日期，如 2026-01-31；topics_auto：不认识“体育”',
      },
      {
        row: 5,
        id: 'B-2',
        problem:
          'title：最多 120 个字，现在 121 个；body：应是文字；region_code：应是 6 位区划代码；expired：应是 true、false 或不填',
      },
      { row: 6, problem: '应是一个 JSON 对象' },
      { row: 7, id: 'constructor', problem: 'doc_type：不认识“constructor”' },
      { row: 8, problem: 'id：应是 1–60 位字母、数字、点、横线或下划线；source_url：应以 http 开头' },
      { row: 9, id: 'G-1', problem: 'id：和第 1 行重复' },
    ]);
    expect(await stored('T-9')).toEqual(before);
    expect((await PolicyModel.find().lean()).map(({ sourceId }) => sourceId).sort()).toEqual([
      'G-1',
      'G-2',
      'T-9',
    ]);
    expect((await stored('G-1'))?.title).toBe('某市促进中小企业发展条例');
  });

  // The real texts aren't part of the project: where they stand beside it, they are loaded whole.
  if (!existsSync(realFile)) {
    process.stderr.write(`\n!! ${realFile} is not there: the import of the real policies is NOT tested\n`);
    return;
  }
  it('loads the 149 real documents whole, twice', async () => {
    const lines = async function* () {
      yield* createInterface({ input: createReadStream(realFile), crlfDelay: Infinity });
    };
    const importFile = () => importPolicies(contextOf(), lines());
    expect(await importFile()).toEqual({ rows: 149, added: 149, updated: 0, unchanged: 0, problems: [] });
    expect(await importFile()).toEqual({ rows: 149, added: 0, updated: 0, unchanged: 149, problems: [] });
    expect(await PolicyModel.countDocuments()).toBe(149);
    const guest = contextOf({ kind: 'guest' });
    const counts = async (status: 'superseded' | 'expired' | 'unverified') =>
      (await listPolicies(guest, { status, limit: 1 })).total;
    expect(await counts('superseded')).toBe(3);
    expect(await counts('expired')).toBe(await PolicyModel.countDocuments({ status: 'expired' }));
    expect((await counts('superseded')) + (await counts('expired')) + (await counts('unverified'))).toBe(149);
    for (const form of ['国发〔2018〕39号', '国发[2018]39号', '国发(2018)39', '2018 39']) {
      const [first] = (await listPolicies(guest, { q: form, limit: 1 })).items;
      expect(first).toMatchObject({ docNo: '国发〔2018〕39号' });
    }
    const [plan] = (await listPolicies(guest, { q: '2014年企业服务工作实施方案', limit: 1 })).items;
    expect(plan).toMatchObject({ regionName: '河南省', issuer: '河南省人民政府办公厅' });
    const superseded = await PolicyModel.find({ status: 'superseded' }).lean();
    expect(superseded.every(({ supersededById }) => supersededById)).toBe(true);
    const bodies = await PolicyModel.find({}, { bodyHtml: 1 }).lean();
    expect(bodies.every(({ bodyHtml }) => bodyHtml.startsWith('<p>') && !bodyHtml.includes('<script'))).toBe(
      true,
    );
  });
});
