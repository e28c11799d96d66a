import mongoose, { Schema, type Types } from 'mongoose';
import { introductionStatuses, type IntroductionStatus } from '@contract/enums';

/** One enterprise's interest in another's listing, and what its owner said. */
export interface StoredIntroduction {
  _id: Types.ObjectId;
  listingId: Types.ObjectId;
  ownerEnterpriseId: Types.ObjectId;
  ownerPersonId: Types.ObjectId;
  /** The enterprise that asked, and the person who did so for it. */
  enterpriseId: Types.ObjectId;
  personId: Types.ObjectId;
  /** Stands for the asker's name before acceptance, where it hides it on a listing of its own in that market. */
  hiddenName?: string;
  note?: string;
  status: IntroductionStatus;
  createdAt: Date;
  decidedAt?: Date;
  decidedBy?: Types.ObjectId;
}

const introductionSchema = new Schema<StoredIntroduction>(
  {
    listingId: { type: Schema.Types.ObjectId, required: true },
    ownerEnterpriseId: { type: Schema.Types.ObjectId, required: true },
    ownerPersonId: { type: Schema.Types.ObjectId, required: true },
    enterpriseId: { type: Schema.Types.ObjectId, required: true },
    personId: { type: Schema.Types.ObjectId, required: true },
    hiddenName: String,
    note: String,
    status: { type: String, enum: introductionStatuses, required: true },
    createdAt: { type: Date, required: true },
    decidedAt: Date,
    decidedBy: Schema.Types.ObjectId,
  },
  { versionKey: false, collection: 'introductions' },
);
// An enterprise shows interest in a listing once.
introductionSchema.index({ listingId: 1, enterpriseId: 1 }, { unique: true });
// What one person asked for.
introductionSchema.index({ personId: 1, _id: 1 });
// Introductions of an enterprise from either side, newest first.
introductionSchema.index({ ownerEnterpriseId: 1, _id: -1 });
introductionSchema.index({ enterpriseId: 1, _id: -1 });

export const IntroductionModel = mongoose.model<StoredIntroduction>('Introduction', introductionSchema);
