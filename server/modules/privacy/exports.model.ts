import mongoose, { Schema, model, type Types } from 'mongoose';
import { exportStatuses, type ExportStatus } from '@contract/enums';

/** A copy of a person's data that they asked for; its content, encrypted, stands in GridFS under the same id. */
export interface DataExportDoc {
  _id: Types.ObjectId;
  personId: Types.ObjectId;
  status: ExportStatus;
  percent: number;
  /** True while it waits or is made. */
  isUnfinished: boolean;
  /** How often making it was begun. */
  tries: number;
  /** Whoever makes it has until then; after that somebody else may. */
  leaseUntil?: Date;
  requestedAt: Date;
  readyAt?: Date;
  sizeBytes?: number;
}

const dataExportSchema = new Schema<DataExportDoc>(
  {
    personId: { type: Schema.Types.ObjectId, required: true },
    status: { type: String, enum: exportStatuses, required: true },
    percent: { type: Number, required: true },
    isUnfinished: { type: Boolean, required: true },
    tries: { type: Number, required: true },
    leaseUntil: Date,
    requestedAt: { type: Date, required: true },
    readyAt: Date,
    sizeBytes: Number,
  },
  { versionKey: false, collection: 'data_exports' },
);
// One at a time for each person.
dataExportSchema.index({ personId: 1 }, { unique: true, partialFilterExpression: { isUnfinished: true } });
// A person's copies, latest first.
dataExportSchema.index({ personId: 1, requestedAt: -1, _id: -1 });
// What waits to be made, what has been kept long enough.
dataExportSchema.index({ status: 1, leaseUntil: 1 });
dataExportSchema.index({ status: 1, readyAt: 1 });
dataExportSchema.index({ requestedAt: 1 });

export const DataExportModel = model<DataExportDoc>('DataExport', dataExportSchema);

/** Where the encrypted copies stand. */
export function exportContents() {
  const { db } = mongoose.connection;
  if (!db) throw new Error('no database connection');
  return new mongoose.mongo.GridFSBucket(db, { bucketName: 'export_contents' });
}
