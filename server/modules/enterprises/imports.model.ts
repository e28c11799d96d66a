import { Schema, model, type Types } from 'mongoose';
import { importStatuses, importUnits, type ImportStatus } from '@contract/enums';
import type { ColumnMapping } from './import-fields';
import type { SheetFormat } from './sheet-reader';

/** A file of enterprises on its way into the register; what it has done so far stands here, so that it can go on. */
export interface ImportDoc {
  _id: Types.ObjectId;
  fileName: string;
  sizeBytes: number;
  /** SHA-256 of the file, hex. */
  hash: string;
  format: SheetFormat;
  /** Where the header stands; the rows begin below it. */
  headerLine: number;
  columns: string[];
  /** The first rows, personal data masked; gone once the import is over. */
  samples: string[][];
  mapping: ColumnMapping[];
  /** YYYY-MM-DD. */
  asOf?: string;
  status: ImportStatus;
  /** `console`: the jobs run it, its file stands in GridFS; `command`: the command that began it goes on with it. */
  via: 'console' | 'command';
  rows: number;
  /** Rows that are done: added, updated, unchanged or refused. */
  processedRows: number;
  counts: { added: number; updated: number; unchanged: number; refused: number };
  failure?: string;
  /** Bodies of who imports: enterprises outside their reach aren't touched. Absent for the installation's own command. */
  bodyIds?: Types.ObjectId[];
  /** Those bodies and everything above them: their officers may see the import. */
  scope: Types.ObjectId[];
  createdBy: { personId?: Types.ObjectId; name: string };
  createdAt: Date;
  startedAt?: Date;
  finishedAt?: Date;
  /** The process that is at it; another may take over after `until`. */
  lease?: { owner: string; until: Date };
}

const importSchema = new Schema<ImportDoc>(
  {
    fileName: { type: String, required: true },
    sizeBytes: { type: Number, required: true },
    hash: { type: String, required: true },
    format: { type: Schema.Types.Mixed, required: true },
    headerLine: { type: Number, required: true },
    columns: { type: [String], required: true },
    samples: { type: Schema.Types.Mixed, required: true },
    mapping: {
      type: [
        new Schema(
          {
            column: { type: Number, required: true },
            field: { type: String, required: true },
            unit: { type: String, enum: importUnits },
          },
          { _id: false },
        ),
      ],
      required: true,
    },
    asOf: String,
    status: { type: String, enum: importStatuses, required: true },
    via: { type: String, enum: ['console', 'command'], required: true },
    rows: { type: Number, required: true },
    processedRows: { type: Number, required: true },
    counts: { type: Schema.Types.Mixed, required: true },
    failure: String,
    bodyIds: { type: [Schema.Types.ObjectId], default: undefined },
    scope: { type: [Schema.Types.ObjectId], required: true },
    createdBy: { type: Schema.Types.Mixed, required: true },
    createdAt: { type: Date, required: true },
    startedAt: Date,
    finishedAt: Date,
    lease: { type: new Schema({ owner: String, until: Date }, { _id: false }) },
  },
  { versionKey: false, collection: 'enterprise_imports' },
);
// An officer's list, latest first.
importSchema.index({ scope: 1, createdAt: -1, _id: -1 });
// What waits for a job, first come first.
importSchema.index({ status: 1, createdAt: 1 });

export const ImportModel = model<ImportDoc>('EnterpriseImport', importSchema);

/** One thing that was wrong in a row of an import. */
export interface ImportProblemDoc {
  _id: Types.ObjectId;
  importId: Types.ObjectId;
  line: number;
  field: string;
  /** Personal data masked. */
  value: string;
  rule: string;
}

const problemSchema = new Schema<ImportProblemDoc>(
  {
    importId: { type: Schema.Types.ObjectId, required: true },
    line: { type: Number, required: true },
    field: { type: String, required: true },
    value: { type: String, default: '' },
    rule: { type: String, required: true },
  },
  { versionKey: false, collection: 'enterprise_import_problems' },
);
// The report of one import, in the order of the file.
problemSchema.index({ importId: 1, line: 1, _id: 1 });

export const ImportProblemModel = model<ImportProblemDoc>('EnterpriseImportProblem', problemSchema);
