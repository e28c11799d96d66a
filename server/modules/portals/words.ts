import type { ApplyPath } from '@contract/enums';
import type { WindowState } from '@contract/windows';
import { dayOf } from '../issues/calendar';

export const applyText: Record<ApplyPath, string> = {
  link: '网上申报',
  appointment: '到窗口办理',
  application: '在企服通小程序里申请',
  automatic: '免申即享，不用申请',
};

/** “2026年2月1日” of a day YYYY-MM-DD. */
export function dayText(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

/** “3月13日 09:00” of an instant, in Shanghai. */
export function instantText(instant: string): string {
  const [, month, date] = dayOf(new Date(instant)).split('-').map(Number);
  return `${month}月${date}日 ${timeText(instant)}`;
}

/** “09:00” of an instant, in Shanghai. */
export function timeText(instant: string): string {
  return new Date(instant).toLocaleTimeString('zh-CN', {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}

/** “今天截止”, “还剩 4 天”, “已截止” of a deadline, on a day; both YYYY-MM-DD. */
export function deadlineText(deadline: string, today: string): string {
  const days = (Date.parse(deadline) - Date.parse(today)) / 86_400_000;
  if (days < 0) return '已截止';
  return days === 0 ? '今天截止' : `还剩 ${days} 天`;
}

/** Whether a window is open and until when, or when it opens next. */
export function windowText({ isOpen, closesAt, opensAt, reason }: WindowState, now: Date): string {
  if (isOpen) return closesAt ? `开着，到 ${timeText(closesAt)}` : '开着';
  const shut =
    reason === 'break' ? '午休' : reason === 'holiday' || reason === 'rest-day' ? '今天休息' : '现在没开';
  if (!opensAt) return shut;
  const isToday = dayOf(new Date(opensAt)) === dayOf(now);
  return `${shut}，${isToday ? timeText(opensAt) : instantText(opensAt)} 开`;
}
