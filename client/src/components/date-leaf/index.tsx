import { View } from '@tarojs/components';

import { serverNow } from '@/api/clock';
import { dayNumber, daysUntil, formatDay, monthOf, weekdayOrToday } from '@/format/dates';

import './index.scss';

interface DateLeafProps {
  /** YYYY-MM-DD, Asia/Shanghai. */
  day: string;
  /** Under the number: the weekday (今天, 明天 by word), or the month for days farther off. */
  under?: 'weekday' | 'month';
  /** `next`: mine, tomorrow or today; `soon`: due within 7 days; by default by the days left. */
  tone?: 'plain' | 'soon' | 'next';
  now?: Date;
}

/** The day something falls due. */
export function DateLeaf({ day, under = 'weekday', tone, now = serverNow() }: DateLeafProps) {
  const left = daysUntil(day, now);
  const look = tone ?? (left >= 0 && left < 7 ? 'soon' : 'plain');
  return (
    <View className={`q-leaf q-leaf--${look}`} role="img" ariaLabel={formatDay(day, now)}>
      <View className="q-leaf__day">{dayNumber(day)}</View>
      <View>{under === 'month' ? `${monthOf(day)}月` : weekdayOrToday(day, now)}</View>
    </View>
  );
}
