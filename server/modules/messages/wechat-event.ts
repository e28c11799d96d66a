/** What WeChat tells in its own calls, whatever shape it gives it. Pure. */

/** One entry of an event: every field that tells it from another. */
export type WeChatEntry = { openid: string; at: string } & (
  | { kind: 'popup' | 'change'; templateId: string; answer: string }
  | { kind: 'sent'; messageId: string; errorCode: string; errorStatus: string }
);

const kinds: Record<string, WeChatEntry['kind']> = {
  subscribe_msg_popup_event: 'popup',
  subscribe_msg_change_event: 'change',
  subscribe_msg_sent_event: 'sent',
};
const nestedIn = {
  popup: 'SubscribeMsgPopupEvent',
  change: 'SubscribeMsgChangeEvent',
  sent: 'SubscribeMsgSentEvent',
};

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
// Values arrive as text in JSON, but nobody promises it.
const text = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/**
 * The entries of an event about subscription messages; none of any other event, null where it is no event at all. One
 * entry comes as itself, several as a list, either at the top or nested under the event's name.
 * @source developers.weixin.qq.com/miniprogram/dev/framework/open-ability/subscribe-message
 */
export function readEvent(message: unknown): { entries: WeChatEntry[] } | null {
  if (!isFields(message) || text(message.FromUserName) === '' || text(message.MsgType) === '') return null;
  const kind = kinds[text(message.Event)];
  if (!kind) return { entries: [] };
  const nested = message[nestedIn[kind]];
  const list = message.List ?? (isFields(nested) ? nested.List : nested);
  const common = { openid: text(message.FromUserName), at: text(message.CreateTime) };
  const entries = [list].flat().filter(isFields);
  return {
    entries: entries.map((entry) =>
      kind === 'sent'
        ? {
            ...common,
            kind,
            messageId: text(entry.MsgID),
            errorCode: text(entry.ErrorCode),
            errorStatus: text(entry.ErrorStatus),
          }
        : { ...common, kind, templateId: text(entry.TemplateId), answer: text(entry.SubscribeStatusString) },
    ),
  };
}
