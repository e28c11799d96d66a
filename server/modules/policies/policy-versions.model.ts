import { Schema, model, type Types } from 'mongoose';
import type { PolicyContent } from './policy-content';

/** One version of a published policy as it stood; there are none before its first correction. */
export interface PolicyVersionDoc {
  _id: Types.ObjectId;
  policyId: Types.ObjectId;
  /** From 1, the version that was published. */
  number: number;
  at: Date;
  /** What was corrected, and why, in the editor's words. */
  note?: string;
  content: PolicyContent;
}

const versionSchema = new Schema<PolicyVersionDoc>(
  {
    policyId: { type: Schema.Types.ObjectId, required: true },
    number: { type: Number, required: true },
    at: { type: Date, required: true },
    note: String,
    // As it was checked when it was written.
    content: { type: Schema.Types.Mixed, required: true },
  },
  { versionKey: false, collection: 'policy_versions' },
);
// Versions of a policy in their order; two corrections at once can't become the same one.
versionSchema.index({ policyId: 1, number: 1 }, { unique: true });

export const PolicyVersionModel = model<PolicyVersionDoc>('PolicyVersion', versionSchema);
