import { DatePicker } from 'antd';
import dayjs from 'dayjs';

interface Props {
  value?: string | undefined;
  onChange?: (day: string | undefined) => void;
  id?: string;
  placeholder?: string;
}

/** A calendar day, YYYY-MM-DD as the wire has it. */
export function DayInput({ value, onChange, id, placeholder = '不限' }: Props) {
  return (
    <DatePicker
      {...(id ? { id } : {})}
      className="fill"
      value={value ? dayjs(value) : null}
      placeholder={placeholder}
      onChange={(day) => onChange?.(day ? day.format('YYYY-MM-DD') : undefined)}
    />
  );
}
