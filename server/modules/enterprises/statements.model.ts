import { Schema, model, type Types } from 'mongoose';
import { factSources, type FactSource } from '@contract/enums';
import type { FactValue } from './attributes';

/** What somebody said of an enterprise in one act; statements are only added, never changed: they are its history. */
export interface StatementDoc {
  _id: Types.ObjectId;
  enterpriseId: Types.ObjectId;
  at: Date;
  source: FactSource;
  /** The day the values speak of, YYYY-MM-DD. */
  asOf: string;
  /** By attribute of the dictionary. */
  values: Record<string, FactValue>;
  /** Who said it; absent for imports by a command. */
  by?: { personId: Types.ObjectId; name: string; organizationId?: Types.ObjectId };
  importId?: Types.ObjectId;
  /** What a verification rests on. */
  basis?: string;
  fileIds?: Types.ObjectId[];
}

const statementSchema = new Schema<StatementDoc>(
  {
    enterpriseId: { type: Schema.Types.ObjectId, required: true },
    at: { type: Date, required: true },
    source: { type: String, enum: factSources, required: true },
    asOf: { type: String, required: true },
    values: { type: Schema.Types.Mixed, required: true },
    by: {
      type: new Schema(
        {
          personId: { type: Schema.Types.ObjectId, required: true },
          name: { type: String, required: true },
          organizationId: Schema.Types.ObjectId,
        },
        { _id: false },
      ),
    },
    importId: Schema.Types.ObjectId,
    basis: String,
    fileIds: { type: [Schema.Types.ObjectId], default: undefined },
  },
  { versionKey: false, collection: 'enterprise_statements', minimize: false },
);
// The history of one enterprise, latest first.
statementSchema.index({ enterpriseId: 1, _id: -1 });

export const StatementModel = model<StatementDoc>('EnterpriseStatement', statementSchema);
