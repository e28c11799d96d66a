import type { App } from '../../../server/app';
import { contextOf, anEnvironment, appWith, headersOf, memberOf, officerIn } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { aProvince, type Province } from '../../support/organizations';
import { aClause, aDraft, anItem, aPolicy, aPolicyWith, wan } from '../../support/policies';
import { getProfile } from '../../../server/modules/enterprises/enterprises.service';
import { previewAudience } from '../../../server/modules/policies/audiences.service';
import { listMatches, unlockedBy, verdictsFor } from '../../../server/modules/policies/matches.service';
import { policyRoutes } from '../../../server/modules/policies/policies.routes';
import type { Rule } from '../../../server/contract/policies';

useDatabase();

let app: App;
let province: Province;
const employees = aClause('employees', 'gte', 20, '职工 20 人以上');

beforeAll(async () => {
  app = await appWith(anEnvironment(), policyRoutes);
  province = await aProvince();
  const editor = province.officers.provinceEditor;
  await aPolicyWith(editor, employees, { title: '常年受理' });
  await aPolicyWith(editor, aClause('rdExpenseFen', 'gte', 100 * wan, '研发 100 万元以上'), {
    title: '研发补助',
    deadline: '2026-03-20',
  });
  await aPolicyWith(editor, employees, { title: '先截止', deadline: '2026-03-11' });
  await aPolicyWith(editor, employees, { title: '已截止', deadline: '2026-03-10' });
  await aPolicyWith(editor, aClause('regionCode', 'within', ['410300'], '在洛阳'), {
    title: '洛阳的',
    deadline: '2026-03-20',
  });
  await aPolicy(editor, { validUntil: '2026-03-11', items: [anItem({ title: '今天还有效' })] });
  await aDraft(editor, { items: [anItem({ title: '草稿里的' })] });
});
afterAll(() => app.close());

describe('what an enterprise can get', () => {
  it('stands with the nearest deadline first, without what is closed or a draft, with counts per verdict', async () => {
    const member = await memberOf(await anEnterprise({ facts: { employees: 86 } }));
    const matches = await listMatches(member, {});
    expect(matches.items.map(({ title, verdict }) => `${title} ${verdict}`)).toEqual([
      '先截止 met',
      '研发补助 unknown',
      '洛阳的 not-met',
      expect.stringMatching(/常年受理 met|今天还有效 met/),
      expect.stringMatching(/常年受理 met|今天还有效 met/),
    ]);
    expect(matches.counts).toEqual({ met: 3, unknown: 1, notMet: 1 });
    expect(matches.items[1]).toMatchObject({
      because: '还缺上年研发费用',
      missing: [{ attribute: 'rdExpenseFen', label: '上年研发费用' }],
    });
    const met = await listMatches(member, { verdict: 'met', limit: 2 });
    expect(met.items).toHaveLength(2);
    expect(met.total).toBe(3);
    expect(met.counts).toEqual({ met: 3, unknown: 1, notMet: 1 });
    const rest = await listMatches(member, { verdict: 'met', limit: 2, cursor: met.next ?? '' });
    expect(rest.items).toHaveLength(1);
    expect(rest.next).toBeUndefined();
  });

  it('is explained per item, with the amount that follows from its own figures', async () => {
    const policy = await aPolicy(province.officers.provinceEditor, {
      title: '技改补助细则',
      validUntil: '2026-03-11',
      items: [
        anItem({
          key: 'equipment',
          rule: {
            all: [aClause('equipmentInvestmentFen', 'gte', 500 * wan, '设备投入 500 万元以上'), employees],
          },
          amountBase: { attribute: 'equipmentInvestmentFen', percent: 10 },
          maxAmountFen: 200 * wan,
        }),
        anItem({ key: 'honour', rule: aClause('honours', 'has', 'first-set', '有首台（套）认定') }),
      ],
    });
    const member = await memberOf(
      await anEnterprise({ facts: { employees: 86, equipmentInvestmentFen: 620 * wan, honours: [] } }),
    );
    const [equipment, honour] = await verdictsFor(member, policy.id);
    expect(equipment).toMatchObject({
      policyId: policy.id,
      itemKey: 'equipment',
      verdict: 'met',
      because: '近一年设备和软件投资额 620 万元，过了 500 万元的线',
      estimatedAmountFen: 62 * wan,
      clauses: [{ seen: '620 万元', origin: { source: 'imported', asOf: '2026-03-11' } }, { seen: '86 人' }],
    });
    expect(honour).toMatchObject({
      verdict: 'not-met',
      changes: ['取得“首台（套）重大技术装备”'],
      isChangeable: true,
    });
  });

  it('tells which missing facts would decide how many items', async () => {
    const enterprise = await anEnterprise({ facts: { employees: 86 } });
    const profile = await getProfile(enterprise.id, contextOf().now);
    const unlocked = await unlockedBy(profile, contextOf().now);
    expect(unlocked.get('rdExpenseFen')).toBe(1);
    expect(unlocked.has('employees')).toBe(false);
  });
});

