import { createClock } from '../../../server/clock';
import { restoreClock } from '../../../server/sandbox/clock.service';
import { registerPhone } from '../../../server/sandbox/phones.service';
import { PhoneModel, SettingsModel } from '../../../server/sandbox/sandbox.model';
import { useDatabase } from '../../support/database';
import { startSandbox, type Sandbox } from '../../support/wechat';

useDatabase();

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(async () => {
  await sandbox.close();
  await SettingsModel.deleteMany({});
});

const origin = () => sandbox.baseUrl.replace('/sandbox/wechat', '');

/** Calls one of WeChat's endpoints as it comes, and reads its answer. */
async function wechat(
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; errcode?: number; [key: string]: unknown }> {
  const response = await fetch(`${sandbox.baseUrl}${path}`, init);
  return { status: response.status, ...((await response.json()) as object) };
}

async function aToken(): Promise<string> {
  const body = { grant_type: 'client_credential', appid: 'wx-test', secret: 'test' };
  const answer = await wechat('/cgi-bin/stable_token', { method: 'POST', body: JSON.stringify(body) });
  return String(answer.access_token);
}

describe('phones', () => {
  test('registering the same openid again updates the phone and keeps its place', async () => {
    await PhoneModel.deleteMany({});
    const first = await registerPhone({ openid: 'o-1', name: '赵敏', group: 'enterprise', line: '员工' });
    await registerPhone({
      openid: 'o-2',
      name: '孙莉',
      group: 'desk',
      line: '承办人',
      organization: '市住房城乡建设局',
    });
    const again = await registerPhone({
      openid: 'o-1',
      name: '赵敏',
      group: 'enterprise',
      line: '企业管理员',
    });
    expect(again).toEqual(first);
    const { body } = await sandbox.control<object[]>('GET', '/phones');
    expect(body).toEqual([
      { id: first.id, name: '赵敏', group: 'enterprise', line: '企业管理员', hasConsole: false, unread: 0 },
      expect.objectContaining({ name: '孙莉', organization: '市住房城乡建设局', hasConsole: true }),
    ]);
  });

  test('an openid is never shown', async () => {
    const phone = await sandbox.phone();
    for (const path of ['/phones', `/phones/${phone.id}`, '/recent'])
      expect(JSON.stringify((await sandbox.control('GET', path)).body)).not.toContain(phone.openid);
  });

  test('a phone that does not exist is told so, whatever its id looks like', async () => {
    for (const id of ['0'.repeat(24), 'odd']) {
      const { status, body } = await sandbox.control<{ code: string }>('POST', `/phones/${id}/login-codes`);
      expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
    }
  });

  test('accepting adds one message per template, rejecting none, and unknown templates are left out', async () => {
    const phone = await sandbox.phone();
    const ask = (choice: string) =>
      sandbox.control('POST', `/phones/${phone.id}/subscriptions`, {
        templateIds: ['template-issue', 'template-event', 'no-such-template'],
        choice,
      });
    expect((await ask('accept')).body).toEqual({ 'template-issue': 'accept', 'template-event': 'accept' });
    expect((await ask('reject')).body).toEqual({ 'template-issue': 'reject', 'template-event': 'reject' });
    await phone.allow('issue-progress');
    expect([await phone.left('issue-progress'), await phone.left('event-reminder')]).toEqual([2, 1]);
  });

  test('more than five templates at once are refused', async () => {
    const phone = await sandbox.phone();
    const body = { templateIds: Array(6).fill('template-issue'), choice: 'accept' };
    const { status } = await sandbox.control('POST', `/phones/${phone.id}/subscriptions`, body);
    expect(status).toBe(400);
    expect(await phone.left('issue-progress')).toBe(0);
  });

  test('a received message is unread until the phone is looked at, and shows among the newest', async () => {
    const phone = await sandbox.phone({ name: '孟凡' });
    await phone.allow('event-reminder');
    const data = {
      thing1: '银企对接会',
      time2: '2026年3月12日 09:00',
      thing3: '会展中心',
      thing4: '请带上入场码',
    };
    await sandbox.wechat.sendSubscribeMessage({ openid: phone.openid, templateId: 'template-event', data });
    const unread = async () =>
      (await sandbox.control<{ unread: number }>('GET', `/phones/${phone.id}`)).body.unread;
    expect(await unread()).toBe(1);
    const { body: recent } = await sandbox.control<object[]>('GET', '/recent');
    expect(recent[0]).toMatchObject({ name: '孟凡', phoneId: phone.id, title: '活动提醒', isRead: false });
    await sandbox.control('POST', `/phones/${phone.id}/reading`);
    expect(await unread()).toBe(0);
  });
});

