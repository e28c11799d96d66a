import mongoose, { Types, type ClientSession } from 'mongoose';
import type { MessageTopic } from '@contract/enums';
import type { Message } from '@contract/messages';
import { accessible } from '../../access/access';
import type { Context } from '../../context';
import { readCursor, writeCursor } from '../../cursor';
import { AppError, isDuplicateKey } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { endLadder } from './ladder.service';
import { DeliveryModel, MessageModel, type StoredDelivery, type StoredMessage } from './messages.model';
import { mayGoAt, usualWishes, wants, type Wishes } from './quiet-hours';
import { unsubscribed, wishesOf } from './settings.service';
import { fitSubscription } from './subscription-fields';
import { textMessage, type Subscription } from './templates';

export { consentsLeft } from '../accounts/consents.service';
export { countUnsent, deliverOutbox, deliveryFigures } from './deliveries.service';
export { climbLadder } from './ladder.service';
export { changeSettings, readSettings } from './settings.service';

/** What happened, to whom it is told, and how. */
export interface Notice {
  /** Names the product event, e.g. `briefing:<id>`: the same key never reaches a person twice on one channel. */
  key: string;
  personIds: readonly string[];
  topic: MessageTopic;
  title: string;
  text: string;
  /** Path in the mini-program, with its query. */
  page?: string;
  /** True while the reader has something to do; `settleAction` ends it. */
  needsAction?: boolean;
  /** Also as a WeChat subscription message, where the person has consent left. */
  subscription?: Subscription;
  /**
   * The people have to know it: what doesn't arrive in WeChat (or has no subscription message at all) goes on as a text
   * message, and then becomes a call to the enterprise.
   */
  isCritical?: boolean;
  /** The enterprise it is about; else the one each person acts for. */
  enterpriseId?: string;
}

const peoplePerTransaction = 200;

/**
 * Puts a message into each person's inbox and, with a subscription, a delivery into the outbox: both or neither.
 * Asking again with the same key adds only who is missing.
 */
export async function notify(ctx: Context, notice: Notice): Promise<void> {
  const personIds = [...new Set(notice.personIds)].map((id) => new Types.ObjectId(id));
  const delivery = toDelivery(ctx, notice);
  for (let start = 0; start < personIds.length; start += peoplePerTransaction) {
    const group = personIds.slice(start, start + peoplePerTransaction);
    const write = () =>
      mongoose.connection.transaction((session) => writeNotice(ctx, notice, delivery, group, session));
    try {
      await write();
    } catch (error) {
      // Somebody told the same people the same thing at the same instant: now they have it, and nothing is added.
      if (!isDuplicateKey(error)) throw error;
      await write();
    }
  }
}

type DeliveryFields = Omit<StoredDelivery, '_id' | 'key' | 'personId'>;

async function writeNotice(
  ctx: Context,
  notice: Notice,
  delivery: DeliveryFields | undefined,
  personIds: Types.ObjectId[],
  session: ClientSession,
): Promise<void> {
  const message: Omit<StoredMessage, '_id' | 'key' | 'personId'> = {
    topic: notice.topic,
    title: notice.title,
    text: notice.text,
    ...(notice.page ? { page: notice.page } : {}),
    needsAction: notice.needsAction ?? false,
    sentAt: ctx.now,
  };
  const { key } = notice;
  await MessageModel.bulkWrite(
    personIds.map((personId) => ({
      updateOne: { filter: { key, personId }, update: { $setOnInsert: message }, upsert: true },
    })),
    { session },
  );
  if (!delivery) return;
  const { channel, ...written } = delivery;
  const wishes = await wishesOf(personIds);
  await DeliveryModel.bulkWrite(
    personIds.map((personId) => ({
      updateOne: {
        filter: { key, personId, channel },
        update: {
          $setOnInsert: {
            ...written,
            ...asWished(ctx, delivery, notice.topic, wishes.get(personId.toHexString())),
          },
        },
        upsert: true,
      },
    })),
    { session },
  );
}

/** A delivery that its person doesn't want is told in the inbox only; one that comes at night waits for the morning. */
function asWished(
  ctx: Context,
  { status, channel, isCritical = false }: DeliveryFields,
  topic: MessageTopic,
  wishes: Wishes = usualWishes,
): Partial<DeliveryFields> {
  if (status !== 'pending') return {};
  if (!wants(wishes, topic, channel)) return unsubscribed(ctx.now);
  return { dueAt: mayGoAt(wishes, channel, isCritical, ctx.now) };
}

