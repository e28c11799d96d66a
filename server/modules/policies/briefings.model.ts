import { Schema, model, type Types } from 'mongoose';
import { briefingStatuses, verdicts } from '@contract/enums';
import type { BriefingStatus, Verdict } from '@contract/enums';

/** A policy briefing: what an editor tells enterprises of one or several policies. */
export interface BriefingDoc {
  _id: Types.ObjectId;
  year: number;
  /** 第 n 期 of its body and year. */
  number: number;
  title: string;
  sentences: string[];
  whoText: string;
  amountText: string;
  untilOn?: string;
  policyIds: Types.ObjectId[];
  status: BriefingStatus;
  organizationId: Types.ObjectId;
  scope: Types.ObjectId[];
  authorId: Types.ObjectId;
  createdAt: Date;
  sentAt?: Date;
  /** The last enterprise, in order of ids, up to which it is settled who gets the briefing. */
  plannedThrough?: Types.ObjectId;
  /** Set when it is settled for every enterprise. */
  plannedAt?: Date;
  /** The last enterprise, in order of ids, up to which the people have been told. */
  toldThrough?: Types.ObjectId;
  /** Set when everybody has been told; a push that was cut off lacks it. */
  pushedAt?: Date;
  /** Names the process that pushes it, and until when it is taken to be alive. */
  leaseId?: string;
  leasedUntil?: Date;
}

const briefingSchema = new Schema<BriefingDoc>(
  {
    year: { type: Number, required: true },
    number: { type: Number, required: true },
    title: { type: String, required: true },
    sentences: { type: [String], required: true },
    whoText: { type: String, required: true },
    amountText: { type: String, required: true },
    untilOn: String,
    policyIds: { type: [Schema.Types.ObjectId], required: true },
    status: { type: String, enum: briefingStatuses, required: true },
    organizationId: { type: Schema.Types.ObjectId, required: true },
    scope: { type: [Schema.Types.ObjectId], required: true },
    authorId: { type: Schema.Types.ObjectId, required: true },
    createdAt: { type: Date, required: true },
    sentAt: Date,
    plannedThrough: Schema.Types.ObjectId,
    plannedAt: Date,
    toldThrough: Schema.Types.ObjectId,
    pushedAt: Date,
    leaseId: String,
    leasedUntil: Date,
  },
  { versionKey: false, collection: 'briefings' },
);
// Two editors can't give two briefings the same number.
briefingSchema.index({ organizationId: 1, year: 1, number: 1 }, { unique: true });
// Briefings of a body and those below it, latest first.
briefingSchema.index({ scope: 1, createdAt: -1, _id: -1 });
// Briefings that speak of a policy.
briefingSchema.index({ policyIds: 1 });
// Pushes that were cut off.
briefingSchema.index({ status: 1, pushedAt: 1 });

export const BriefingModel = model<BriefingDoc>('Briefing', briefingSchema);

/** Why an item chose an enterprise: its verdict and clauses at the push. */
export interface DeliveryReason {
  policyId: Types.ObjectId;
  itemKey: string;
  title: string;
  verdict: Verdict;
  because: string;
  clauses: { text: string; verdict: Verdict }[];
}

/** What one enterprise has had of a briefing: the push with its reason, the first opening, its word on it. */
export interface BriefingDeliveryDoc {
  _id: Types.ObjectId;
  briefingId: Types.ObjectId;
  enterpriseId: Types.ObjectId;
  /** Absent where the enterprise opened it without having been sent it. */
  deliveredAt?: Date;
  reasons?: DeliveryReason[];
  openedAt?: Date;
  irrelevantAt?: Date;
}

const deliverySchema = new Schema<BriefingDeliveryDoc>(
  {
    briefingId: { type: Schema.Types.ObjectId, required: true },
    enterpriseId: { type: Schema.Types.ObjectId, required: true },
    deliveredAt: Date,
    reasons: {
      type: [
        new Schema<DeliveryReason>(
          {
            policyId: { type: Schema.Types.ObjectId, required: true },
            itemKey: { type: String, required: true },
            title: { type: String, required: true },
            verdict: { type: String, enum: verdicts, required: true },
            because: { type: String, required: true },
            clauses: {
              type: [
                new Schema(
                  { text: { type: String, required: true }, verdict: { type: String, required: true } },
                  { _id: false },
                ),
              ],
              required: true,
            },
          },
          { _id: false },
        ),
      ],
      default: undefined,
    },
    openedAt: Date,
    irrelevantAt: Date,
  },
  { versionKey: false, collection: 'briefing_deliveries' },
);
// One record per enterprise and briefing: delivered, opened and judged once.
deliverySchema.index({ briefingId: 1, enterpriseId: 1 }, { unique: true });
// Briefings of an enterprise, latest first.
deliverySchema.index({ enterpriseId: 1, deliveredAt: -1, _id: -1 });
// How many enterprises have opened a briefing.
deliverySchema.index(
  { briefingId: 1, openedAt: 1 },
  { partialFilterExpression: { openedAt: { $exists: true } } },
);
// How many enterprises have judged a briefing not to concern them.
deliverySchema.index(
  { briefingId: 1, irrelevantAt: 1 },
  { partialFilterExpression: { irrelevantAt: { $exists: true } } },
);

export const BriefingDeliveryModel = model<BriefingDeliveryDoc>('BriefingDelivery', deliverySchema);
