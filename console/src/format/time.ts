const weekdays = ['日', '一', '二', '三', '四', '五', '六'];

/** Parts of an instant on the wall clock of Asia/Shanghai, which has no daylight saving time. */
function wall(instant: string | Date): {
  month: number;
  day: number;
  weekday: string;
  time: string;
  date: string;
} {
  const at = new Date(new Date(instant).getTime() + 8 * 3_600_000);
  return {
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    weekday: `周${weekdays[at.getUTCDay()]}`,
    time: at.toISOString().slice(11, 16),
    date: at.toISOString().slice(0, 10),
  };
}

/** “11-26 17:30” */
export const shortMoment = (instant: string) => {
  const { date, time } = wall(instant);
  return `${date.slice(5)} ${time}`;
};

/** “11月26日 周四 17:30” */
export const moment = (instant: string) => {
  const { month, day, weekday, time } = wall(instant);
  return `${month}月${day}日 ${weekday} ${time}`;
};

/** “11月26日 周四” of a calendar day. */
export const dayText = (day: string) => {
  const { month, day: date, weekday } = wall(`${day}T00:00:00+08:00`);
  return `${month}月${date}日 ${weekday}`;
};

/** Working minutes as days of 7 hours, hours and minutes: “剩 3.8 天”, “超 1 时 10 分”. */
export function remainingText(minutes: number): string {
  const size = Math.abs(minutes);
  const lead = minutes < 0 ? '超' : '剩';
  if (size >= 420) return `${lead} ${(size / 420).toFixed(1)} 天`;
  if (size >= 60) return `${lead} ${Math.floor(size / 60)} 时 ${size % 60} 分`;
  return `${lead} ${size} 分`;
}

/** Fen as “62 万元” or “4,280 元”. */
export function amountText(fen: number): string {
  const yuan = fen / 100;
  if (yuan >= 10_000) return `${(yuan / 10_000).toLocaleString('zh-CN', { maximumFractionDigits: 1 })} 万元`;
  return `${yuan.toLocaleString('zh-CN')} 元`;
}
