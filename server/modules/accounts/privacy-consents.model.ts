import { Schema, model, type Types } from 'mongoose';

/** That a person agreed to a version of the privacy text; kept as proof, also after it was taken back. */
export interface PrivacyConsentDoc {
  _id: Types.ObjectId;
  personId: Types.ObjectId;
  version: string;
  givenAt: Date;
  withdrawnAt?: Date;
  /** True while it hasn't been taken back. */
  isStanding: boolean;
}

const privacyConsentSchema = new Schema<PrivacyConsentDoc>(
  {
    personId: { type: Schema.Types.ObjectId, required: true },
    version: { type: String, required: true },
    givenAt: { type: Date, required: true },
    withdrawnAt: Date,
    isStanding: { type: Boolean, required: true },
  },
  { versionKey: false, collection: 'privacy_consents' },
);
// However often the button is tapped, a version is agreed to once.
privacyConsentSchema.index(
  { personId: 1, version: 1 },
  { unique: true, partialFilterExpression: { isStanding: true } },
);
// A person's consents, latest first.
privacyConsentSchema.index({ personId: 1, givenAt: -1, _id: -1 });

export const PrivacyConsentModel = model<PrivacyConsentDoc>('PrivacyConsent', privacyConsentSchema);
