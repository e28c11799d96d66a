import type { OpenPeriod, ShutReason, WindowRow, WindowState } from '@contract';
import { dayOf, daysUntil, formatDay, formatTime } from '@/format/dates';

export interface StateWords {
  tone: 'ok' | 'warn' | 'mute';
  /** In the pill: “开着，到 17:30”, “午休”, “今天不开”. */
  text: string;
  /** When it opens next: “13:30 开”, “明天 09:00 开”; absent while it is open. */
  next?: string;
}

const restWords: Partial<Record<ShutReason, string>> = { holiday: '节假日休息', 'rest-day': '今天休息' };

/** Whether a window is open, in words; times of today without the day. */
export function stateWords({ isOpen, closesAt, opensAt, reason }: WindowState, now: Date): StateWords {
  if (isOpen && closesAt) return { tone: 'ok', text: `开着，到 ${formatTime(closesAt)}` };
  const next = opensAt ? `${openingText(opensAt, now)} 开` : undefined;
  const more = next ? { next } : {};
  if (reason === 'break') return { tone: 'warn', text: '午休', ...more };
  if (reason === 'outside-hours')
    return {
      tone: 'mute',
      text: opensAt && daysUntil(dayOf(opensAt), now) === 0 ? '还没开门' : '今天关门了',
      ...more,
    };
  return { tone: 'mute', text: (reason && restWords[reason]) ?? '今天不开', ...more };
}

/** “13:30” of today, “明天 09:00”, “11月30日 周一 09:00”. */
function openingText(opensAt: string, now: Date): string {
  const day = dayOf(opensAt);
  return daysUntil(day, now) === 0 ? formatTime(opensAt) : `${formatDay(day, now)} ${formatTime(opensAt)}`;
}

/** “09:00–12:00，13:30–17:30”; “不开” without any. */
export function hoursText(periods: readonly OpenPeriod[]): string {
  return periods.length === 0 ? '不开' : periods.map(({ from, to }) => `${from}–${to}`).join('，');
}

/** Why a window is shut all day: “节假日”, “休息”, “不开”. */
export function shutText(reason: ShutReason | undefined): string {
  if (reason === 'holiday') return '节假日';
  return reason === 'rest-day' ? '休息' : '不开';
}

/** “12:00–13:30 午休”, where two periods leave a break around noon; else undefined. */
export function breakText([morning, afternoon]: readonly OpenPeriod[]): string | undefined {
  if (!morning || !afternoon || morning.to === afternoon.from) return undefined;
  return `${morning.to}–${afternoon.from} 午休`;
}

/** Who is on duty now, or today where the halves are one person's; undefined where nobody is named. */
export function onDutyOf(
  { onDuty }: Pick<WindowRow, 'onDuty'>,
  now: Date,
): { name: string; when: string } | undefined {
  const half = formatTime(now) < '12:00' ? 'morning' : 'afternoon';
  const names = new Set(onDuty.map(({ name }) => name));
  const current = onDuty.find((duty) => duty.half === half) ?? onDuty[0];
  if (!current) return undefined;
  if (names.size === 1 && onDuty.length > 1) return { name: current.name, when: '今天当班' };
  return { name: current.name, when: current.half === 'morning' ? '上午当班' : '下午当班' };
}

/** Who is on duty today, by half days; one line where both are one person's. */
export function dutyLines({ onDuty }: Pick<WindowRow, 'onDuty'>): { name: string; when: string }[] {
  const [first] = onDuty;
  if (first && onDuty.length > 1 && onDuty.every(({ name }) => name === first.name))
    return [{ name: first.name, when: '全天' }];
  return onDuty.map(({ half, name }) => ({ name, when: half === 'morning' ? '上午' : '下午' }));
}

/** The one statement on top of the list: where to go now. */
export function headline(windows: readonly WindowRow[], now: Date): [string, string] {
  const [nearest] = windows;
  if (!nearest) return ['这里还没有', '登记窗口'];
  const open = windows.find(({ state }) => state.isOpen);
  if (open?.state.closesAt)
    return [
      open === nearest ? '最近的窗口开着，' : `${open.name}开着，`,
      `到 ${formatTime(open.state.closesAt)}`,
    ];
  const first = windows
    .flatMap(({ state }) => state.opensAt ?? [])
    .sort()
    .at(0);
  const isRest = windows.every(({ state }) => state.reason === 'rest-day' || state.reason === 'holiday');
  return [isRest ? '今天休息，' : '现在都没开，', first ? `${openingText(first, now)} 开` : '先打 12345'];
}

/** What people come for at these windows, the most frequent first. */
export function servicesOf(windows: readonly Pick<WindowRow, 'services'>[], most: number): string[] {
  const counts = new Map<string, number>();
  for (const { services } of windows)
    for (const service of services) counts.set(service, (counts.get(service) ?? 0) + 1);
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, most)
    .map(([service]) => service);
}
