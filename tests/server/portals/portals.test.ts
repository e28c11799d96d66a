import Fastify from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { App } from '../../../server/app';
import type { PolicyInput } from '../../../server/contract/policies';
import type { Context } from '../../../server/context';
import { createWindow } from '../../../server/modules/organizations/windows.service';
import { nextChangeNumber, PolicyModel } from '../../../server/modules/policies/policies.model';
import { touchCatalogue } from '../../../server/modules/policies/catalogue';
import { updatePolicy, withdrawPolicy } from '../../../server/modules/policies/policies.service';
import { portalStyle } from '../../../server/modules/portals/portal-style';
import { portalRoutes } from '../../../server/modules/portals/portals.routes';
import { context } from '../../../server/plugins/context';
import { validation } from '../../../server/plugins/validation';
import { anEnvironment, contextOf, officerIn } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anOpenEvent } from '../../support/events';
import { aProvince, type Province } from '../../support/organizations';
import { aDraft, anItem, aPolicy, aPolicyInput } from '../../support/policies';
import { windowInput } from '../../support/windows';

useDatabase();

let app: App;
let province: Province;
let editor: Context;

beforeAll(async () => {
  const environment = anEnvironment();
  app = Fastify().withTypeProvider<TypeBoxTypeProvider>() as App;
  await app.register(validation);
  await app.register(
    async (portal) => {
      await portal.register(context, environment);
      await portal.register(portalRoutes);
    },
    { prefix: '/portal' },
  );
  province = await aProvince();
  editor = province.officers.provinceEditor;
});
afterAll(() => app.close());

const read = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });
const pageOf = async (url: string) => {
  const reply = await read(url);
  expect([url, reply.statusCode]).toEqual([url, 200]);
  return reply.body;
};
const ofRegion = (regionCode: string, level: PolicyInput['level'], title: string) =>
  aPolicy(editor, { regionCode, level, title, topics: ['finance'] });

describe('the public home of a region', () => {
  it('shows its own policies first, then those of each level above it, each with its level, and none of elsewhere', async () => {
    await ofRegion('000000', 'state', '国家贴息办法');
    await ofRegion('410000', 'province', '全省贴息办法');
    await ofRegion('410122', 'county', '中牟贴息办法');
    await ofRegion('410100', 'city', '郑州贴息办法');
    await ofRegion('410300', 'city', '洛阳贴息办法');
    const page = await pageOf('/portal/410122/finance');
    const shown = [
      ...page.matchAll(
        /<a[^>]*class="row-link"[^>]*>\s*([^<]+?)\s*<\/a\s*>[\s\S]*?class="tag ?(own)?"[^>]*>([^<]+)</g,
      ),
    ].map(([, title, own, level]) => [title, own ?? '', level?.trim()]);
    expect(shown).toEqual([
      ['中牟贴息办法', 'own', '县级'],
      ['郑州贴息办法', '', '市级'],
      ['全省贴息办法', '', '省级'],
      ['国家贴息办法', '', '国家'],
    ]);
  });

  it('has the four areas, the path to the province, search, windows with phone and hours, and events', async () => {
    await createWindow(contextOf(), {
      ...windowInput(province.county.id, { name: '中牟企业服务窗口' }),
      phone: '0371-6211 0000',
    });
    await anOpenEvent(await officerIn(province.city, 'event-manager'), { title: '郑州银企对接会' });
    await anOpenEvent(await officerIn(province.city, 'event-manager'), {
      title: '洛阳银企对接会',
      regionCode: '410300',
    });
    const page = await pageOf('/portal/410122');
    for (const area of ['政策法规', '融资服务', '市场开拓', '人力资源']) expect(page).toContain(`>${area}<`);
    expect(page).toMatch(/href="\/portal\/410000"[^>]*>河南省[\s\S]*href="\/portal\/410100"[^>]*>郑州市/);
    expect(page).toContain('action="/portal/410122/search"');
    expect(page).toContain('中牟企业服务窗口');
    expect(page).toContain('开着，到 12:00');
    expect(page).toContain('href="tel:037162110000"');
    expect(page).toContain('郑州银企对接会');
    expect(page).not.toContain('洛阳银企对接会');
    expect(await pageOf('/portal/410100')).toContain('href="/portal/410122"');
  });

  it('weighs less than 60 kB with its style and carries no script', async () => {
    for (const code of ['410000', '410100', '410122']) {
      const reply = await read(`/portal/${code}`);
      expect(Buffer.byteLength(reply.body) + Buffer.byteLength(portalStyle)).toBeLessThan(60_000);
      expect(reply.body).not.toMatch(/<script|javascript:|\son\w+=/i);
      expect(reply.headers['content-security-policy']).toContain("default-src 'none'");
    }
  });

  it('leads to the province where no region is named, and to the address without a last slash', async () => {
    expect((await read('/portal')).headers.location).toBe('/portal/410000');
    expect((await read('/portal/410122/')).headers.location).toBe('/portal/410122');
  });
});

