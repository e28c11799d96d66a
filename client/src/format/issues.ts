/** How an issue stands, in words that both lists and details use. */
import type { IssueRow } from '@contract/issues';

import { issueFieldText, issueKindText, issueStatusText } from '@contract/words';
import { dayOf, formatDay, formatDuration, formatMonthDay } from './dates';

export interface Standing {
  text: string;
  tone: 'mute' | 'accent' | 'ok' | 'warn' | 'bad';
}

/** What state an issue is in, to the enterprise that raised it; red only when an answer or a signature is late. */
export function standingOf(
  issue: Pick<IssueRow, 'status' | 'isBreached' | 'runningLimit' | 'disputeCount' | 'closedAs'>,
): Standing {
  const { status, isBreached, runningLimit, disputeCount, closedAs } = issue;
  if (status === 'closed')
    return closedAs === 'lapsed' ? { text: '到期未确认', tone: 'mute' } : { text: '已解决', tone: 'ok' };
  if (status === 'withdrawn') return { text: issueStatusText[status], tone: 'mute' };
  if (status === 'answered') return { text: issueStatusText[status], tone: 'warn' };
  if (isBreached && runningLimit === 'sign')
    return { text: status === 'submitted' ? '受理超时' : '签收超时', tone: 'bad' };
  if (isBreached) return { text: '答复超时', tone: 'bad' };
  if (status === 'in-hand' && disputeCount > 0) return { text: '重新办理', tone: 'accent' };
  return { text: issueStatusText[status], tone: 'accent' };
}

/** The day that matters for an issue now: “11月26日 周四答复”, “11月25日 周三前”, “10月28日办结”. */
export function dayThatMatters(
  issue: Pick<IssueRow, 'status' | 'confirmBy' | 'answerDueAt' | 'rating' | 'submittedAt'>,
  now: Date,
): string {
  const { status, confirmBy, answerDueAt, rating, submittedAt } = issue;
  if (status === 'answered' && confirmBy) return `${formatDay(dayOf(confirmBy), now)}前`;
  if (status === 'closed' && rating?.result === 'solved')
    return `${formatMonthDay(dayOf(rating.ratedAt), now)}办结`;
  if (status === 'closed' || status === 'withdrawn') return `${formatMonthDay(dayOf(submittedAt), now)}提出`;
  return `${formatDay(dayOf(answerDueAt), now)}答复`;
}

/** “求助，用工”. */
export function categoryText({ kind, field }: Pick<IssueRow, 'kind' | 'field'>): string {
  return `${issueKindText[kind]}，${issueFieldText[field]}`;
}

/** Henan and its cities, with which most names of bodies and enterprises begin. */
const places =
  /^(河南|郑州|开封|洛阳|平顶山|安阳|鹤壁|新乡|焦作|濮阳|许昌|漯河|三门峡|南阳|商丘|信阳|周口|驻马店|济源)/;

/** The character that stands for a body in a round picture: 住 for 县住房和城乡建设局, 启 for 郑州启航物流. */
export function bodyInitial(name: string): string {
  const withoutArea = name.replace(/^.{0,4}?[省市县区](?=.)/, '');
  return [...withoutArea.replace(places, '')][0] ?? [...name][0] ?? '';
}

const workingMinutesPerDay = 7 * 60;

/** Working time in words: “5 小时 49 分”, from one working day on “3 个工作日”. */
export function formatWorkingTime(minutes: number): string {
  const size = Math.abs(minutes);
  if (size < workingMinutesPerDay) return formatDuration(size);
  return `${Math.floor(size / workingMinutesPerDay)} 个工作日`;
}

/** What is left of the limit that runs: “还剩 3 个工作日，休息日不算”, “超了 20 分钟”; empty when none runs. */
export function timeLeftText({
  runningLimit,
  remainingMinutes,
  isBreached,
}: Pick<IssueRow, 'runningLimit' | 'remainingMinutes' | 'isBreached'>): string {
  if (!runningLimit) return '';
  if (isBreached) return `超了 ${formatWorkingTime(remainingMinutes)}`;
  return `还剩 ${formatWorkingTime(remainingMinutes)}，休息日不算`;
}
