import { DeliveryModel, MessageModel } from './messages.model';

/** A person's inbox and what was sent to their WeChat: for the person alone. */
export async function personalMessages(personId: string): Promise<Record<string, unknown>> {
  const [messages, deliveries] = await Promise.all([
    MessageModel.find({ personId }).sort({ sentAt: 1, _id: 1 }).lean(),
    DeliveryModel.find({ personId }).sort({ _id: 1 }).lean(),
  ]);
  return {
    inbox: messages.map(({ topic, title, text, sentAt, readAt }) => ({
      topic,
      title,
      text,
      sentAt: sentAt.toISOString(),
      ...(readAt ? { readAt: readAt.toISOString() } : {}),
    })),
    wechat: deliveries.map(({ template, fields, status, createdAt }) => ({
      template,
      fields,
      status,
      createdAt: createdAt.toISOString(),
    })),
  };
}

/** Removes a person's inbox; of what was sent to their WeChat only that it was stays, for the figures. */
export async function forgetMessages(personId: string): Promise<void> {
  await MessageModel.deleteMany({ personId });
  await DeliveryModel.updateMany({ personId }, { $set: { fields: {} } });
}

/** Removes up to `limit` messages of each kind from before an instant; answers how many. */
export async function removeOldMessages(before: Date, limit: number): Promise<number> {
  const [messages, deliveries] = await Promise.all([
    MessageModel.find({ sentAt: { $lt: before } }, { _id: 1 })
      .limit(limit)
      .lean(),
    DeliveryModel.find({ createdAt: { $lt: before }, status: { $nin: ['pending', 'sending'] } }, { _id: 1 })
      .limit(limit)
      .lean(),
  ]);
  const removed = await Promise.all([
    MessageModel.deleteMany({ _id: { $in: messages.map(({ _id }) => _id) } }),
    DeliveryModel.deleteMany({ _id: { $in: deliveries.map(({ _id }) => _id) } }),
  ]);
  return removed.reduce((sum, { deletedCount }) => sum + deletedCount, 0);
}
