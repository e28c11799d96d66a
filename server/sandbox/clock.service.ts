import type { Clock } from '../clock';
import { dayOf, isWorkingDay, nextWorkingDayStart } from '../modules/issues/calendar';
import { SettingsModel } from './sandbox.model';

const settingsId = 'demonstration';

/** What the demonstration's clock shows. */
export interface ClockReading {
  now: string;
  /** Milliseconds ahead of the machine's clock. */
  offsetMs: number;
  isWorkingDay: boolean;
}

/** The demonstration's clock. */
export function readClock(clock: Clock): ClockReading {
  const now = clock.now();
  return { now: now.toISOString(), offsetMs: clock.offsetMs, isWorkingDay: isWorkingDay(dayOf(now)) };
}

/** Moves the demonstration's clock forward to the opening of the next working day, and remembers it over restarts. */
export async function moveToNextWorkingDay(clock: Clock): Promise<ClockReading> {
  const now = clock.now();
  const offsetMs = clock.offsetMs + nextWorkingDayStart(now).getTime() - now.getTime();
  // $max: of two clicks at once the later time holds, and the stored clock never goes back.
  await SettingsModel.updateOne({ _id: settingsId }, { $max: { clockOffsetMs: offsetMs } }, { upsert: true });
  clock.offsetMs = Math.max(clock.offsetMs, offsetMs);
  return readClock(clock);
}

/** Sets the clock as far ahead as it was when the demonstration last ran. */
export async function restoreClock(clock: Clock): Promise<void> {
  const settings = await SettingsModel.findById(settingsId).lean();
  clock.offsetMs = Math.max(clock.offsetMs, settings?.clockOffsetMs ?? 0);
}
