import type { App } from '../../../server/app';
import type { Context } from '../../../server/context';
import { PolicyModel } from '../../../server/modules/policies/policies.model';
import { policyRoutes } from '../../../server/modules/policies/policies.routes';
import {
  createPolicy,
  getPolicy,
  listDrafts,
  listPolicies,
  publishPolicy,
  updatePolicy,
} from '../../../server/modules/policies/policies.service';
import { anEnvironment, appWith, contextOf, headersOf, memberOf, officerIn } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { aProvince, type Province } from '../../support/organizations';
import { aClause, aDraft, anItem, aPolicy, aPolicyInput } from '../../support/policies';

useDatabase();

let app: App;
let province: Province;
let editor: Context;
const guest = contextOf({ kind: 'guest' });

beforeAll(async () => {
  app = await appWith(anEnvironment(), policyRoutes);
  province = await aProvince();
  editor = province.officers.provinceEditor;
});
afterAll(() => app.close());

const searched = async (query: Parameters<typeof listPolicies>[1], ctx: Context = guest) =>
  (await listPolicies(ctx, query)).items.map(({ title }) => title);

describe('writing policies', () => {
  it('keeps a draft from everybody but the editors of its body and of the bodies above', async () => {
    const cityEditor = await officerIn(province.city, 'editor');
    const draft = await aDraft(cityEditor, { title: '郑州市草稿' });
    expect(draft.status).toBe('draft');
    expect((await listDrafts(cityEditor)).map(({ id }) => id)).toContain(draft.id);
    expect((await getPolicy(editor, draft.id)).title).toBe('郑州市草稿');
    const otherCounty = await officerIn(province.county, 'editor');
    for (const [stranger, code] of [
      [guest, 'NOT_SIGNED_IN'],
      [otherCounty, 'NOT_FOUND'],
      [province.officers.provinceDesk, 'FORBIDDEN'],
    ] as const) {
      await expect(getPolicy(stranger, draft.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(updatePolicy(stranger, draft.id, aPolicyInput())).rejects.toMatchObject({ code });
      await expect(publishPolicy(stranger, draft.id)).rejects.toMatchObject({ code });
    }
    expect(await searched({ q: '郑州市草稿' })).not.toContain('郑州市草稿');
    expect(await listDrafts(otherCounty)).toEqual([]);
  });

  it('publishes once, and then everybody finds it', async () => {
    const draft = await aDraft(editor, { title: '首台套装备保险补贴', docNo: '豫工信装备〔2026〕177号' });
    const published = await publishPolicy(editor, draft.id);
    expect(published).toMatchObject({ status: 'in-force', publishedAt: editor.now.toISOString() });
    await expect(publishPolicy(editor, draft.id)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await getPolicy(guest, draft.id)).bodyHtml).toContain('给予补助');
    expect(await searched({ q: '[2026]177号' })).toEqual(['首台套装备保险补贴']);
  });

  it('takes scripts and styles out of the text before it is stored', async () => {
    const { id } = await aDraft(editor, {
      bodyHtml:
        '<p onclick="steal()" style="color:red">正文<script>alert(1)</script></p><img src=x onerror=alert(1)>' +
        '<a href="javascript:alert(1)">点我</a><iframe src="https://example.com"></iframe><table><tr><td colspan="2">表</td></tr></table>',
    });
    const stored = await PolicyModel.findById(id).lean();
    expect(stored?.bodyHtml).toBe('<p>正文</p><a>点我</a><table><tr><td colspan="2">表</td></tr></table>');
  });

  it('corrects a published policy at once for every reader, fields taken away included', async () => {
    const policy = await aPolicy(editor, {
      title: '绿色工厂奖励',
      reading: '评上就给',
      validUntil: '2027-12-31',
    });
    await updatePolicy(editor, policy.id, aPolicyInput({ title: '绿色制造奖励' }));
    const changed = await getPolicy(guest, policy.id);
    expect(changed).toMatchObject({ title: '绿色制造奖励', status: 'in-force' });
    expect(changed.reading).toBeUndefined();
    expect(changed.validUntil).toBeUndefined();
    expect(await searched({ q: '绿色' })).toEqual(['绿色制造奖励']);
  });

  it('refuses what can’t be right, field by field, and stores nothing', async () => {
    const before = await PolicyModel.countDocuments();
    const refused = createPolicy(
      editor,
      aPolicyInput({
        regionCode: '419999',
        effectiveOn: '2026-02-30',
        bodyHtml: '<script>alert(1)</script>',
        items: [
          anItem({ rule: aClause('staff', 'gte', 3), amountBase: { attribute: 'employees', percent: 10 } }),
          anItem({ applyLink: 'javascript:alert(1)' }),
        ],
      }),
    );
    await expect(refused).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: [
        { path: 'body.regionCode', rule: '没有“419999”这个地区' },
        { path: 'body.effectiveOn', rule: '没有这一天' },
        { path: 'body.bodyHtml', rule: '正文不能为空' },
        { path: 'body.items.0.rule.attribute', rule: '没有“staff”这个属性' },
        { path: 'body.items.0.amountBase.attribute', rule: '从业人员不是金额' },
        { path: 'body.items.1.applyLink', rule: '网址应以 http:// 或 https:// 开头' },
        { path: 'body.items.1.key', rule: '和前面的事项重复' },
      ],
    });
    expect(await PolicyModel.countDocuments()).toBe(before);
    const late = await aDraft(editor, { validUntil: '2026-01-31' });
    await expect(publishPolicy(editor, late.id)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });
});

