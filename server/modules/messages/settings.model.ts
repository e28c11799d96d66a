import { Schema, model, type Types } from 'mongoose';
import { channels, messageTopics, type Channel } from '@contract/enums';
import type { QuietHours, Unwanted } from './quiet-hours';

/** What a person chose about their messages; absent for whoever has chosen nothing. */
export interface StoredSettings {
  _id: Types.ObjectId;
  personId: Types.ObjectId;
  unwanted: Unwanted[];
  quietHours: QuietHours;
  changedAt: Date;
}

const settingsSchema = new Schema<StoredSettings>(
  {
    personId: { type: Schema.Types.ObjectId, required: true },
    unwanted: {
      type: [
        {
          _id: false,
          topic: { type: String, enum: messageTopics, required: true },
          channel: { type: String, enum: channels, required: true },
        },
      ],
      required: true,
    },
    quietHours: {
      isOn: { type: Boolean, required: true },
      from: { type: String, required: true },
      to: { type: String, required: true },
    },
    changedAt: { type: Date, required: true },
  },
  { versionKey: false, collection: 'message_settings' },
);
// One choice per person.
settingsSchema.index({ personId: 1 }, { unique: true });

export const SettingsModel = model<StoredSettings>('MessageSettings', settingsSchema);

/** A channel that rests because WeChat takes nothing from anybody just now. */
export interface StoredRest {
  _id: Channel;
  until: Date;
  errcode: number;
}

const restSchema = new Schema<StoredRest>(
  {
    _id: { type: String, enum: channels, required: true },
    until: { type: Date, required: true },
    errcode: { type: Number, required: true },
  },
  { versionKey: false, collection: 'channel_rests' },
);

export const RestModel = model<StoredRest>('ChannelRest', restSchema);
