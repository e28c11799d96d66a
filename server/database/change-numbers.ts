import { Schema, model, type mongo, type Query } from 'mongoose';
import { isDuplicateKey } from '../errors';

/** A record whose every write takes the next number of its series first: what an index in memory has not seen yet. */
export interface ChangeNumbered {
  changeNumber?: number;
}

interface ChangeCounterDoc {
  _id: string;
  value: number;
}
const counterSchema = new Schema<ChangeCounterDoc>(
  { _id: String, value: { type: Number, required: true } },
  { versionKey: false, collection: 'change_numbers' },
);
const ChangeCounterModel = model<ChangeCounterDoc>('ChangeNumber', counterSchema);

/** The next number of a series, or the first of `count` numbers; taken before the write it belongs to. */
export async function nextChangeNumber(series: string, count = 1): Promise<number> {
  // Upserting from two processes at once may collide on the first number only: the second try finds the record.
  for (let attempt = 1; ; attempt++) {
    try {
      const counter = await ChangeCounterModel.findOneAndUpdate(
        { _id: series },
        { $inc: { value: count } },
        { upsert: true, returnDocument: 'after' },
      ).lean();
      return counter.value - count + 1;
    } catch (error) {
      if (!isDuplicateKey(error) || attempt === 3) throw error;
    }
  }
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
  const first = await nextChangeNumber(series, writes.length);
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
    this.set('changeNumber', await nextChangeNumber(series));
  });
  schema.pre([...writes], async function (this: Query<unknown, ChangeNumbered>) {
    this.set('changeNumber', await nextChangeNumber(series));
  });
  const count = () => {
    own.count += 1;
  };
  schema.post('save', count);
  schema.post([...writes], count);
  return own;
}
