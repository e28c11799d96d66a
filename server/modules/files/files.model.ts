import { Schema, model, type Types } from 'mongoose';
import { officerRoles, type OfficerRole } from '@contract/enums';

/** An uploaded file; its content stands in GridFS under the same id. */
export interface FileDoc {
  _id: Types.ObjectId;
  name: string;
  mediaType: string;
  sizeBytes: number;
  uploaderId: Types.ObjectId;
  /** The record it belongs to; absent while nothing refers to it and only its uploader sees it. */
  subject?: { kind: string; id: string };
  /** Members of this enterprise may see it. */
  enterpriseId?: Types.ObjectId;
  /** Officers in these bodies who hold one of the roles may see it. */
  scope: Types.ObjectId[];
  roles: OfficerRole[];
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
    roles: { type: [String], enum: officerRoles, required: true },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, collection: 'files' },
);
// Files of one record, to widen who may see them.
fileSchema.index({ 'subject.kind': 1, 'subject.id': 1 });

export const FileModel = model<FileDoc>('File', fileSchema);
