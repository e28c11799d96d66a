import type { Issue } from '@contract/index';
import { weekdayOf } from '@/format/dates';
import { serverNow } from '../../api/clock';
import { runningDueAt } from '../../components/time-bar';
import { ledgerKindText, limitText } from '../../format/texts';
import { moment, shortMoment } from '../../format/time';
import { limitStart, ownerSpans, placeOf, stripDays, stripEvents, type StripDay } from './strip-model';

const percent = (share: number) => `${(share * 100).toFixed(2)}%`;

/** Days, the running clock, owners and events on one axis, so that a late day has a name. */
export function ClockStrip({ issue }: { issue: Issue }) {
  const now = serverNow();
  const days = stripDays(issue, now);
  const spans = ownerSpans(issue, now);
  const dueAt = runningDueAt(issue);
  const start = placeOf(limitStart(issue), days);
  const due = placeOf(dueAt, days);
  const here = placeOf(now.toISOString(), days);
  const isRunning = issue.runningLimit !== undefined;
  const words = spans.map(
    ({ name, body, from }) => `${shortMoment(from)} 起 ${name}${body ? `，${body}` : ''}`,
  );
  return (
    <div
      className="strip"
      role="img"
      aria-label={`${isRunning ? `${moment(dueAt)} 前${limitText[issue.runningLimit ?? 'answer']}。` : ''}责任人：${words.join('；')}`}
      style={{ minWidth: days.length * 34 }}
    >
      <div className="strip-days">
        {days.map((day) => (
          <span key={day.date} className={dayClass(day)}>
            <DayName day={day} isTight={days.length > 14} />
          </span>
        ))}
      </div>
      <div className="strip-clock">
        {isRunning && (
          <>
            <i
              className="strip-limit"
              style={{ left: percent(start), width: percent(Math.max(0, due - start)) }}
            />
            <i
              className="strip-used"
              style={{ left: percent(start), width: percent(Math.max(0, Math.min(here, due) - start)) }}
            />
            {here > due && issue.isBreached && (
              <i className="strip-late" style={{ left: percent(due), width: percent(here - due) }} />
            )}
          </>
        )}
      </div>
      <div className="strip-owners">
        {spans.map(({ name, body, from, to }, index) => {
          const left = placeOf(from, days);
          const width = placeOf(to, days) - left;
          return (
            <span
              key={from}
              className={index === spans.length - 1 ? 'now' : undefined}
              style={{ left: percent(left), width: percent(Math.max(0.006, width)) }}
              title={`${shortMoment(from)} 起 ${name}${body ? `，${body}` : ''}`}
            >
              {width > 0.05 ? name : ''}
              {body && width > 0.2 ? ` ${body}` : ''}
            </span>
          );
        })}
      </div>
      <div className="strip-events">
        {stripEvents(issue.entries, days, (kind) => ledgerKindText[kind]).map(({ at, kinds }) => {
          const place = placeOf(at, days);
          return (
            <span
              key={at}
              className={place > 0.8 ? 'right' : undefined}
              style={place > 0.8 ? { right: percent(1 - place) } : { left: percent(place) }}
            >
              {kinds.map((kind) => ledgerKindText[kind]).join('、')}
            </span>
          );
        })}
      </div>
      <div className="strip-end" />
      {isRunning && (
        <b className={due < 0.15 ? 'strip-due first' : 'strip-due'} style={{ left: percent(due) }}>
          <span>{shortMoment(dueAt)} 截止</span>
        </b>
      )}
    </div>
  );
}

function DayName({ day, isTight }: { day: StripDay; isTight: boolean }) {
  const number = Number(day.date.slice(8));
  if (day.isToday) return <>今 {number}</>;
  return <>{isTight || day.isRest ? number : `${weekdayOf(day.date).slice(1)} ${number}`}</>;
}

const dayClass = ({ isRest, isToday, isPromised }: StripDay) =>
  [isRest && 'rest', isToday && 'today', isPromised && 'promised'].filter(Boolean).join(' ') || undefined;