describe('WeChat’s endpoints', () => {
  test.each([
    ['/sns/jscode2session', { method: 'POST', body: '{}' }, 43001],
    ['/cgi-bin/stable_token', {}, 43002],
    ['/cgi-bin/stable_token', { method: 'POST' }, 44002],
    ['/cgi-bin/stable_token', { method: 'POST', body: 'appid=wx-test' }, 47001],
    ['/cgi-bin/stable_token', { method: 'POST', body: '[1]' }, 47001],
    ['/cgi-bin/stable_token', { method: 'POST', body: '{"appid":"wx-test","secret":"test"}' }, 40002],
    ['/cgi-bin/message/subscribe/send', {}, 43002],
    ['/cgi-bin/message/subscribe/send', { method: 'POST', body: '{}' }, 41001],
    ['/cgi-bin/message/subscribe/send?access_token=short', { method: 'POST', body: '{}' }, 40014],
    ['/sns/jscode2session?appid=wx-test&secret=test&js_code=x', {}, 40002],
  ] as [string, RequestInit, number][])('%s with %j answers HTTP 200 and %i', async (path, init, errcode) => {
    const answer = await wechat(path, init);
    expect([answer.status, answer.errcode]).toEqual([200, errcode]);
    expect(answer.errmsg).toMatch(/rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/);
  });

  test('a token lasts at most two hours and carries no errcode', async () => {
    const body = JSON.stringify({ grant_type: 'client_credential', appid: 'wx-test', secret: 'test' });
    const answer = await wechat('/cgi-bin/stable_token', { method: 'POST', body });
    expect(Object.keys(answer).sort()).toEqual(['access_token', 'expires_in', 'status']);
    expect(answer.expires_in).toBe(7200);
  });

  test('data sent as a string is a format error', async () => {
    const path = `/cgi-bin/message/subscribe/send?access_token=${await aToken()}`;
    const phone = await sandbox.phone();
    const body = JSON.stringify({ touser: phone.openid, template_id: 'template-issue', data: '{}' });
    expect((await wechat(path, { method: 'POST', body })).errcode).toBe(47001);
  });

  test('a session key is sixteen bytes', async () => {
    const code = await (await sandbox.phone()).loginCode();
    const answer = await wechat(
      `/sns/jscode2session?appid=wx-test&secret=test&js_code=${code}&grant_type=authorization_code`,
    );
    expect(Buffer.from(String(answer.session_key), 'base64')).toHaveLength(16);
    expect(answer.errcode).toBeUndefined();
  });
});

describe('the clock', () => {
  test('moves forward to the next working morning and stays there over a restart', async () => {
    const { body } = await sandbox.control('POST', '/clock/next-working-day');
    expect(body).toMatchObject({
      now: '2026-03-12T01:00:00.000Z',
      offsetMs: 23 * 3_600_000,
      isWorkingDay: true,
    });
    expect((await sandbox.control('GET', '/clock')).body).toEqual(body);
    const restarted = createClock();
    await restoreClock(restarted);
    expect(restarted.offsetMs).toBe(23 * 3_600_000);
  });

  test('two clicks at once never turn it back', async () => {
    await Promise.all([1, 2].map(() => sandbox.control('POST', '/clock/next-working-day')));
    const { body } = await sandbox.control<{ offsetMs: number }>('GET', '/clock');
    const restarted = createClock();
    await restoreClock(restarted);
    expect(restarted.offsetMs).toBe(body.offsetMs);
    expect(body.offsetMs).toBeGreaterThanOrEqual(23 * 3_600_000);
  });
});

describe('switches, health and pages', () => {
  test('a fault stays on until it is switched off, and shows in the health line', async () => {
    await sandbox.control('PUT', '/faults', { dailyQuota: true });
    const { body } = await sandbox.control('GET', '/health');
    expect(body).toMatchObject({
      database: { ok: true },
      api: { ok: true },
      sandbox: { ok: false, text: '故障：45009' },
      start: { isComplete: true },
    });
    const { body: faults } = await sandbox.control('PUT', '/faults', { dailyQuota: false });
    expect(Object.values(faults as object).some(Boolean)).toBe(false);
  });

  test('a switch must be on or off', async () => {
    const { status, body } = await sandbox.control<{ code: string }>('PUT', '/faults', { timeout: 'maybe' });
    expect([status, body.code]).toEqual([400, 'VALIDATION_FAILED']);
  });

  test('the start page and the phones page load with their styles and scripts', async () => {
    for (const [path, title] of [
      ['/', '企服通 演示'],
      ['/phones', '沙箱手机 企服通 演示'],
    ] as const) {
      const page = await (await fetch(`${origin()}${path}`)).text();
      expect(page).toContain(`<title>${title}</title>`);
      for (const [, file] of page.matchAll(/(?:href|src)="(\/sandbox\/pages\/[^"]+)"/g))
        expect((await fetch(`${origin()}${file}`)).status).toBe(200);
    }
  });
});
