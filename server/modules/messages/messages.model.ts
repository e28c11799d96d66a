import mongoose, { Schema, type Types } from 'mongoose';
import {
  channels,
  deliveryStatuses,
  messageTemplates,
  messageTopics,
  type Channel,
  type DeliveryStatus,
  type MessageTemplate,
  type MessageTopic,
} from '@contract/enums';

/** A message in a person's inbox. */
export interface StoredMessage {
  _id: Types.ObjectId;
  /** Names the product event, e.g. `briefing:<id>`. */
  key: string;
  personId: Types.ObjectId;
  topic: MessageTopic;
  title: string;
  text: string;
  page?: string;
  needsAction: boolean;
  sentAt: Date;
  readAt?: Date;
}

const messageSchema = new Schema<StoredMessage>(
  {
    key: { type: String, required: true },
    personId: { type: Schema.Types.ObjectId, required: true },
    topic: { type: String, enum: messageTopics, required: true },
    title: { type: String, required: true },
    text: { type: String, required: true },
    page: String,
    needsAction: { type: Boolean, required: true },
    sentAt: { type: Date, required: true },
    readAt: Date,
  },
  { versionKey: false, collection: 'messages' },
);
// Nothing arrives twice; also finds everybody's message of one event.
messageSchema.index({ key: 1, personId: 1 }, { unique: true });
// A person's inbox, newest first.
messageSchema.index({ personId: 1, sentAt: -1, _id: -1 });
// What is old enough to go.
messageSchema.index({ sentAt: 1 });
// One topic of a person's inbox, newest first.
messageSchema.index({ personId: 1, topic: 1, sentAt: -1, _id: -1 });
// How many a person hasn't read.
messageSchema.index({ personId: 1, readAt: 1 });
// What waits for a person to act, newest first, and how much.
messageSchema.index({ personId: 1, needsAction: 1, sentAt: -1, _id: -1 });

export const MessageModel = mongoose.model<StoredMessage>('Message', messageSchema);

/** One try to hand a delivery over; written before the call, completed by its answer. */
export interface Attempt {
  /** Names the lease under which the call is made. */
  leaseId: string;
  startedAt: Date;
  endedAt?: Date;
  /** WeChat's code, 0 when it accepted. */
  errcode?: number;
  /** What the answer said, or why there was none. */
  answer?: string;
}

/** A message on its way to one person over one channel outside the product. */
export interface StoredDelivery {
  _id: Types.ObjectId;
  key: string;
  personId: Types.ObjectId;
  channel: Channel;
  /** Absent in what was written before topics had settings of their own. */
  topic?: MessageTopic;
  /** Of a subscription message. */
  template?: MessageTemplate;
  /** Values by WeChat's field keys, already within WeChat's rules; empty for other channels. */
  fields: Record<string, string>;
  /** Of a text message. */
  text?: string;
  page?: string;
  /** The person has to know it: what doesn't arrive is tried on the next channel. */
  isCritical?: boolean;
  /** While the next rung of the ladder hasn't been taken. */
  mayClimb?: boolean;
  /** The enterprise it is about. */
  enterpriseId?: Types.ObjectId;
  status: DeliveryStatus;
  /** Pending: when it is tried next. Sending: when the lease ends. Else who climbs first. */
  dueAt: Date;
  leaseId?: string;
  attempts: Attempt[];
  createdAt: Date;
  settledAt?: Date;
  /** Why it wasn't sent, in a word for operators. */
  reason?: string;
  messageId?: string;
}

const deliverySchema = new Schema<StoredDelivery>(
  {
    key: { type: String, required: true },
    personId: { type: Schema.Types.ObjectId, required: true },
    channel: { type: String, enum: channels, required: true },
    topic: { type: String, enum: messageTopics },
    template: { type: String, enum: messageTemplates },
    fields: { type: Schema.Types.Mixed, required: true },
    text: String,
    page: String,
    isCritical: Boolean,
    mayClimb: Boolean,
    enterpriseId: Schema.Types.ObjectId,
    status: { type: String, enum: deliveryStatuses, required: true },
    dueAt: { type: Date, required: true },
    leaseId: String,
    attempts: {
      type: [
        {
          _id: false,
          leaseId: { type: String, required: true },
          startedAt: { type: Date, required: true },
          endedAt: Date,
          errcode: Number,
          answer: String,
        },
      ],
      required: true,
    },
    createdAt: { type: Date, required: true },
    settledAt: Date,
    reason: String,
    messageId: String,
  },
  { versionKey: false, collection: 'deliveries', minimize: false },
);
// One delivery per event, person and channel, whoever asks how often; also counts a briefing's figures.
deliverySchema.index({ key: 1, personId: 1, channel: 1 }, { unique: true });
// What one person was sent; what is old enough to go.
deliverySchema.index({ personId: 1 });
deliverySchema.index({ createdAt: 1 });
// What is due on a channel, and whose lease has ended.
deliverySchema.index({ status: 1, channel: 1, dueAt: 1 });
// What may have to climb to the next rung.
deliverySchema.index({ mayClimb: 1, status: 1 });
// What WeChat later tells of a message.
deliverySchema.index({ messageId: 1 });

export const DeliveryModel = mongoose.model<StoredDelivery>('Delivery', deliverySchema);
