import type { Body, Issue } from '@contract';
import type { RatingResult } from '@contract/enums';
import { formatMoment } from '@/format/dates';

/** What is chosen, kept as a draft until it is sent. */
export interface RatingForm {
  result?: RatingResult;
  /** Ready-made words that were tapped. */
  picked: string[];
  typed: string;
  stars?: number;
}

export const emptyRating: RatingForm = { picked: [], typed: '' };

/** Ready-made words, by what was chosen. */
export const readyWords: Record<RatingResult, readonly string[]> = {
  solved: ['办得快', '说得清楚', '来过现场'],
  'partly-solved': ['还差一部分', '说了没做', '时间太久'],
  unsolved: ['没人联系', '答非所问', '时间太久'],
};

export const wordsQuestion: Record<RatingResult, string> = {
  solved: '好在哪里？',
  'partly-solved': '还差什么？',
  unsolved: '哪里没办好？',
};

/** Picks a ready-made word, or takes it back. */
export function toggleWord(picked: readonly string[], word: string): string[] {
  return picked.includes(word) ? picked.filter((other) => other !== word) : [...picked, word];
}

/** The rating as the API takes it; words that belong to another result are left out. */
export function toResolution(
  form: RatingForm & { result: RatingResult },
): Body<'POST /issues/:id/resolution'> {
  const picked = form.picked.filter((word) => readyWords[form.result].includes(word));
  const words = [...picked, form.typed.trim()].filter(Boolean).join('，');
  return {
    result: form.result,
    ...(form.stars ? { stars: form.stars } : {}),
    ...(words ? { words } : {}),
  };
}

/** What the button says: the consequence of sending it. */
export function buttonText(result: RatingResult | undefined, isLarge: boolean): string {
  if (!result) return '先选一个';
  if (result === 'solved') return '提交，办结';
  return isLarge ? '提交，让原经办人办' : '提交，让原经办人接着办';
}

/** What follows from the choice, in a sentence under the button. */
export function consequenceText(
  result: RatingResult | undefined,
  { answer, accountable }: Pick<Issue, 'answer' | 'accountable'>,
): string {
  const name = answer?.by.name ?? accountable.name;
  if (result === 'solved') return '办结后记录都留着，随时能查';
  if (result) return `会回到${name}手里，重新计时`;
  return '选“部分解决”或“未解决”，会回到原经办人手里';
}

/** Until when a choice counts: “11月25日 周三 17:30 前不选，按“到期未确认”办结”. */
export function windowText(confirmBy: string | undefined, now: Date): string {
  return confirmBy ? `${formatMoment(confirmBy, now)} 前不选，按“到期未确认”办结` : '';
}

/** Why an issue can't be rated now; undefined when it can. */
export function whyNot(
  issue: Pick<Issue, 'status' | 'closedAs' | 'allowed' | 'disputeCount' | 'accountable'>,
): string | undefined {
  if (issue.allowed.includes('resolve')) return undefined;
  if (issue.closedAs === 'lapsed') return '确认的时间过了，已按“到期未确认”办结';
  if (issue.status === 'closed') return '这件已经确认过，办结了';
  if (issue.status === 'answered') return '这件您自己经办过，请同事来确认';
  if (issue.disputeCount > 0) return `已交回${issue.accountable.name}接着办，办完再请您确认`;
  return '这件还没有答复，答复了再确认';
}