describe('an audience', () => {
  const rule: Rule = {
    all: [
      aClause('regionCode', 'within', ['410100', '410300'], '在郑州或洛阳'),
      employees,
      aClause('rdExpenseFen', 'gte', 100 * wan, '研发 100 万元以上'),
    ],
  };

  it('counts verdicts, what each clause leaves, and shows a mixed sample, within the editor’s area', async () => {
    const county = await anEnterprise({
      regionCode: '410182',
      facts: { employees: 50, rdExpenseFen: 200 * wan },
    });
    for (let number = 0; number < 4; number++)
      await anEnterprise({ regionCode: '410182', facts: { employees: 50, rdExpenseFen: 200 * wan } });
    await anEnterprise({ regionCode: '410323', facts: { employees: 50 } });
    await anEnterprise({ regionCode: '410323', facts: { employees: 5, rdExpenseFen: 200 * wan } });
    await anEnterprise({ regionCode: '411122', facts: { employees: 50, rdExpenseFen: 200 * wan } });
    const audience = await previewAudience(province.officers.provinceEditor, rule);
    expect(audience.counts.met + audience.counts.unknown + audience.counts.notMet).toBe(audience.total);
    expect(audience.counts.met).toBe(5);
    expect(audience.kept).toHaveLength(3);
    expect(audience.kept[0]).toBe(audience.total - 1);
    expect(audience.kept[1]).toBe(audience.total - 2);
    expect(audience.kept[2]).toBe(audience.counts.met + audience.counts.unknown);
    expect(audience.sample).toHaveLength(8);
    expect(new Set(audience.sample.map(({ verdict }) => verdict))).toEqual(
      new Set(['met', 'unknown', 'not-met']),
    );
    expect(audience.sentence).toBe(
      '注册地在郑州市或洛阳市，上年末从业人员不少于 20 人，且上年研发费用不少于 100 万元的企业',
    );
    const luoyang = await officerIn({ id: await officeOf('410300') }, 'editor');
    const local = await previewAudience(luoyang, rule);
    expect(local.total).toBe(2);
    expect(local.counts).toEqual({ met: 0, unknown: 1, notMet: 1 });
    expect(local.sample.every(({ enterprise }) => enterprise.id !== county.id)).toBe(true);
  });

  it('is counted over HTTP for editors only', async () => {
    const reply = await app.inject({
      method: 'POST',
      url: '/api/audiences',
      headers: await headersOf(province.officers.provinceEditor),
      payload: { rule },
    });
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({
      kept: [expect.any(Number), expect.any(Number), expect.any(Number)],
    });
    const denied = await app.inject({
      method: 'POST',
      url: '/api/audiences',
      headers: await headersOf(province.officers.countyDesk),
      payload: { rule },
    });
    expect(denied.statusCode).toBe(403);
  });
});

describe('the routes of matches', () => {
  it('answer members, and send others to bind an enterprise or to sign in', async () => {
    const member = await memberOf(await anEnterprise({ facts: { employees: 86 } }));
    const headers = await headersOf(member);
    const reply = await app.inject({ url: '/api/policies/matches?verdict=met', headers });
    expect(reply.statusCode).toBe(200);
    const { items } = reply.json<{ items: { policyId: string; verdict: string }[] }>();
    expect(items.every(({ verdict }) => verdict === 'met')).toBe(true);
    const verdicts = await app.inject({ url: `/api/policies/${items[0]?.policyId}/verdicts`, headers });
    expect(verdicts.json()).toMatchObject([{ verdict: 'met', clauses: [{ verdict: 'met' }] }]);
    const desk = await headersOf(province.officers.countyDesk);
    expect((await app.inject({ url: '/api/policies/matches', headers: desk })).json()).toMatchObject({
      code: 'NOT_BOUND',
    });
    expect((await app.inject({ url: '/api/policies/matches' })).statusCode).toBe(401);
    expect((await app.inject({ url: '/api/policies/matches?verdict=maybe', headers })).statusCode).toBe(400);
    const foreign = await app.inject({ url: `/api/policies/${'b'.repeat(24)}/verdicts`, headers });
    expect(foreign.statusCode).toBe(404);
  });
});

async function officeOf(regionCode: string): Promise<string> {
  const { anOrganization } = await import('../../support/organizations');
  return (await anOrganization({ regionCode, parentId: province.province.id })).id;
}
