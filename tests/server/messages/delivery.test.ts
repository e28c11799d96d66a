import type { Environment } from '../../../server/context';
import { WeChatError, type WeChat } from '../../../server/gateways/wechat';
import { deliverOutbox, notify } from '../../../server/modules/messages/messages.service';
import { consentsLeft } from '../../../server/modules/accounts/consents.service';
import { DeliveryModel } from '../../../server/modules/messages/messages.model';
import { RestModel } from '../../../server/modules/messages/settings.model';
import { anEnvironment, aWeChat, contextOf, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { aNotice, aSubscriber, deliveryOf, issueProgress } from '../../support/messages';
import { startSandbox, type Sandbox } from '../../support/wechat';

useDatabase();
afterEach(async () => {
  await DeliveryModel.deleteMany({});
  await RestModel.deleteMany({});
});

const minute = 60_000;
const later = (milliseconds: number) => new Date(testNow.getTime() + milliseconds);

const run = (environment: Environment, now = testNow) =>
  deliverOutbox(contextOf(undefined, { environment, now }));

/** Runs the outbox with a WeChat whose sending does what the test says. */
const runWith = (send: WeChat['sendSubscribeMessage'], now = testNow) =>
  run(anEnvironment({ wechat: aWeChat({ sendSubscribeMessage: send }) }), now);

async function aPending(options: { consents?: number } = {}) {
  const person = await aSubscriber(options);
  const { key } = await tell(person.id);
  return { person, key, delivery: () => deliveryOf(key, person.id), left: () => leftTo(person.id) };
}

async function tell(personId: string) {
  const notice = aNotice([personId], { subscription: issueProgress });
  await notify(contextOf(), notice);
  return notice;
}

const leftTo = async (personId: string) =>
  (await consentsLeft([personId], 'issue-progress')).get(personId) ?? 0;

const refusal = (errcode: number, outcome: 'refused' | 'not-sent') => async () => {
  throw new WeChatError(String(errcode), { errcode, outcome });
};

test('a delivery is handed over once, spends one consent, and its attempt is on record', async () => {
  const { delivery, left, person } = await aPending({ consents: 2 });
  const wechat = aWeChat();
  const environment = anEnvironment({ wechat });
  expect(await run(environment)).toEqual({ sent: 1, noConsent: 0, failed: 0, unknown: 0, postponed: 0 });
  expect(await run(environment, later(60 * minute))).toMatchObject({ sent: 0 });
  expect(wechat.sent).toEqual([
    {
      openid: person.openid,
      templateId: 'template-issue',
      page: 'features/issues/detail/index?id=1',
      data: expect.objectContaining({ phrase3: '已受理' }),
    },
  ]);
  expect(await delivery()).toMatchObject({ status: 'sent', messageId: '1', attempts: [{ errcode: 0 }] });
  expect(await left()).toBe(1);
});

test('the attempt is stored before WeChat is called', async () => {
  const { delivery } = await aPending();
  let stored: unknown;
  await runWith(async () => {
    stored = await delivery();
    return {};
  });
  expect(stored).toMatchObject({ status: 'sending', attempts: [{ startedAt: expect.any(Date) }] });
});

test('without consent WeChat is not called', async () => {
  const { delivery } = await aPending({ consents: 0 });
  const wechat = aWeChat();
  expect(await run(anEnvironment({ wechat }))).toMatchObject({ noConsent: 1 });
  expect(wechat.sent).toEqual([]);
  expect(await delivery()).toMatchObject({ status: 'no-consent', reason: 'no consent left' });
});

test('two deliverers at once hand over each delivery once', async () => {
  const pending = await Promise.all(Array.from({ length: 12 }, () => aPending()));
  const wechat = aWeChat();
  const environment = anEnvironment({ wechat });
  const runs = await Promise.all([run(environment), run(environment), run(environment)]);
  expect(runs.reduce((sum, { sent }) => sum + sent, 0)).toBe(12);
  expect(wechat.sent.map(({ openid }) => openid).sort()).toEqual(
    pending.map(({ person }) => person.openid).sort(),
  );
});

test('one person never gets two messages at the same time', async () => {
  const person = await aSubscriber({ consents: 5 });
  for (let index = 0; index < 5; index += 1) await tell(person.id);
  let running = 0;
  let most = 0;
  await runWith(async () => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    return {};
  });
  expect(most).toBe(1);
  expect(await DeliveryModel.countDocuments({ status: 'sent' })).toBe(5);
});

