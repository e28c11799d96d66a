import type { Clock } from '../clock';
import { dayOf, isWorkingDay, startOfDay } from '../modules/issues/calendar';
import { SettingsModel } from './sandbox.model';

const openingMs = 9 * 3_600_000;
const dayMs = 86_400_000;
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

/** The first 09:00 in Shanghai of a working day after the instant. */
export function nextOpening(now: Date): Date {
  let at = startOfDay(dayOf(now)).getTime() + openingMs;
  while (at <= now.getTime() || !isWorkingDay(dayOf(new Date(at)))) at += dayMs;
  return new Date(at);
}

/** Moves the demonstration's clock forward to the next opening and remembers it over restarts. */
export async function moveToNextWorkingDay(clock: Clock): Promise<ClockReading> {
  const now = clock.now();
  const offsetMs = clock.offsetMs + nextOpening(now).getTime() - now.getTime();
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
