import { Schema, model } from 'mongoose';

/** What was tried lately under one key: a phone number's look-up value, an address, a person. */
export interface AttemptsDoc {
  /** What is counted and for whom, e.g. `sms phone <look-up value>`. */
  _id: string;
  /** Raised by every change: two who count at once don't count as one. */
  version: number;
  /** Instants of what still counts, oldest first. */
  times: Date[];
  /** Nothing more is let through before this. */
  blockedUntil?: Date;
  /** From then on nothing of it counts any more. */
  staleAt: Date;
}

const attemptsSchema = new Schema<AttemptsDoc>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    times: { type: [Date], required: true },
    blockedUntil: Date,
    staleAt: { type: Date, required: true },
  },
  { versionKey: false, collection: 'sign_in_attempts' },
);
// What is stale is cleared away.
attemptsSchema.index({ staleAt: 1 });

export const AttemptsModel = model<AttemptsDoc>('SignInAttempts', attemptsSchema);
