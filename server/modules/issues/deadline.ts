import type { ClockDay } from '@contract/common';
import type { IssueKind } from '@contract/enums';
import {
  addWorkingMinutes,
  clockDays,
  defaultWorkingHours,
  endOfNthWorkingDay,
  minutesOfDay,
  nextWorkingMinute,
  workingMinutesBetween,
  type WorkingHours,
} from './calendar';

/** Limits of the service desk, in working minutes and working days. */
export interface Limits {
  /** From submission to acceptance, and from dispatch to receipt. */
  signMinutes: number;
  answerDays: Record<IssueKind, number>;
  /** How long the enterprise may confirm or dispute an answer. */
  confirmDays: number;
}

const defaultLimits: Limits = {
  signMinutes: 120,
  answerDays: { enquiry: 1, help: 5, suggestion: 5, complaint: 10 },
  confirmDays: 3,
};

/** The end of the sign limit that starts at an instant. */
export function signDueAt(start: Date, limits = defaultLimits, hours = defaultWorkingHours): Date {
  return addWorkingMinutes(nextWorkingMinute(start, hours), limits.signMinutes, hours);
}

/** The end of the answer limit that starts at an instant: the promised date. */
export function answerDueAt(
  kind: IssueKind,
  start: Date,
  limits = defaultLimits,
  hours = defaultWorkingHours,
): Date {
  return endOfNthWorkingDay(start, limits.answerDays[kind], hours);
}

/** The last instant at which the enterprise may confirm or dispute an answer. */
export function confirmBy(answeredAt: Date, limits = defaultLimits, hours = defaultWorkingHours): Date {
  return endOfNthWorkingDay(answeredAt, limits.confirmDays, hours);
}

/** A limit that runs: what has to happen, since when, and by when. */
export interface RunningLimit {
  kind: 'sign' | 'answer' | 'confirm';
  from: Date;
  dueAt: Date;
}

/** What a reader sees of a running limit at an instant. */
export interface Timing {
  isBreached: boolean;
  /** Working minutes left, negative once breached; 0 when no limit runs. */
  remainingMinutes: number;
  /** Working minutes of the whole limit; 0 when no limit runs. */
  limitMinutes: number;
}

/** The state of a limit at an instant; an answer that nobody confirms in time is no breach. */
export function timing(
  limit: RunningLimit | undefined,
  now: Date,
  hours: WorkingHours = defaultWorkingHours,
): Timing {
  if (!limit) return { isBreached: false, remainingMinutes: 0, limitMinutes: 0 };
  return {
    isBreached: limit.kind !== 'confirm' && now > limit.dueAt,
    remainingMinutes: workingMinutesBetween(now, limit.dueAt, hours),
    limitMinutes: workingMinutesBetween(limit.from, limit.dueAt, hours),
  };
}

/** The clock of a promise, or no bars when nothing is promised any more. */
export function clock(promise: { from: Date; dueAt: Date } | undefined, now: Date): ClockDay[] {
  return promise ? clockDays(promise.from, promise.dueAt, now) : [];
}

/** The moments at which somebody is reminded of a running limit. */
export type ReminderStage = 'before' | 'due' | 'after';

/**
 * When each reminder of a limit falls due, in order: a quarter of the limit before its end, but at most one working day; at its
 * end; and the same stretch after it. The confirm limit is only reminded of before it lapses.
 */
export function reminders(
  limit: RunningLimit | undefined,
  hours: WorkingHours = defaultWorkingHours,
): { stage: ReminderStage; at: Date }[] {
  if (!limit) return [];
  const limitMinutes = workingMinutesBetween(limit.from, limit.dueAt, hours);
  const dayMinutes = minutesOfDay(hours);
  const stretch = Math.max(1, Math.min(dayMinutes, Math.floor(limitMinutes / 4)));
  const before = {
    stage: 'before' as const,
    at: addWorkingMinutes(limit.from, Math.max(0, limitMinutes - stretch), hours),
  };
  if (limit.kind === 'confirm') return [before];
  return [
    before,
    { stage: 'due', at: limit.dueAt },
    { stage: 'after', at: addWorkingMinutes(limit.dueAt, stretch, hours) },
  ];
}
