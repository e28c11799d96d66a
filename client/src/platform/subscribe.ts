import Taro from '@tarojs/taro';

import { findDemonstrationPhone } from './address';
import { confirm } from './notify';

export type SubscriptionAnswer = 'accept' | 'reject' | 'ban' | 'filter';

/** WeChat asks for at most this many templates in one tap. */
export const templatesPerTap = 3;

const answerAll = (templateIds: string[], answer: SubscriptionAnswer) =>
  Object.fromEntries(templateIds.map((id) => [id, answer]));

/** Only the demonstration has such a phone: what was answered is told to it, as WeChat would note it by itself. */
async function askInBrowser(templateIds: string[]): Promise<Record<string, SubscriptionAnswer>> {
  const phone = findDemonstrationPhone();
  if (!phone) return answerAll(templateIds, 'reject');
  const agreed = await confirm({
    title: '“企服通”申请给您发通知',
    text: `${templateIds.length} 类服务通知，每类一次`,
    yes: '允许',
    no: '拒绝',
  });
  const choice = agreed ? 'accept' : 'reject';
  const response = await fetch(`/sandbox/phones/${encodeURIComponent(phone)}/subscriptions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ templateIds, choice }),
  });
  return answerAll(templateIds, response.ok ? choice : 'reject');
}

/**
 * Asks whether the product may send a message of each template once; call it straight from a tap, or WeChat
 * refuses. Answers per template; one that wasn't asked about isn't in the answer. Never rejects: without consent
 * nothing else fails.
 *
 * WeChat: `wx.requestSubscribeMessage`. Browser: a question of our own, and only when a demonstration phone has
 * opened the page; in any other browser everything counts as refused.
 */
export async function askForMessages(templateIds: string[]): Promise<Record<string, SubscriptionAnswer>> {
  const asked = [...new Set(templateIds)].slice(0, templatesPerTap);
  if (asked.length === 0) return {};
  try {
    if (process.env.TARO_ENV === 'h5') return await askInBrowser(asked);
    const reply: Record<string, unknown> = {
      ...(await Taro.requestSubscribeMessage({ tmplIds: asked, entityIds: [] })),
    };
    const known = new Set<unknown>(['accept', 'reject', 'ban', 'filter']);
    return Object.fromEntries(
      asked.filter((id) => known.has(reply[id])).map((id) => [id, reply[id] as SubscriptionAnswer]),
    );
  } catch {
    return {};
  }
}
