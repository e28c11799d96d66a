/**
 * Days and instants in words. The product lives in one time zone, Asia/Shanghai (UTC+8, no summer time), whatever
 * the phone says. Days are `YYYY-MM-DD`, instants ISO 8601.
 */

const shanghaiOffsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;
const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;

type Moment = string | Date;

/** The instant moved so that its UTC fields read as Shanghai's clock. */
function shanghai(moment: Moment): Date {
  return new Date(new Date(moment).getTime() + shanghaiOffsetMs);
}

const two = (value: number) => String(value).padStart(2, '0');

/** The calendar day of an instant, as YYYY-MM-DD. */
export function dayOf(moment: Moment): string {
  return shanghai(moment).toISOString().slice(0, 10);
}

function serial(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / dayMs);
}

/** Whole calendar days from now to a day: 0 today, 1 tomorrow, negative when past. */
export function daysUntil(day: string, now: Date): number {
  return serial(day) - serial(dayOf(now));
}

/** 11 of 2026-11-26. */
export function monthOf(day: string): number {
  return Number(day.slice(5, 7));
}

/** 26 of 2026-11-26. */
export function dayNumber(day: string): number {
  return Number(day.slice(8, 10));
}

/** “周四”. */
export function weekdayOf(day: string): string {
  return weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? '';
}

const nearDays = new Map([
  [-1, '昨天'],
  [0, '今天'],
  [1, '明天'],
  [2, '后天'],
]);

/** “今天”, “明天”, else the weekday. */
export function weekdayOrToday(day: string, now: Date): string {
  const left = daysUntil(day, now);
  return left === 0 || left === 1 ? (nearDays.get(left) ?? '') : weekdayOf(day);
}

/** “11月26日”, with the year when it is another one: “2025年3月2日”. */
export function formatMonthDay(day: string, now: Date): string {
  const year = day.slice(0, 4) === dayOf(now).slice(0, 4) ? '' : `${day.slice(0, 4)}年`;
  return `${year}${monthOf(day)}月${dayNumber(day)}日`;
}

/** “今天”, “明天”, else “11月26日 周四”. */
export function formatDay(day: string, now: Date): string {
  const left = daysUntil(day, now);
  if (left === 0 || left === 1) return nearDays.get(left) ?? '';
  return `${formatMonthDay(day, now)} ${weekdayOf(day)}`;
}

/** “17:30”. */
export function formatTime(moment: Moment): string {
  const local = shanghai(moment);
  return `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`;
}

/** “11月26日 周四 17:30”, “今天 11:41”. */
export function formatMoment(moment: Moment, now: Date): string {
  return `${formatDay(dayOf(moment), now)} ${formatTime(moment)}`;
}

/** When something happened: “刚刚”, “20 分钟前”, “今天 09:20”, “昨天 16:21”, “11月20日 周五 16:10”. */
export function formatPast(moment: Moment, now: Date): string {
  const minutes = Math.floor((now.getTime() - new Date(moment).getTime()) / 60_000);
  if (minutes >= 0 && minutes < 1) return '刚刚';
  if (minutes >= 0 && minutes < 60) return `${minutes} 分钟前`;
  if (daysUntil(dayOf(moment), now) === -1) return `昨天 ${formatTime(moment)}`;
  return formatMoment(moment, now);
}

/** “今天截止”, “还剩 4 天”, “已过 2 天”. */
export function formatDaysLeft(day: string, now: Date): string {
  const left = daysUntil(day, now);
  if (left === 0) return '今天截止';
  return left > 0 ? `还剩 ${left} 天` : `已过 ${-left} 天`;
}

/** A deadline on a card: “11月27日截止，还剩 4 天” within a week, else “12月15日截止”; “常年受理” without one. */
export function formatDeadline(day: string | undefined, now: Date): string {
  if (!day) return '常年受理';
  const left = daysUntil(day, now);
  if (left < 0) return `${formatMonthDay(day, now)}已截止`;
  if (left === 0) return '今天截止';
  if (left === 1) return '明天截止';
  return left < 7 ? `${formatMonthDay(day, now)}截止，还剩 ${left} 天` : `${formatMonthDay(day, now)}截止`;
}

/** Working or waiting time: “49 分钟”, “5 小时 49 分”, “3 小时”. */
export function formatDuration(minutes: number): string {
  const whole = Math.max(0, Math.round(minutes));
  if (whole < 60) return `${whole} 分钟`;
  const rest = whole % 60;
  return rest === 0 ? `${Math.floor(whole / 60)} 小时` : `${Math.floor(whole / 60)} 小时 ${rest} 分`;
}

/** From one instant to another: “11月24日 周二 09:00–12:00”, or both days when they differ. */
export function formatSpan(start: Moment, end: Moment, now: Date): string {
  const from = formatMoment(start, now);
  return dayOf(start) === dayOf(end) ? `${from}–${formatTime(end)}` : `${from} 至 ${formatMoment(end, now)}`;
}