test('an attempt that was killed becomes unknown when its lease ends, and is never made again', async () => {
  const { delivery } = await aPending({ consents: 2 });
  let calls = 0;
  let reached = () => {};
  const called = new Promise<void>((resolve) => (reached = resolve));
  let answer: (value: { messageId?: string }) => void = () => {};
  const killed = runWith(() => {
    calls += 1;
    reached();
    return new Promise((resolve) => (answer = resolve));
  });
  await called;
  const count = async () => {
    calls += 1;
    return {};
  };
  expect(await runWith(count, later(30_000))).toMatchObject({ unknown: 0, sent: 0 });
  expect((await delivery()).status).toBe('sending');
  expect(await runWith(count, later(2 * minute))).toMatchObject({ unknown: 1, sent: 0 });
  expect(await delivery()).toMatchObject({ status: 'unknown', reason: 'the attempt was never finished' });
  expect(await runWith(count, later(24 * 60 * minute))).toMatchObject({ unknown: 0, sent: 0 });
  expect(calls).toBe(1);

  // It was only slow: its own answer is better knowledge than “unknown”.
  answer({ messageId: 'late' });
  await killed;
  expect(await delivery()).toMatchObject({ status: 'sent', messageId: 'late' });
  expect((await delivery()).reason).toBeUndefined();
});

test('a lost answer is unknown at once, keeps its consent spent, and is never tried again', async () => {
  const { delivery, left } = await aPending({ consents: 2 });
  const lost = async () => {
    throw new WeChatError('WeChat did not answer', { outcome: 'unknown' });
  };
  expect(await runWith(lost)).toMatchObject({ unknown: 1 });
  expect(await delivery()).toMatchObject({ status: 'unknown', reason: 'WeChat did not answer' });
  expect(await left()).toBe(1);
  const wechat = aWeChat();
  await run(anEnvironment({ wechat }), later(24 * 60 * minute));
  expect(wechat.sent).toEqual([]);
});

test('what WeChat certainly did not send is tried again later, with the consent given back', async () => {
  const { delivery, left } = await aPending();
  expect(await runWith(refusal(-1, 'not-sent'))).toMatchObject({ postponed: 1 });
  const waiting = await delivery();
  expect(waiting).toMatchObject({ status: 'pending', attempts: [{ errcode: -1 }] });
  expect(waiting.dueAt.getTime()).toBeGreaterThan(testNow.getTime());
  expect(await left()).toBe(1);
  const wechat = aWeChat();
  const environment = anEnvironment({ wechat });
  expect(await run(environment)).toMatchObject({ sent: 0 });
  expect(await run(environment, later(minute))).toMatchObject({ sent: 1 });
  expect((await delivery()).attempts.map(({ errcode }) => errcode)).toEqual([-1, 0]);
  expect(await left()).toBe(0);
});

test('a delivery that can never be handed over is given up after ten tries', async () => {
  const { delivery, left } = await aPending();
  for (let attempt = 0; attempt < 12; attempt += 1)
    await runWith(refusal(-1, 'not-sent'), later(attempt * 20 * minute));
  expect(await delivery()).toMatchObject({ status: 'failed', reason: '-1' });
  expect((await delivery()).attempts).toHaveLength(10);
  expect(await left()).toBe(1);
});

test('when the person refuses (43101), the account of consents is emptied', async () => {
  const { delivery, left } = await aPending({ consents: 3 });
  expect(await runWith(refusal(43101, 'refused'))).toMatchObject({ noConsent: 1 });
  expect(await delivery()).toMatchObject({ status: 'no-consent', attempts: [{ errcode: 43101 }] });
  expect(await left()).toBe(0);
});

test.each([43107, 40003, 50002])(
  'where WeChat delivers nothing any more (%i), the account is emptied',
  async (errcode) => {
    const { delivery, left } = await aPending({ consents: 3 });
    expect(await runWith(refusal(errcode, 'refused'))).toMatchObject({ failed: 1 });
    expect(await delivery()).toMatchObject({ status: 'failed', attempts: [{ errcode }] });
    expect(await left()).toBe(0);
  },
);

