import type { Model, Types } from 'mongoose';
import { samePath } from './tree';

/** A body that moved, as the modules need it to let their records follow. */
export interface Relocation {
  /** The body that moved: every record of its subtree carries it. */
  rootId: Types.ObjectId;
  /** What a record of one body of the subtree carries from now on, by the body's id. */
  paths: ReadonlyMap<string, Types.ObjectId[]>;
}

const batchSize = 500;

/**
 * Gives the records of a subtree the scope they ought to have now, in batches. What has its scope already is passed
 * over, so that a run which was cut off is simply begun again. Gives how many records changed.
 */
export async function rescopeRecords<T extends { _id: Types.ObjectId; scope: Types.ObjectId[] }>(
  model: Model<T>,
  { rootId, paths }: Relocation,
  onUpdated: (count: number) => Promise<void>,
  only: Record<string, unknown> = {},
): Promise<number> {
  let updated = 0;
  const stale = new Map<Types.ObjectId[], Types.ObjectId[]>();
  let waiting = 0;
  const flush = async () => {
    for (const [path, ids] of stale) {
      const written = await model.updateMany(
        // A record that was given to another body meanwhile has its scope from that.
        { _id: { $in: ids }, 'scope.0': path[0] },
        { $set: { scope: path } },
      );
      updated += written.modifiedCount;
      await onUpdated(written.modifiedCount);
    }
    stale.clear();
    waiting = 0;
  };
  // The driver's own cursor: nothing but ids is wanted, and millions of documents needn't become Mongoose's.
  const found = model.collection.find<{ _id: Types.ObjectId; scope: Types.ObjectId[] }>(
    { ...only, scope: rootId },
    { projection: { scope: 1 }, batchSize },
  );
  for await (const { _id, scope } of found) {
    const [owner] = scope;
    const path = owner && paths.get(owner.toString());
    if (!path || samePath(scope, path)) continue;
    const ids = stale.get(path) ?? [];
    ids.push(_id);
    stale.set(path, ids);
    waiting += 1;
    if (waiting >= batchSize) await flush();
  }
  await flush();
  return updated;
}
