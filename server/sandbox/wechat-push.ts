import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Environment } from '../context';
import { callbackSignature, sealCallback } from '../gateways/wechat-callback';

/** WeChat's own calls to the product: what people answer, refuse in their settings, and what became of messages. */
export interface Push {
  popup(openid: string, answers: Record<string, 'accept' | 'reject'>): Promise<void>;
  change(openid: string, templateId: string): Promise<void>;
  /** Comes some time after the call that sent the message was answered. */
  sent(openid: string, message: { templateId: string; messageId: string; isDelivered: boolean }): void;
}

/** Of an account that has no address set up. */
export const noPush: Push = { popup: async () => {}, change: async () => {}, sent: () => {} };

const afterAnswerMs = 200;

/**
 * Pushes to this process's own API, encrypted where a key is set up.
 * @source developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push, open-ability/subscribe-message
 */
export function createPush(app: FastifyInstance, { config, clock }: Environment): Push {
  const { callback, appId } = config.wechat;
  if (!callback) return noPush;
  const timers = new Set<NodeJS.Timeout>();
  app.addHook('preClose', async () => {
    for (const timer of timers) clearTimeout(timer);
  });

  async function push(openid: string, Event: string, entries: Record<string, string>[]): Promise<void> {
    const seconds = String(Math.floor(clock.now().getTime() / 1000));
    const nonce = String(randomBytes(4).readUInt32BE());
    const message = JSON.stringify({
      ToUserName: 'gh_demonstration',
      FromUserName: openid,
      CreateTime: seconds,
      MsgType: 'event',
      Event,
      // WeChat sends one entry as itself, several as a list.
      List: entries.length === 1 ? entries[0] : entries,
    });
    const { token, key } = callback as NonNullable<typeof callback>;
    const query = new URLSearchParams({
      signature: callbackSignature(token, seconds, nonce),
      timestamp: seconds,
      nonce,
    });
    let payload = message;
    if (key) {
      const Encrypt = sealCallback(key, appId, message);
      query.set('encrypt_type', 'aes');
      query.set('msg_signature', callbackSignature(token, seconds, nonce, Encrypt));
      payload = JSON.stringify({ ToUserName: 'gh_demonstration', Encrypt });
    }
    await app.inject({
      method: 'POST',
      url: `/api/wechat-events?${query}`,
      headers: { 'content-type': 'application/json', 'user-agent': 'Mozilla/4.0' },
      payload,
    });
  }

  return {
    popup: (openid, answers) =>
      push(
        openid,
        'subscribe_msg_popup_event',
        Object.entries(answers).map(([TemplateId, SubscribeStatusString]) => ({
          TemplateId,
          SubscribeStatusString,
          PopupScene: '0',
        })),
      ),
    change: (openid, TemplateId) =>
      push(openid, 'subscribe_msg_change_event', [{ TemplateId, SubscribeStatusString: 'reject' }]),
    sent(openid, { templateId, messageId, isDelivered }) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        void push(openid, 'subscribe_msg_sent_event', [
          {
            TemplateId: templateId,
            MsgID: messageId,
            ErrorCode: isDelivered ? '0' : '20003',
            ErrorStatus: isDelivered ? 'success' : 'system failed',
          },
        ]);
      }, afterAnswerMs);
      timer.unref();
      timers.add(timer);
    },
  };
}
