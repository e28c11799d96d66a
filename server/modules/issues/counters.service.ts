import { isDuplicateKey } from '../../errors';
import type { ClientSession } from 'mongoose';
import { CounterModel } from './issues.model';

/** Starts a running number at 0 where it isn't there yet: a transaction can only count on what stood before it began. */
export async function startCounter(key: string): Promise<void> {
  try {
    await CounterModel.updateOne({ _id: key }, { $setOnInsert: { value: 0 } }, { upsert: true });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

/** Takes the next number of a started counter; inside a transaction it is given back when that fails. */
export async function nextNumber(key: string, session?: ClientSession): Promise<number> {
  const counter = await CounterModel.findOneAndUpdate(
    { _id: key },
    { $inc: { value: 1 } },
    { returnDocument: 'after', ...(session ? { session } : {}) },
  ).lean();
  if (!counter) throw new Error(`counter ${key} was not started`);
  return counter.value;
}