describe('an area of a home', () => {
  it('shows its policies page by page', async () => {
    for (let at = 0; at < 21; at += 1)
      await aPolicy(editor, {
        regionCode: '411700',
        level: 'city',
        title: `驻马店外贸办法${at}号`,
        topics: ['market'],
      });
    const titles = async (url: string) => (await pageOf(url)).match(/驻马店外贸办法\d+号/g) ?? [];
    const [first, second] = [
      await titles('/portal/411700/market'),
      await titles('/portal/411700/market?page=2'),
    ];
    expect([first.length, second.length]).toEqual([20, 1]);
    expect(new Set([...first, ...second]).size).toBe(21);
    expect(await pageOf('/portal/411700/market')).toContain('href="/portal/411700/market?page=2"');
    expect((await read('/portal/411700/market?page=3')).statusCode).toBe(404);
  });

  it('leaves out drafts and what has expired', async () => {
    await aDraft(editor, { title: '未定稿的用工办法', topics: ['employment'] });
    const { id } = await aPolicy(editor, { title: '到期的用工办法', topics: ['employment'] });
    await PolicyModel.updateOne(
      { _id: id },
      { $set: { validUntil: '2026-03-10', changeNumber: await nextChangeNumber() } },
    );
    touchCatalogue();
    const page = await pageOf('/portal/410000/labour');
    expect(page).not.toMatch(/未定稿的用工办法|到期的用工办法/);
    expect(await pageOf(`/portal/410000/policies/${id}`)).toContain('有效期到 2026年3月10日');
  });
});

describe('the search of a home', () => {
  it('marks the words found and keeps what was typed', async () => {
    await aPolicy(editor, { title: '粮机更新办法', bodyHtml: '<p>更新烘干塔的给补助。</p>', items: [] });
    const page = await pageOf(`/portal/410122/search?q=${encodeURIComponent('烘干塔')}`);
    expect(page).toContain('粮机更新办法');
    expect(page).toMatch(/<mark>烘干塔?<\/mark>/);
    expect(page).toContain('value="烘干塔"');
  });

  it('escapes what was typed, wherever it stands', async () => {
    const typed = '"><script>alert(1)</script>';
    const page = await pageOf(`/portal/410122/search?q=${encodeURIComponent(typed)}`);
    expect(page).not.toContain('<script');
    expect(page).toContain('&quot;&gt;&lt;script&gt;');
  });

  it('says what to do where nothing is found', async () => {
    expect(await pageOf('/portal/410122/search?q=zzqqxx')).toContain('没有找到');
    expect(await pageOf('/portal/410122/search')).toContain('写几个字再搜');
  });
});