function toDelivery(ctx: Context, notice: Notice): DeliveryFields | undefined {
  const { subscription, isCritical, enterpriseId, topic } = notice;
  const common = {
    topic,
    ...(notice.page ? { page: notice.page } : {}),
    ...(isCritical ? { isCritical, mayClimb: true } : {}),
    ...(enterpriseId ? { enterpriseId: new Types.ObjectId(enterpriseId) } : {}),
    status: 'pending' as const,
    dueAt: ctx.now,
    attempts: [],
    createdAt: ctx.now,
  };
  if (subscription) {
    const { fields, unfit } = fitSubscription(subscription);
    const card = { ...common, channel: 'subscription' as const, template: subscription.template, fields };
    if (unfit.length === 0) return card;
    // What can't be made to fit is told in the inbox all the same; the delivery says why it went no further.
    ctx.log.error({ key: notice.key, unfit }, 'template fields cannot be sent');
    return { ...card, status: 'failed', reason: `fields: ${unfit.join(', ')}`, settledAt: ctx.now };
  }
  return isCritical
    ? { ...common, channel: 'sms' as const, fields: {}, text: textMessage(notice.title) }
    : undefined;
}

/** Nobody has anything left to do about the event of this key; with people named, only they are done. */
export async function settleAction(
  ctx: Context,
  { key, personIds }: { key: string; personIds?: readonly string[] },
): Promise<void> {
  await MessageModel.updateMany(
    { key, needsAction: true, ...(personIds ? { personId: { $in: personIds } } : {}) },
    { $set: { needsAction: false } },
  );
  // What is done needn't be told on another channel.
  await endLadder(ctx, key, personIds);
}

/** Stops what of an event's notices is still to be handed over: it was told by mistake. */
export async function withdrawDeliveries(ctx: Context, key: string): Promise<void> {
  await DeliveryModel.updateMany(
    { key, status: 'pending' },
    { $set: { status: 'failed', reason: 'withdrawn', settledAt: ctx.now } },
  );
  await endLadder(ctx, key);
}

/**
 * The caller's inbox, newest first.
 * @throws VALIDATION_FAILED when the cursor isn't one of ours
 */
export async function listMessages(
  ctx: Context,
  query: { cursor?: string; limit?: number; topic?: MessageTopic; needsAction?: boolean },
): Promise<{ items: Message[]; next?: string }> {
  const limit = query.limit ?? 20;
  const before = query.cursor === undefined ? undefined : readCursor(query.cursor);
  const found = await MessageModel.find({
    $and: [
      accessible(ctx, 'read', 'message'),
      query.topic ? { topic: query.topic } : {},
      query.needsAction === undefined ? {} : { needsAction: query.needsAction },
      before ? { $or: [{ sentAt: { $lt: before.at } }, { sentAt: before.at, _id: { $lt: before.id } }] } : {},
    ],
  })
    .sort({ sentAt: -1, _id: -1 })
    .limit(limit + 1)
    .lean();
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(toMessage),
    ...(found.length > limit && last ? { next: writeCursor({ at: last.sentAt, id: last._id }) } : {}),
  };
}

/** How many messages the caller hasn't read, and how many still ask something of them. */
export async function countUnread(ctx: Context): Promise<{ unread: number; needsAction: number }> {
  const mine = accessible(ctx, 'read', 'message');
  const [unread, needsAction] = await Promise.all([
    MessageModel.countDocuments({ $and: [mine, { readAt: { $exists: false } }] }),
    MessageModel.countDocuments({ $and: [mine, { needsAction: true }] }),
  ]);
  return { unread, needsAction };
}

/**
 * Marks a message of the caller read; the first reading counts.
 * @throws NOT_FOUND when it isn't in the caller's inbox
 */
export async function markRead(ctx: Context, id: string): Promise<{ ok: true }> {
  const mine = { $and: [accessible(ctx, 'update', 'message'), { _id: id }] };
  const { matchedCount } = await MessageModel.updateOne(
    { ...mine, readAt: { $exists: false } },
    { $set: { readAt: ctx.now } },
  );
  if (matchedCount === 1)
    await recordAudit(ctx, { action: 'message.read', subject: { kind: 'message', id } });
  else if (!(await MessageModel.exists(mine))) throw new AppError('NOT_FOUND');
  return { ok: true };
}

/** The stored message as its reader gets it. */
function toMessage(stored: StoredMessage): Message {
  return {
    id: stored._id.toHexString(),
    topic: stored.topic,
    title: stored.title,
    text: stored.text,
    ...(stored.page ? { page: stored.page } : {}),
    needsAction: stored.needsAction,
    sentAt: stored.sentAt.toISOString(),
    ...(stored.readAt ? { readAt: stored.readAt.toISOString() } : {}),
  };
}
