import { randomUUID } from 'node:crypto';
import type { DeliveryStatus } from '@contract/enums';
import type { Context } from '../../context';
import { WeChatError } from '../../gateways/wechat';
import { clearConsents, refundConsent, spendConsent } from '../accounts/consents.service';
import { findOpenid } from '../accounts/people.service';
import { DeliveryModel, MessageModel, type StoredDelivery } from './messages.model';
import { leaseMs, nextTry, stopsTheRun } from './outbox-rules';

/** What one run of the outbox did; `postponed` were not sent and are tried again. */
export interface DeliveryRun {
  sent: number;
  noConsent: number;
  failed: number;
  unknown: number;
  postponed: number;
}

/**
 * Hands over what is due, several at once but never two to one person. Every attempt is recorded before its call;
 * one whose lease ended without an answer becomes unknown and is never made again.
 * @param options.limit most deliveries in this run
 * @param options.parallel calls at once
 */
export async function deliverOutbox(
  ctx: Context,
  { limit = 500, parallel = 8 }: { limit?: number; parallel?: number } = {},
): Promise<DeliveryRun> {
  const startedAt = performance.now();
  // A run may last longer than a lease, so its time goes on from the context's instant.
  const now = () => new Date(ctx.now.getTime() + performance.now() - startedAt);
  const run: DeliveryRun = { sent: 0, noConsent: 0, failed: 0, unknown: 0, postponed: 0 };
  run.unknown += await giveUpEndedLeases(ctx.now);

  /** The last call to each person: the next one waits for it, because WeChat refuses two at once. */
  const calls = new Map<string, Promise<unknown>>();
  let left = limit;
  let isStopped = false;
  const worker = async () => {
    while (!isStopped && left-- > 0) {
      const delivery = await leaseNext(now());
      if (!delivery) return;
      const person = delivery.personId.toHexString();
      const call = (calls.get(person) ?? Promise.resolve()).then(() => attempt(ctx, delivery, now));
      calls.set(person, call);
      const settlement = await call;
      await settle(delivery, settlement, now());
      run[counted[settlement.status]] += 1;
      isStopped ||= stopsTheRun(settlement.errcode);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return run;
}

/** What an attempt came to: written into the delivery, and counted. */
interface Settlement {
  status: Exclude<DeliveryStatus, 'sending'>;
  errcode?: number;
  /** Pending again: when it is tried next. */
  dueAt?: Date;
  reason?: string;
  messageId?: string;
}

const counted: Record<Settlement['status'], keyof DeliveryRun> = {
  pending: 'postponed',
  sent: 'sent',
  'no-consent': 'noConsent',
  failed: 'failed',
  unknown: 'unknown',
};

/** Attempts that nobody will finish: their process was killed or their answer was lost. */
async function giveUpEndedLeases(now: Date): Promise<number> {
  const { modifiedCount } = await DeliveryModel.updateMany(
    { status: 'sending', dueAt: { $lte: now } },
    { $set: { status: 'unknown', reason: 'the attempt was never finished', settledAt: now } },
  );
  return modifiedCount;
}

/** Takes the delivery that has been due longest and records the attempt; only one caller gets it. */
function leaseNext(now: Date): Promise<StoredDelivery | null> {
  const leaseId = randomUUID();
  return DeliveryModel.findOneAndUpdate(
    { status: 'pending', dueAt: { $lte: now } },
    {
      $set: { status: 'sending', leaseId, dueAt: new Date(now.getTime() + leaseMs) },
      $push: { attempts: { leaseId, startedAt: now } },
    },
    { sort: { dueAt: 1 }, returnDocument: 'after' },
  ).lean();
}

async function attempt(ctx: Context, delivery: StoredDelivery, now: () => Date): Promise<Settlement> {
  const personId = delivery.personId.toHexString();
  const { template } = delivery;
  let openid: string | undefined;
  try {
    openid = await findOpenid(personId);
    if (!openid) return { status: 'failed', reason: 'the person has no WeChat' };
    if (!(await spendConsent(personId, template))) return { status: 'no-consent', reason: 'no consent left' };
  } catch (error) {
    // The call was never made, so it may be made later.
    ctx.log.error({ err: error, deliveryId: delivery._id }, 'a delivery could not be prepared');
    return postpone(delivery, { reason: reasonOf(error) }, now());
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
    if (error instanceof WeChatError && error.outcome !== 'unknown')
      return settleRefusal(ctx, delivery, error, now());
    ctx.log.warn({ err: error, deliveryId: delivery._id }, 'nobody can tell whether it was sent');
    return { status: 'unknown', reason: reasonOf(error) };
  }
}

/** Nothing was sent: the consent goes back, unless WeChat says that there is none. */
async function settleRefusal(
  ctx: Context,
  delivery: StoredDelivery,
  error: WeChatError,
  now: Date,
): Promise<Settlement> {
  const consent = [delivery.personId.toHexString(), delivery.template] as const;
  const { errcode } = error;
  const said = { reason: reasonOf(error), ...(errcode === undefined ? {} : { errcode }) };
  if (errcode === 43101) {
    await clearConsents(...consent);
    return { status: 'no-consent', ...said };
  }
  await refundConsent(...consent);
  if (error.outcome === 'refused') {
    ctx.log.error({ err: error, deliveryId: delivery._id }, 'WeChat refused a message');
    return { status: 'failed', ...said };
  }
  return postpone(delivery, said, now);
}

function postpone(
  delivery: StoredDelivery,
  said: { reason: string; errcode?: number },
  now: Date,
): Settlement {
  const dueAt = nextTry(said.errcode, delivery.attempts.length, delivery.createdAt, now);
  return dueAt ? { status: 'pending', dueAt, ...said } : { status: 'failed', ...said };
}

/** Writes what became of the attempt, if it still is this lease's to say; the answer of a slow call beats “unknown”. */
async function settle(delivery: StoredDelivery, settlement: Settlement, now: Date): Promise<void> {
  const { status, errcode, dueAt, reason, messageId } = settlement;
  const last = `attempts.${delivery.attempts.length - 1}`;
  await DeliveryModel.updateOne(
    { _id: delivery._id, leaseId: delivery.leaseId, status: { $in: ['sending', 'unknown'] } },
    {
      $set: {
        status,
        ...(dueAt ? { dueAt } : { settledAt: now }),
        ...(messageId ? { messageId } : {}),
        ...(reason ? { reason } : {}),
        [`${last}.endedAt`]: now,
        ...(errcode === undefined ? {} : { [`${last}.errcode`]: errcode }),
        ...(reason ? { [`${last}.answer`]: reason } : {}),
      },
      ...(reason ? {} : { $unset: { reason: 1 } }),
    },
  );
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 200);
}

/** People per state of the notices whose key begins with the prefix; `inbox` counts everybody who was told. */
export interface DeliveryFigures {
  inbox: number;
  /** WeChat subscription messages that arrived. */
  subscription: number;
  noConsent: number;
  pending: number;
  failed: number;
  unknown: number;
}

/** Counts what became of the notices whose key begins with the prefix. */
export async function deliveryFigures(keyPrefix: string): Promise<DeliveryFigures> {
  // A range instead of a pattern: it uses the index, whatever characters the prefix has.
  const key = { $gte: keyPrefix, $lt: `${keyPrefix}\uffff` };
  const [inbox, groups] = await Promise.all([
    MessageModel.countDocuments({ key }),
    DeliveryModel.aggregate<{ _id: DeliveryStatus; count: number }>([
      { $match: { key, channel: 'subscription' } },
      { $group: { _id: '$status', count: { $sum: 1 } } },
    ]),
  ]);
  const count = (...statuses: DeliveryStatus[]) =>
    groups.filter(({ _id }) => statuses.includes(_id)).reduce((sum, group) => sum + group.count, 0);
  return {
    inbox,
    subscription: count('sent'),
    noConsent: count('no-consent'),
    pending: count('pending', 'sending'),
    failed: count('failed'),
    unknown: count('unknown'),
  };
}

/** Deliveries that are still to be handed over. */
export function countUnsent(): Promise<number> {
  return DeliveryModel.countDocuments({ status: { $in: ['pending', 'sending'] } });
}
