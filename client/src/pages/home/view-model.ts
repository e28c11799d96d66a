import type { Event, PolicyMatch, Registration } from '@contract';
import { dayOf, daysUntil } from '@/format/dates';

/** A piece of the statement; `strong` pieces are the counts. */
export interface StatementPiece {
  text: string;
  strong?: boolean;
}

/** Something that falls on a day of the coming week. */
export type Ahead = { key: string; day: string } & (
  { kind: 'ticket'; event: Event; registrationId: string } | { kind: 'deadline'; match: PolicyMatch }
);

const DAYS_AHEAD = 7;

/**
 * The first line of 首页: what waits for the reader now, and how much falls due within 7 days. A phrase stays on one
 * line as long as it fits.
 */
export function stateWhatIsDue(waiting: number, ahead: number): StatementPiece[][] {
  const count = (number: number) => ({ text: String(number), strong: true });
  if (waiting === 0 && ahead === 0) return [[{ text: '这周没有要办的' }]];
  if (waiting === 0) return [[{ text: '7 天内有 ' }, count(ahead), { text: ' 件要办' }]];
  if (ahead === 0) return [[count(waiting), { text: ' 件等您确认' }]];
  return [
    [count(waiting), { text: ' 件等您确认，' }],
    [{ text: '7 天内还有 ' }, count(ahead), { text: ' 件' }],
  ];
}

/** Events the enterprise goes to and policies it can get, due within 7 days, soonest first. */
export function listDaysAhead(
  registrations: readonly Registration[],
  matches: readonly PolicyMatch[],
  now: Date,
): Ahead[] {
  const tickets = registrations
    .filter(
      ({ status, event }) =>
        status === 'confirmed' && event.status === 'open' && new Date(event.endsAt) >= now,
    )
    .map(({ id, event }): Ahead => {
      // An event of several days stays today’s business until it ends.
      const starts = dayOf(event.startsAt);
      const day = daysUntil(starts, now) < 0 ? dayOf(now) : starts;
      return { kind: 'ticket', key: id, day, event, registrationId: id };
    });
  const deadlines = matches.flatMap((match): Ahead[] =>
    match.deadline && match.verdict !== 'not-met'
      ? [{ kind: 'deadline', key: `${match.policyId}/${match.itemKey}`, day: match.deadline, match }]
      : [],
  );
  return [...tickets, ...deadlines]
    .filter(({ day }) => daysUntil(day, now) >= 0 && daysUntil(day, now) <= DAYS_AHEAD)
    .sort((a, b) => a.day.localeCompare(b.day));
}
