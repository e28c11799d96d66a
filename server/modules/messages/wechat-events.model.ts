import { Schema, model } from 'mongoose';

/** One entry of one of WeChat's calls that was taken: it may come again. */
export interface StoredWeChatEvent {
  /** Hash of whom it is about, when it happened, what and about which template or message. */
  _id: string;
  at: Date;
}

const eventSchema = new Schema<StoredWeChatEvent>(
  { _id: { type: String, required: true }, at: { type: Date, required: true } },
  { versionKey: false, collection: 'wechat_events' },
);
// What is too old to come again.
eventSchema.index({ at: 1 });

export const WeChatEventModel = model<StoredWeChatEvent>('WeChatEvent', eventSchema);
