import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClock } from '../../../server/clock';
import { WeChatError, type SubscribeMessage, type WeChat } from '../../../server/gateways/wechat';
import { useDatabase } from '../../support/database';
import { aStillClock, startSandbox, type Sandbox, type SandboxPhone } from '../../support/wechat';

useDatabase();

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

const minute = 60_000;
const templateId = 'template-issue';

function aMessage(phone: SandboxPhone, changes: Partial<SubscribeMessage> = {}): SubscribeMessage {
  return {
    openid: phone.openid,
    templateId,
    page: 'features/issues/detail/index?id=1',
    data: {
      character_string1: '2026-0001',
      thing2: '停产检修期间基本电费',
      phrase3: '已受理',
      time4: '2026年3月11日 10:00',
      thing5: '点开查看详情',
    },
    ...changes,
  };
}

async function aSubscribedPhone(messages = 1): Promise<SandboxPhone> {
  const phone = await sandbox.phone();
  for (let index = 0; index < messages; index += 1) await phone.allow('issue-progress');
  return phone;
}

/** The error of a call that must fail. */
async function errorOf(call: Promise<unknown>): Promise<WeChatError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof WeChatError)) throw new Error(`no WeChatError: ${String(error)}`);
  return error;
}

describe('log-in codes', () => {
  test('a code becomes the openid of the phone it was made on', async () => {
    const phone = await sandbox.phone();
    expect(await sandbox.wechat.code2Session(await phone.loginCode())).toEqual({ openid: phone.openid });
  });

  test('a code works once', async () => {
    const code = await (await sandbox.phone()).loginCode();
    await sandbox.wechat.code2Session(code);
    const error = await errorOf(sandbox.wechat.code2Session(code));
    expect([error.errcode, error.isInvalidCode]).toEqual([40163, true]);
  });

  test('of two log-ins with one code at once, one succeeds', async () => {
    const code = await (await sandbox.phone()).loginCode();
    const results = await Promise.allSettled([1, 2, 3].map(() => sandbox.wechat.code2Session(code)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('a code ends after five minutes', async () => {
    const code = await (await sandbox.phone()).loginCode();
    sandbox.pass(5 * minute + 1);
    const error = await errorOf(sandbox.wechat.code2Session(code));
    expect([error.errcode, error.isInvalidCode]).toEqual([40029, true]);
  });

  test('an unknown code is refused as invalid', async () => {
    const error = await errorOf(sandbox.wechat.code2Session('no-such-code'));
    expect([error.errcode, error.outcome, error.isInvalidCode]).toEqual([40029, 'refused', true]);
  });

  test('a person at risk cannot log in', async () => {
    const phone = await sandbox.phone({ isAtRisk: true });
    const error = await errorOf(sandbox.wechat.code2Session(await phone.loginCode()));
    expect([error.errcode, error.outcome, error.isInvalidCode]).toEqual([40226, 'refused', false]);
  });

  test('too many log-ins of one person in a minute are to be tried later', async () => {
    await sandbox.limits({ loginsPerMinute: 1 });
    const phone = await sandbox.phone();
    await sandbox.wechat.code2Session(await phone.loginCode());
    const error = await errorOf(sandbox.wechat.code2Session(await phone.loginCode()));
    expect([error.errcode, error.outcome]).toEqual([45011, 'not-sent']);
    sandbox.pass(minute);
    expect(await sandbox.wechat.code2Session(await phone.loginCode())).toEqual({ openid: phone.openid });
  });

  test.each([
    [{ appId: 'wx-other' }, 40013],
    [{ appSecret: 'wrong' }, 40125],
    [{ appId: '' }, 41002],
    [{ appSecret: '' }, 41004],
  ])('with credentials %j WeChat answers %i', async (changes, errcode) => {
    const code = await (await sandbox.phone()).loginCode();
    const error = await errorOf(sandbox.gateway(changes).code2Session(code));
    expect([error.errcode, error.outcome, error.isInvalidCode]).toEqual([errcode, 'not-sent', false]);
  });
});

describe('subscription messages', () => {
  test('a message arrives on the phone with its fields and page, and its 64-bit id comes back exactly', async () => {
    const phone = await aSubscribedPhone();
    const { messageId } = await sandbox.wechat.sendSubscribeMessage(aMessage(phone));
    expect(messageId).toMatch(/^2\d{18}$/);
    expect(await phone.messages()).toMatchObject([
      {
        title: '诉求办理进度通知',
        page: 'features/issues/detail/index?id=1',
        fields: [
          { label: '诉求编号', value: '2026-0001' },
          { label: '诉求内容', value: '停产检修期间基本电费' },
          { label: '办理状态', value: '已受理' },
          { label: '时间', value: '2026年3月11日 10:00' },
          { label: '备注', value: '点开查看详情' },
        ],
      },
    ]);
    expect(await phone.left('issue-progress')).toBe(0);
  });

  test('one consent is one message: the second is refused', async () => {
    const phone = await aSubscribedPhone();
    await sandbox.wechat.sendSubscribeMessage(aMessage(phone));
    const error = await errorOf(sandbox.wechat.sendSubscribeMessage(aMessage(phone)));
    expect([error.errcode, error.outcome]).toEqual([43101, 'refused']);
    expect(await phone.messages()).toHaveLength(1);
  });

  const badFields: [string, Partial<SubscribeMessage>, number][] = [
    ['to an unknown person', { openid: 'nobody' }, 40003],
    ['of an unknown template', { templateId: 'no-such-template' }, 40037],
    ['with a keyword over its length', { data: { thing2: '长'.repeat(21) } }, 47003],
    ['with a keyword missing', { data: { thing5: '' } }, 47003],
    ['with a phrase that is not Chinese', { data: { phrase3: 'done' } }, 47003],
    ['with a full-width tilde in a time', { data: { time4: '09:00～10:00' } }, 47003],
    ['with a sensitive word', { data: { thing2: '代开发票请联系' } }, 45168],
  ];
  test.each(badFields)('a message %s is refused for good', async (_case, changes, errcode) => {
    const phone = await aSubscribedPhone();
    const message = aMessage(phone);
    const error = await errorOf(
      sandbox.wechat.sendSubscribeMessage({
        ...message,
        ...changes,
        data: { ...message.data, ...changes.data },
      }),
    );
    expect([error.errcode, error.outcome]).toEqual([errcode, 'refused']);
    expect(await phone.messages()).toEqual([]);
    expect(await phone.left('issue-progress')).toBe(1);
  });

  test('a refusal names the first field that is wrong', async () => {
    const phone = await aSubscribedPhone();
    const data = { ...aMessage(phone).data, thing2: '长'.repeat(21), phrase3: 'x' };
    const error = await errorOf(sandbox.wechat.sendSubscribeMessage(aMessage(phone, { data })));
    expect(error.message).toMatch(/^47003 argument invalid! data\.thing2\.value invalid rid: [0-9a-f-]+$/);
  });

  test.each([
    [{ systemError: true }, -1],
    [{ invalidToken: true }, 40001],
    [{ dailyQuota: true }, 45009],
  ])('under the fault %j nothing is sent and it may be tried later', async (fault, errcode) => {
    const phone = await aSubscribedPhone();
    await sandbox.faults(fault);
    const error = await errorOf(sandbox.wechat.sendSubscribeMessage(aMessage(phone)));
    expect([error.errcode, error.outcome]).toEqual([errcode, 'not-sent']);
    expect(await phone.messages()).toEqual([]);
  });

  test('a person who refuses gets nothing, whatever they accepted before', async () => {
    const phone = await aSubscribedPhone();
    await sandbox.faults({ refused: true });
    const error = await errorOf(sandbox.wechat.sendSubscribeMessage(aMessage(phone)));
    expect([error.errcode, error.outcome]).toEqual([43101, 'refused']);
  });

  test('the quotas of a minute and a day hold', async () => {
    const phone = await aSubscribedPhone(3);
    await sandbox.limits({ sendsPerMinute: 1, sendsPerDay: 2 });
    await sandbox.wechat.sendSubscribeMessage(aMessage(phone));
    expect((await errorOf(sandbox.wechat.sendSubscribeMessage(aMessage(phone)))).errcode).toBe(45011);
    sandbox.pass(minute);
    expect((await errorOf(sandbox.wechat.sendSubscribeMessage(aMessage(phone)))).errcode).toBe(45009);
    sandbox.pass(24 * 60 * minute);
    await sandbox.wechat.sendSubscribeMessage(aMessage(phone));
    expect(await phone.messages()).toHaveLength(2);
  });

  test('two messages to one person at once: one is to be tried later, none is lost or doubled', async () => {
    const phone = await aSubscribedPhone(2);
    await sandbox.wechat.sendSubscribeMessage(aMessage(await aSubscribedPhone()));
    const results = await Promise.allSettled(
      [1, 2].map(() => sandbox.wechat.sendSubscribeMessage(aMessage(phone))),
    );
    const refused = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as WeChatError] : [],
    );
    expect(refused.map(({ errcode, outcome }) => [errcode, outcome])).toEqual(
      refused.map(() => [43108, 'not-sent']),
    );
    expect(await phone.messages()).toHaveLength(2 - refused.length);
  });
});

describe('access tokens', () => {
  test('many messages at once ask for one token', async () => {
    await sandbox.limits({ tokensPerMinute: 1 });
    const phones = await Promise.all([1, 2, 3, 4, 5].map(() => aSubscribedPhone()));
    await Promise.all(phones.map((phone) => sandbox.wechat.sendSubscribeMessage(aMessage(phone))));
    for (const phone of phones) expect(await phone.messages()).toHaveLength(1);
  });

  test('a token is kept until five minutes before it ends, and then renewed', async () => {
    const phone = await aSubscribedPhone(3);
    await sandbox.wechat.sendSubscribeMessage(aMessage(phone));
    await sandbox.limits({ tokensPerMinute: 0 });
    sandbox.pass(6_899_000);
    await sandbox.wechat.sendSubscribeMessage(aMessage(phone));
    sandbox.pass(1_000);
    const error = await errorOf(sandbox.wechat.sendSubscribeMessage(aMessage(phone)));
    expect([error.errcode, error.outcome]).toEqual([45011, 'not-sent']);
    await sandbox.limits({ tokensPerMinute: 10 });
    await sandbox.wechat.sendSubscribeMessage(aMessage(phone));
    expect(await phone.messages()).toHaveLength(3);
  });

  test('when another system replaced the token, the message is replayed once and arrives once', async () => {
    const phone = await aSubscribedPhone(2);
    await sandbox.wechat.sendSubscribeMessage(aMessage(phone));
    await fetch(`${sandbox.baseUrl}/cgi-bin/stable_token`, {
      method: 'POST',
      body: JSON.stringify({
        grant_type: 'client_credential',
        appid: 'wx-test',
        secret: 'test',
        force_refresh: true,
      }),
    });
    await sandbox.wechat.sendSubscribeMessage(aMessage(phone));
    expect(await phone.messages()).toHaveLength(2);
    expect(await phone.left('issue-progress')).toBe(0);
  });

  test('a token that ended unnoticed (42001) is replaced and the message arrives', async () => {
    const slow = sandbox.gateway({ clock: aStillClock() });
    const phone = await aSubscribedPhone(2);
    await slow.sendSubscribeMessage(aMessage(phone));
    sandbox.pass(2 * 60 * minute);
    await slow.sendSubscribeMessage(aMessage(phone));
    expect(await phone.messages()).toHaveLength(2);
  });

  test('without a token the message never left, even when the credentials are wrong', async () => {
    const phone = await aSubscribedPhone();
    const error = await errorOf(
      sandbox.gateway({ appSecret: 'wrong' }).sendSubscribeMessage(aMessage(phone)),
    );
    expect([error.errcode, error.outcome]).toEqual([40125, 'not-sent']);
  });
});

describe('lost connections', () => {
  const eager = () => sandbox.gateway({ timeoutMs: 1_500 });

  test('when WeChat takes the message and its answer is lost, nobody can tell', async () => {
    const phone = await aSubscribedPhone();
    await sandbox.faults({ answerLost: true });
    const error = await errorOf(sandbox.wechat.sendSubscribeMessage(aMessage(phone)));
    expect([error.errcode, error.outcome]).toEqual([undefined, 'unknown']);
    expect(await phone.messages()).toHaveLength(1);
  });

  test('when WeChat never answers, nobody can tell', async () => {
    const phone = await aSubscribedPhone(2);
    const wechat = eager();
    await wechat.sendSubscribeMessage(aMessage(phone));
    await sandbox.faults({ timeout: true });
    const error = await errorOf(wechat.sendSubscribeMessage(aMessage(phone)));
    expect(error.outcome).toBe('unknown');
    expect(await phone.messages()).toHaveLength(1);
  });

  test('when the token request is never answered, the message was certainly not sent', async () => {
    const phone = await aSubscribedPhone();
    await sandbox.faults({ timeout: true });
    expect((await errorOf(eager().sendSubscribeMessage(aMessage(phone)))).outcome).toBe('not-sent');
  });

  test('where nothing listens, the message was certainly not sent', async () => {
    const phone = await aSubscribedPhone();
    const error = await errorOf(
      sandbox.gateway({ baseUrl: 'http://127.0.0.1:9' }).sendSubscribeMessage(aMessage(phone)),
    );
    expect(error.outcome).toBe('not-sent');
  });
});

describe('answers that are none of WeChat’s', () => {
  let server: Server;
  let wechat: WeChat;
  let answer: { status: number; text: string };
  beforeEach(async () => {
    server = createServer((req, res) => {
      const isToken = req.url?.startsWith('/cgi-bin/stable_token');
      res.statusCode = isToken ? 200 : answer.status;
      res.setHeader('content-type', 'text/plain');
      res.end(isToken ? JSON.stringify({ access_token: 'token', expires_in: 7200 }) : answer.text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    wechat = sandbox.gateway({ baseUrl, clock: createClock() });
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const send = () => wechat.sendSubscribeMessage({ openid: 'o', templateId, data: {} });

  test('JSON that comes as plain text is read', async () => {
    answer = { status: 200, text: '{"errcode":0,"errmsg":"ok","msgid":2461234567890123456}' };
    expect(await send()).toEqual({ messageId: '2461234567890123456' });
  });

  test.each([
    [502, '<html>Bad Gateway</html>'],
    [200, '[]'],
    [200, ''],
  ])('HTTP %i with %j leaves it open whether the message was sent', async (status, text) => {
    answer = { status, text };
    expect((await errorOf(send())).outcome).toBe('unknown');
  });
});
