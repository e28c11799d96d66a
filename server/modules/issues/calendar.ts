import type { ClockDay } from '@contract/common';
import holidays from './holidays.json';

/** A stretch of a working day, in minutes since midnight; the end is not worked any more. */
export interface WorkingPeriod {
  fromMinute: number;
  toMinute: number;
}
/** The periods of one working day, in order, without overlap. */
export type WorkingHours = readonly WorkingPeriod[];

/** 09:00–12:00 and 13:30–17:30. */
export const defaultWorkingHours: WorkingHours = [
  { fromMinute: 9 * 60, toMinute: 12 * 60 },
  { fromMinute: 13 * 60 + 30, toMinute: 17 * 60 + 30 },
];

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
// Mainland China keeps one offset all year, so a day of the calendar is plain arithmetic.
const shanghaiOffsetMs = 8 * 60 * minuteMs;
const maximumBars = 8;

const years: Record<string, { off: string[]; work: string[] } | undefined> = holidays.years;
const daysOff = new Set(Object.values(years).flatMap((year) => year?.off ?? []));
const weekendsWorked = new Set(Object.values(years).flatMap((year) => year?.work ?? []));

/** Number of the Shanghai day an instant falls on, counted from 1970-01-01. */
function dayNumber(instant: Date): number {
  return Math.floor((instant.getTime() + shanghaiOffsetMs) / dayMs);
}

function dayText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

function atMinute(day: number, minute: number): Date {
  return new Date(day * dayMs + minute * minuteMs - shanghaiOffsetMs);
}

function isWorkingDayNumber(day: number): boolean {
  const text = dayText(day);
  if (daysOff.has(text)) return false;
  if (weekendsWorked.has(text)) return true;
  const weekday = (day + 4) % 7;
  return weekday !== 0 && weekday !== 6;
}

function nextWorkingDayNumber(day: number): number {
  let next = day + 1;
  while (!isWorkingDayNumber(next)) next += 1;
  return next;
}

function openingMinute(hours: WorkingHours): number {
  return hours[0]?.fromMinute ?? 0;
}

function closingMinute(hours: WorkingHours): number {
  return hours.at(-1)?.toMinute ?? 0;
}

/** Worked milliseconds of one working day before a moment given in milliseconds since its midnight. */
function workedBefore(msOfDay: number, hours: WorkingHours): number {
  return hours.reduce(
    (sum, { fromMinute, toMinute }) =>
      sum + Math.max(0, Math.min(msOfDay, toMinute * minuteMs) - fromMinute * minuteMs),
    0,
  );
}

/** The Shanghai day an instant falls on, YYYY-MM-DD. */
export function dayOf(instant: Date): string {
  return dayText(dayNumber(instant));
}

/** Whether a text is a day that exists, YYYY-MM-DD. */
export function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  // Date takes 30 February for 2 March: only a day that survives the round trip exists.
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}

/** Midnight in Shanghai of a day YYYY-MM-DD. */
export function startOfDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) - shanghaiOffsetMs);
}

/**
 * Whether a day YYYY-MM-DD is worked: weekdays except the State Council's days off, and the weekend days worked instead.
 * In a year whose notice isn't known yet only weekends rest.
 * @source State Council holiday notices (节假日安排), `holidays.json`
 */
export function isWorkingDay(day: string): boolean {
  return isWorkingDayNumber(dayNumber(startOfDay(day)));
}

/**
 * What a day YYYY-MM-DD is on the State Council's calendar: a usual working day, a usual weekend day, a day off by its
 * notice (weekends within a holiday included), or a weekend day that is worked instead (调休).
 */
export function dayKind(day: string): 'work' | 'rest' | 'holiday' | 'swapped' {
  if (daysOff.has(day)) return 'holiday';
  if (weekendsWorked.has(day)) return 'swapped';
  return isWorkingDay(day) ? 'work' : 'rest';
}

/** Whether the State Council's holiday notice of a year is known. */
export function isKnownYear(year: number): boolean {
  return years[String(year)] !== undefined;
}

/** Whether a date is only expected (预计): some day between the two instants lies in a year without a known notice. */
export function isProvisional(start: Date, due: Date): boolean {
  const first = Number(dayOf(start).slice(0, 4));
  const last = Number(dayOf(due).slice(0, 4));
  for (let year = first; year <= last; year += 1) if (!isKnownYear(year)) return true;
  return false;
}

/** Working minutes of one whole working day. */
export function minutesOfDay(hours: WorkingHours = defaultWorkingHours): number {
  return hours.reduce((sum, { fromMinute, toMinute }) => sum + toMinute - fromMinute, 0);
}

