import { Types } from 'mongoose';
import { invalidField } from './errors';

/** The last item shown of a list that is ordered by an instant and then by id. */
export interface Place {
  at: Date;
  id: Types.ObjectId;
}

/** An opaque cursor that says where the next page begins. */
export function writeCursor({ at, id }: Place): string {
  return Buffer.from(`${at.getTime()}.${id.toHexString()}`).toString('base64url');
}

/**
 * The place that a cursor of ours names.
 * @throws VALIDATION_FAILED when the cursor is none of ours
 */
export function readCursor(cursor: string): Place {
  const [, at, id] = /^(\d{1,15})\.([0-9a-f]{24})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (!at || !id) throw invalidField('querystring.cursor', '翻页位置不对，请从头看');
  return { at: new Date(Number(at)), id: new Types.ObjectId(id) };
}
