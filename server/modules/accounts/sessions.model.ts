import { Schema, model, type Types } from 'mongoose';

export interface SessionDoc {
  _id: Types.ObjectId;
  /** SHA-256 of the token; the token itself is nowhere stored. */
  tokenHash: string;
  personId: Types.ObjectId;
  createdAt: Date;
  expiresAt: Date;
}

const sessionSchema = new Schema<SessionDoc>(
  {
    tokenHash: { type: String, required: true },
    personId: { type: Schema.Types.ObjectId, required: true },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false, collection: 'sessions' },
);
// The look-up of every request.
sessionSchema.index({ tokenHash: 1 }, { unique: true });
// A person's sessions: what has expired is cleared away when they sign in again.
sessionSchema.index({ personId: 1, expiresAt: 1 });

export const SessionModel = model<SessionDoc>('Session', sessionSchema);
