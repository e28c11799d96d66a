import type { ShutReason } from '@contract/enums';
import type { HoursException, OpenPeriod, WeekdayHours } from '@contract/windows';
import { dayKind, dayOf, startOfDay } from '../issues/calendar';

/** When a window is open: by day of the week, and on the days that were announced. */
export interface OpeningHours {
  weekly: readonly WeekdayHours[];
  exceptions: readonly HoursException[];
}

/** Hours of one day; none, with the reason, where it is shut. */
export interface DayHours {
  periods: readonly OpenPeriod[];
  reason?: ShutReason;
  note?: string;
}

/** Whether a window is open, until when, or from when on. */
export interface OpenState {
  isOpen: boolean;
  closesAt?: Date;
  /** Absent where it doesn't open within two months. */
  opensAt?: Date;
  reason?: ShutReason;
  /** What was announced for today. */
  note?: string;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** How far an opening is looked for, in days. */
const horizonDays = 62;

/** The day YYYY-MM-DD so many days later. */
export function dayAfter(day: string, days = 1): string {
  return dayOf(new Date(startOfDay(day).getTime() + days * dayMs));
}

/** Day of the week of a day YYYY-MM-DD, 1 Monday to 7 Sunday. */
export function weekdayOf(day: string): number {
  return ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

/**
 * Hours of a day YYYY-MM-DD: as announced for it; none on a holiday of the State Council; on a weekend day worked instead
 * of a weekday the hours of that weekend day, or, without any, those of the first weekday that has some; else the week's.
 */
export function hoursOn({ weekly, exceptions }: OpeningHours, day: string): DayHours {
  const announced = exceptions.find((exception) => exception.day === day);
  if (announced)
    return {
      periods: announced.periods,
      ...(announced.periods.length === 0 ? { reason: 'exception' as const } : {}),
      ...(announced.note ? { note: announced.note } : {}),
    };
  const kind = dayKind(day);
  if (kind === 'holiday') return { periods: [], reason: 'holiday' };
  const own = periodsOf(weekly, weekdayOf(day));
  const periods =
    kind === 'swapped' && own.length === 0
      ? ([1, 2, 3, 4, 5].map((weekday) => periodsOf(weekly, weekday)).find(({ length }) => length > 0) ?? [])
      : own;
  return periods.length > 0 ? { periods } : { periods: [], reason: 'rest-day' };
}

function periodsOf(weekly: readonly WeekdayHours[], weekday: number): readonly OpenPeriod[] {
  return weekly.find((hours) => hours.weekday === weekday)?.periods ?? [];
}

/** Whether a window is open at an instant; at the end of a period it is shut already. */
export function openState(hours: OpeningHours, now: Date): OpenState {
  const today = dayOf(now);
  const { periods, reason, note } = hoursOn(hours, today);
  const noted = note ? { note } : {};
  const spans = periods.map(({ from, to }) => ({ from: instantOf(today, from), to: instantOf(today, to) }));
  const open = spans.find(({ from, to }) => from <= now && now < to);
  if (open) return { isOpen: true, closesAt: open.to, ...noted };
  const later = spans.find(({ from }) => from > now);
  const opensAt = later?.from ?? nextOpening(hours, today);
  const why = reason ?? (later && spans.some(({ to }) => to <= now) ? 'break' : 'outside-hours');
  return { isOpen: false, ...(opensAt ? { opensAt } : {}), reason: why, ...noted };
}

function nextOpening(hours: OpeningHours, today: string): Date | undefined {
  for (let days = 1; days <= horizonDays; days += 1) {
    const day = dayAfter(today, days);
    const [first] = hoursOn(hours, day).periods;
    if (first) return instantOf(day, first.from);
  }
  return undefined;
}

/** The instant of a time HH:MM on a day, both in Shanghai. */
function instantOf(day: string, time: string): Date {
  return new Date(startOfDay(day).getTime() + minutesOf(time) * minuteMs);
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** What is wrong with the periods of a day, in Chinese; undefined where they are in order and don't overlap. */
export function periodsProblem(periods: readonly OpenPeriod[]): string | undefined {
  for (const [at, { from, to }] of periods.entries()) {
    if (from >= to) return '时段：结束要晚于开始';
    const before = periods[at - 1];
    if (before && from < before.to) return '时段：要按先后排列，不能重叠';
  }
  return undefined;
}
