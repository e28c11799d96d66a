import type { Issue, IssueCounts, IssuePreview, IssueRow } from '../../../server/contract/issues';
import type { Context } from '../../../server/context';
import type { App } from '../../../server/app';
import { issueRoutes } from '../../../server/modules/issues/issues.routes';
import {
  acceptIssue,
  answerIssue,
  openIssue,
  reportLines,
  resolveIssue,
  verifyLedgers,
} from '../../../server/modules/issues/issues.service';
import { setResponsibility } from '../../../server/modules/organizations/responsibilities.service';
import {
  aVisitor,
  anEnvironment,
  appWith,
  contextOf,
  headersOf,
  memberOf,
  officerIn,
} from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { anIssue, anIssueBody, aScene, type Scene } from '../../support/issues';
import { anOrganization } from '../../support/organizations';

useDatabase();

let app: App;
let scene: Scene;
beforeAll(async () => {
  app = await appWith(anEnvironment(), issueRoutes);
  scene = await aScene();
});
afterAll(() => app.close());

/** Sends a request as somebody, or as a guest. */
async function send<T = { code: string; message: string; details?: { path: string; rule: string }[] }>(
  who: Context | null,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<{ status: number; body: T }> {
  const reply = await app.inject({
    method,
    url: `/api${path}`,
    ...(who ? { headers: await headersOf(who) } : {}),
    ...(body ? { payload: body } : {}),
  });
  return { status: reply.statusCode, body: reply.json<T>() };
}

describe('POST /issues', () => {
  it('opens an issue for the caller’s enterprise', async () => {
    const reply = await send<Issue>(scene.member, 'POST', '/issues', anIssueBody());
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({ status: 'submitted', enterprise: { id: scene.enterprise.id } });
    expect(JSON.stringify(reply.body)).not.toContain('13812346021');
  });

  it.each([
    ['an empty text', { body: '' }, 'body.body'],
    ['a text of blanks', { body: '   ' }, 'body.body'],
    ['a text over 2,000 characters', { body: '长'.repeat(2001) }, 'body.body'],
    ['an unknown kind', { kind: 'wish' }, 'body.kind'],
    ['an unknown field', { field: 'weather' }, 'body.field'],
    ['a short nonce', { nonce: 'x' }, 'body.nonce'],
    [
      'ten files',
      { fileIds: Array.from({ length: 10 }, (_, n) => `${n}`.repeat(24).slice(0, 24)) },
      'body.fileIds',
    ],
    ['a phone that is none', { contactPhone: '12345' }, 'body.contactPhone'],
  ])('refuses %s and names the field', async (_what, wrong, path) => {
    const reply = await send(scene.member, 'POST', '/issues', { ...anIssueBody(), ...wrong });
    expect(reply).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    expect(reply.body.details?.map((detail) => detail.path)).toContain(path);
  });

  it('refuses other content under a used nonce', async () => {
    const body = anIssueBody();
    await send(scene.member, 'POST', '/issues', body);
    expect(await send(scene.member, 'POST', '/issues', { ...body, kind: 'enquiry' })).toMatchObject({
      status: 409,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
  });

  it('refuses guests, people without an enterprise, and officers', async () => {
    expect(await send(null, 'POST', '/issues', anIssueBody())).toMatchObject({
      status: 401,
      body: { code: 'NOT_SIGNED_IN' },
    });
    expect(await send(await aVisitor(), 'POST', '/issues', anIssueBody())).toMatchObject({
      status: 403,
      body: { code: 'NOT_BOUND' },
    });
    expect(await send(scene.officers.countyDesk, 'POST', '/issues', anIssueBody())).toMatchObject({
      status: 403,
      body: { code: 'NOT_BOUND' },
    });
  });
});

describe('POST /issues/preview', () => {
  it('proposes category, promised date, accountable person and body, and counts like issues without names', async () => {
    await setResponsibility(contextOf(), { field: 'utilities', organizationId: scene.labour.id });
    const neighbour = await memberOf(await anEnterprise({ deskOrganizationId: scene.county.id }));
    await openIssue(
      neighbour,
      anIssueBody({ body: '厂房用电增容报了两个月，供电所一直等外线方案。', field: 'utilities' }),
    );
    const reply = await send<IssuePreview>(scene.member, 'POST', '/issues/preview', {
      body: '二期厂房用电增容等了两个月，供电所说要等外线方案',
    });
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      kind: 'help',
      field: 'utilities',
      answerDueAt: '2026-03-18T09:30:00.000Z',
      signDueAt: '2026-03-11T04:00:00.000Z',
      isProvisional: false,
      accountable: { organization: { id: scene.county.id } },
      proposedBody: { id: scene.labour.id, shortName: '县人社局' },
      similarEnterprises: 1,
    });
    expect(reply.body.clock.at(-1)?.date).toBe('2026-03-18');
    const own = await send<IssuePreview>(neighbour, 'POST', '/issues/preview', {
      body: '厂房用电增容报了两个月，供电所一直等外线方案。',
    });
    expect(own.body.similarEnterprises).toBe(0);
  });

  it('learns from closed issues of the city, and keeps what the caller chose', async () => {
    const body = '每个季度都要给商会交活动经费，说是自愿，其实不交不行。';
    const issue = await openIssue(scene.member, anIssueBody({ body, kind: 'complaint', field: 'fees' }));
    await acceptIssue(scene.officers.countyDesk, issue.id);
    await answerIssue(scene.officers.countyDesk, issue.id, { text: '已经退还。' });
    await resolveIssue(scene.member, issue.id, { result: 'solved' });
    const like = await send<IssuePreview>(scene.member, 'POST', '/issues/preview', {
      body: '商会每个季度来要活动经费，不交不行',
    });
    expect(like.body).toMatchObject({ kind: 'complaint', field: 'fees' });
    const chosen = await send<IssuePreview>(scene.member, 'POST', '/issues/preview', {
      body: '商会每个季度来要活动经费，不交不行',
      kind: 'enquiry',
      field: 'law',
    });
    expect(chosen.body).toMatchObject({
      kind: 'enquiry',
      field: 'law',
      answerDueAt: '2026-03-12T09:30:00.000Z',
    });
  });

  it('answers before anything is written, and refuses a text that is too long', async () => {
    const empty = await send<IssuePreview>(scene.member, 'POST', '/issues/preview', { body: '' });
    expect(empty).toMatchObject({
      status: 200,
      body: { kind: 'help', field: 'other', similarEnterprises: 0 },
    });
    const long = await send(scene.member, 'POST', '/issues/preview', { body: '长'.repeat(2001) });
    expect(long).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    expect(await send(scene.officers.countyDesk, 'POST', '/issues/preview', { body: '' })).toMatchObject({
      status: 403,
      body: { code: 'NOT_BOUND' },
    });
  });
});

describe('the steps of an issue', () => {
  it('go from acceptance to rating over HTTP', async () => {
    const { countyDesk, labourHandler } = scene.officers;
    const { id } = (await send<Issue>(scene.member, 'POST', '/issues', anIssueBody())).body;
    const steps: [Context, string, object | undefined, string][] = [
      [countyDesk, 'acceptance', undefined, 'accepted'],
      [countyDesk, 'dispatches', { organizationId: scene.labour.id, note: '请今天联系' }, 'dispatched'],
      [labourHandler, 'receipt', undefined, 'in-hand'],
      [labourHandler, 'returns', { reason: 'incomplete', note: '缺岗位要求' }, 'accepted'],
      [countyDesk, 'dispatches', { organizationId: scene.labour.id }, 'dispatched'],
      [labourHandler, 'receipt', undefined, 'in-hand'],
      [labourHandler, 'notes', { text: '已联系职校', isPublic: true }, 'in-hand'],
      [labourHandler, 'answers', { text: '周二面试' }, 'answered'],
      [scene.member, 'resolution', { result: 'unsolved', words: '没人来' }, 'in-hand'],
      [labourHandler, 'answers', { text: '明天再来两人' }, 'answered'],
      [scene.member, 'resolution', { result: 'solved', stars: 4 }, 'closed'],
    ];
    for (const [who, step, body, status] of steps) {
      const reply = await send<Issue>(who, 'POST', `/issues/${id}/${step}`, body);
      expect([step, reply.status, reply.body.status]).toEqual([step, 200, status]);
    }
    const seen = await send<Issue>(scene.member, 'GET', `/issues/${id}`);
    expect(seen).toMatchObject({
      status: 200,
      body: {
        closedAs: 'confirmed',
        rating: { result: 'solved', stars: 4 },
        returnCount: 1,
        disputeCount: 1,
      },
    });
  });

  const wrongs: [string, () => Context, string, object | undefined, number, string][] = [
    [
      'an acceptance by a handler',
      () => scene.officers.labourHandler,
      'acceptance',
      undefined,
      403,
      'FORBIDDEN',
    ],
    [
      'a dispatch by the enterprise',
      () => scene.member,
      'dispatches',
      { organizationId: 'a'.repeat(24) },
      403,
      'FORBIDDEN',
    ],
    ['a receipt by an editor', () => scene.officers.provinceEditor, 'receipt', undefined, 403, 'FORBIDDEN'],
    [
      'a rating by the desk',
      () => scene.officers.countyDesk,
      'resolution',
      { result: 'solved' },
      403,
      'NOT_BOUND',
    ],
    ['a withdrawal by the desk', () => scene.officers.countyDesk, 'withdrawal', {}, 403, 'NOT_BOUND'],
    [
      'a look at the contact by the enterprise',
      () => scene.member,
      'contact-views',
      { reason: '看' },
      403,
      'FORBIDDEN',
    ],
    [
      'a dispatch to an unknown body',
      () => scene.officers.countyDesk,
      'dispatches',
      { organizationId: 'f'.repeat(24) },
      400,
      'BODY_NOT_IN_SCOPE',
    ],
    [
      'a dispatch to a body of the city',
      () => scene.officers.countyDesk,
      'dispatches',
      { organizationId: 'CITY' },
      400,
      'BODY_NOT_IN_SCOPE',
    ],
    [
      'a dispatch to no id',
      () => scene.officers.countyDesk,
      'dispatches',
      { organizationId: 'x' },
      400,
      'VALIDATION_FAILED',
    ],
    [
      'a second acceptance',
      () => scene.officers.countyDesk,
      'acceptance',
      undefined,
      409,
      'ISSUE_STATE_CHANGED',
    ],
    [
      'a receipt of what was not dispatched',
      () => scene.officers.countyDesk,
      'receipt',
      undefined,
      409,
      'ISSUE_STATE_CHANGED',
    ],
    [
      'a return of what was not dispatched',
      () => scene.officers.countyDesk,
      'returns',
      { reason: 'wrong-level', note: '层级不对' },
      409,
      'ISSUE_STATE_CHANGED',
    ],
    [
      'a return without a coded reason',
      () => scene.officers.countyDesk,
      'returns',
      { reason: 'lazy', note: '不想办' },
      400,
      'VALIDATION_FAILED',
    ],
    ['an empty answer', () => scene.officers.countyDesk, 'answers', { text: ' ' }, 400, 'VALIDATION_FAILED'],
    [
      'an answer of 4,001 characters',
      () => scene.officers.countyDesk,
      'answers',
      { text: '长'.repeat(4001) },
      400,
      'VALIDATION_FAILED',
    ],
    [
      'a rating before the answer',
      () => scene.member,
      'resolution',
      { result: 'solved' },
      409,
      'ISSUE_STATE_CHANGED',
    ],
    ['six stars', () => scene.member, 'resolution', { result: 'solved', stars: 6 }, 400, 'VALIDATION_FAILED'],
    [
      'a look at the contact without a reason',
      () => scene.officers.countyDesk,
      'contact-views',
      {},
      400,
      'VALIDATION_FAILED',
    ],
  ];
  it.each(wrongs)('refuse %s', async (_what, who, step, body, status, errorCode) => {
    const { id } = await anIssue(scene, 'accepted');
    const payload = JSON.stringify(body)?.replace('CITY', scene.industry.id);
    const reply = await send(
      who(),
      'POST',
      `/issues/${id}/${step}`,
      payload ? (JSON.parse(payload) as object) : undefined,
    );
    expect([reply.status, reply.body.code]).toEqual([status, errorCode]);
    expect((await send<Issue>(scene.member, 'GET', `/issues/${id}`)).body.status).toBe('accepted');
  });

  it('don’t exist for another enterprise, another city or a guest', async () => {
    const { id } = await anIssue(scene, 'answered');
    const stranger = await memberOf(await anEnterprise({ deskOrganizationId: scene.county.id }));
    const luoyang = await anOrganization({ regionCode: '410300', parentId: scene.province.id });
    const elsewhere = await officerIn(luoyang, 'desk');
    for (const [who, method, path, body] of [
      [stranger, 'GET', '', undefined],
      [elsewhere, 'GET', '', undefined],
      [stranger, 'POST', '/resolution', { result: 'solved' }],
      [stranger, 'POST', '/withdrawal', {}],
      [stranger, 'POST', '/notes', { text: '看看', isPublic: true }],
      [elsewhere, 'POST', '/acceptance', undefined],
      [elsewhere, 'POST', '/dispatches', { organizationId: luoyang.id }],
      [elsewhere, 'POST', '/answers', { text: '办了' }],
      [elsewhere, 'POST', '/contact-views', { reason: '看看' }],
    ] as const)
      expect(await send(who, method, `/issues/${id}${path}`, body)).toMatchObject({
        status: 404,
        body: { code: 'NOT_FOUND' },
      });
    expect(await send(null, 'GET', `/issues/${id}`)).toMatchObject({ status: 401 });
    expect(await send(scene.member, 'GET', `/issues/${'f'.repeat(24)}`)).toMatchObject({ status: 404 });
    expect(await send(scene.member, 'GET', '/issues/short')).toMatchObject({ status: 400 });
  });

  it('shows the contact to who handles the issue', async () => {
    const { id } = await anIssue(scene, 'in-hand');
    const reply = await send(scene.officers.labourHandler, 'POST', `/issues/${id}/contact-views`, {
      reason: '约面谈',
    });
    expect(reply).toMatchObject({ status: 200, body: { name: '王海燕', phone: '13812346021' } });
  });
});

describe('lists and counts', () => {
  const page = (who: Context, query: string) =>
    send<{ items: IssueRow[]; next?: string; total: number }>(who, 'GET', `/issues?${query}`);

  it('give each side its own issues, in groups that agree with the counts', async () => {
    const own = await aScene();
    for (const status of ['submitted', 'accepted', 'dispatched', 'in-hand', 'answered', 'closed'] as const)
      await anIssue(own, status, { title: status });
    const disputed = await anIssue(own, 'answered', { title: 'disputed' });
    await resolveIssue(own.member, disputed.id, { result: 'unsolved' });
    await anIssue(scene);

    const titles = async (who: Context, query: string) => {
      const { items, total } = (await page(who, query)).body;
      expect(items).toHaveLength(total);
      return items.map(({ title }) => title).sort();
    };
    const { countyDesk, labourHandler, provinceDesk, provinceEditor } = own.officers;
    const all = ['accepted', 'answered', 'closed', 'dispatched', 'disputed', 'in-hand', 'submitted'];
    expect(await titles(own.member, 'as=enterprise')).toEqual(all);
    expect(await titles(own.member, 'as=enterprise&group=in-hand')).toEqual(
      all.filter((one) => one !== 'closed'),
    );
    expect(await titles(own.member, 'as=enterprise&group=waiting-for-me')).toEqual(['answered']);
    expect(await titles(own.member, 'as=enterprise&group=closed')).toEqual(['closed']);
    expect(await titles(countyDesk, 'as=officer')).toEqual(all);
    expect(await titles(provinceDesk, 'as=officer')).toEqual(all);
    expect(await titles(labourHandler, 'as=officer')).toEqual([
      'answered',
      'closed',
      'dispatched',
      'disputed',
      'in-hand',
    ]);
    expect(await titles(countyDesk, 'as=officer&group=to-accept')).toEqual(['submitted']);
    expect(await titles(countyDesk, 'as=officer&group=to-receive')).toEqual(['dispatched']);
    expect(await titles(countyDesk, 'as=officer&group=waiting-for-me')).toEqual(['accepted', 'submitted']);
    expect(await titles(labourHandler, 'as=officer&group=waiting-for-me')).toEqual([
      'dispatched',
      'disputed',
      'in-hand',
    ]);
    expect(await titles(countyDesk, 'as=officer&group=disputed')).toEqual(['disputed']);
    expect(await titles(countyDesk, 'as=officer&group=open&field=labour&source=mini-program')).toEqual(
      all.filter((one) => one !== 'closed'),
    );
    expect(await titles(countyDesk, 'as=officer&field=tax')).toEqual([]);
    expect(await titles(countyDesk, `as=officer&q=${encodeURIComponent('disp')}`)).toEqual([
      'dispatched',
      'disputed',
    ]);
    expect((await send<IssueCounts>(own.member, 'GET', '/issues/counts?as=enterprise')).body).toMatchObject({
      inHand: 6,
      waitingForMe: 1,
      closed: 1,
    });
    expect((await send<IssueCounts>(countyDesk, 'GET', '/issues/counts?as=officer')).body).toEqual({
      open: 6,
      inHand: 4,
      waitingForMe: 2,
      closed: 1,
      breached: 0,
      dueToday: 2,
      toAccept: 1,
      toReceive: 1,
      disputed: 1,
    });
    for (const path of ['/issues?as=officer', '/issues/counts?as=officer']) {
      expect(await send(own.member, 'GET', path)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
      expect(await send(provinceEditor, 'GET', path)).toMatchObject({ status: 403 });
    }
    expect(await send(countyDesk, 'GET', '/issues?as=enterprise')).toMatchObject({
      status: 403,
      body: { code: 'NOT_BOUND' },
    });
  });

  it('tell breached limits and those that end today by the clock', async () => {
    const own = await aScene();
    await anIssue(own, 'submitted');
    await anIssue(own, 'in-hand');
    const lateApp = await appWith(anEnvironment({ now: new Date('2026-03-18T06:00:00Z') }), issueRoutes);
    const headers = await headersOf(own.officers.countyDesk);
    const counts = await lateApp.inject({ url: '/api/issues/counts?as=officer', headers });
    expect(counts.json()).toMatchObject({ breached: 1, dueToday: 1 });
    const rows = await lateApp.inject({ url: '/api/issues?as=officer&group=breached', headers });
    expect(rows.json<{ items: IssueRow[] }>().items[0]).toMatchObject({
      status: 'submitted',
      isBreached: true,
      runningLimit: 'sign',
      remainingMinutes: -4 * 420 - 210 - 240,
    });
    await lateApp.close();
  });

  it('page without gaps or repeats, and refuse a cursor of somebody else’s making', async () => {
    const own = await aScene();
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1) made.push((await anIssue(own)).id);
    for (const [who, query] of [
      [own.member, 'as=enterprise'],
      [own.officers.countyDesk, 'as=officer&group=open'],
      [own.officers.countyDesk, 'as=officer'],
    ] as const) {
      const seen: string[] = [];
      let next: string | undefined;
      do {
        const { body } = await page(who, `${query}&limit=2${next ? `&cursor=${next}` : ''}`);
        expect(body.total).toBe(5);
        seen.push(...body.items.map(({ id }) => id));
        next = body.next;
      } while (next);
      expect([...seen].sort()).toEqual([...made].sort());
      expect(new Set(seen).size).toBe(5);
    }
    expect(await send(own.member, 'GET', '/issues?as=enterprise&cursor=bogus')).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED' },
    });
    expect(await send(own.member, 'GET', '/issues?as=nobody')).toMatchObject({ status: 400 });
  });

  it('find an enterprise by name unless it hid it', async () => {
    const own = await aScene();
    const open = await anIssue(own);
    await anIssue(own, 'submitted', { isNameHidden: true });
    const found = await page(
      own.officers.citySupervisor,
      `as=officer&q=${encodeURIComponent(own.enterprise.name)}`,
    );
    expect(found.body.items.map(({ id }) => id)).toEqual([open.id]);
    const byNumber = await page(own.officers.citySupervisor, `as=officer&q=${open.number}`);
    expect(byNumber.body.items.map(({ id }) => id)).toEqual([open.id]);
  });
});

describe('the ledger check', () => {
  it('says in a line that all is well, or names each spot', async () => {
    const report = await verifyLedgers();
    expect(reportLines(report)).toEqual([`查了 ${report.issues} 件诉求、${report.entries} 条台账，全部相符`]);
    const faults = [
      { issueId: 'a'.repeat(24), number: '2026-000001', sequence: 3, problem: 'altered' as const },
    ];
    expect(reportLines({ issues: 1, entries: 5, faults })).toEqual([
      '查了 1 件诉求、5 条台账，1 处不符：',
      `  2026-000001（${'a'.repeat(24)}）第 3 条：这一条的内容被改过`,
    ]);
  });
});
