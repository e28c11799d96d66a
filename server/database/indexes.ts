import mongoose, { type Model } from 'mongoose';

/** MongoDB's IndexOptionsConflict and IndexKeySpecsConflict: an index of this name stands and is another one. */
const conflicts: readonly unknown[] = [85, 86];

/**
 * Creates the indexes of every registered model; those that stand already cost one look. One that stands under the same
 * name but was made otherwise by an older version is built anew; indexes that somebody else has added stay.
 */
export async function createAllIndexes(): Promise<void> {
  await Promise.all(Object.values(mongoose.models).map(createIndexesOf));
}

async function createIndexesOf(model: Model<unknown>): Promise<void> {
  try {
    await model.createIndexes();
  } catch (error) {
    if (!conflicts.includes(codeOf(error))) throw error;
    await dropOutdated(model);
    await model.createIndexes();
  }
}

async function dropOutdated(model: Model<unknown>): Promise<void> {
  const own = new Set(model.schema.indexes().map(([keys, options]) => options.name ?? nameOf(keys)));
  const { toDrop } = await model.diffIndexes();
  for (const name of toDrop.filter((each) => own.has(each)))
    await model.collection.dropIndex(name).catch((error: unknown) => {
      // Another process that starts at the same time was first.
      if (codeOf(error) !== indexNotFound) throw error;
    });
}

const indexNotFound = 27;

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** The name that MongoDB's driver gives an index that has none: its fields with their directions. */
function nameOf(keys: object): string {
  return Object.entries(keys).flat().join('_');
}
