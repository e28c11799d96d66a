import type { Types } from 'mongoose';
import type { Context } from '../../context';
import { enterpriseOf, leaversOf, membersOfEnterprises } from '../accounts/memberships.service';
import { DeliveryModel, MessageModel, type StoredDelivery, type StoredMessage } from './messages.model';
import { unknownLimitMs } from './outbox-rules';
import { endPhoneTasks, openPhoneTask } from './phone-tasks.service';
import { mayGoAt, wants } from './quiet-hours';
import { unsubscribed, wishesOfPerson } from './settings.service';
import { textMessage } from './templates';

/** Most deliveries of one run; the rest waits for the next. */
const batch = 200;

/** What one run of the ladder did. */
export interface Climb {
  /** Text messages put into the outbox. */
  texts: number;
  /** People whose enterprise is to be called. */
  calls: number;
  /** People who need it on no other channel: they read it in the inbox, have left, or a colleague knows. */
  reached: number;
}

/**
 * Takes the next rung for every critical message that is known not to have arrived: no consent, refused, or unknown for
 * so long that no answer comes any more. A run that was cut off is simply begun again: each rung has a unique key.
 */
export async function climbLadder(ctx: Context): Promise<Climb> {
  const climb: Climb = { texts: 0, calls: 0, reached: 0 };
  const tooLate = new Date(ctx.now.getTime() - unknownLimitMs);
  const stuck = await DeliveryModel.find({
    mayClimb: true,
    status: { $in: ['no-consent', 'failed', 'unknown'] },
    $or: [{ status: { $ne: 'unknown' } }, { settledAt: { $lte: tooLate } }],
  })
    .sort({ dueAt: 1 })
    .limit(batch)
    .lean();
  for (const delivery of stuck) {
    try {
      climb[await takeNextRung(ctx, delivery)] += 1;
      await DeliveryModel.updateOne({ _id: delivery._id }, { $unset: { mayClimb: 1 } });
    } catch (error) {
      // It stands behind the others from now on, and keeps none of them from climbing.
      ctx.log.error({ err: error, deliveryId: delivery._id }, 'a critical message could not climb');
      await DeliveryModel.updateOne({ _id: delivery._id }, { $set: { dueAt: ctx.now } });
    }
  }
  return climb;
}

async function takeNextRung(ctx: Context, delivery: StoredDelivery): Promise<keyof Climb> {
  const { key, personId, channel } = delivery;
  const message = await MessageModel.findOne({ key, personId }).lean();
  // Who has gone has nothing to be told, and who has read it knows.
  if (!message || message.readAt) return 'reached';
  if (delivery.enterpriseId && (await leaversOf([delivery.enterpriseId], [personId])).length > 0)
    return 'reached';
  if (channel === 'subscription') {
    await addText(ctx, delivery, message);
    return 'texts';
  }
  const enterpriseId = delivery.enterpriseId?.toHexString() ?? (await enterpriseOf(personId.toHexString()));
  if (!enterpriseId) {
    ctx.log.warn({ key, personId }, 'a critical message reached nobody, and no enterprise can be called');
    return 'reached';
  }
  if (await reachedColleague(delivery)) return 'reached';
  await openPhoneTask(ctx, { key, personId, enterpriseId, message });
  return 'calls';
}

async function addText(
  ctx: Context,
  { key, personId, isCritical, page, enterpriseId }: StoredDelivery,
  { topic, title }: StoredMessage,
): Promise<void> {
  const wishes = await wishesOfPerson(personId);
  await DeliveryModel.updateOne(
    { key, personId, channel: 'sms' },
    {
      $setOnInsert: {
        topic,
        text: textMessage(title),
        fields: {},
        ...(page ? { page } : {}),
        ...(enterpriseId ? { enterpriseId } : {}),
        isCritical: true,
        mayClimb: true,
        status: 'pending',
        dueAt: mayGoAt(wishes, 'sms', isCritical ?? true, ctx.now),
        attempts: [],
        createdAt: ctx.now,
        ...(wants(wishes, topic, 'sms') ? {} : unsubscribed(ctx.now)),
      },
    },
    { upsert: true },
  );
}

/** Whether the message about an enterprise has arrived with somebody else there, or was read by them. */
async function reachedColleague({ key, enterpriseId }: StoredDelivery): Promise<boolean> {
  if (!enterpriseId) return false;
  if (await DeliveryModel.exists({ key, enterpriseId, status: 'sent' })) return true;
  const colleagues = await membersOfEnterprises([enterpriseId]);
  const personId = { $in: colleagues.map((each) => each.personId) };
  return (await MessageModel.exists({ key, personId, readAt: { $exists: true } })) !== null;
}

/** Ends what still rises to people of an event that is over or done: nobody is called about it any more. */
export async function endLadder(
  ctx: Context,
  key: string,
  personIds?: readonly (string | Types.ObjectId)[],
): Promise<void> {
  await DeliveryModel.updateMany(
    { key, mayClimb: true, ...(personIds ? { personId: { $in: personIds.map(String) } } : {}) },
    { $unset: { mayClimb: 1 } },
  );
  if (!personIds) await endPhoneTasks(ctx, key);
}
