import { readCursor } from '../../cursor';

/** The order in which the trail is read. */
export const newestFirst = { at: -1, _id: -1 } as const;

/** Entries after the place that a cursor names, newest first. */
export function beyond(cursor: string): Record<string, unknown> {
  const { at, id } = readCursor(cursor);
  return { $and: [{ at: { $lte: at } }, { $or: [{ at: { $lt: at } }, { _id: { $lt: id } }] }] };
}
