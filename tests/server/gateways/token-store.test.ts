import { randomBytes } from 'node:crypto';
import mongoose from 'mongoose';
import { databaseTokens } from '../../../server/gateways/token-store';
import { testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { startSandbox, type Sandbox } from '../../support/wechat';

useDatabase();

const key = randomBytes(32).toString('base64');
let sandbox: Sandbox;
beforeEach(async () => {
  await mongoose.connection.collection('wechat_tokens').deleteMany({});
  sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

const stored = () => mongoose.connection.collection('wechat_tokens').findOne({});

async function aMessage() {
  const phone = await sandbox.phone();
  await phone.allow('event-reminder');
  const data = { thing1: '对接会', time2: '15:00', thing3: '会展中心', thing4: '请带上入场码' };
  return { phone, message: { openid: phone.openid, templateId: 'template-event', data } };
}

test('two processes that need a token at once fetch one between them', async () => {
  await sandbox.limits({ tokensPerMinute: 1 });
  const gateways = [1, 2].map(() => sandbox.gateway({ tokens: databaseTokens('wx-test', key) }));
  const asked = await Promise.all([aMessage(), aMessage()]);
  await Promise.all(gateways.map((gateway, at) => gateway.sendSubscribeMessage(asked[at]!.message)));
  for (const { phone } of asked) expect(await phone.messages()).toHaveLength(1);
});

test('a process that starts later uses the token that is there, and a rejected one is replaced for both', async () => {
  const first = sandbox.gateway({ tokens: databaseTokens('wx-test', key) });
  await first.sendSubscribeMessage((await aMessage()).message);
  const before = await databaseTokens('wx-test', key).read();
  await sandbox.limits({ tokensPerMinute: 0 });
  const second = sandbox.gateway({ tokens: databaseTokens('wx-test', key) });
  await second.sendSubscribeMessage((await aMessage()).message);
  expect(await databaseTokens('wx-test', key).read()).toEqual(before);

  await sandbox.limits({ tokensPerMinute: 10 });
  await databaseTokens('wx-test', key).write((await databaseTokens('wx-test', key).lease(testNow))!, {
    value: '10_nonsense',
    renewAt: testNow.getTime() + 3_600_000,
  });
  const third = sandbox.gateway({ tokens: databaseTokens('wx-test', key) });
  await third.sendSubscribeMessage((await aMessage()).message);
  expect(await databaseTokens('wx-test', key).read()).toEqual(before);
});

test('the token stands in the database encrypted, and another key cannot read it', async () => {
  const gateway = sandbox.gateway({ tokens: databaseTokens('wx-test', key) });
  await gateway.sendSubscribeMessage((await aMessage()).message);
  const token = await databaseTokens('wx-test', key).read();
  expect(JSON.stringify(await stored())).not.toContain(token?.value);
  expect(await databaseTokens('wx-test', randomBytes(32).toString('base64')).read()).toBeUndefined();
});

test('the lease is one process’s until it ends, and what a process fetched under a lost lease is not kept', async () => {
  const tokens = databaseTokens('wx-test', key);
  const lost = await tokens.lease(testNow);
  expect(lost).toBeDefined();
  expect(await tokens.lease(testNow)).toBeUndefined();
  const taken = await tokens.lease(new Date(testNow.getTime() + 15_001));
  expect(taken).toBeDefined();
  await tokens.write(lost!, { value: 'late', renewAt: 1 });
  expect(await tokens.read()).toBeUndefined();
  await tokens.write(taken!, { value: 'kept', renewAt: 1 });
  expect(await tokens.read()).toEqual({ value: 'kept', renewAt: 1 });
});

test('while somebody else fetches the token, nothing is sent, and the message may be tried again', async () => {
  await databaseTokens('wx-test', key).lease(testNow);
  const gateway = sandbox.gateway({ tokens: databaseTokens('wx-test', key), timeoutMs: 200 });
  const { message, phone } = await aMessage();
  await expect(gateway.sendSubscribeMessage(message)).rejects.toMatchObject({ outcome: 'not-sent' });
  expect(await phone.messages()).toEqual([]);
});