describe('a policy on a home', () => {
  it('tells in plain words what it gives, to whom it is open and until when', async () => {
    const { id } = await aPolicy(editor, {
      title: '首台套<奖励>办法',
      reading: '买首台套设备，省里补一成。',
      validUntil: '2026-12-31',
      bodyHtml: '<h2>第一条</h2><p>正文<script>alert(1)</script></p>',
      items: [
        anItem({
          deadline: '2026-03-15',
          applyPath: 'link',
          applyLink: 'https://www.hnzwfw.gov.cn/apply',
          steps: ['先登录'],
          materials: ['营业执照'],
        }),
      ],
    });
    const page = await pageOf(`/portal/410122/policies/${id}`);
    expect(page).toContain('首台套&lt;奖励&gt;办法');
    expect(page).toContain('买首台套设备，省里补一成。');
    expect(page).toContain('还剩 4 天');
    expect(page).toContain('href="https://www.hnzwfw.gov.cn/apply"');
    expect(page).toContain('<h2>第一条</h2>');
    expect(page).not.toContain('<script');
    expect(page).toContain(`rel="canonical" href="/portal/410000/policies/${id}"`);
  });

  it('shows what was corrected, with what came and what went', async () => {
    const input = aPolicyInput({ bodyHtml: '<p>按投入的百分之十<补助。</p>' });
    const { id } = await aPolicy(editor, input);
    await updatePolicy(editor, id, {
      ...input,
      bodyHtml: '<p>按投入的百分之十五补助。</p><p>由县里初审。</p>',
      correctionNote: '比例<写错>了',
    });
    const page = await pageOf(`/portal/410122/policies/${id}`);
    expect(page).toContain('比例&lt;写错&gt;了');
    expect(page).toContain(`href="/portal/410122/policies/${id}/changes"`);
    const changes = await pageOf(`/portal/410122/policies/${id}/changes`);
    expect(changes).toContain('<ins>由县里初审。</ins>');
    expect(changes).toContain('<del>');
    expect(changes).toContain('第 2 版改了什么');
    expect(await pageOf(`/portal/410122/policies/${id}/changes?to=1`)).toContain('这是最初发布的一版');
    expect((await read(`/portal/410122/policies/${id}/changes?to=9`)).statusCode).toBe(404);
  });

  it('that was withdrawn says so, since when and why', async () => {
    const { id } = await aPolicy(editor, { title: '误发的办法', topics: ['market'] });
    await withdrawPolicy(editor, id, '文件<发错>了');
    expect(await pageOf(`/portal/410000/policies/${id}`)).toMatch(
      /已撤回[\s\S]*2026年3月11日撤回：文件&lt;发错&gt;了/,
    );
    expect(await pageOf('/portal/410000/market')).not.toContain('误发的办法');
  });

  it('is led to its own home from one where it doesn’t hold', async () => {
    const { id } = await ofRegion('410300', 'city', '洛阳专属办法');
    const reply = await read(`/portal/410122/policies/${id}`);
    expect([reply.statusCode, reply.headers.location]).toEqual([302, `/portal/410300/policies/${id}`]);
  });

  it('is a page of its own to say so where there is none, or a draft', async () => {
    const draft = await aDraft(editor, { title: '看不见的稿子' });
    for (const url of [
      '/portal/999999',
      '/portal/zz',
      '/portal/410122/nothing',
      `/portal/410122/policies/${'0'.repeat(24)}`,
      `/portal/410122/policies/${draft.id}`,
      '/portal/410122/policies/x',
      '/portal/410122/a/b/c',
    ]) {
      const reply = await read(url);
      expect([url, reply.statusCode]).toEqual([url, 404]);
      expect(reply.headers['content-type']).toContain('text/html');
      expect(reply.body).toContain('没有这个页面');
      expect(reply.body).not.toContain('看不见的稿子');
    }
  });
});

it('a page that hasn’t changed is not sent again', async () => {
  const first = await read('/portal/410800');
  expect(first.headers['cache-control']).toBe('public, max-age=60');
  const again = await read('/portal/410800', { 'if-none-match': String(first.headers.etag) });
  expect([again.statusCode, again.body]).toEqual([304, '']);
  await aPolicy(editor, { regionCode: '410800', level: 'city', title: '焦作新办法' });
  const changed = await read('/portal/410800', { 'if-none-match': String(first.headers.etag) });
  expect([changed.statusCode, changed.body.includes('焦作新办法')]).toEqual([200, true]);
});

it('the stylesheet stays for a year at the address the pages name', async () => {
  const address = /href="(\/portal\/style-[^"]+\.css)"/.exec(await pageOf('/portal/410000'))?.[1];
  const reply = await read(address ?? '');
  expect(reply.statusCode).toBe(200);
  expect(reply.headers['cache-control']).toContain('immutable');
  expect(reply.body).toBe(portalStyle);
});
