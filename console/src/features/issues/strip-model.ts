/** What the clock strip draws: days, owners and events on one axis. Pure: the caller says what time it is. */
import type { Issue, LedgerEntry } from '@contract/index';
import type { LedgerEntryKind } from '@contract/enums';
import { dayOf } from '@/format/dates';

const dayMs = 86_400_000;
/** Fewer columns would be too wide to read as days. */
const leastDays = 9;
/** More than three weeks don't fit side by side: the first days are left out. */
const mostDays = 21;
/** The stretch of a day that a column shows: 8 to 18 o'clock. */
const morning = 8;
const shownHours = 10;

export interface StripDay {
  date: string;
  isRest: boolean;
  /** Whether the server said that it is a working or a rest day; else the weekday is all that is known. */
  isKnown: boolean;
  isToday: boolean;
  isPromised: boolean;
  isPast: boolean;
}

export interface OwnerSpan {
  name: string;
  body: string | undefined;
  from: string;
  to: string;
}

type Shown = Pick<
  Issue,
  'clock' | 'submittedAt' | 'answerDueAt' | 'confirmBy' | 'status' | 'entries' | 'accountable'
>;

const nextDay = (day: string, by = 1): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + by * dayMs).toISOString().slice(0, 10);

/** Whether somebody still owes something. */
const isOpen = ({ status }: Shown) => status !== 'closed' && status !== 'withdrawn';

/** The last instant of the matter so far: now while it is open, else its last entry. */
const endOf = (issue: Shown, now: Date): string =>
  isOpen(issue) ? now.toISOString() : (issue.entries.at(-1)?.at ?? issue.submittedAt);

/** The calendar days from submission to the promise or, when that has passed, to today. */
export function stripDays(issue: Shown, now: Date): StripDay[] {
  const { clock } = issue;
  const rest = new Map<string, boolean>();
  for (const [at, { date, kind }] of clock.entries()) {
    const next = clock[at + 1]?.date;
    // One bar stands for all rest days in a row; a work bar for itself, after it some may have been left out.
    const until = kind === 'rest' && next ? next : nextDay(date);
    for (let day = date; day < until; day = nextDay(day)) rest.set(day, kind === 'rest');
  }
  const promised = dayOf(
    issue.status === 'answered' && issue.confirmBy ? issue.confirmBy : issue.answerDueAt,
  );
  const today = dayOf(now);
  const end = dayOf(endOf(issue, now));
  let last = isOpen(issue) && promised > end ? promised : end;
  let first = dayOf(issue.submittedAt);
  if (nextDay(first, mostDays - 1) < last) first = nextDay(last, 1 - mostDays);
  if (nextDay(first, leastDays - 1) > last) last = nextDay(first, leastDays - 1);
  const days: StripDay[] = [];
  for (let day = first; day <= last; day = nextDay(day)) {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    days.push({
      date: day,
      isRest: rest.get(day) ?? (weekday === 0 || weekday === 6),
      isKnown: rest.has(day),
      isToday: day === today && isOpen(issue),
      isPromised: day === promised,
      isPast: day < today,
    });
  }
  return days;
}

/** Where an instant lies on the axis, 0 at its left end and 1 at its right; nights have no width. */
export function placeOf(instant: string, days: StripDay[]): number {
  const day = dayOf(instant);
  const first = days[0]?.date;
  if (first === undefined || day < first) return 0;
  const at = days.findIndex(({ date }) => date === day);
  if (at < 0) return 1;
  const hours = (new Date(instant).getTime() - Date.parse(`${day}T00:00:00+08:00`)) / 3_600_000;
  return (at + Math.min(1, Math.max(0, (hours - morning) / shownHours))) / days.length;
}

/** When a limit began: with the dispatch, the answer or the dispute, else with the submission. */
export function limitStart(
  { submittedAt, entries }: Pick<Issue, 'submittedAt' | 'entries'>,
  limit: NonNullable<Issue['runningLimit']>,
): string {
  const began = (kind: LedgerEntryKind) => entries.findLast((entry) => entry.kind === kind)?.at;
  if (limit === 'sign') return began('dispatched') ?? submittedAt;
  if (limit === 'confirm') return began('answered') ?? submittedAt;
  return began('disputed') ?? submittedAt;
}

const handsOver: Partial<Record<LedgerEntryKind, (entry: LedgerEntry) => string | undefined>> = {
  accepted: ({ actorName }) => actorName,
  dispatched: ({ actorName }) => actorName,
  received: ({ actorName }) => actorName,
  answered: ({ actorName }) => actorName,
  returned: ({ to }) => to,
  disputed: ({ to }) => to,
  reassigned: ({ to }) => to,
};

/** Who was accountable from when to when; without a gap from submission to now, or to the end of the matter. */
export function ownerSpans(issue: Shown, now: Date): OwnerSpan[] {
  const spans: OwnerSpan[] = [];
  const bodies = new Map<string, string>([
    [issue.accountable.name, issue.accountable.organization.shortName],
    ...issue.entries.flatMap(({ actorName, actorOrganization }): [string, string][] =>
      actorOrganization ? [[actorName, actorOrganization]] : [],
    ),
  ]);
  const begin = (name: string, at: string) => {
    const last = spans.at(-1);
    if (last?.name === name) return;
    if (last) last.to = at;
    spans.push({ name, body: bodies.get(name), from: at, to: at });
  };
  begin('值班窗口', issue.submittedAt);
  for (const entry of issue.entries) {
    const name = handsOver[entry.kind]?.(entry);
    if (name) begin(name, entry.at);
  }
  const last = spans.at(-1);
  if (!last) return [];
  last.to = endOf(issue, now);
  // The ledger doesn't name the first one; the issue itself says who it is now.
  last.name = issue.accountable.name;
  last.body = issue.accountable.organization.shortName;
  return spans;
}

export interface StripEvent {
  at: string;
  kinds: LedgerEntryKind[];
}

/** A label takes this share of the axis: a little before it, and each of its characters. */
const labelShare = (characters: number) => 0.02 + characters * 0.016;

/** What happened, in places far enough apart to be read: what would cover its neighbour's words shares its place. */
export function stripEvents(
  entries: LedgerEntry[],
  days: StripDay[],
  wordOf: (kind: LedgerEntryKind) => string,
): StripEvent[] {
  const events: StripEvent[] = [];
  for (const { kind, at } of entries) {
    if (kind === 'noted' || kind === 'reassigned' || kind === 'relocated') continue;
    const last = events.at(-1);
    const words = last?.kinds.map(wordOf).join('、') ?? '';
    if (!last || placeOf(at, days) - placeOf(last.at, days) >= labelShare(words.length))
      events.push({ at, kinds: [kind] });
    else if (!last.kinds.includes(kind)) last.kinds.push(kind);
  }
  return events;
}
