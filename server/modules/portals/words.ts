import type { ApplyPath, Level, PolicyKind, PolicyStatus } from '@contract/enums';
import type { WindowState } from '@contract/windows';
import { dayOf } from '../issues/calendar';

export const levelText: Record<Level, string> = {
  state: '国家',
  province: '省级',
  city: '市级',
  county: '县级',
};

export const kindText: Record<PolicyKind, string> = {
  policy: '政策文件',
  interpretation: '政策解读',
  'fee-list': '收费清单',
  'approval-list': '审批清单',
  'negative-list': '负面清单',
  news: '动态',
  story: '案例',
  'research-report': '调研报告',
};

export const statusText: Record<PolicyStatus, string> = {
  draft: '草稿',
  upcoming: '尚未施行',
  'in-force': '有效',
  unverified: '待核实',
  expired: '已到期',
  repealed: '已废止',
  superseded: '已被替代',
  withdrawn: '已撤回',
};

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
