import type { BriefingReading, PolicyMatch } from '@contract';

/** How many of its items concern this enterprise: met, or to be decided by a fact. */
export function countRelevant(matches: readonly PolicyMatch[]): number {
  return matches.filter(({ verdict }) => verdict !== 'not-met').length;
}

/** The item to apply for first: one that is met, with the nearest deadline; else one that lacks facts. */
export function bestMatch(matches: readonly PolicyMatch[]): PolicyMatch | undefined {
  const byDeadline = [...matches].sort((a, b) => (a.deadline ?? '9').localeCompare(b.deadline ?? '9'));
  return (
    byDeadline.find(({ verdict }) => verdict === 'met') ??
    byDeadline.find(({ verdict }) => verdict === 'unknown')
  );
}

/** What is forwarded: the subject, never a verdict, an amount or the firm’s name. WeChat shows about 30 characters. */
export function forwardedTitle(briefing: Pick<BriefingReading, 'title'>, name: string | undefined): string {
  return name ? `${name}请您看：${briefing.title}` : briefing.title;
}

/** A title in phrases, each with its comma; a line ends between two of them where it can. */
export function phrasesOf(title: string): string[] {
  return title.match(/[^，；]+[，；]?/g) ?? [title];
}
