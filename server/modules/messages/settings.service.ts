import type { Types } from 'mongoose';
import type { Body, Reply } from '@contract';
import { channels, messageTopics, type Channel, type MessageTopic } from '@contract/enums';
import { requirePerson, type Context } from '../../context';
import { recordAudit } from '../audit/audit.service';
import { DeliveryModel } from './messages.model';
import { mayGoAt, usualWishes, wants, type Wishes } from './quiet-hours';
import { SettingsModel } from './settings.model';
import { channelsOf } from './topic-channels';

/** What people chose about their messages, by person id; who chose nothing is left out. */
export async function wishesOf(
  personIds: readonly (string | Types.ObjectId)[],
): Promise<Map<string, Wishes>> {
  const docs = await SettingsModel.find({ personId: { $in: personIds.map(String) } }).lean();
  return new Map(docs.map((doc) => [doc.personId.toHexString(), doc]));
}

/** What one person chose, or what holds for everybody. */
export async function wishesOfPerson(personId: string | Types.ObjectId): Promise<Wishes> {
  return (await SettingsModel.findOne({ personId }).lean()) ?? usualWishes;
}

/** The caller's subscription centre: per topic and channel what is wanted, and the quiet hours. */
export async function readSettings(ctx: Context): Promise<Reply<'GET /messages/settings'>> {
  return toSettings(await wishesOfPerson(requirePerson(ctx).personId));
}

/**
 * Replaces what the caller chose. What waits to be sent follows at once: messages of a topic that isn't wanted any more
 * stay in the inbox only, the others move to the new quiet hours.
 */
export async function changeSettings(
  ctx: Context,
  { topics, quietHours }: Body<'PUT /messages/settings'>,
): Promise<Reply<'GET /messages/settings'>> {
  const { personId } = requirePerson(ctx);
  const unwanted = topics.flatMap((each) =>
    channelsOf(each.topic)
      .filter((channel) => each[channel] === false)
      .map((channel) => ({ topic: each.topic, channel })),
  );
  const wishes: Wishes = { unwanted, quietHours };
  await SettingsModel.updateOne(
    { personId },
    { $set: { unwanted, quietHours, changedAt: ctx.now } },
    { upsert: true },
  );
  await followWishes(ctx, personId, wishes);
  await recordAudit(ctx, { action: 'message-settings.changed', subject: { kind: 'person', id: personId } });
  return toSettings(wishes);
}

async function followWishes(ctx: Context, personId: string, wishes: Wishes): Promise<void> {
  const waiting = await DeliveryModel.find({ personId, status: 'pending' }).lean();
  for (const { _id, topic, channel, isCritical, attempts } of waiting) {
    const still = { _id, status: 'pending' as const };
    if (topic && !wants(wishes, topic, channel))
      await DeliveryModel.updateOne(still, { $set: unsubscribed(ctx.now) });
    // One that has been tried waits for a time of its own.
    else if (attempts.length === 0)
      await DeliveryModel.updateOne(still, {
        $set: { dueAt: mayGoAt(wishes, channel, isCritical ?? false, ctx.now) },
      });
  }
}

/** What is written into a delivery that its person doesn't want. */
export function unsubscribed(now: Date) {
  return { status: 'no-consent' as const, reason: 'unsubscribed', settledAt: now };
}

function toSettings(wishes: Wishes): Reply<'GET /messages/settings'> {
  return {
    topics: messageTopics.map((topic) => ({ topic, ...chosen(wishes, topic) })),
    quietHours: {
      isOn: wishes.quietHours.isOn,
      from: wishes.quietHours.from,
      to: wishes.quietHours.to,
    },
  };
}

function chosen(wishes: Wishes, topic: MessageTopic): Partial<Record<Channel, boolean>> {
  const offered = channelsOf(topic);
  return Object.fromEntries(
    channels
      .filter((channel) => offered.includes(channel))
      .map((channel) => [channel, wants(wishes, topic, channel)]),
  );
}
