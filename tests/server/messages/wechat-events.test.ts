import type { App } from '../../../server/app';
import type { Environment } from '../../../server/context';
import { callbackSignature, openCallback, sealCallback } from '../../../server/gateways/wechat-callback';
import {
  consentsLeft,
  grantConsent,
  recordConsents,
} from '../../../server/modules/accounts/consents.service';
import { DeliveryModel } from '../../../server/modules/messages/messages.model';
import { messageRoutes } from '../../../server/modules/messages/messages.routes';
import { notify, deliverOutbox } from '../../../server/modules/messages/messages.service';
import { readEvent } from '../../../server/modules/messages/wechat-event';
import { findOpenid } from '../../../server/modules/accounts/people.service';
import { anEnvironment, appWith, aVisitor, contextOf, personOf, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { aNotice, aSubscriber, deliveryOf, issueProgress } from '../../support/messages';

useDatabase();

const environment = anEnvironment();
const { wechat } = environment.config;
const token = wechat.callback?.token ?? '';
const key = wechat.callback?.key ?? '';
const plainEnvironment: Environment = {
  ...environment,
  config: { ...environment.config, wechat: { ...wechat, callback: { token } } },
};

let app: App;
let plainApp: App;
beforeAll(async () => {
  app = await appWith(environment, messageRoutes);
  plainApp = await appWith(plainEnvironment, messageRoutes);
});
afterAll(async () => {
  await app.close();
  await plainApp.close();
});

let seconds = 0;
const seconds0 = Math.floor(testNow.getTime() / 1000);

function anEvent(
  openid: string,
  Event: string,
  List: unknown,
  CreateTime = String(seconds0 - (seconds += 1)),
) {
  return { ToUserName: 'gh_1', FromUserName: openid, CreateTime, MsgType: 'event', Event, List };
}
const popup = (openid: string, answer = 'accept') =>
  anEvent(openid, 'subscribe_msg_popup_event', {
    TemplateId: 'template-issue',
    SubscribeStatusString: answer,
    PopupScene: '0',
  });
const refusal = (openid: string) =>
  anEvent(openid, 'subscribe_msg_change_event', {
    TemplateId: 'template-issue',
    SubscribeStatusString: 'reject',
  });

/** Sends an event encrypted and signed as WeChat does; with what is wrong about it. */
function push(
  event: object,
  wrong: { timestamp?: string; signature?: string; appId?: string; key?: string } = {},
) {
  const timestamp = wrong.timestamp ?? String(seconds0);
  const Encrypt = sealCallback(wrong.key ?? key, wrong.appId ?? wechat.appId, JSON.stringify(event));
  const query = new URLSearchParams({
    timestamp,
    nonce: '415670741',
    msg_signature: wrong.signature ?? callbackSignature(token, timestamp, '415670741', Encrypt),
  });
  return app.inject({ method: 'POST', url: `/api/wechat-events?${query}`, payload: { Encrypt } });
}

async function somebody() {
  const ctx = { ...(await aVisitor()), environment };
  const { personId } = personOf(ctx);
  return {
    ctx,
    openid: (await findOpenid(personId)) ?? '',
    left: async () => (await consentsLeft([personId], 'issue-progress')).get(personId) ?? 0,
  };
}

describe('WeChat’s own examples', () => {
  const examples: [string, string[], string][] = [
    ['address check', ['AAAAA', '1714036504', '1514711492'], 'f464b24fc39322e44b38aa78f5edd27bd1441696'],
    ['plain call', ['AAAAA', '1714037059', '486452656'], '899cf89e464efb63f54ddac96b0a0a235f53aa78'],
    ['encrypted call', ['AAAAA', '1714112445', '415670741'], '6c5c811b55cc85e0e1b54100749188c20beb3f5d'],
  ];
  test.each(examples)('%s has WeChat’s signature', (_case, parts, signature) => {
    expect(callbackSignature(...parts)).toBe(signature);
  });

  test('a message is encrypted to WeChat’s own text, which opens again', () => {
    const appId = 'wxba5fad812f8e6fb9';
    const sealed = sealCallback(
      'A'.repeat(43),
      appId,
      '{"demo_resp":"good luck"}',
      Buffer.from('707722b803182950'),
    );
    expect(sealed).toBe(
      'ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==',
    );
    expect(openCallback('A'.repeat(43), appId, sealed)).toBe('{"demo_resp":"good luck"}');
    expect(callbackSignature('AAAAA', '1713424427', '415670741', sealed)).toBe(
      '1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1',
    );
    expect(openCallback('A'.repeat(43), 'wx-other', sealed)).toBeNull();
    expect(openCallback('B'.repeat(43), appId, sealed)).toBeNull();
  });

  test('messages of every length open again, whatever the padding', () => {
    for (let length = 0; length < 70; length += 1) {
      const text = '字'.repeat(length);
      expect(openCallback(key, 'wx', sealCallback(key, 'wx', text))).toBe(text);
    }
  });
});

test('the address is proven by WeChat’s own text, and by nobody without the token', async () => {
  const timestamp = String(seconds0);
  const ask = (signature: string) =>
    app.inject({
      url: `/api/wechat-events?${new URLSearchParams({ timestamp, nonce: '1', echostr: '5837', signature })}`,
    });
  const proven = await ask(callbackSignature(token, timestamp, '1'));
  expect([proven.statusCode, proven.body]).toEqual([200, '5837']);
  expect((await ask(callbackSignature('guess', timestamp, '1'))).statusCode).toBe(403);
});

test('what a person accepts in the popup is one consent, whoever tells it first and however often', async () => {
  const faster = await somebody();
  const event = popup(faster.openid);
  for (let again = 0; again < 3; again += 1) expect((await push(event)).body).toBe('success');
  expect(await faster.left()).toBe(1);
  await recordConsents(faster.ctx, { 'template-issue': 'accept' });
  expect(await faster.left()).toBe(1);

  const slower = await somebody();
  await recordConsents(slower.ctx, { 'template-issue': 'accept' });
  await recordConsents(slower.ctx, { 'template-issue': 'accept' });
  await push(popup(slower.openid));
  await push(popup(slower.openid));
  expect(await slower.left()).toBe(2);
  await push(popup(slower.openid));
  expect(await slower.left()).toBe(3);
});

test('the mini-program and WeChat tell the same answer at the same instant: one consent', async () => {
  for (let round = 0; round < 8; round += 1) {
    const { openid, left, ctx } = await somebody();
    await Promise.all([push(popup(openid)), recordConsents(ctx, { 'template-issue': 'accept' })]);
    expect(await left()).toBe(1);
  }
});

test('the same event twice at once counts once', async () => {
  const { openid, left } = await somebody();
  const event = popup(openid);
  await Promise.all([push(event), push(event), push(event)]);
  expect(await left()).toBe(1);
});

test('refusing in WeChat’s settings empties the account, refusing the question once takes nothing back', async () => {
  const { openid, left, ctx } = await somebody();
  await grantConsent(personOf(ctx).personId, 'issue-progress');
  await grantConsent(personOf(ctx).personId, 'issue-progress');
  await push(popup(openid, 'reject'));
  expect(await left()).toBe(2);
  await push(refusal(openid));
  expect(await left()).toBe(0);
  await push(popup(openid));
  expect(await left()).toBe(1);
});

test('a call that isn’t WeChat’s, is old, of another account or not encrypted changes nothing', async () => {
  const { openid, left } = await somebody();
  const refused = await Promise.all([
    push(popup(openid), { signature: '0'.repeat(40) }),
    push(popup(openid), { timestamp: String(seconds0 - 301) }),
    push(popup(openid), { appId: 'wx-other' }),
    push(popup(openid), { key: 'B'.repeat(43) }),
    app.inject({
      method: 'POST',
      url: `/api/wechat-events?${new URLSearchParams({
        timestamp: String(seconds0),
        nonce: '1',
        signature: callbackSignature(token, String(seconds0), '1'),
      })}`,
      payload: popup(openid),
    }),
  ]);
  expect(refused.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403, 403, 403]);
  expect(await left()).toBe(0);
});

