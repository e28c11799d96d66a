import { DeliveryModel, MessageModel } from './messages.model';
import { PhoneTaskModel } from './phone-tasks.model';
import { SettingsModel } from './settings.model';
import { wishesOfPerson } from './settings.service';

/** A person's inbox, what was sent to their WeChat and as text messages, and what they chose: for the person alone. */
export async function personalMessages(personId: string): Promise<Record<string, unknown>> {
  const [messages, deliveries, { unwanted, quietHours }] = await Promise.all([
    MessageModel.find({ personId }).sort({ sentAt: 1, _id: 1 }).lean(),
    DeliveryModel.find({ personId }).sort({ _id: 1 }).lean(),
    wishesOfPerson(personId),
  ]);
  return {
    inbox: messages.map(({ topic, title, text, sentAt, readAt }) => ({
      topic,
      title,
      text,
      sentAt: sentAt.toISOString(),
      ...(readAt ? { readAt: readAt.toISOString() } : {}),
    })),
    wechat: deliveries
      .filter(({ channel }) => channel === 'subscription')
      .map(({ template, fields, status, createdAt }) => ({
        template,
        fields,
        status,
        createdAt: createdAt.toISOString(),
      })),
    texts: deliveries
      .filter(({ channel }) => channel === 'sms')
      .map(({ text, status, createdAt }) => ({ text, status, createdAt: createdAt.toISOString() })),
    settings: { unwanted, quietHours },
  };
}

/** Removes a person's inbox; of what was sent to their WeChat only that it was stays, for the figures. */
export async function forgetMessages(personId: string): Promise<void> {
  await MessageModel.deleteMany({ personId });
  await SettingsModel.deleteOne({ personId });
  await PhoneTaskModel.updateMany({ personIds: personId }, { $pull: { personIds: personId } });
  await DeliveryModel.updateMany({ personId }, { $set: { fields: {} }, $unset: { text: 1, mayClimb: 1 } });
}

/** Removes up to `limit` messages of each kind from before an instant; answers how many. */
export async function removeOldMessages(before: Date, limit: number): Promise<number> {
  const [messages, deliveries, tasks] = await Promise.all([
    MessageModel.find({ sentAt: { $lt: before } }, { _id: 1 })
      .limit(limit)
      .lean(),
    DeliveryModel.find({ createdAt: { $lt: before }, status: { $nin: ['pending', 'sending'] } }, { _id: 1 })
      .limit(limit)
      .lean(),
    PhoneTaskModel.find({ openedAt: { $lt: before }, status: { $ne: 'open' } }, { _id: 1 })
      .limit(limit)
      .lean(),
  ]);
  const removed = await Promise.all([
    MessageModel.deleteMany({ _id: { $in: messages.map(({ _id }) => _id) } }),
    DeliveryModel.deleteMany({ _id: { $in: deliveries.map(({ _id }) => _id) } }),
    PhoneTaskModel.deleteMany({ _id: { $in: tasks.map(({ _id }) => _id) } }),
  ]);
  return removed.reduce((sum, { deletedCount }) => sum + deletedCount, 0);
}
