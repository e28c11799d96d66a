import type { Context } from '../../context';
import { removeExpiredSessions, removeIdleConsents } from '../accounts/personal-data.service';
import { forgetPastAttendees } from '../events/personal-data.service';
import { removeUnattached } from '../files/uploads.service';
import { removeOldMessages } from '../messages/personal-data.service';
import { expireExports, removeExportRecords } from './exports.service';
import { removedBefore, type RetentionPeriod } from './retention-periods';

/** Most records of one kind that one run removes: the rest waits for the next one. */
const batch = 500;

const removals: Record<RetentionPeriod['keep'], (before: Date, limit: number) => Promise<number>> = {
  sessions: removeExpiredSessions,
  'unreferenced-files': removeUnattached,
  exports: expireExports,
  'export-records': removeExportRecords,
  attendees: forgetPastAttendees,
  messages: removeOldMessages,
  'idle-message-consents': removeIdleConsents,
};

/** Removes, a batch of each kind at a time, what has been kept for its period; answers how many of each. */
export async function applyRetention(ctx: Context): Promise<Record<RetentionPeriod['keep'], number>> {
  const removed = {} as Record<RetentionPeriod['keep'], number>;
  for (const keep of Object.keys(removals) as RetentionPeriod['keep'][])
    removed[keep] = await removals[keep](removedBefore(keep, ctx.now), batch);
  if (Object.values(removed).some((count) => count > 0)) ctx.log.info({ removed }, 'retention applied');
  return removed;
}
