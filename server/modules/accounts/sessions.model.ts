import { Schema, model, type Types } from 'mongoose';
import { signInWays, type SignInWay } from '@contract/enums';

export interface SessionDoc {
  _id: Types.ObjectId;
  /** SHA-256 of the token; the token itself is nowhere stored. */
  tokenHash: string;
  personId: Types.ObjectId;
  /** How the person showed who they are. */
  way: SignInWay;
  /** Program and system in a word: “Chrome，Windows”. */
  device: string;
  /** Address with its last part hidden. */
  maskedAddress: string;
  createdAt: Date;
  /** Exact to the hour: enough to recognize a device by. */
  lastUsedAt: Date;
  expiresAt: Date;
}

const sessionSchema = new Schema<SessionDoc>(
  {
    tokenHash: { type: String, required: true },
    personId: { type: Schema.Types.ObjectId, required: true },
    way: { type: String, enum: signInWays, required: true },
    device: { type: String, required: true },
    maskedAddress: String,
    createdAt: { type: Date, required: true },
    lastUsedAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false, collection: 'sessions' },
);
// The look-up of every request.
sessionSchema.index({ tokenHash: 1 }, { unique: true });
// A person's sessions: what has expired is cleared away when they sign in again.
sessionSchema.index({ personId: 1, expiresAt: 1 });

export const SessionModel = model<SessionDoc>('Session', sessionSchema);
