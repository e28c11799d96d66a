import type { Issue } from '@contract/index';
import { weekdayOf } from '@/format/dates';
import { serverNow } from '../../api/clock';
import { runningDueAt } from '../../components/time-bar';
import { ledgerKindText } from '../../format/texts';
import { moment, shortMoment } from '../../format/time';
import { limitStart, ownerSpans, placeOf, stripDays, stripEvents, type StripDay } from './strip-model';

const percent = (share: number) => `${(share * 100).toFixed(2)}%`;

/** Days, the running clock, owners and events on one axis, so that a late day has a name. */
export function ClockStrip({ issue }: { issue: Issue }) {
  const now = serverNow();
  const days = stripDays(issue, now);
  const spans = ownerSpans(issue, now);
  const { main, sign } = limitsOf(issue);
  const place = (instant: string) => placeOf(instant, days);
  const here = place(now.toISOString());
  const words = spans.map(
    ({ name, body, from }) => `${shortMoment(from)} 起 ${name}${body ? `，${body}` : ''}`,
  );
  return (
    <div
      className="strip"
      role="img"
      aria-label={`${[sign, main].flatMap((limit) => (limit ? `${moment(limit.dueAt)} 前${limit.name}` : [])).join('，')}。责任人：${words.join('；')}`}
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
        {main && (
          <>
            <Bar className="strip-limit" from={place(main.from)} to={place(main.dueAt)} />
            <Bar
              className="strip-used"
              from={place(main.from)}
              to={Math.min(here, place(main.dueAt), sign ? place(sign.dueAt) : 1)}
            />
          </>
        )}
        {issue.isBreached && <Bar className="strip-late" from={place(runningDueAt(issue))} to={here} />}
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
          const left = place(at);
          return (
            <span
              key={at}
              className={left > 0.8 ? 'right' : undefined}
              style={left > 0.8 ? { right: percent(1 - left) } : { left: percent(left) }}
            >
              {kinds.map((kind) => ledgerKindText[kind]).join('、')}
            </span>
          );
        })}
      </div>
      <div className="strip-end" />
      {sign && <Due limit={sign} place={place(sign.dueAt)} />}
      {main && (
        <Due
          limit={main}
          place={place(main.dueAt)}
          isSilent={sign !== undefined && place(main.dueAt) - place(sign.dueAt) < 0.3}
        />
      )}
    </div>
  );
}

interface Limit {
  name: string;
  from: string;
  dueAt: string;
}

/** What the enterprise was promised, or has to confirm; and the signature that is owed before it. */
function limitsOf(issue: Issue): { main?: Limit; sign?: Limit } {
  const { runningLimit, answerDueAt, signDueAt, confirmBy } = issue;
  if (!runningLimit) return {};
  const from = limitStart(issue, runningLimit);
  if (runningLimit === 'confirm') return confirmBy ? { main: { name: '确认', from, dueAt: confirmBy } } : {};
  const main = { name: '答复', from: limitStart(issue, 'answer'), dueAt: answerDueAt };
  if (runningLimit === 'answer' || !signDueAt) return { main };
  return { main, sign: { name: issue.status === 'submitted' ? '受理' : '签收', from, dueAt: signDueAt } };
}

function Bar({ className, from, to }: { className: string; from: number; to: number }) {
  return to > from ? (
    <i className={className} style={{ left: percent(from), width: percent(to - from) }} />
  ) : null;
}

/** The line at the end of a limit; `isSilent` where its words would cover those of another. */
function Due({ limit, place, isSilent }: { limit: Limit; place: number; isSilent?: boolean }) {
  return (
    <b className={place < 0.25 ? 'strip-due first' : 'strip-due'} style={{ left: percent(place) }}>
      {!isSilent && (
        <span>
          {shortMoment(limit.dueAt)} {limit.name}截止
        </span>
      )}
    </b>
  );
}

function DayName({ day, isTight }: { day: StripDay; isTight: boolean }) {
  const number = Number(day.date.slice(8));
  if (day.isToday) return <>今 {number}</>;
  return <>{isTight || day.isRest ? number : `${weekdayOf(day.date).slice(1)} ${number}`}</>;
}

const dayClass = ({ isRest, isToday, isPromised }: StripDay) =>
  [isRest && 'rest', isToday && 'today', isPromised && 'promised'].filter(Boolean).join(' ') || undefined;
