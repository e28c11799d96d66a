import { Schema, model, type Types } from 'mongoose';

export interface PersonDoc {
  _id: Types.ObjectId;
  /** WeChat's id of the person; never leaves the server. Absent while they only ever signed in by phone number. */
  openid?: string;
  /** Look-up value of the number the person has proven to be theirs, which they sign in with. */
  signInPhone?: string;
  name: string;
  title?: string;
  /** AES-256-GCM cipher text. */
  phoneCipher?: string;
  /** HMAC of the number, for look-up, behind the id of its key. */
  phoneIndex?: string;
  /** The enterprise the person acts for while they belong to several. */
  currentEnterpriseId?: Types.ObjectId;
  createdAt: Date;
  /** How many offices the person took up by invitation: closing the account meanwhile collides with it. */
  officesTaken?: number;
  /** When closing the account began. */
  closingAt?: Date;
  /** When the account was closed: nothing of the person is left but the id. */
  closedAt?: Date;
}

const personSchema = new Schema<PersonDoc>(
  {
    openid: String,
    signInPhone: String,
    name: { type: String, required: true },
    title: String,
    phoneCipher: String,
    phoneIndex: String,
    currentEnterpriseId: Schema.Types.ObjectId,
    createdAt: { type: Date, required: true },
    officesTaken: Number,
    closingAt: Date,
    closedAt: Date,
  },
  { versionKey: false, collection: 'people' },
);
// One person per WeChat account; the look-up at sign-in.
personSchema.index({ openid: 1 }, { unique: true, sparse: true });
// One person per proven phone number; the look-up at sign-in by phone.
personSchema.index({ signInPhone: 1 }, { unique: true, sparse: true });
// Finding a person by phone number; numbers indexed under an older key.
personSchema.index({ phoneIndex: 1 }, { sparse: true });
// Numbers encrypted under an older key.
personSchema.index({ phoneCipher: 1 }, { sparse: true });

export const PersonModel = model<PersonDoc>('Person', personSchema);
