import { Picker, View } from '@tarojs/components';

import { serverNow } from '@/api/clock';
import { formatMonthDay, weekdayOf } from '@/format/dates';

import { Icon } from '../icon';

import { opensByKeyboard } from '../field/keyboard';

import '../field/index.scss';

interface DateInputProps {
  /** YYYY-MM-DD; empty when none is chosen. */
  value: string;
  onChange: (day: string) => void;
  label: string;
  placeholder?: string;
  earliest?: string;
  latest?: string;
  now?: Date;
}

/** A calendar day, chosen on WeChat's wheel. */
export function DateInput({
  value,
  onChange,
  label,
  placeholder = '选日期',
  earliest,
  latest,
  now = serverNow(),
}: DateInputProps) {
  const shown = value ? `${formatMonthDay(value, now)} ${weekdayOf(value)}` : placeholder;
  return (
    <Picker
      mode="date"
      value={value}
      start={earliest}
      end={latest}
      onChange={(event) => onChange(event.detail.value)}
    >
      <View className="q-input" role="button" {...opensByKeyboard} ariaLabel={`${label}，${shown}`}>
        <View className={`q-input__value ${value ? '' : 'q-input__empty'}`}>{shown}</View>
        <Icon name="calendar" size={20} />
      </View>
    </Picker>
  );
}
