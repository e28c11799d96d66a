import { Schema, model, type Types } from 'mongoose';
import { AppError } from '../../errors';

/** One entry of the audit trail: who did what to which record, and why. */
export interface AuditEntryDoc {
  _id: Types.ObjectId;
  at: Date;
  actor: { kind: 'guest' | 'system' | 'person'; personId?: Types.ObjectId; name?: string };
  action: string;
  subject: { kind: string; id: string };
  enterpriseId?: Types.ObjectId;
  reason?: string;
  requestId: string;
}

const auditEntrySchema = new Schema<AuditEntryDoc>(
  {
    at: { type: Date, required: true },
    actor: {
      type: new Schema(
        { kind: { type: String, required: true }, personId: Schema.Types.ObjectId, name: String },
        { _id: false },
      ),
      required: true,
    },
    action: { type: String, required: true },
    subject: {
      type: new Schema(
        { kind: { type: String, required: true }, id: { type: String, required: true } },
        { _id: false },
      ),
      required: true,
    },
    enterpriseId: Schema.Types.ObjectId,
    reason: String,
    requestId: { type: String, required: true },
  },
  { versionKey: false, collection: 'audit_entries' },
);
// What happened to one record.
auditEntrySchema.index({ 'subject.kind': 1, 'subject.id': 1, _id: 1 });
// What one person did.
auditEntrySchema.index({ 'actor.personId': 1, _id: 1 });

// The trail only grows: the product has no way to change or remove an entry, not even by mistake.
const changes = ['updateOne', 'updateMany', 'findOneAndUpdate', 'findOneAndReplace', 'replaceOne'] as const;
const removals = ['deleteOne', 'deleteMany', 'findOneAndDelete'] as const;
for (const operation of [...changes, ...removals]) {
  auditEntrySchema.pre(operation, () => {
    throw new AppError('FORBIDDEN', { message: '审计记录不能改、不能删' });
  });
}

export const AuditEntryModel = model<AuditEntryDoc>('AuditEntry', auditEntrySchema);
