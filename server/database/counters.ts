import { Schema, model, type ClientSession } from 'mongoose';
import { isDuplicateKey } from '../errors';

/** A running number: of issues in a year, of a body's notices, of changes to a collection. */
interface CounterDoc {
  _id: string;
  value: number;
}

const counterSchema = new Schema<CounterDoc>(
  { _id: String, value: { type: Number, required: true } },
  { versionKey: false, collection: 'counters' },
);
const CounterModel = model<CounterDoc>('Counter', counterSchema);

/** Starts a series at 0 where it isn't there yet: a transaction can only count on what stood before it began. */
export async function startCounter(series: string): Promise<void> {
  await onceMore(() =>
    CounterModel.updateOne({ _id: series }, { $setOnInsert: { value: 0 } }, { upsert: true }),
  );
}

/**
 * The next number of a series, or the first of `count` numbers. Inside a transaction, which gives it back when it fails,
 * the series must have been started.
 */
export async function nextNumber(
  series: string,
  { count = 1, session }: { count?: number; session?: ClientSession } = {},
): Promise<number> {
  const take = () =>
    CounterModel.findOneAndUpdate(
      { _id: series },
      { $inc: { value: count } },
      { returnDocument: 'after', ...(session ? { session } : { upsert: true }) },
    ).lean();
  const counter = await (session ? take() : onceMore(take));
  if (!counter) throw new Error(`series ${series} was not started`);
  return counter.value - count + 1;
}

/** Upserting from two processes at once may collide on the first number only: the second try finds the record. */
async function onceMore<T>(upsert: () => Promise<T>): Promise<T> {
  try {
    return await upsert();
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return upsert();
  }
}