test.each([47003, 40037, 45168, 41030])(
  'a refusal for good (%i) fails and gives the consent back',
  async (errcode) => {
    const { delivery, left } = await aPending();
    expect(await runWith(refusal(errcode, 'refused'))).toMatchObject({ failed: 1 });
    expect(await delivery()).toMatchObject({ status: 'failed', attempts: [{ errcode }] });
    expect(await left()).toBe(1);
  },
);

test('a used-up quota stops the run instead of spending more calls', async () => {
  for (let index = 0; index < 20; index += 1) await aPending();
  let calls = 0;
  const environment = anEnvironment({
    wechat: aWeChat({
      sendSubscribeMessage: async () => {
        calls += 1;
        throw new WeChatError('quota', { errcode: 45009, outcome: 'not-sent' });
      },
    }),
  });
  await deliverOutbox(contextOf(undefined, { environment }), { parallel: 1 });
  expect(calls).toBe(1);
  // Other processes and later runs leave WeChat alone too, until the day is over.
  await deliverOutbox(contextOf(undefined, { environment, now: later(60 * minute) }));
  expect(calls).toBe(1);
  expect(await DeliveryModel.countDocuments({ status: 'pending' })).toBe(20);
});

test('what a resting channel held back until midnight waits for the morning, as its people wish', async () => {
  const pending = [await aPending(), await aPending(), await aPending()];
  const full = anEnvironment({ wechat: aWeChat({ sendSubscribeMessage: refusal(45009, 'not-sent') }) });
  // The first one learns that the day's quota is used up; the others aren't tried any more.
  await deliverOutbox(contextOf(undefined, { environment: full }), { parallel: 1 });
  const wechat = aWeChat();
  const environment = anEnvironment({ wechat });
  await run(environment, new Date('2026-03-11T16:00:01Z'));
  expect(wechat.sent).toEqual([]);
  for (const { left } of pending) expect(await left()).toBe(1);
  await run(environment, new Date('2026-03-12T00:00:01Z'));
  expect(wechat.sent).toHaveLength(3);
});

describe('through the sandbox', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(() => sandbox.close());

  async function aSubscribedPhone() {
    const person = await aSubscriber();
    const phone = await sandbox.phone({ openid: person.openid });
    await phone.allow('issue-progress');
    const { key } = await tell(person.id);
    return { phone, delivery: () => deliveryOf(key, person.id) };
  }

  test('a notice arrives on the phone of the person', async () => {
    const { phone, delivery } = await aSubscribedPhone();
    expect(await run(sandbox.environment)).toMatchObject({ sent: 1 });
    expect(await phone.messages()).toMatchObject([{ title: '诉求办理进度通知' }]);
    expect((await delivery()).messageId).toMatch(/^2\d{18}$/);
  });

  test('when the answer is lost after WeChat took it, the phone has it once and the product says unknown', async () => {
    const { phone, delivery } = await aSubscribedPhone();
    await sandbox.faults({ answerLost: true });
    expect(await run(sandbox.environment)).toMatchObject({ unknown: 1 });
    await sandbox.faults({ answerLost: false });
    await run(sandbox.environment, later(60 * minute));
    expect(await phone.messages()).toHaveLength(1);
    expect((await delivery()).status).toBe('unknown');
  });

  test('a day without quota is waited out, and the message arrives the next day', async () => {
    const { phone, delivery } = await aSubscribedPhone();
    await sandbox.faults({ dailyQuota: true });
    expect(await run(sandbox.environment)).toMatchObject({ postponed: 1 });
    // The quota comes back at midnight, but nobody wants the phone to ring then.
    expect((await delivery()).dueAt).toEqual(new Date('2026-03-12T00:00:00Z'));
    await sandbox.faults({ dailyQuota: false });
    expect(await run(sandbox.environment, new Date('2026-03-12T00:00:01Z'))).toMatchObject({ sent: 1 });
    expect(await phone.messages()).toHaveLength(1);
  });

  test('a person who refused in WeChat’s settings is not sent to, and the product learns it', async () => {
    const { phone, delivery } = await aSubscribedPhone();
    await sandbox.control('POST', `/phones/${phone.id}/refusals`, { templateId: 'template-issue' });
    expect(await run(sandbox.environment)).toMatchObject({ noConsent: 1 });
    expect(await phone.messages()).toEqual([]);
    expect((await delivery()).attempts).toMatchObject([{ errcode: 43101 }]);
  });
});
