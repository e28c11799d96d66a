import type { App } from '../../../server/app';
import { officerRoutes } from '../../../server/modules/accounts/officers.routes';
import { provePhone } from '../../../server/modules/accounts/phone-proof.service';
import { getPrivacyText } from '../../../server/modules/accounts/privacy-consents.service';
import { signInRoutes } from '../../../server/modules/accounts/sign-in.routes';
import {
  anEnvironment,
  anSms,
  appWith,
  aVisitor,
  contextOf,
  headersOf,
  officerIn,
  personOf,
} from '../../support/context';
import { useDatabase } from '../../support/database';
import { anOrganization } from '../../support/organizations';

useDatabase();

const sms = anSms();
let app: App;
beforeAll(async () => {
  app = await appWith(anEnvironment({ sms }), signInRoutes, officerRoutes);
});
afterAll(() => app.close());

const post = (url: string, payload?: object, headers = {}) =>
  app.inject({ method: 'POST', url: `/api${url}`, ...(payload ? { payload } : {}), headers });

describe('the routes of signing in by phone number', () => {
  it('send a code and take it for a session', async () => {
    const phone = '15800001111';
    const sent = await post('/phone-codes', { phone });
    expect([sent.statusCode, sent.json()]).toEqual([201, { validSeconds: 300, resendSeconds: 60 }]);
    expect(sent.body).not.toContain(/\d{6}/.exec(sms.sent.at(-1)?.text ?? '')?.[0]);
    const code = /\d{6}/.exec(sms.sent.at(-1)?.text ?? '')?.[0] ?? '';
    const privacyVersion = getPrivacyText(contextOf()).version;
    const opened = await post('/sessions/phone', { phone, code, privacyVersion });
    expect(opened.statusCode).toBe(201);
    const headers = { authorization: `Bearer ${opened.json<{ token: string }>().token}` };
    const list = await app.inject({ url: '/api/sessions', headers });
    expect(list.json()).toMatchObject([{ way: 'phone', isCurrent: true }]);
    const again = await post('/phone-codes', { phone });
    expect([again.statusCode, again.json<{ code: string }>().code]).toEqual([429, 'RATE_LIMITED']);
  });

  it.each([
    ['/phone-codes', { phone: '12345' }, 'body.phone'],
    ['/sessions/phone', { phone: '13800001111', code: '12', privacyVersion: 'x' }, 'body.code'],
    ['/sessions/phone', { phone: '13800001111', code: '123456' }, 'body.privacyVersion'],
    ['/sessions/password', { phone: '13800001111', password: '', code: '123456' }, 'body.password'],
    ['/sessions/password', { phone: '13800001111', password: 'x', code: '1' }, 'body.code'],
  ])('answer %s with %j by the field and its rule in Chinese', async (url, payload, path) => {
    const reply = await post(url, payload);
    expect(reply.statusCode).toBe(400);
    const { code, details } = reply.json<{ code: string; details: { path: string; rule: string }[] }>();
    expect(code).toBe('VALIDATION_FAILED');
    expect(details[0]?.path).toBe(path);
    expect(details[0]?.rule).toMatch(/[一-龥]/);
  });
});

describe('the routes of a console that asks', () => {
  it('carry it from the QR to a session that works, once', async () => {
    const officer = await headersOf(await officerIn(await anOrganization()));
    const asked = (await post('/console-sign-ins')).json<{ id: string; code: string; secret: string }>();
    const fetchSession = () => post(`/console-sign-ins/${asked.id}/session`, { secret: asked.secret });
    expect((await fetchSession()).json()).toEqual({ status: 'waiting' });
    const seen = await app.inject({ url: `/api/console-sign-ins/${asked.code}`, headers: officer });
    expect(seen.json()).toMatchObject({ status: 'waiting', maskedAddress: '127.0.0.*' });
    expect(seen.body).not.toContain(asked.secret);
    const decided = await post(`/console-sign-ins/${asked.code}/decision`, { accept: true }, officer);
    expect(decided.json()).toMatchObject({ status: 'confirmed' });
    const { session } = (await fetchSession()).json<{ session: { token: string } }>();
    const headers = { authorization: `Bearer ${session.token}` };
    expect((await app.inject({ url: '/api/sessions', headers })).statusCode).toBe(200);
    expect((await fetchSession()).json()).toEqual({ status: 'used' });
  });

  it('tell a malformed code by its rule', async () => {
    const officer = await headersOf(await officerIn(await anOrganization()));
    const reply = await app.inject({ url: '/api/console-sign-ins/short', headers: officer });
    expect([reply.statusCode, reply.json<{ code: string }>().code]).toEqual([400, 'VALIDATION_FAILED']);
  });
});

describe('the routes of passwords and invitations', () => {
  it('tell each broken rule of a password, and each of an invitation', async () => {
    const visitor = await aVisitor();
    await provePhone(contextOf(), personOf(visitor).personId, '15800002222');
    const headers = await headersOf(visitor);
    const reply = await app.inject({
      method: 'PUT',
      url: '/api/me/password',
      headers,
      payload: { password: '123' },
    });
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toMatchObject({
      details: expect.arrayContaining([{ path: 'body.password', rule: '密码：至少 10 个字符' }]),
    });
    const body = await anOrganization();
    const admin = await headersOf(await officerIn(body, 'org-admin'));
    for (const [payload, path] of [
      [{ name: '', organizationId: body.id, roles: ['desk'] }, 'body.name'],
      [{ name: '周明', organizationId: body.id, roles: [] }, 'body.roles'],
      [{ name: '周明', organizationId: body.id, roles: ['king'] }, 'body.roles.0'],
    ] as const) {
      const refused = await post('/invitations', payload, admin);
      expect(refused.statusCode).toBe(400);
      expect(refused.json()).toMatchObject({ details: [{ path, rule: expect.stringMatching(/[一-龥]/) }] });
    }
  });
});
