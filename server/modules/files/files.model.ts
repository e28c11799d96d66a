import { Schema, model, type Types } from 'mongoose';
import type { Subject } from '../../access/grants';

/** An uploaded file; its content stands in GridFS under the same id. */
export interface FileDoc {
  _id: Types.ObjectId;
  name: string;
  mediaType: string;
  sizeBytes: number;
  uploaderId: Types.ObjectId;
  /** The record it belongs to; absent while nothing refers to it and only its uploader sees it. */
  subject?: { kind: Subject; id: string };
  /** Members of this enterprise who may read such records may see it. */
  enterpriseId?: Types.ObjectId;
  /** Officers in these bodies who may read such records may see it. */
  scope: Types.ObjectId[];
  createdAt: Date;
}

const fileSchema = new Schema<FileDoc>(
  {
    name: { type: String, required: true },
    mediaType: { type: String, required: true },
    sizeBytes: { type: Number, required: true },
    uploaderId: { type: Schema.Types.ObjectId, required: true },
    subject: {
      type: new Schema(
        { kind: { type: String, required: true }, id: { type: String, required: true } },
        { _id: false },
      ),
    },
    enterpriseId: Schema.Types.ObjectId,
    scope: { type: [Schema.Types.ObjectId], required: true },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, collection: 'files' },
);
// What one person uploaded; what nothing refers to.
fileSchema.index({ uploaderId: 1, _id: 1 });
fileSchema.index({ uploaderId: 1, 'subject.kind': 1 });
fileSchema.index({ 'subject.kind': 1, createdAt: 1 });
// Files of one record, to widen who may see them.
fileSchema.index({ 'subject.kind': 1, 'subject.id': 1 });
// Files that follow a body when it moves.
fileSchema.index({ scope: 1 });

export const FileModel = model<FileDoc>('File', fileSchema);
