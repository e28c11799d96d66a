import { Schema, model, type Types } from 'mongoose';
import { messageTopics, phoneTaskStatuses, type MessageTopic, type PhoneTaskStatus } from '@contract/enums';

/** One try to speak to somebody. */
export interface PhoneCall {
  at: Date;
  byId: Types.ObjectId;
  isReached: boolean;
  note?: string;
}

/** An enterprise that a critical message didn't reach, and that somebody has to call. */
export interface StoredPhoneTask {
  _id: Types.ObjectId;
  /** Names the product event, as the message does. */
  key: string;
  enterpriseId: Types.ObjectId;
  /** Who was to be told. */
  personIds: Types.ObjectId[];
  topic: MessageTopic;
  title: string;
  text: string;
  /** The desk whose list it stands in, and the bodies above it. */
  scope: Types.ObjectId[];
  assigneeId?: Types.ObjectId;
  status: PhoneTaskStatus;
  calls: PhoneCall[];
  openedAt: Date;
  settledAt?: Date;
}

const phoneTaskSchema = new Schema<StoredPhoneTask>(
  {
    key: { type: String, required: true },
    enterpriseId: { type: Schema.Types.ObjectId, required: true },
    personIds: { type: [Schema.Types.ObjectId], required: true },
    topic: { type: String, enum: messageTopics, required: true },
    title: { type: String, required: true },
    text: { type: String, required: true },
    scope: { type: [Schema.Types.ObjectId], required: true },
    assigneeId: Schema.Types.ObjectId,
    status: { type: String, enum: phoneTaskStatuses, required: true },
    calls: {
      type: [
        {
          _id: false,
          at: { type: Date, required: true },
          byId: { type: Schema.Types.ObjectId, required: true },
          isReached: { type: Boolean, required: true },
          note: String,
        },
      ],
      required: true,
    },
    openedAt: { type: Date, required: true },
    settledAt: Date,
  },
  { versionKey: false, collection: 'phone-tasks' },
);
// One call per event and enterprise, however many of its people weren't reached.
phoneTaskSchema.index({ key: 1, enterpriseId: 1 }, { unique: true });
// A desk's list of one status, newest first; all that carry a body.
phoneTaskSchema.index({ scope: 1, status: 1, openedAt: -1, _id: -1 });
// The same of every status.
phoneTaskSchema.index({ scope: 1, openedAt: -1, _id: -1 });
// Somebody who is forgotten.
phoneTaskSchema.index({ personIds: 1 });
// What is old enough to go.
phoneTaskSchema.index({ openedAt: 1 });

export const PhoneTaskModel = model<StoredPhoneTask>('PhoneTask', phoneTaskSchema);
