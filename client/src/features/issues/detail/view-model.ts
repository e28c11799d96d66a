import type { Issue } from '@contract';
import { formatMoment } from '@/format/dates';
import { timeLeftText } from '@/format/issues';

export interface IssuePromise {
  /** The moment, in words: “11月26日 周四 17:30”. */
  moment: string;
  /** What happens by then: “前答复”. */
  what: string;
  /** What the clock's outlined day is for. */
  outlined: string;
  note: string;
  isLate: boolean;
}

/** By when the issue is answered, or confirmed once it is; undefined when nothing is promised any more. */
export function promiseOf(issue: Issue, now: Date): IssuePromise | undefined {
  const { status, answerDueAt, confirmBy, signDueAt, isBreached, runningLimit } = issue;
  if (status === 'closed' || status === 'withdrawn') return undefined;
  if (status === 'answered') {
    if (!confirmBy) return undefined;
    return {
      moment: formatMoment(confirmBy, now),
      what: '前请您确认',
      outlined: '确认',
      note: '到时不选，按“到期未确认”办结',
      isLate: false,
    };
  }
  const isLate = isBreached && runningLimit === 'answer';
  return {
    moment: formatMoment(answerDueAt, now),
    what: isLate ? '前该答复' : '前答复',
    outlined: '答复',
    note: runningLimit === 'sign' && signDueAt ? signNote(issue, signDueAt, now) : timeLeftText(issue),
    isLate,
  };
}

function signNote({ status, isBreached }: Issue, signDueAt: string, now: Date): string {
  const act = status === 'submitted' ? '受理' : '签收';
  const moment = formatMoment(signDueAt, now);
  return isBreached ? `${moment} 前该${act}，还没有` : `${moment} 前先${act}`;
}

/** What stands above the holder's name. */
export function holderHeading({ status }: Pick<Issue, 'status'>): string {
  if (status === 'submitted') return '现在谁来接';
  if (status === 'withdrawn') return '原来谁负责';
  if (status === 'answered' || status === 'closed') return '谁办的';
  return '现在谁在办';
}