test('in plain mode the same holds, as JSON under any content type; what is no event is told', async () => {
  const { openid, left } = await somebody();
  const query = new URLSearchParams({
    timestamp: String(seconds0),
    nonce: '1',
    signature: callbackSignature(token, String(seconds0), '1'),
  });
  const send = (payload: string) =>
    plainApp.inject({
      method: 'POST',
      url: `/api/wechat-events?${query}`,
      headers: { 'content-type': 'text/xml' },
      payload,
    });
  expect((await send(JSON.stringify(popup(openid)))).statusCode).toBe(200);
  expect(await left()).toBe(1);
  expect((await send('<xml></xml>')).statusCode).toBe(400);
});

test('without a token nothing answers here', async () => {
  const none = {
    ...environment,
    config: { ...environment.config, wechat: { ...wechat, callback: undefined } },
  } as unknown as Environment;
  const silent = await appWith(none, messageRoutes);
  expect((await silent.inject({ url: '/api/wechat-events' })).statusCode).toBe(404);
  await silent.close();
});

test('a message that WeChat loses after accepting it becomes failed', async () => {
  const person = await aSubscriber();
  const notice = aNotice([person.id], { subscription: issueProgress });
  await notify(contextOf(), notice);
  await deliverOutbox(contextOf(undefined, { environment }));
  const { messageId } = await deliveryOf(notice.key, person.id);
  const sent = (MsgID: string, ErrorCode: string) =>
    anEvent(person.openid, 'subscribe_msg_sent_event', {
      TemplateId: 'template-issue',
      MsgID,
      ErrorCode,
      ErrorStatus: ErrorCode === '0' ? 'success' : 'system failed',
    });
  expect((await push(sent(messageId ?? '', '0'))).statusCode).toBe(200);
  expect((await deliveryOf(notice.key, person.id)).status).toBe('sent');
  // One whose id isn't known yet is told again.
  expect((await push(sent('29', '1'))).statusCode).toBe(409);
  expect((await push(sent(messageId ?? '', '1'))).statusCode).toBe(200);
  expect(await deliveryOf(notice.key, person.id)).toMatchObject({ status: 'failed' });
  await DeliveryModel.deleteMany({});
});

