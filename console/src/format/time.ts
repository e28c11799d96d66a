/** Times as the console writes them: dense, in Asia/Shanghai, by the server's clock. */
import { formatDay, formatMoment, formatSpan, formatTime, dayOf, weekdayOf } from '@/format/dates';
import { serverNow } from '../api/clock';

/** “11-26 17:30” */
export const shortMoment = (instant: string): string => `${dayOf(instant).slice(5)} ${formatTime(instant)}`;

/** “11月26日 周四 17:30”, “今天 17:30” */
export const moment = (instant: string): string => formatMoment(instant, serverNow());

/** “11月26日 周四 09:00–12:00”, “今天 09:00–12:00” */
export const span = (from: string, to: string): string => formatSpan(from, to, serverNow());

/** “11月26日 周四” of a calendar day, “今天”. */
export const dayText = (day: string): string => formatDay(day, serverNow());

/** “11月26日 周四 17:30” whatever the day: the clock in the header. */
export const clockText = (now: Date): string => {
  const day = dayOf(now);
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日 ${weekdayOf(day)} ${formatTime(now)}`;
};

const workingMinutesPerDay = 420;

/** Working minutes as days of seven hours, or hours and minutes: “3.8 天”, “1 时 10 分”, “40 分”. */
export function workingTimeText(minutes: number): string {
  const size = Math.abs(minutes);
  if (size >= workingMinutesPerDay) return `${(size / workingMinutesPerDay).toFixed(1)} 天`;
  if (size < 60) return `${size} 分`;
  return size % 60 === 0 ? `${size / 60} 时` : `${Math.floor(size / 60)} 时 ${size % 60} 分`;
}

/** What is left of a limit, or by how much it is past: “剩 3.8 天”, “超 1 时 10 分”; past it overnight, “刚超期”. */
export function remainingText(minutes: number, isBreached = minutes < 0): string {
  if (isBreached && minutes >= 0) return '刚超期';
  return `${isBreached ? '超' : '剩'} ${workingTimeText(minutes)}`;
}

/** An instant as a wall clock in Shanghai shows it, for pickers: “2026-11-26 09:00”. */
export const wallText = (instant: string | Date): string => `${dayOf(instant)} ${formatTime(instant)}`;

/** The instant at which a wall clock in Shanghai shows “2026-11-26 09:00”. */
export const instantOfWall = (wall: string): string =>
  new Date(`${wall.replace(' ', 'T')}:00+08:00`).toISOString();