/** The instant itself when it is worked, else the next instant that is: where a clock started at that instant begins. */
export function nextWorkingMinute(instant: Date, hours: WorkingHours = defaultWorkingHours): Date {
  const day = dayNumber(instant);
  if (isWorkingDayNumber(day)) {
    const msOfDay = instant.getTime() - atMinute(day, 0).getTime();
    for (const { fromMinute, toMinute } of hours) {
      if (msOfDay < fromMinute * minuteMs) return atMinute(day, fromMinute);
      if (msOfDay < toMinute * minuteMs) return instant;
    }
  }
  return atMinute(nextWorkingDayNumber(day), openingMinute(hours));
}

/** Opening of the first working day after the day an instant falls on. */
export function nextWorkingDayStart(instant: Date, hours: WorkingHours = defaultWorkingHours): Date {
  return atMinute(nextWorkingDayNumber(dayNumber(instant)), openingMinute(hours));
}

/**
 * The earliest instant by which so many working minutes have been worked since an instant; a limit that ends with the
 * day ends at its close, not at the next opening.
 * @throws RangeError when minutes is negative or not finite
 */
export function addWorkingMinutes(
  instant: Date,
  minutes: number,
  hours: WorkingHours = defaultWorkingHours,
): Date {
  if (!(minutes >= 0) || !Number.isFinite(minutes)) throw new RangeError(`minutes: ${minutes}`);
  if (minutes === 0) return instant;
  let day = dayNumber(instant);
  let leftMs = minutes * minuteMs;
  if (isWorkingDayNumber(day)) leftMs += workedBefore(instant.getTime() - atMinute(day, 0).getTime(), hours);
  else day = nextWorkingDayNumber(day);
  const wholeDayMs = minutesOfDay(hours) * minuteMs;
  while (leftMs > wholeDayMs) {
    leftMs -= wholeDayMs;
    day = nextWorkingDayNumber(day);
  }
  for (const { fromMinute, toMinute } of hours) {
    const periodMs = (toMinute - fromMinute) * minuteMs;
    if (leftMs <= periodMs) return new Date(atMinute(day, fromMinute).getTime() + leftMs);
    leftMs -= periodMs;
  }
  return atMinute(day, closingMinute(hours));
}

/** Whole working minutes from one instant to another, cut towards zero; negative when the second is earlier. */
export function workingMinutesBetween(
  from: Date,
  to: Date,
  hours: WorkingHours = defaultWorkingHours,
): number {
  if (to < from) {
    const minutes = workingMinutesBetween(to, from, hours);
    return minutes === 0 ? 0 : -minutes;
  }
  const first = dayNumber(from);
  const last = dayNumber(to);
  let ms = 0;
  if (isWorkingDayNumber(last)) ms += workedBefore(to.getTime() - atMinute(last, 0).getTime(), hours);
  if (isWorkingDayNumber(first)) ms -= workedBefore(from.getTime() - atMinute(first, 0).getTime(), hours);
  const wholeDayMs = minutesOfDay(hours) * minuteMs;
  for (let day = first; day < last; day += 1) if (isWorkingDayNumber(day)) ms += wholeDayMs;
  return Math.floor(ms / minuteMs);
}

/**
 * Close of the n-th working day after the starting day: the day on which a clock started at that instant begins.
 * @throws RangeError when n is negative or no integer
 */
export function endOfNthWorkingDay(start: Date, n: number, hours: WorkingHours = defaultWorkingHours): Date {
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`n: ${n}`);
  let day = dayNumber(nextWorkingMinute(start, hours));
  for (let count = 0; count < n; count += 1) day = nextWorkingDayNumber(day);
  return atMinute(day, closingMinute(hours));
}

/**
 * The bars of a working-day clock from the day after the starting day to the promised day, which always stands last:
 * at most eight, each run of rest days as one bar dated by its first day. Where there are more, past days fall away
 * first, then days just before the promised one.
 */
export function clockDays(
  start: Date,
  due: Date,
  now: Date,
  hours: WorkingHours = defaultWorkingHours,
): ClockDay[] {
  const promised = dayNumber(due);
  const today = dayNumber(now);
  const bars: ClockDay[] = [];
  let day = dayNumber(nextWorkingMinute(start, hours)) + 1;
  while (day < promised) {
    if (isWorkingDayNumber(day)) {
      bars.push({ date: dayText(day), kind: 'work', state: stateOf(day, day, today) });
      day += 1;
    } else {
      const end = Math.min(nextWorkingDayNumber(day), promised);
      bars.push({ date: dayText(day), kind: 'rest', state: stateOf(day, end - 1, today) });
      day = end;
    }
  }
  while (bars.length >= maximumBars && bars[0]?.state === 'past') bars.shift();
  const shown = bars.slice(0, maximumBars - 1);
  return [...shown, { date: dayText(promised), kind: 'work', state: 'promised' }];
}

function stateOf(first: number, last: number, today: number): ClockDay['state'] {
  if (last < today) return 'past';
  return first <= today ? 'today' : 'future';
}
