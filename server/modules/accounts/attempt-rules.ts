const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** At most so many within so long. */
export interface Limit {
  max: number;
  /** Milliseconds. */
  within: number;
}

/** Text messages to one number: one a minute, five an hour, ten a day. */
export const smsPerPhone: Limit[] = [
  { max: 1, within: minute },
  { max: 5, within: hour },
  { max: 10, within: 24 * hour },
];
/** Text messages asked for from one address: a whole office may sit behind it. */
export const smsPerAddress: Limit[] = [
  { max: 10, within: minute },
  { max: 60, within: hour },
];
/** Codes and passwords tried from one address. */
export const triesPerAddress: Limit[] = [
  { max: 20, within: minute },
  { max: 120, within: hour },
];
/** Invitation codes tried by one person. */
export const invitationTries: Limit[] = [{ max: 10, within: hour }];

/** When one more is allowed after those at `times` (oldest first): now, or the instant at which enough have passed. */
export function allowedAt(times: readonly Date[], limits: readonly Limit[], now: Date): Date {
  const waits = limits.map(({ max, within }) => {
    // One more is allowed once the max-th newest lies outside of the window.
    const bar = times[times.length - max];
    return bar ? bar.getTime() + within : 0;
  });
  return new Date(Math.max(now.getTime(), ...waits));
}

/** Those of the instants that any of the limits still counts. */
export function counted(times: readonly Date[], limits: readonly Limit[], now: Date): Date[] {
  const longest = Math.max(...limits.map(({ within }) => within));
  return times.filter((time) => time.getTime() + longest > now.getTime());
}

/** Failures after which a password is locked for the first time. */
const failuresBeforeLock = 5;
/** Failures further back are forgotten. */
export const failureMemory = 24 * hour;

/** How long a password is locked after so many failures in a row, milliseconds: 1 minute, doubling up to 4 hours. */
export function lockAfter(failures: number): number {
  if (failures < failuresBeforeLock) return 0;
  return Math.min(4 * hour, minute * 2 ** (failures - failuresBeforeLock));
}
