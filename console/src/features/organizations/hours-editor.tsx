import { Button, Input, TimePicker } from 'antd';
import dayjs from 'dayjs';
import type { HoursException, OpenPeriod, WeekdayHours } from '@contract/index';
import { DayInput } from '../../components/day-input';
import { dayText } from '../../format/time';

const weekdayNames = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'];

/** Hours of each day of the week; a day without periods is a day off. */
export function WeekEditor({
  value,
  onChange,
}: {
  value: WeekdayHours[];
  onChange: (value: WeekdayHours[]) => void;
}) {
  const periodsOf = (weekday: number) => value.find((day) => day.weekday === weekday)?.periods ?? [];
  const set = (weekday: number, periods: OpenPeriod[]) =>
    onChange(
      [
        ...value.filter((day) => day.weekday !== weekday),
        ...(periods.length > 0 ? [{ weekday, periods }] : []),
      ].sort((one, other) => one.weekday - other.weekday),
    );
  return (
    <ul className="body-list hours-list">
      {weekdayNames.map((name, at) => (
        <li key={name} className="row wrap">
          <span className="body-role">{name}</span>
          <Periods label={name} value={periodsOf(at + 1)} onChange={(periods) => set(at + 1, periods)} />
        </li>
      ))}
    </ul>
  );
}

/** Days on which other hours hold, or none. */
export function ExceptionsEditor({
  value,
  onChange,
}: {
  value: HoursException[];
  onChange: (value: HoursException[]) => void;
}) {
  const set = (at: number, change: Partial<HoursException>) =>
    onChange(value.map((exception, index) => (index === at ? { ...exception, ...change } : exception)));
  return (
    <>
      <ul className="body-list hours-list">
        {value.map(({ day, periods, note }, at) => (
          <li key={day} className="row wrap">
            <span>{dayText(day)}</span>
            <Periods label={day} value={periods} onChange={(next) => set(at, { periods: next })} />
            <Input
              aria-label={`${day}的说明`}
              placeholder="说明，例如系统检修"
              style={{ width: 180 }}
              maxLength={40}
              value={note ?? ''}
              onChange={(event) => set(at, { note: event.target.value })}
            />
            <Button
              size="small"
              type="text"
              danger
              onClick={() => onChange(value.filter((_, index) => index !== at))}
            >
              去掉
            </Button>
          </li>
        ))}
      </ul>
      <div className="row">
        <span className="meta roster-label">加一天</span>
        <DayInput
          placeholder="选日期"
          value={undefined}
          onChange={(day) => {
            if (day && !value.some((exception) => exception.day === day))
              onChange([...value, { day, periods: [] }].sort((one, other) => (one.day < other.day ? -1 : 1)));
          }}
        />
      </div>
    </>
  );
}

function Periods({
  label,
  value,
  onChange,
}: {
  label: string;
  value: readonly OpenPeriod[];
  onChange: (value: OpenPeriod[]) => void;
}) {
  const set = (at: number, change: Partial<OpenPeriod>) =>
    onChange(value.map((period, index) => (index === at ? { ...period, ...change } : period)));
  const last = value.at(-1);
  return (
    <span className="row wrap grow">
      {value.length === 0 && <span className="meta">不开</span>}
      {value.map(({ from, to }, at) => (
        <span key={at} className="row hours-period">
          <Time
            label={`${label}第 ${at + 1} 段开始`}
            value={from}
            onChange={(time) => set(at, { from: time })}
          />
          到
          <Time label={`${label}第 ${at + 1} 段结束`} value={to} onChange={(time) => set(at, { to: time })} />
          <Button
            size="small"
            type="text"
            aria-label={`去掉${label}第 ${at + 1} 段`}
            onClick={() => onChange(value.filter((_, index) => index !== at))}
          >
            ×
          </Button>
        </span>
      ))}
      {value.length < 4 && (
        <Button
          size="small"
          type="dashed"
          onClick={() =>
            onChange([...value, last ? { from: last.to, to: '18:00' } : { from: '09:00', to: '17:30' }])
          }
        >
          加一段
        </Button>
      )}
    </span>
  );
}

/** A time of day, HH:MM on a clock of 24 hours whatever the browser's language. */
function Time({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (time: string) => void;
}) {
  return (
    <TimePicker
      aria-label={label}
      size="small"
      className="hours-time"
      format="HH:mm"
      minuteStep={5}
      allowClear={false}
      needConfirm={false}
      suffixIcon={null}
      value={dayjs(`2026-01-01T${value}`)}
      onChange={(time) => {
        if (time) onChange(time.format('HH:mm'));
      }}
    />
  );
}
