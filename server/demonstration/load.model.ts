import mongoose, { Schema } from 'mongoose';

/** When loading the demonstration province began, and when all of it stood. */
interface LoadDoc {
  begunAt: Date;
  loadedAt?: Date;
}

const loadSchema = new Schema<LoadDoc>(
  { begunAt: { type: Date, required: true }, loadedAt: Date },
  { versionKey: false, collection: 'demonstration_loads' },
);

/** One document: it marks a database as the demonstration's own, which may be cleared. */
export const LoadModel = mongoose.model<LoadDoc>('DemonstrationLoad', loadSchema);
