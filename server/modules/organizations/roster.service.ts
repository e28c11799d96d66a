import type { ClientSession } from 'mongoose';
import type { DutyHalf } from '@contract/enums';
import { dayOf, isWorkingDay, nextWorkingMinute, startOfDay } from '../issues/calendar';
import { DutyModel } from './windows.model';

const noonMs = 12 * 3_600_000;

interface Slot {
  day: string;
  half: DutyHalf;
}

/** The half day an instant lies in; the noon break counts to the afternoon. */
export function slotOf(instant: Date): Slot {
  const day = dayOf(instant);
  return { day, half: instant.getTime() - startOfDay(day).getTime() < noonMs ? 'morning' : 'afternoon' };
}

/**
 * People whom the rosters of a body's windows put on duty at an instant, in the order of the windows: on a working day
 * those of the next working minute, so that what comes in at night finds who opens the window in the morning; on a day
 * off those of that half day, where somebody is on duty, else the same.
 */
export async function peopleOnDuty(organizationId: string, at: Date): Promise<string[]> {
  const now = slotOf(at);
  const next = slotOf(nextWorkingMinute(at));
  const duties = await DutyModel.find({ organizationId, $or: [now, next] })
    .sort({ windowId: 1 })
    .lean();
  const among = ({ day, half }: Slot) =>
    duties
      .filter((duty) => duty.day === day && duty.half === half)
      .map(({ personId }) => personId.toString());
  const atWeekend = isWorkingDay(now.day) ? [] : among(now);
  return [...new Set(atWeekend.length > 0 ? atWeekend : among(next))];
}

/** Takes somebody off the rosters of a body's windows from the day of an instant on, in the caller's transaction. */
export async function endDuties(
  { organizationId, personId }: { organizationId: string; personId: string },
  from: Date,
  session: ClientSession,
): Promise<void> {
  await DutyModel.deleteMany({ organizationId, personId, day: { $gte: dayOf(from) } }, { session });
}
