import type { mongo, Query, Schema } from 'mongoose';
import { nextNumber } from './counters';

/** A record whose every write takes the next number of its series first: what an index in memory has not seen yet. */
export interface ChangeNumbered {
  changeNumber?: number;
}

/** Writes that this process has made, so that its own readers see them at once. */
export interface OwnWrites {
  count: number;
}

const writes = ['findOneAndUpdate', 'updateOne', 'updateMany'] as const;

/** Numbers writes that go to the driver in bulk, past the model. */
export async function numberWrites<T extends ChangeNumbered>(
  series: string,
  writes: mongo.AnyBulkWriteOperation<T>[],
): Promise<void> {
  const first = await nextNumber(series, { count: writes.length });
  for (const [at, write] of writes.entries()) {
    const changeNumber = first + at;
    if ('insertOne' in write) write.insertOne.document.changeNumber = changeNumber;
    const update = 'updateOne' in write ? write.updateOne.update : undefined;
    if (update && !Array.isArray(update)) Object.assign(update, { $set: { ...update.$set, changeNumber } });
  }
}

/** Numbers every write of a model by itself, so that no writer can forget it; see numberWrites for those in bulk. */
export function numberChanges<T extends ChangeNumbered>(schema: Schema<T>, series: string): OwnWrites {
  const own: OwnWrites = { count: 0 };
  schema.add({ changeNumber: Number } as never);
  // What an index in memory hasn't seen yet.
  schema.index({ changeNumber: 1 });
  schema.pre('save', async function () {
    this.set('changeNumber', await nextNumber(series));
  });
  schema.pre([...writes], async function (this: Query<unknown, ChangeNumbered>) {
    this.set('changeNumber', await nextNumber(series));
  });
  const count = () => {
    own.count += 1;
  };
  schema.post('save', count);
  schema.post([...writes], count);
  return own;
}
