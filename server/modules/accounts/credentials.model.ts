import { Schema, model, type Types } from 'mongoose';

/** A password as scrypt left it, with the cost it was made at. */
export interface StoredPassword {
  /** 64 bytes, base64url. */
  hash: string;
  /** 16 bytes, base64url. */
  salt: string;
  /** scrypt's N, r and p. */
  cost: number;
  blockSize: number;
  parallelization: number;
}

/** What a person signs in with at the console when no phone is at hand. */
export interface CredentialDoc {
  _id: Types.ObjectId;
  personId: Types.ObjectId;
  password?: StoredPassword;
  passwordChangedAt?: Date;
  /** The authenticator's secret, encrypted. */
  secretCipher?: string;
  /** Time step of the newest code that was used: none up to it is taken again. */
  lastStep?: number;
  /** A secret that waits to be confirmed by a code. */
  pendingCipher?: string;
  /** Keyed hashes of the recovery codes that are left. */
  recoveryHashes: string[];
}

const credentialSchema = new Schema<CredentialDoc>(
  {
    personId: { type: Schema.Types.ObjectId, required: true },
    password: {
      type: new Schema(
        {
          hash: { type: String, required: true },
          salt: { type: String, required: true },
          cost: { type: Number, required: true },
          blockSize: { type: Number, required: true },
          parallelization: { type: Number, required: true },
        },
        { _id: false },
      ),
    },
    passwordChangedAt: Date,
    secretCipher: String,
    lastStep: Number,
    pendingCipher: String,
    recoveryHashes: { type: [String], required: true },
  },
  { versionKey: false, collection: 'credentials' },
);
// A person has one.
credentialSchema.index({ personId: 1 }, { unique: true });

export const CredentialModel = model<CredentialDoc>('Credential', credentialSchema);
