import { Schema, model, type Types } from 'mongoose';
import type { ConsoleSignInStatus } from '@contract/enums';

/** A console that asks to be signed in by whoever scans its QR. */
export interface ConsoleSignInDoc {
  _id: Types.ObjectId;
  /** SHA-256 of what the QR carries. */
  codeHash: string;
  /** SHA-256 of what the browser keeps, by which it fetches the session. */
  secretHash: string;
  status: Exclude<ConsoleSignInStatus, 'expired'>;
  device: string;
  maskedAddress: string;
  /** Who let it in or refused it. */
  personId?: Types.ObjectId;
  createdAt: Date;
  expiresAt: Date;
}

const consoleSignInSchema = new Schema<ConsoleSignInDoc>(
  {
    codeHash: { type: String, required: true },
    secretHash: { type: String, required: true },
    status: { type: String, enum: ['waiting', 'confirmed', 'refused', 'used'], required: true },
    device: { type: String, required: true },
    maskedAddress: String,
    personId: Schema.Types.ObjectId,
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false, collection: 'console_sign_ins' },
);
// The look-up of who scanned the QR.
consoleSignInSchema.index({ codeHash: 1 }, { unique: true });
// What has expired is cleared away.
consoleSignInSchema.index({ expiresAt: 1 });

export const ConsoleSignInModel = model<ConsoleSignInDoc>('ConsoleSignIn', consoleSignInSchema);
