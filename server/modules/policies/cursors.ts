import { invalidField } from '../../errors';

/** An opaque cursor from the sort keys of the last item shown. */
export function writeCursor(keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/**
 * The sort keys that a cursor of ours holds, `count` of them; undefined without a cursor.
 * @throws VALIDATION_FAILED when the cursor is none of ours
 */
export function readCursor(cursor: string | undefined, count: number): (string | number)[] | undefined {
  if (cursor === undefined) return undefined;
  const broken = invalidField('querystring.cursor', '翻页位置不对，请从头看');
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const isOurs =
      Array.isArray(keys) &&
      keys.length === count &&
      keys.every((key) => typeof key === 'string' || (typeof key === 'number' && Number.isFinite(key)));
    if (!isOurs) throw broken;
    return keys;
  } catch (error) {
    throw error === broken ? error : Object.assign(broken, { cause: error });
  }
}
