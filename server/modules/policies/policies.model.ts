import { Schema, model, type Types } from 'mongoose';
import { levels, policyKinds, policyStatuses, policyTopics } from '@contract/enums';
import type { Level, PolicyKind, PolicyStatus, PolicyTopic } from '@contract/enums';
import type { PolicyItem } from '@contract/policies';
import { nextNumber } from '../../database/counters';

/** A policy, law, list or story, with the items it offers. */
export interface PolicyDoc {
  _id: Types.ObjectId;
  /** Id in the source it was imported from. */
  sourceId?: string;
  /** Hash of the imported row: the same row again changes nothing. */
  sourceHash?: string;
  title: string;
  docNo?: string;
  kind: PolicyKind;
  issuer: string;
  level: Level;
  regionCode: string;
  /** Days, YYYY-MM-DD. */
  issuedOn?: string;
  effectiveOn?: string;
  validUntil?: string;
  topics: PolicyTopic[];
  reading?: string;
  /** Sanitized when it was written. */
  bodyHtml: string;
  items: PolicyItem[];
  /** As it was set; whether it is in force yet, or has expired, follows from the day it is read. */
  status: PolicyStatus;
  supersededById?: Types.ObjectId;
  sourceUrl?: string;
  /** Body whose editor wrote it; absent where it was imported without one. */
  organizationId?: Types.ObjectId;
  scope: Types.ObjectId[];
  publishedAt?: Date;
  /** Absent until the first correction: it is version 1. */
  version?: number;
  correctedAt?: Date;
  correctionNote?: string;
  withdrawnAt?: Date;
  withdrawalReason?: string;
  createdAt: Date;
  updatedAt: Date;
  /** Number of the last change, over all policies: what an index in memory has not seen yet. */
  changeNumber: number;
}

const policySchema = new Schema<PolicyDoc>(
  {
    sourceId: String,
    sourceHash: String,
    title: { type: String, required: true },
    docNo: String,
    kind: { type: String, enum: policyKinds, required: true },
    issuer: { type: String, required: true },
    level: { type: String, enum: levels, required: true },
    regionCode: { type: String, required: true },
    issuedOn: String,
    effectiveOn: String,
    validUntil: String,
    topics: { type: [{ type: String, enum: policyTopics }], required: true },
    reading: String,
    bodyHtml: { type: String, required: true },
    // As the contract has bounded and the rule check has understood it.
    items: { type: Schema.Types.Mixed, required: true },
    status: { type: String, enum: policyStatuses, required: true },
    supersededById: Schema.Types.ObjectId,
    sourceUrl: String,
    organizationId: Schema.Types.ObjectId,
    scope: { type: [Schema.Types.ObjectId], required: true },
    publishedAt: Date,
    version: Number,
    correctedAt: Date,
    correctionNote: String,
    withdrawnAt: Date,
    withdrawalReason: String,
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
    changeNumber: { type: Number, required: true },
  },
  { versionKey: false, collection: 'policies' },
);
// Importing a row again finds the policy it made; two imports at once can't make two.
policySchema.index(
  { sourceId: 1 },
  { unique: true, partialFilterExpression: { sourceId: { $type: 'string' } } },
);
// What the index in memory hasn't seen yet.
policySchema.index({ changeNumber: 1 });
// Drafts of a body, latest first.
policySchema.index({ scope: 1, status: 1, updatedAt: -1 });

export const PolicyModel = model<PolicyDoc>('Policy', policySchema);

/** Number of the next change to a policy; taken before the write it belongs to. */
export const nextChangeNumber = (count = 1) => nextNumber('policy-changes', { count });
