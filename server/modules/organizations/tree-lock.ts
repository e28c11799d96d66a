import mongoose, { type ClientSession } from 'mongoose';
import { isDuplicateKey } from '../../errors';
import { TreeModel } from './changes.model';

/**
 * Does in one transaction what changes the tree's shape. All such transactions share one write, so that of two at once
 * the second begins again on what the first has left: without it, two moves could close a circle.
 */
export async function changeTree<T>(work: (session: ClientSession) => Promise<T>): Promise<T> {
  try {
    await TreeModel.updateOne({ _id: 'tree' }, { $setOnInsert: { version: 0 } }, { upsert: true });
  } catch (error) {
    // Two processes began the tree at once; it stands.
    if (!isDuplicateKey(error)) throw error;
  }
  return mongoose.connection.transaction(async (session) => {
    await TreeModel.updateOne({ _id: 'tree' }, { $inc: { version: 1 } }, { session });
    return work(session);
  });
}
