import type { IssueRow } from '@contract/index';
import { remainingText } from '../format/time';

const limitText = { sign: '签收', answer: '答复', confirm: '确认' } as const;
/** Due within eight working hours: worth a look today. */
const soonMinutes = 480;

/** Time left of the running limit: a word, then a bar whose length is what is left. */
export function TimeBar({
  issue,
}: {
  issue: Pick<IssueRow, 'remainingMinutes' | 'limitMinutes' | 'runningLimit'>;
}) {
  const { remainingMinutes, limitMinutes, runningLimit } = issue;
  if (!runningLimit) return <span className="meta">不计时</span>;
  const tone = remainingMinutes < 0 ? 'red' : remainingMinutes <= soonMinutes ? 'amber' : 'green';
  const share =
    remainingMinutes < 0 ? 1 : limitMinutes > 0 ? Math.min(1, remainingMinutes / limitMinutes) : 0;
  return (
    <div className="time-bar">
      <div className="time-bar-word">
        <b className={tone}>{remainingText(remainingMinutes)}</b>
        <span className="meta">{limitText[runningLimit]}</span>
      </div>
      <div className="bar" aria-hidden="true">
        <i className={`bar-${tone}`} style={{ width: `${Math.max(4, share * 100)}%` }} />
      </div>
    </div>
  );
}
