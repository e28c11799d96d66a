import mongoose, { Schema } from 'mongoose';

/** Raised whenever stored records take another form: a demonstration of another edition is loaded anew. */
export const edition = 2;

/** When loading the demonstration province began, and when all of it stood. */
interface LoadDoc {
  begunAt: Date;
  loadedAt?: Date;
  /** Absent in databases from before editions were counted. */
  edition?: number;
}

const loadSchema = new Schema<LoadDoc>(
  { begunAt: { type: Date, required: true }, loadedAt: Date, edition: Number },
  { versionKey: false, collection: 'demonstration_loads' },
);

/** One document: it marks a database as the demonstration's own, which may be cleared. */
export const LoadModel = mongoose.model<LoadDoc>('DemonstrationLoad', loadSchema);
