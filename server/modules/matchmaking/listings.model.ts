import mongoose, { Schema, type Types } from 'mongoose';
import {
  listingSides,
  listingStatuses,
  markets,
  type ListingSide,
  type ListingStatus,
  type Market,
} from '@contract/enums';

export interface StoredListing {
  _id: Types.ObjectId;
  enterpriseId: Types.ObjectId;
  /** Who posted it. */
  ownerPersonId: Types.ObjectId;
  /** The owner's desk and every body above it. */
  scope: Types.ObjectId[];
  market: Market;
  side: ListingSide;
  title: string;
  text: string;
  quantity?: string;
  amountFen?: number;
  /** As given, else the owner's. */
  industryCode: string;
  regionCode: string;
  /** Last day, YYYY-MM-DD. */
  validUntil: string;
  /** First instant after the last day in Asia/Shanghai. */
  expiresAt: Date;
  isNameHidden: boolean;
  /** What stands for the owner's name where it is hidden, e.g. 洛阳市一家专用设备制造企业. */
  ownerDescription: string;
  status: ListingStatus;
  /** True while it waits for review or is published. */
  isOpen: boolean;
  /** SHA-256 of its words, base64url. */
  fingerprint: string;
  /** An open listing of the same owner that is much like it, for the reviewer. */
  resembles?: { listingId: Types.ObjectId; title: string };
  createdAt: Date;
  publishedAt?: Date;
  reviewedBy?: Types.ObjectId;
  returnReason?: string;
  /** Number of its latest change among all changes of listings: the market in memory follows it. */
  sequence: number;
}

const listingSchema = new Schema<StoredListing>(
  {
    enterpriseId: { type: Schema.Types.ObjectId, required: true },
    ownerPersonId: { type: Schema.Types.ObjectId, required: true },
    scope: { type: [Schema.Types.ObjectId], required: true },
    market: { type: String, enum: markets, required: true },
    side: { type: String, enum: listingSides, required: true },
    title: { type: String, required: true },
    text: { type: String, required: true },
    quantity: String,
    amountFen: Number,
    industryCode: { type: String, required: true },
    regionCode: { type: String, required: true },
    validUntil: { type: String, required: true },
    expiresAt: { type: Date, required: true },
    isNameHidden: { type: Boolean, required: true },
    ownerDescription: { type: String, required: true },
    status: { type: String, enum: listingStatuses, required: true },
    isOpen: { type: Boolean, required: true },
    fingerprint: { type: String, required: true },
    resembles: new Schema({ listingId: Schema.Types.ObjectId, title: String }, { _id: false }),
    createdAt: { type: Date, required: true },
    publishedAt: Date,
    reviewedBy: Schema.Types.ObjectId,
    returnReason: String,
    sequence: { type: Number, required: true },
  },
  { versionKey: false, collection: 'listings' },
);
// The same words are open once per owner, market and side, however often the button was tapped.
listingSchema.index(
  { enterpriseId: 1, market: 1, side: 1, fingerprint: 1 },
  { unique: true, partialFilterExpression: { isOpen: true } },
);
// Listings of an enterprise, newest first.
listingSchema.index({ enterpriseId: 1, _id: -1 });
// What one person posted.
listingSchema.index({ ownerPersonId: 1, _id: 1 });
// Published listings, newest first; of one market.
listingSchema.index({ status: 1, publishedAt: -1, _id: -1 });
listingSchema.index({ status: 1, market: 1, publishedAt: -1, _id: -1 });
// Offers or needs alone, newest first.
listingSchema.index({ status: 1, side: 1, publishedAt: -1, _id: -1 });
// What waits for an officer's review, oldest first.
listingSchema.index({ scope: 1, status: 1, _id: 1 });
// What the expiry job ends.
listingSchema.index({ isOpen: 1, expiresAt: 1 });
// What changed since the market in memory last looked.
listingSchema.index({ sequence: 1 });

export const ListingModel = mongoose.model<StoredListing>('Listing', listingSchema);

const sequenceSchema = new Schema<{ _id: string; value: number }>(
  { _id: String, value: { type: Number, required: true } },
  { versionKey: false, collection: 'listing_sequence' },
);
const SequenceModel = mongoose.model<{ _id: string; value: number }>('ListingSequence', sequenceSchema);

/** The number of the next change of a listing; each is given once. */
export async function nextSequence(): Promise<number> {
  const { value } = await SequenceModel.findOneAndUpdate(
    { _id: 'listings' },
    { $inc: { value: 1 } },
    { upsert: true, returnDocument: 'after' },
  )
    .lean()
    .orFail();
  return value;
}
