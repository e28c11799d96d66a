import { Schema, model } from 'mongoose';

/** The one code by text message that is valid for a phone number. */
export interface PhoneCodeDoc {
  /** Look-up value of the number. */
  _id: string;
  codeHash: string;
  triesLeft: number;
  expiresAt: Date;
}

const phoneCodeSchema = new Schema<PhoneCodeDoc>(
  {
    _id: { type: String, required: true },
    codeHash: { type: String, required: true },
    triesLeft: { type: Number, required: true },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false, collection: 'phone_codes' },
);
// What has expired is cleared away.
phoneCodeSchema.index({ expiresAt: 1 });

export const PhoneCodeModel = model<PhoneCodeDoc>('PhoneCode', phoneCodeSchema);
