import type { IssueRow } from '@contract/index';
import { limitText } from '../format/texts';
import { moment, remainingText } from '../format/time';

export type Timing = Pick<
  IssueRow,
  | 'status'
  | 'remainingMinutes'
  | 'limitMinutes'
  | 'runningLimit'
  | 'isBreached'
  | 'answerDueAt'
  | 'signDueAt'
  | 'confirmBy'
>;

/** Due within eight working hours: worth a look today. */
const soonMinutes = 480;

/** Red past, amber due within eight working hours, green otherwise; a confirmation that runs out is nobody's fault. */
export function timingTone({
  remainingMinutes,
  runningLimit,
  isBreached,
}: Timing): 'red' | 'amber' | 'green' | 'grey' {
  if (runningLimit === 'confirm') return 'grey';
  if (isBreached) return 'red';
  return remainingMinutes <= soonMinutes ? 'amber' : 'green';
}

/** The end of the limit that runs. */
export function runningDueAt({ runningLimit, signDueAt, confirmBy, answerDueAt }: Timing): string {
  if (runningLimit === 'sign' && signDueAt) return signDueAt;
  return runningLimit === 'confirm' && confirmBy ? confirmBy : answerDueAt;
}

/** What the running limit asks for: 受理, 签收, 答复 or 确认. */
export const limitWord = ({ runningLimit, status }: Timing): string =>
  runningLimit === 'sign' && status === 'submitted' ? '受理' : limitText[runningLimit ?? 'answer'];

/** Time left of the running limit: a word, then a bar whose length is what is left. */
export function TimeBar({ issue }: { issue: Timing }) {
  const { remainingMinutes, limitMinutes, runningLimit, isBreached } = issue;
  if (!runningLimit) return <span className="meta">不计时</span>;
  const tone = timingTone(issue);
  const share = isBreached ? 1 : limitMinutes > 0 ? Math.min(1, remainingMinutes / limitMinutes) : 0;
  return (
    <div className="time-bar" title={`${moment(runningDueAt(issue))} 前${limitWord(issue)}`}>
      <div className="time-bar-word">
        <b className={tone}>{remainingText(remainingMinutes, isBreached)}</b>
        <span>{limitWord(issue)}</span>
      </div>
      <div className="bar" aria-hidden="true">
        <i className={`bar-${tone}`} style={{ width: `${Math.max(4, share * 100)}%` }} />
      </div>
    </div>
  );
}
