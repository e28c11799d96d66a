import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSms, SmsError, smsOf, smsSignature } from '../../../server/gateways/sms';
import { testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { aStillClock, startSandbox } from '../../support/wechat';

useDatabase();

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

describe('the gateway of text messages', () => {
  let server: Server;
  let url: string;
  let status = 200;
  const received: Received[] = [];
  beforeAll(async () => {
    server = createServer((req, res) => {
      let body = '';
      req.on('data', (chunk: Buffer) => (body += chunk.toString()));
      req.on('end', () => {
        received.push({ headers: req.headers, body });
        res.writeHead(status).end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const message = { phone: '13812345678', text: '验证码 123456' };
  const key = 'a shared secret of the provider';

  it('signs what it sends, so that the provider knows who asked and when', async () => {
    status = 202;
    await createSms({ url, key, clock: aStillClock() }).send(message);
    const { headers, body } = received.at(-1) ?? { headers: {}, body: '' };
    expect(JSON.parse(body)).toEqual({ id: expect.any(String), ...message });
    const timestamp = String(testNow.getTime() / 1000);
    expect(headers['x-timestamp']).toBe(timestamp);
    expect(headers['x-signature']).toBe(smsSignature(key, timestamp, body));
    expect(headers['x-signature']).not.toBe(smsSignature('another key', timestamp, body));
  });

  it('tells when the provider refuses or can’t be reached', async () => {
    status = 500;
    await expect(createSms({ url, key, clock: aStillClock() }).send(message)).rejects.toThrow(SmsError);
    const nowhere = createSms({ url: 'http://127.0.0.1:9/sms', key, clock: aStillClock() });
    await expect(nowhere.send(message)).rejects.toThrow(SmsError);
  });

  it('of an installation without a provider sends nothing', async () => {
    await expect(smsOf({}, aStillClock()).send(message)).rejects.toThrow(SmsError);
    status = 200;
    await smsOf({ sms: { url, key } }, aStillClock()).send(message);
    expect(JSON.parse(received.at(-1)?.body ?? '')).toMatchObject(message);
  });
});

describe('the sandbox', () => {
  it('shows a text message on the phone it went to, and one to nobody’s number beside them', async () => {
    const sandbox = await startSandbox();
    try {
      const { config, clock } = sandbox.environment;
      const url = sandbox.baseUrl.replace('/wechat', '/sms');
      const sms = createSms({ url, key: config.keys.signInKey, clock });
      const phone = await sandbox.phone({ number: '13800001111' });
      await sms.send({ phone: '13800001111', text: '给您的' });
      await sms.send({ phone: '13800002222', text: '给别人的' });
      const seen = await sandbox.control<{ texts: unknown[] }>('GET', `/phones/${phone.id}`);
      expect(seen.body.texts).toMatchObject([{ number: '13800001111', text: '给您的' }]);
      const strays = await sandbox.control('GET', '/stray-texts');
      expect(strays.body).toMatchObject([{ number: '13800002222', text: '给别人的' }]);
      const forged = createSms({ url, key: 'another key', clock });
      await expect(forged.send({ phone: '13800001111', text: 'x' })).rejects.toThrow(SmsError);
      const late = createSms({ url, key: config.keys.signInKey, clock: aStillClock(new Date(0)) });
      await expect(late.send({ phone: '13800001111', text: 'x' })).rejects.toThrow(SmsError);
    } finally {
      await sandbox.close();
    }
  });
});

describe('the phone-number button', () => {
  it('gives a code that tells the number once, within five minutes', async () => {
    const sandbox = await startSandbox();
    try {
      const phone = await sandbox.phone({ number: '13800003333' });
      const mint = async () =>
        (await sandbox.control<{ code: string }>('POST', `/phones/${phone.id}/phone-codes`)).body.code;
      const code = await mint();
      expect(await sandbox.wechat.phoneNumber(code)).toEqual({ phone: '13800003333' });
      const stale = { errcode: 40029, isInvalidCode: true };
      await expect(sandbox.wechat.phoneNumber(code)).rejects.toMatchObject(stale);
      // A log-in code and a phone code aren't to be had for one another.
      await expect(sandbox.wechat.phoneNumber(await phone.loginCode())).rejects.toMatchObject(stale);
      await expect(sandbox.wechat.code2Session(await mint())).rejects.toMatchObject(stale);
      const old = await mint();
      sandbox.pass(300_001);
      await expect(sandbox.wechat.phoneNumber(old)).rejects.toMatchObject(stale);
      const both = await Promise.allSettled(
        [mint(), mint()].map(async (each) => sandbox.wechat.phoneNumber(await each)),
      );
      expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
      const one = await mint();
      const twice = await Promise.allSettled([1, 2].map(() => sandbox.wechat.phoneNumber(one)));
      expect(twice.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    } finally {
      await sandbox.close();
    }
  });
});
