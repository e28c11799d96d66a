import type { DeliveryStatus } from '@contract/enums';
import type { Context } from '../../context';
import { SmsError } from '../../gateways/sms';
import { WeChatError } from '../../gateways/wechat';
import { answerRule } from '../../gateways/wechat-answers';
import { clearConsents, refundConsent, spendConsent } from '../accounts/consents.service';
import { leaversOf } from '../accounts/memberships.service';
import { findOpenid, findPhone } from '../accounts/people.service';
import type { StoredDelivery } from './messages.model';
import { nextTry } from './outbox-rules';
import { mayGoAt, wants } from './quiet-hours';
import { unsubscribed, wishesOfPerson } from './settings.service';

/** What an attempt came to: written into the delivery, and counted. */
export interface Settlement {
  status: Exclude<DeliveryStatus, 'sending'>;
  errcode?: number;
  /** Pending again: when it is tried next. */
  dueAt?: Date;
  reason?: string;
  messageId?: string;
}

/** Makes the one call that its lease allows, where there still is a reason to make it now; never throws. */
export async function attempt(ctx: Context, delivery: StoredDelivery, now: () => Date): Promise<Settlement> {
  try {
    const spared = await withoutCall(delivery, now());
    if (spared) return spared;
  } catch (error) {
    return unprepared(ctx, delivery, error, now());
  }
  return delivery.channel === 'sms' ? attemptText(ctx, delivery, now) : attemptCard(ctx, delivery, now);
}

/** What has changed since the delivery came due: its person left, wants it no more, or sleeps by now. */
async function withoutCall(delivery: StoredDelivery, now: Date): Promise<Settlement | undefined> {
  const { personId, enterpriseId, topic, channel, isCritical = false } = delivery;
  if (enterpriseId && (await leaversOf([enterpriseId], [personId])).length > 0)
    return { status: 'failed', reason: 'the person has left the enterprise' };
  const wishes = await wishesOfPerson(personId);
  if (topic && !wants(wishes, topic, channel)) {
    const { status, reason } = unsubscribed(now);
    return { status, reason };
  }
  // A channel that rested, or a server that stood still, may have held it back into the night.
  const dueAt = mayGoAt(wishes, channel, isCritical, now);
  return dueAt > now ? { status: 'pending', dueAt, reason: 'quiet hours' } : undefined;
}

async function attemptCard(ctx: Context, delivery: StoredDelivery, now: () => Date): Promise<Settlement> {
  const personId = delivery.personId.toHexString();
  const { template } = delivery;
  let openid: string | undefined;
  try {
    if (!template) return { status: 'failed', reason: 'there is no template' };
    openid = await findOpenid(personId);
    if (!openid) return { status: 'failed', reason: 'the person has no WeChat' };
    if (!(await spendConsent(personId, template))) return { status: 'no-consent', reason: 'no consent left' };
  } catch (error) {
    return unprepared(ctx, delivery, error, now());
  }
  try {
    const { messageId } = await ctx.environment.wechat.sendSubscribeMessage({
      openid,
      templateId: ctx.environment.config.wechat.templateIds[template],
      ...(delivery.page ? { page: delivery.page } : {}),
      data: delivery.fields,
    });
    return { status: 'sent', errcode: 0, ...(messageId ? { messageId } : {}) };
  } catch (error) {
    if (!(error instanceof WeChatError) || error.outcome === 'unknown') return lost(ctx, delivery, error);
    const { errcode } = error;
    const said = { reason: reasonOf(error), ...(errcode === undefined ? {} : { errcode }) };
    const isEmpty = errcode !== undefined && answerRule(errcode).consent === 'empty';
    if (isEmpty) await clearConsents(personId, template);
    else await refundConsent(personId, template);
    // Only this one is about the message and not about the person.
    if (errcode === 43101) return { status: 'no-consent', ...said };
    if (error.outcome === 'not-sent') return postpone(delivery, said, now());
    ctx.log.error({ err: error, deliveryId: delivery._id }, 'WeChat refused a message');
    return { status: 'failed', ...said };
  }
}

async function attemptText(ctx: Context, delivery: StoredDelivery, now: () => Date): Promise<Settlement> {
  let phone: string | undefined;
  try {
    phone = await findPhone(ctx, delivery.personId.toHexString());
    if (!phone || !delivery.text) return { status: 'failed', reason: 'the person gave no phone number' };
  } catch (error) {
    return unprepared(ctx, delivery, error, now());
  }
  try {
    await ctx.environment.sms.send({ id: delivery._id.toHexString(), phone, text: delivery.text });
    return { status: 'sent' };
  } catch (error) {
    if (!(error instanceof SmsError) || error.outcome === 'unknown') return lost(ctx, delivery, error);
    const said = { reason: reasonOf(error) };
    return error.outcome === 'refused' ? { status: 'failed', ...said } : postpone(delivery, said, now());
  }
}

/** The call was never made, so it may be made later. */
function unprepared(ctx: Context, delivery: StoredDelivery, error: unknown, now: Date): Promise<Settlement> {
  ctx.log.error({ err: error, deliveryId: delivery._id }, 'a delivery could not be prepared');
  return postpone(delivery, { reason: reasonOf(error) }, now);
}

function lost(ctx: Context, delivery: StoredDelivery, error: unknown): Settlement {
  ctx.log.warn({ err: error, deliveryId: delivery._id }, 'nobody can tell whether it was sent');
  return { status: 'unknown', reason: reasonOf(error) };
}

async function postpone(
  delivery: StoredDelivery,
  said: { reason: string; errcode?: number },
  now: Date,
): Promise<Settlement> {
  const again = nextTry(said.errcode, delivery.attempts.length, delivery.createdAt, now);
  if (!again) return { status: 'failed', ...said };
  const { personId, channel, isCritical = false } = delivery;
  return {
    status: 'pending',
    dueAt: mayGoAt(await wishesOfPerson(personId), channel, isCritical, again),
    ...said,
  };
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 200);
}
