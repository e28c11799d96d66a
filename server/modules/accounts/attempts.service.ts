import { AppError, isDuplicateKey } from '../../errors';
import { AttemptsModel, type AttemptsDoc } from './attempts.model';
import { allowedAt, counted, failureMemory, lockAfter, type Limit } from './attempt-rules';

/** More callers at once than that on one key are refused: they are a flood. */
const rounds = 20;

/**
 * Counts one more under a key.
 * @throws RATE_LIMITED when it would be more than the limits allow
 */
export async function takeTurn(key: string, limits: readonly Limit[], now: Date): Promise<void> {
  await change(key, (before) => {
    const times = counted(before?.times ?? [], limits, now);
    const at = allowedAt(times, limits, now);
    if (at > now) throw tooMany(at, now);
    const longest = Math.max(...limits.map(({ within }) => within));
    return { times: [...times, now], staleAt: new Date(now.getTime() + longest) };
  });
}

/**
 * Counts a failure under a key before it is known whether it is one: many who guess at once are counted like many who
 * guess in turn. Whoever was right takes it back by `forgetFailures`.
 * @throws RATE_LIMITED while the key is locked
 */
export async function expectFailure(key: string, now: Date): Promise<void> {
  await change(key, (before) => {
    if (before?.blockedUntil && before.blockedUntil > now) throw tooMany(before.blockedUntil, now);
    const memory = [{ max: Infinity, within: failureMemory }];
    const times = [...counted(before?.times ?? [], memory, now), now];
    return {
      times,
      blockedUntil: new Date(now.getTime() + lockAfter(times.length)),
      staleAt: new Date(now.getTime() + failureMemory),
    };
  });
}

/** Clears the failures under a key, and its lock. */
export async function forgetFailures(key: string): Promise<void> {
  await AttemptsModel.deleteOne({ _id: key });
}

/** Clears away what counts no more; answers how many keys it was. */
export async function clearAttempts(now: Date): Promise<number> {
  return (await AttemptsModel.deleteMany({ staleAt: { $lte: now } })).deletedCount;
}

type Change = Omit<AttemptsDoc, '_id' | 'version'>;

async function change(key: string, next: (before: AttemptsDoc | null) => Change): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const before = await AttemptsModel.findById(key).lean();
    const after = next(before);
    if (before) {
      const written = await AttemptsModel.updateOne(
        { _id: key, version: before.version },
        { $set: after, $inc: { version: 1 } },
      );
      if (written.modifiedCount === 1) return;
    } else {
      try {
        await AttemptsModel.create({ _id: key, version: 1, ...after });
        return;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    }
  }
  throw new AppError('RATE_LIMITED');
}

function tooMany(at: Date, now: Date): AppError {
  const minutes = Math.ceil((at.getTime() - now.getTime()) / 60_000);
  const wait = minutes >= 90 ? `${Math.ceil(minutes / 60)} 小时` : `${minutes} 分钟`;
  return new AppError('RATE_LIMITED', { message: `试得太频繁，请 ${wait}后再试` });
}
