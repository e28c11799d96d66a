import { Types } from 'mongoose';
import { AuditBlockModel } from './audit.model';
import type { Block } from './chain';

export type Opening = Pick<Block, '_id' | 'chain'>;

/** The clocks of two processes are never further apart, milliseconds. */
const clocksApartMs = 24 * 60 * 60_000;

/** Every chain opened before has been closed, as this process saw: what is closed stays so. */
let closedBefore: Types.ObjectId | undefined;

/**
 * Chains that nobody has closed. Looked for among all chains once; after that among those opened since the oldest that
 * stood open, for each start of a process leaves a chain behind.
 */
export async function openChains(): Promise<Opening[]> {
  const opened = await openings(closedBefore);
  const closings = await AuditBlockModel.find(
    { kind: 'closing', ...since(closedBefore) },
    { chain: 1 },
  ).lean();
  const closed = new Set(closings.map(({ chain }) => chain));
  const open = opened.filter(({ chain }) => !closed.has(chain));
  closedBefore = settledBy(open);
  return open;
}

/** The opening links made since an id; of all chains where none is given. */
export function openings(from?: Types.ObjectId): Promise<Opening[]> {
  return AuditBlockModel.find({ kind: 'opening', ...since(from) }, { chain: 1 }).lean();
}

/** The id since which to look again when these are the chains that are not done with. */
export function settledBy(unsettled: readonly Opening[]): Types.ObjectId {
  const oldest = unsettled
    .map(({ _id }) => _id)
    .reduce((first, id) => (id < first ? id : first), new Types.ObjectId());
  return idBefore(clocksApartMs, oldest);
}

/** An id of the instant that many milliseconds ago, by the clock that ids are made with. */
export function idBefore(ms: number, from = new Types.ObjectId()): Types.ObjectId {
  return Types.ObjectId.createFromTime(Math.floor((from.getTimestamp().getTime() - ms) / 1000));
}

function since(from: Types.ObjectId | undefined): { _id?: { $gte: Types.ObjectId } } {
  return from ? { _id: { $gte: from } } : {};
}
