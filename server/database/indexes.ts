import mongoose from 'mongoose';

/** Creates the indexes of every registered model; those that stand already cost one look. */
export async function createAllIndexes(): Promise<void> {
  await Promise.all(Object.values(mongoose.models).map((model) => model.createIndexes()));
}