test('of several lost messages in one call those that are known become failed, though another is told again', async () => {
  const person = await aSubscriber();
  const notice = aNotice([person.id], { subscription: issueProgress });
  await notify(contextOf(), notice);
  await deliverOutbox(contextOf(undefined, { environment }));
  const { messageId = '' } = await deliveryOf(notice.key, person.id);
  const lost = (MsgID: string) => ({
    TemplateId: 'template-issue',
    MsgID,
    ErrorCode: '1',
    ErrorStatus: 'failed',
  });
  const call = anEvent(person.openid, 'subscribe_msg_sent_event', [lost('29'), lost(messageId)]);
  expect((await push(call)).statusCode).toBe(409);
  expect(await deliveryOf(notice.key, person.id)).toMatchObject({ status: 'failed' });
  await DeliveryModel.deleteMany({});
});

test('one entry, several, and a nested list are read alike', () => {
  const entry = { TemplateId: 't', SubscribeStatusString: 'accept' };
  const common = { FromUserName: 'o', CreateTime: 1, MsgType: 'event', Event: 'subscribe_msg_popup_event' };
  const read = { openid: 'o', at: '1', kind: 'popup', templateId: 't', answer: 'accept' };
  expect(readEvent({ ...common, List: entry })).toEqual({ entries: [read] });
  expect(readEvent({ ...common, List: [entry, entry] })).toEqual({ entries: [read, read] });
  expect(readEvent({ ...common, SubscribeMsgPopupEvent: { List: [entry] } })).toEqual({ entries: [read] });
  expect(readEvent({ ...common, Event: 'user_enter_tempsession' })).toEqual({ entries: [] });
  expect(readEvent('text')).toBeNull();
});
