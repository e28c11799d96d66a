import type { Query, Reply } from '@contract';
import { requirePerson, type Context } from '../../context';
import { affiliations } from '../accounts/personal-data.service';
import { countReadings, readingsOf } from '../audit/personal-readings.service';

const monthMs = 30 * 86_400_000;
/** The record a number was read for stands behind the reason, for auditors. */
const recordMark = / \([a-z-]+ [0-9a-f]+\)$/;

/** Who saw the caller's whole phone number, when and why, latest first, and how many it were in 30 days. */
export async function listPhoneReadings(
  ctx: Context,
  query: Query<'GET /me/phone-readings'>,
): Promise<Reply<'GET /me/phone-readings'>> {
  const { personId } = requirePerson(ctx);
  const [{ items, next }, lastMonth] = await Promise.all([
    readingsOf(personId, query),
    countReadings(personId, new Date(ctx.now.getTime() - monthMs)),
  ]);
  const bodies = await affiliations(items.flatMap(({ byPersonId }) => byPersonId ?? []));
  return {
    items: items.map(({ id, at, by, byPersonId, action, reason }) => {
      const bodyName = byPersonId ? bodies.get(byPersonId) : undefined;
      return {
        id,
        at: at.toISOString(),
        readerName: byPersonId === personId || action === 'export.downloaded' ? '您本人' : by || '系统',
        ...(bodyName && byPersonId !== personId ? { bodyName } : {}),
        reason: reason?.replace(recordMark, '') || '没有写明',
      };
    }),
    ...(next ? { next } : {}),
    lastMonth,
  };
}
