import type { App } from '../../../server/app';
import { WeChatError } from '../../../server/gateways/wechat';
import { accountRoutes } from '../../../server/modules/accounts/accounts.routes';
import { signInRoutes } from '../../../server/modules/accounts/sign-in.routes';
import {
  aVisitor,
  aWeChat,
  anEnvironment,
  appWith,
  headersOf,
  memberOf,
  officerIn,
  testNow,
} from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { aProvince, anOrganization, type Province } from '../../support/organizations';

useDatabase();

let app: App;
let tree: Province;
beforeAll(async () => {
  app = await appWith(anEnvironment(), signInRoutes, accountRoutes);
  tree = await aProvince();
});
afterAll(() => app.close());

describe('the routes of sign-in', () => {
  it('sign a person in and out', async () => {
    const opened = await app.inject({ method: 'POST', url: '/api/sessions', payload: { code: 'abc' } });
    expect(opened.statusCode).toBe(201);
    const { token, me } = opened.json<{ token: string; me: { id: string } }>();
    const headers = { authorization: `Bearer ${token}` };
    expect((await app.inject({ url: '/api/me', headers })).json()).toEqual(me);
    const closed = await app.inject({ method: 'DELETE', url: '/api/sessions/current', headers });
    expect(closed.json()).toEqual({ ok: true });
    const after = await app.inject({ url: '/api/me', headers });
    expect(after.statusCode).toBe(401);
    expect(after.json()).toMatchObject({ code: 'SESSION_EXPIRED', message: '登录已过期，请重新登录' });
  });

  it('tell a guest to sign in', async () => {
    for (const [method, url] of [
      ['GET', '/api/me'],
      ['DELETE', '/api/sessions/current'],
      ['GET', '/api/me/consents'],
      ['GET', '/api/memberships'],
    ] as const) {
      const reply = await app.inject({ method, url });
      expect([reply.statusCode, reply.json<{ code: string }>().code]).toEqual([401, 'NOT_SIGNED_IN']);
    }
  });

  it.each([
    [{}],
    [{ code: '' }],
    [{ code: '  ' }],
    [{ code: 'x'.repeat(129) }],
    [{ code: 1 }],
    ['text'],
    [null],
  ])('answer %j with the field and its rule, never with a fault of ours', async (payload) => {
    const reply = await app.inject({
      method: 'POST',
      url: '/api/sessions',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify(payload),
    });
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toMatchObject({ code: 'VALIDATION_FAILED', requestId: expect.any(String) });
  });

  it('answer a body that is no JSON with 400', async () => {
    const headers = { 'content-type': 'application/json' };
    const reply = await app.inject({ method: 'POST', url: '/api/sessions', headers, payload: '{"code":' });
    expect([reply.statusCode, reply.json<{ code: string }>().code]).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('tell a stale code from a WeChat that is away', async () => {
    const signIn = async (error: WeChatError) => {
      const wechat = aWeChat({ code2Session: () => Promise.reject(error) });
      const other = await appWith(anEnvironment({ wechat }), signInRoutes, accountRoutes);
      const reply = await other.inject({ method: 'POST', url: '/api/sessions', payload: { code: 'x' } });
      await other.close();
      return [reply.statusCode, reply.json<{ code: string }>().code];
    };
    const stale = new WeChatError('invalid code', { errcode: 40029, outcome: 'refused' });
    expect(await signIn(stale)).toEqual([400, 'LOGIN_CODE_INVALID']);
    const away = new WeChatError('timeout', { outcome: 'unknown' });
    expect(await signIn(away)).toEqual([503, 'WECHAT_UNAVAILABLE']);
  });

  it('stop an address that tries too often', async () => {
    const limited = await appWith(anEnvironment(), signInRoutes, accountRoutes);
    const statuses: number[] = [];
    for (let count = 0; count < 61; count += 1) {
      const reply = await limited.inject({ method: 'POST', url: '/api/sessions', payload: {} });
      statuses.push(reply.statusCode);
      if (count === 60)
        expect(reply.json()).toMatchObject({ code: 'RATE_LIMITED', message: '操作太频繁，请稍等一分钟再试' });
    }
    expect(statuses.slice(0, 60).every((status) => status === 400)).toBe(true);
    expect(statuses[60]).toBe(429);
    await limited.close();
  });
});

describe('the routes of my account', () => {
  it('change my name and show my phone masked', async () => {
    const headers = await headersOf(await aVisitor());
    const payload = { name: '王海燕', phone: '13800006021' };
    const reply = await app.inject({ method: 'PUT', url: '/api/me', headers, payload });
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({ name: '王海燕', maskedPhone: '138****6021' });
    expect(reply.body).not.toContain('13800006021');
  });

  it.each([
    [{ phone: '12345' }, 'body.phone', '格式不对'],
    [{ name: '长'.repeat(21) }, 'body.name', '最多 20 个字'],
    [{ name: '' }, 'body.name', '不能为空'],
    [{}, 'body', '至少改一项'],
  ])('refuse %j, naming %s', async (payload, path, rule) => {
    const headers = await headersOf(await aVisitor());
    const reply = await app.inject({ method: 'PUT', url: '/api/me', headers, payload });
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toMatchObject({ code: 'VALIDATION_FAILED', details: [{ path, rule }] });
  });

  it('switch to another of my enterprises, and to no foreign one', async () => {
    const firm = await anEnterprise({ deskOrganizationId: tree.county.id });
    const foreign = await anEnterprise({ deskOrganizationId: tree.county.id });
    const headers = await headersOf(await memberOf(firm));
    const put = (enterpriseId: string) =>
      app.inject({ method: 'PUT', url: '/api/me/enterprise', headers, payload: { enterpriseId } });
    expect((await put(firm.id)).json()).toMatchObject({ currentEnterpriseId: firm.id });
    const refused = await put(foreign.id);
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([404, 'NOT_FOUND']);
  });

  it('record and tell consents', async () => {
    const headers = await headersOf(await aVisitor());
    const payload = { answers: { 'template-issue': 'accept' } };
    const recorded = await app.inject({ method: 'POST', url: '/api/me/consents', headers, payload });
    expect(recorded.statusCode).toBe(201);
    expect(recorded.json()).toContainEqual({ template: 'issue-progress', left: 1 });
    const told = await app.inject({ url: '/api/me/consents', headers });
    expect(told.json()).toContainEqual({ template: 'issue-progress', templateId: 'template-issue', left: 1 });
    const odd = { answers: { 'template-issue': 'perhaps' } };
    const refused = await app.inject({ method: 'POST', url: '/api/me/consents', headers, payload: odd });
    expect(refused.json()).toMatchObject({
      code: 'VALIDATION_FAILED',
      details: [{ path: 'body.answers.template-issue', rule: '不在可选范围内' }],
    });
  });
});

describe('the routes of memberships', () => {
  const ask = async (headers: { authorization: string }, creditCode: string) =>
    app.inject({ method: 'POST', url: '/api/memberships', headers, payload: { creditCode } });

  it('take a request, show it to the desk and carry out its decision', async () => {
    const firm = await anEnterprise({ deskOrganizationId: tree.county.id });
    const headers = await headersOf(await aVisitor({ name: '赵敏' }));
    const asked = await ask(headers, firm.creditCode);
    expect(asked.statusCode).toBe(201);
    const { id } = asked.json<{ id: string }>();
    const desk = await headersOf(tree.officers.countyDesk);
    const requests = await app.inject({ url: '/api/memberships/requests', headers: desk });
    expect(requests.json()).toContainEqual(
      expect.objectContaining({ membershipId: id, name: '赵敏', requestedAt: testNow.toISOString() }),
    );
    const decide = (who: { authorization: string }) =>
      app.inject({
        method: 'POST',
        url: `/api/memberships/${id}/decision`,
        headers: who,
        payload: { accept: true },
      });
    expect((await decide(headers)).statusCode).toBe(403);
    const elsewhere = await headersOf(await officerIn(await anOrganization({ regionCode: '410221' })));
    expect((await decide(elsewhere)).statusCode).toBe(404);
    expect((await decide(desk)).json()).toMatchObject({ membershipId: id, status: 'active' });
    const again = await decide(desk);
    expect([again.statusCode, again.json<{ code: string }>().code]).toEqual([409, 'CONFLICT']);
    const colleagues = await app.inject({ url: '/api/memberships', headers });
    expect(colleagues.json()).toEqual([
      {
        membershipId: id,
        name: '赵敏',
        role: 'admin',
        status: 'active',
        isMe: true,
        isOfferedAdministration: false,
      },
    ]);
  });

  it('say where a credit code is wrong, and that an enterprise isn’t there', async () => {
    const headers = await headersOf(await aVisitor());
    const wrong = await ask(headers, '9141O122MA45X8R37D');
    expect(wrong.statusCode).toBe(400);
    expect(wrong.json()).toMatchObject({
      code: 'CREDIT_CODE_INVALID',
      message: '第 5 位是字母 O，改成数字 0 试试',
      details: [{ path: 'body.creditCode', rule: '第 5 位是字母 O，改成数字 0 试试' }],
    });
    const missing = await ask(headers, '91350100M000100Y43');
    expect([missing.statusCode, missing.json<{ code: string }>().code]).toEqual([
      404,
      'ENTERPRISE_NOT_FOUND',
    ]);
    const firm = await anEnterprise({ deskOrganizationId: tree.county.id });
    await ask(headers, firm.creditCode);
    const twice = await ask(headers, firm.creditCode);
    expect([twice.statusCode, twice.json<{ code: string }>().code]).toEqual([409, 'ALREADY_MEMBER']);
  });

  it('are closed to who belongs to no enterprise, and the desk’s list to who holds no desk', async () => {
    const visitor = await headersOf(await aVisitor());
    const colleagues = await app.inject({ url: '/api/memberships', headers: visitor });
    expect([colleagues.statusCode, colleagues.json<{ code: string }>().code]).toEqual([403, 'NOT_BOUND']);
    const handler = await headersOf(tree.officers.labourHandler);
    const requests = await app.inject({ url: '/api/memberships/requests', headers: handler });
    expect([requests.statusCode, requests.json<{ code: string }>().code]).toEqual([403, 'FORBIDDEN']);
  });

  it('refuse a malformed id', async () => {
    const headers = await headersOf(tree.officers.countyDesk);
    const url = '/api/memberships/1/decision';
    const reply = await app.inject({ method: 'POST', url, headers, payload: { accept: 'yes' } });
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toMatchObject({ code: 'VALIDATION_FAILED' });
  });
});