describe('finding policies', () => {
  it('narrows by topic, level, region, kind and status, and highlights what was searched', async () => {
    await aPolicy(editor, {
      title: '中牟县升规奖补办法',
      level: 'county',
      regionCode: '410122',
      topics: ['market'],
      items: [anItem({ title: '升规奖补', benefit: '年营收首次过 2,000 万元，一次奖补 10 万元' })],
    });
    await aPolicy(editor, {
      title: '洛阳市升规奖补办法',
      level: 'city',
      regionCode: '410300',
      topics: ['market'],
    });
    await aPolicy(editor, { title: '升规奖补故事', kind: 'story', topics: [], issuedOn: '2020-01-01' });
    expect(await searched({ q: '升规奖补', regionCode: '410122' })).toEqual(
      expect.arrayContaining(['中牟县升规奖补办法', '升规奖补故事']),
    );
    expect(await searched({ q: '升规奖补', regionCode: '410122' })).not.toContain('洛阳市升规奖补办法');
    expect(await searched({ q: '升规奖补', topic: 'market', level: 'city' })).toEqual(['洛阳市升规奖补办法']);
    expect(await searched({ q: '升规奖补', kind: 'story' })).toEqual(['升规奖补故事']);
    expect(await searched({ q: '升规奖补', status: 'expired' })).toEqual([]);
    const [row] = (await listPolicies(guest, { q: '升规 奖补', level: 'county' })).items;
    expect(row?.highlight?.filter(({ hit }) => hit).map(({ text }) => text)).toEqual([
      '升规',
      '奖补',
      '奖补',
    ]);
    expect(row?.benefit).toBe('年营收首次过 2,000 万元，一次奖补 10 万元');
  });

  it('pages through every policy once, latest issued first', async () => {
    for (let number = 0; number < 5; number++)
      await aPolicy(editor, { kind: 'news', issuedOn: '2026-01-15' });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listPolicies(guest, { limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
      expect(seen.length).toBe(cursor ? new Set(seen).size : page.total);
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    const found: string[] = [];
    cursor = undefined;
    do {
      const page = await listPolicies(guest, { q: '补助', limit: 3, ...(cursor ? { cursor } : {}) });
      found.push(...page.items.map(({ id }) => id));
      cursor = page.next;
      expect(found.length).toBe(cursor ? new Set(found).size : page.total);
    } while (cursor);
    await expect(listPolicies(guest, { cursor: 'nonsense' })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  });

  it('sees within a second what another process publishes, also with a number taken long before', async () => {
    const { id, title } = await aPolicy(editor, { title: '氢能叉车示范应用补贴' });
    await aPolicy(editor, { kind: 'news' });
    expect(await searched({ q: '氢能叉车' })).toEqual([title]);
    const stored = await PolicyModel.findById(id).lean();
    // The other process took its number before the last change that was seen here, and wrote after it.
    const changeNumber = (stored?.changeNumber ?? 0) - 0.5;
    await PolicyModel.updateOne({ _id: id }, { $set: { title: '氢燃料电池叉车补贴', changeNumber } });
    const stopwatch = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 600);
    expect(await searched({ q: '氢燃料电池' })).toEqual(['氢燃料电池叉车补贴']);
    stopwatch.mockRestore();
  });

  it('lets a policy expire with the day after its last valid one', async () => {
    const { id } = await aPolicy(editor, { title: '短期稳岗措施', validUntil: '2026-03-12' });
    const on = (day: string) => contextOf({ kind: 'guest' }, { now: new Date(`${day}T12:00:00+08:00`) });
    expect((await getPolicy(on('2026-03-12'), id)).status).toBe('in-force');
    expect((await getPolicy(on('2026-03-13'), id)).status).toBe('expired');
    expect(await searched({ q: '短期稳岗', status: 'in-force' }, on('2026-03-12'))).toEqual(['短期稳岗措施']);
    expect(await searched({ q: '短期稳岗', status: 'in-force' }, on('2026-03-13'))).toEqual([]);
    expect(await searched({ q: '短期稳岗', status: 'expired' }, on('2026-03-13'))).toEqual(['短期稳岗措施']);
  });
});

describe('the routes of policies', () => {
  it('publish a policy that a visitor then reads', async () => {
    const headers = await headersOf(editor);
    const written = await app.inject({
      method: 'POST',
      url: '/api/policies',
      headers,
      payload: aPolicyInput({ title: '人才公寓补贴' }),
    });
    expect(written.statusCode).toBe(201);
    const { id } = written.json<{ id: string }>();
    expect((await app.inject({ url: `/api/policies/${id}` })).statusCode).toBe(404);
    const published = await app.inject({ method: 'POST', url: `/api/policies/${id}/publication`, headers });
    expect(published.statusCode).toBe(200);
    const read = await app.inject({ url: `/api/policies/${id}` });
    expect(read.json()).toMatchObject({
      title: '人才公寓补贴',
      items: [{ rule: { attribute: 'employees', value: 20 } }],
    });
    const list = await app.inject({ url: `/api/policies?q=${encodeURIComponent('人才公寓')}` });
    expect(list.json()).toMatchObject({ total: 1, items: [{ id }] });
    const drafts = await app.inject({ url: '/api/policies/drafts', headers });
    expect(drafts.statusCode).toBe(200);
  });

  it('refuse everybody but editors', async () => {
    const member = await memberOf(await anEnterprise());
    for (const ctx of [member, province.officers.countyDesk]) {
      const reply = await app.inject({
        method: 'POST',
        url: '/api/policies',
        headers: await headersOf(ctx),
        payload: aPolicyInput(),
      });
      expect(reply.statusCode).toBe(403);
      expect(reply.json()).toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(
      (await app.inject({ method: 'POST', url: '/api/policies', payload: aPolicyInput() })).statusCode,
    ).toBe(401);
  });

  it('say in one sentence what is wrong with a rule', async () => {
    const headers = await headersOf(editor);
    const post = (url: string, payload: object) => app.inject({ method: 'POST', url, headers, payload });
    const deep = { not: { not: { not: { not: aClause('employees', 'gte', 20) } } } };
    const audience = await post('/api/audiences', { rule: deep });
    expect(audience.statusCode).toBe(400);
    expect(audience.json()).toMatchObject({
      code: 'VALIDATION_FAILED',
      message: '规则嵌套太深，最多 3 层',
      details: [{ path: 'body.rule' }],
    });
    const policy = await post('/api/policies', { ...aPolicyInput(), items: [{ ...anItem(), rule: deep }] });
    expect(policy.json()).toMatchObject({
      message: '规则嵌套太深，最多 3 层',
      details: [{ path: 'body.items.0.rule' }],
    });
    const unknown = await post('/api/audiences', { rule: aClause('shoeSize', 'gte', 42) });
    expect(unknown.json()).toMatchObject({
      details: [{ path: 'body.rule.attribute', rule: '没有“shoeSize”这个属性' }],
    });
    const missing = await post('/api/audiences', {});
    expect(missing.json()).toMatchObject({
      code: 'VALIDATION_FAILED',
      details: [{ path: 'body.rule', rule: '必填' }],
    });
    for (const rule of [
      3,
      null,
      [],
      'x',
      { all: {} },
      { attribute: 'employees', op: 'gte', value: { $gt: 1 }, text: 'x' },
    ]) {
      const reply = await post('/api/audiences', { rule });
      expect(reply.statusCode).toBe(400);
      expect(reply.json()).toMatchObject({ code: 'VALIDATION_FAILED' });
    }
  });

  it('refuse bad addresses and queries', async () => {
    expect((await app.inject({ url: '/api/policies/nonsense' })).statusCode).toBe(400);
    expect((await app.inject({ url: `/api/policies/${'a'.repeat(24)}` })).statusCode).toBe(404);
    expect((await app.inject({ url: '/api/policies?topic=sports' })).statusCode).toBe(400);
    expect((await app.inject({ url: '/api/policies?cursor=x' })).statusCode).toBe(400);
    expect((await app.inject({ url: `/api/policies?q=${'长'.repeat(61)}` })).statusCode).toBe(400);
  });
});
