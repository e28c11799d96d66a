import type { IssueRow } from '@contract';
import { dayOf, daysUntil, formatMoment, formatTime } from '@/format/dates';
import { formatWorkingTime } from '@/format/issues';

type Timed = Pick<
  IssueRow,
  'status' | 'isBreached' | 'runningLimit' | 'remainingMinutes' | 'signDueAt' | 'answerDueAt' | 'confirmBy'
>;

/** How urgent an issue is to whoever has to act: over its limit, due today, or later. */
export type Urgency = 'breached' | 'today' | 'later';

/** The end of the limit that runs. */
export function dueAt({ runningLimit, signDueAt, answerDueAt, confirmBy }: Timed): string {
  if (runningLimit === 'sign' && signDueAt) return signDueAt;
  if (runningLimit === 'confirm' && confirmBy) return confirmBy;
  return answerDueAt;
}

export function urgencyOf(issue: Timed, now: Date): Urgency {
  if (issue.isBreached) return 'breached';
  return daysUntil(dayOf(dueAt(issue)), now) <= 0 ? 'today' : 'later';
}

/** What the running limit asks for: 受理, 签收, 答复. */
export function dutyOf({ status, runningLimit }: Pick<Timed, 'status' | 'runningLimit'>): string {
  if (runningLimit !== 'sign') return '答复';
  return status === 'submitted' ? '受理' : '签收';
}

export interface TimeLeft {
  text: string;
  tone: 'bad' | 'warn' | 'ok' | 'mute';
  /** Filled, for what is overdue. */
  strong: boolean;
}

/** The time left as a tag: “签收已超 20 分钟”, “今天 17:30 到期”, “还剩 3 个工作日”. */
export function timeLeftOf(issue: Timed, now: Date): TimeLeft {
  const { status, remainingMinutes, confirmBy } = issue;
  if (status === 'answered') {
    const until = confirmBy ? `，${formatMoment(confirmBy, now)} 前` : '';
    return { text: `等企业确认${until}`, tone: 'mute', strong: false };
  }
  if (status === 'closed') return { text: '已办结', tone: 'mute', strong: false };
  if (status === 'withdrawn') return { text: '企业已撤回', tone: 'mute', strong: false };
  const urgency = urgencyOf(issue, now);
  if (urgency === 'breached') {
    return { text: `${dutyOf(issue)}已超 ${formatWorkingTime(remainingMinutes)}`, tone: 'bad', strong: true };
  }
  const due = dueAt(issue);
  if (urgency === 'today') return { text: `今天 ${formatTime(due)} 到期`, tone: 'warn', strong: false };
  const isWithinADay = formatWorkingTime(remainingMinutes).includes('小时') || remainingMinutes < 60;
  const text = isWithinADay
    ? `${formatMoment(due, now)} 到期`
    : `还剩 ${formatWorkingTime(remainingMinutes)}`;
  return { text, tone: 'ok', strong: false };
}

/** The line below the enterprise: since when, or how much working time is left, or by when. */
export function timeNoteOf(issue: Timed, now: Date): string {
  const duty = dutyOf(issue);
  switch (urgencyOf(issue, now)) {
    case 'breached':
      return `${formatMoment(dueAt(issue), now)} 前该${duty}`;
    case 'today':
      return `${duty}还有 ${formatWorkingTime(issue.remainingMinutes)}工作时间`;
    case 'later':
      return `${formatMoment(dueAt(issue), now)} 前${duty}`;
  }
}
