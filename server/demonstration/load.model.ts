import mongoose, { Schema } from 'mongoose';

const loadSchema = new Schema<{ loadedAt: Date }>(
  { loadedAt: { type: Date, required: true } },
  { versionKey: false, collection: 'demonstration_loads' },
);

/** One document, written when the whole demonstration province stands. */
export const LoadModel = mongoose.model('DemonstrationLoad', loadSchema);
