import type { Api } from '../../../../server/contract';
import { listMessages, notify } from '../../../../server/modules/messages/messages.service';
import { Types } from 'mongoose';
import { PhoneTaskModel } from '../../../../server/modules/messages/phone-tasks.model';
import type { Asked, Rows, Side } from '../../../support/access';
import { anEnvironment, contextOf, personOf, testNow } from '../../../support/context';
import { callbackSignature, sealCallback } from '../../../../server/gateways/wechat-callback';
import { findOpenid } from '../../../../server/modules/accounts/people.service';

let keys = 0;

/** A message to the enterprise's administrator, and to nobody else. */
const messageToAdmin = async (own: Side): Promise<Asked> => {
  await notify(contextOf(), {
    key: `access-${(keys += 1)}`,
    personIds: [personOf(own.people.admin).personId],
    topic: 'account',
    title: '只给一个人',
    text: '别人看不到',
  });
  const [message] = (await listMessages(own.people.admin, {})).items;
  return { id: message?.id ?? '', secret: message?.id ?? '' };
};

/** A call to the enterprise that is still to be made. */
const phoneTask = async (own: Side): Promise<Asked> => {
  const task = await PhoneTaskModel.create({
    key: `access-task-${(keys += 1)}`,
    enterpriseId: new Types.ObjectId(own.enterprise.id),
    personIds: [new Types.ObjectId(personOf(own.people.admin).personId)],
    topic: 'issue',
    title: '诉求已答复',
    text: '请确认',
    scope: [own.county, own.city, own.province].map(({ id }) => new Types.ObjectId(id)),
    status: 'open',
    calls: [],
    openedAt: new Date(),
  });
  const id = task._id.toHexString();
  return { id, secret: id };
};
/** Something WeChat tells, signed and encrypted as it does. */
function fromWeChat(openid: string): Asked {
  const { wechat } = anEnvironment().config;
  const { token, key = '' } = wechat.callback ?? { token: '' };
  const timestamp = String(Math.floor(testNow.getTime() / 1000));
  const event = {
    FromUserName: openid,
    CreateTime: String((keys += 1)),
    MsgType: 'event',
    Event: 'subscribe_msg_change_event',
    List: { TemplateId: wechat.templateIds['issue-progress'], SubscribeStatusString: 'reject' },
  };
  const Encrypt = sealCallback(key, wechat.appId, JSON.stringify(event));
  const query = new URLSearchParams({
    timestamp,
    nonce: '7',
    echostr: 'proven',
    signature: callbackSignature(token, timestamp, '7'),
    msg_signature: callbackSignature(token, timestamp, '7', Encrypt),
  });
  return { query: `?${query}`, payload: { Encrypt } };
}

const callers = ['desk', 'service-officer'] as const;
const wishes = { topics: [], quietHours: { isOn: true, from: '21:00', to: '07:30' } };

export const messageRows = {
  'GET /messages': { may: 'signed-in', ask: messageToAdmin, finds: ['admin'] },
  'GET /messages/unread': { may: 'signed-in' },
  'POST /messages/:id/reading': {
    may: ['admin'],
    others: 404,
    but: { 401: ['guest'] },
    ask: async (own) => ({ id: (await messageToAdmin(own)).id ?? '' }),
  },
  'GET /messages/settings': { may: 'signed-in' },
  'PUT /messages/settings': { may: 'signed-in', ask: async () => ({ payload: wishes }) },
  'GET /phone-tasks': { may: callers, ask: phoneTask },
  'POST /phone-tasks/:id/calls': {
    may: callers,
    ask: async (own) => ({ id: (await phoneTask(own)).id ?? '', payload: { isReached: true } }),
  },
  'POST /phone-tasks/:id/numbers': {
    may: callers,
    ask: async (own) => ({ id: (await phoneTask(own)).id ?? '' }),
  },
  'GET /wechat-events': {
    may: 'everybody',
    ask: async () => ({ query: fromWeChat('nobody').query ?? '' }),
  },
  'POST /wechat-events': {
    may: 'everybody',
    ask: async (own) => fromWeChat((await findOpenid(personOf(own.people.admin).personId)) ?? ''),
  },
} satisfies Partial<Rows<Api>>;
