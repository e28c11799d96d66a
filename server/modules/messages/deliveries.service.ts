import { randomUUID } from 'node:crypto';
import { channels, type Channel, type DeliveryStatus } from '@contract/enums';
import type { Context } from '../../context';
import { attempt, type Settlement } from './attempts.service';
import { DeliveryModel, MessageModel, type StoredDelivery } from './messages.model';
import { leaseMs, restUntil } from './outbox-rules';
import { RestModel } from './settings.model';

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
 * @param options.parallel calls at once on a channel
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
  await Promise.all(channels.map((channel) => deliverChannel(ctx, channel, { run, limit, parallel, now })));
  return run;
}

async function deliverChannel(
  ctx: Context,
  channel: Channel,
  { run, limit, parallel, now }: { run: DeliveryRun; limit: number; parallel: number; now: () => Date },
): Promise<void> {
  if (await RestModel.exists({ _id: channel, until: { $gt: ctx.now } })) return;
  /** The last call to each person: the next one waits for it, because WeChat refuses two at once. */
  const calls = new Map<string, Promise<unknown>>();
  let left = limit;
  let isStopped = false;
  const worker = async () => {
    while (!isStopped && left-- > 0) {
      const delivery = await leaseNext(channel, now());
      if (!delivery) return;
      const person = delivery.personId.toHexString();
      const call = (calls.get(person) ?? Promise.resolve()).then(() => attempt(ctx, delivery, now));
      calls.set(person, call);
      const settlement = await call;
      await settle(delivery, settlement, now());
      run[counted[settlement.status]] += 1;
      const until = channel === 'subscription' ? restUntil(settlement.errcode, now()) : null;
      if (until && settlement.errcode !== undefined) {
        isStopped = true;
        await rest(channel, until, settlement.errcode);
      }
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}

/** Lets every process leave the channel alone until then; a longer rest stands. */
async function rest(channel: Channel, until: Date, errcode: number): Promise<void> {
  await RestModel.updateOne({ _id: channel }, { $max: { until }, $set: { errcode } }, { upsert: true });
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
function leaseNext(channel: Channel, now: Date): Promise<StoredDelivery | null> {
  const leaseId = randomUUID();
  return DeliveryModel.findOneAndUpdate(
    { status: 'pending', channel, dueAt: { $lte: now } },
    {
      $set: { status: 'sending', leaseId, dueAt: new Date(now.getTime() + leaseMs) },
      $push: { attempts: { leaseId, startedAt: now } },
    },
    { sort: { dueAt: 1 }, returnDocument: 'after' },
  ).lean();
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
