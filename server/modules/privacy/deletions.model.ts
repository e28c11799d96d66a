import { Schema, model, type Types } from 'mongoose';

/** That a person wants their account closed, and when it was. Nothing in it says who they were. */
export interface DeletionDoc {
  _id: Types.ObjectId;
  personId: Types.ObjectId;
  status: 'waiting' | 'running' | 'done';
  requestedAt: Date;
  dueAt: Date;
  doneAt?: Date;
}

const deletionSchema = new Schema<DeletionDoc>(
  {
    personId: { type: Schema.Types.ObjectId, required: true },
    status: { type: String, enum: ['waiting', 'running', 'done'], required: true },
    requestedAt: { type: Date, required: true },
    dueAt: { type: Date, required: true },
    doneAt: Date,
  },
  { versionKey: false, collection: 'account_deletions' },
);
// An account is closed once.
deletionSchema.index({ personId: 1 }, { unique: true });
// What is due.
deletionSchema.index({ status: 1, dueAt: 1 });

export const DeletionModel = model<DeletionDoc>('AccountDeletion', deletionSchema);
