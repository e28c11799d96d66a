import { Schema, model, type Types } from 'mongoose';
import { AppError } from '../../errors';
import type { Block } from './chain';
import type { CheckpointLine } from './checkpoint';

/** One entry of the audit trail: who did what to which record, when, from where, and why. */
export interface AuditEntryDoc {
  _id: Types.ObjectId;
  /** The chain of the process that wrote it. */
  writer: string;
  at: Date;
  actor: { kind: 'guest' | 'system' | 'person'; personId?: Types.ObjectId; name?: string };
  action: string;
  subject: { kind: string; id: string };
  enterpriseId?: Types.ObjectId;
  reason?: string;
  requestId: string;
  /** Where the request came from; absent for jobs and commands. */
  from?: { address: string; agent: string };
  /** The bodies concerned and all above them: their auditors see it. */
  scope: Types.ObjectId[];
  /** People whose personal data were read. */
  reads?: Types.ObjectId[];
  /** Of an issue's ledger: the line that was written with this entry. */
  ledger?: { sequence: number; hash: string };
}

const auditEntrySchema = new Schema<AuditEntryDoc>(
  {
    writer: { type: String, required: true },
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
    from: {
      type: new Schema({ address: { type: String, required: true }, agent: String }, { _id: false }),
    },
    scope: { type: [Schema.Types.ObjectId], required: true },
    reads: { type: [Schema.Types.ObjectId], default: undefined },
    ledger: {
      type: new Schema({ sequence: { type: Number, required: true }, hash: String }, { _id: false }),
    },
  },
  { versionKey: false, collection: 'audit_entries' },
);
// An auditor's search, newest first: everything, and by name, act and address, which many bodies share.
auditEntrySchema.index({ scope: 1, at: -1, _id: -1 });
auditEntrySchema.index({ scope: 1, 'actor.name': 1, at: -1, _id: -1 });
auditEntrySchema.index({ scope: 1, action: 1, at: -1, _id: -1 });
auditEntrySchema.index({ scope: 1, 'from.address': 1, at: -1, _id: -1 });
// What one person did; what happened to one record or for one enterprise: whoever may see one entry sees most of them.
auditEntrySchema.index({ 'actor.personId': 1, at: -1, _id: -1 });
auditEntrySchema.index({ 'subject.id': 1, at: -1, _id: -1 });
auditEntrySchema.index({ enterpriseId: 1, at: -1, _id: -1 });
// Who read a person's data.
auditEntrySchema.index({ reads: 1, at: -1, _id: -1 }, { sparse: true });
// What a process that died may have left unlinked.
auditEntrySchema.index({ writer: 1, _id: 1 });

const blockSchema = new Schema<Block>(
  {
    chain: { type: String, required: true },
    number: { type: Number, required: true },
    first: { type: Number, required: true },
    entries: {
      type: [new Schema({ id: Schema.Types.ObjectId, hash: String }, { _id: false })],
      required: true,
    },
    kind: String,
    by: { type: new Schema({ host: String, pid: Number }, { _id: false }) },
    previousHash: { type: String, required: true },
    hash: { type: String, required: true },
  },
  { versionKey: false, collection: 'audit_blocks' },
);
// A chain in order; of two who continue it at once, one loses here.
blockSchema.index({ chain: 1, number: 1 }, { unique: true });
// The link that holds an entry.
blockSchema.index({ 'entries.id': 1 });
// Chains that are open, and those closed lately.
blockSchema.index({ kind: 1, _id: -1 }, { sparse: true });

const checkpointSchema = new Schema<CheckpointLine & { _id: string }>(
  {
    _id: String,
    file: { type: String, required: true },
    number: { type: Number, required: true },
    at: { type: Date, required: true },
    heads: { type: Schema.Types.Mixed, required: true },
    previousHash: { type: String, required: true },
    hash: { type: String, required: true },
    signature: { type: String, required: true },
  },
  { versionKey: false, collection: 'audit_checkpoints' },
);
// The latest checkpoint of each file.
checkpointSchema.index({ file: 1, number: -1 });
checkpointSchema.index({ at: -1 });
// The checkpoints that name a chain.
checkpointSchema.index({ 'heads.chain': 1, at: -1 });

// The trail only grows: the product has no way to change or remove what stands in it, not even by mistake.
const changes = ['updateOne', 'updateMany', 'findOneAndUpdate', 'findOneAndReplace', 'replaceOne'] as const;
const removals = ['deleteOne', 'deleteMany', 'findOneAndDelete'] as const;
const refuse = () => {
  throw new AppError('FORBIDDEN', { message: '审计记录不能改、不能删' });
};
for (const operation of [...changes, ...removals]) {
  auditEntrySchema.pre(operation, refuse);
  blockSchema.pre(operation, refuse);
  checkpointSchema.pre(operation, refuse);
}

export const AuditEntryModel = model<AuditEntryDoc>('AuditEntry', auditEntrySchema);
export const AuditBlockModel = model<Block>('AuditBlock', blockSchema);
export const CheckpointModel = model<CheckpointLine & { _id: string }>('AuditCheckpoint', checkpointSchema);
