import type { EventInput } from '@contract/events';
import type { ErrorDetail } from '../../errors';

/** Gates open to tickets this long before the doors. */
const gateLeadMs = 2 * 3_600_000;
/** Reminders go out at 17:00 of the day before: 7 hours before midnight in Asia/Shanghai. */
const reminderLeadMs = 7 * 3_600_000;
const shanghaiOffsetMs = 8 * 3_600_000;
const dayMs = 24 * 3_600_000;

interface Times {
  doorsOpenAt: Date;
  startsAt: Date;
  endsAt: Date;
}

/** First and last instant at which a gate lets a ticket in. */
export function admissionWindow({ doorsOpenAt, endsAt }: Times): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(doorsOpenAt.getTime() - gateLeadMs), notAfter: endsAt };
}

/** When the people of an event are reminded: 17:00 of the day before, Asia/Shanghai. */
export function reminderDueAt(startsAt: Date): Date {
  const midnight = Math.floor((startsAt.getTime() + shanghaiOffsetMs) / dayMs) * dayMs - shanghaiOffsetMs;
  return new Date(midnight - reminderLeadMs);
}

/** What is wrong with an event as entered; empty where nothing is. */
export function eventProblems(input: EventInput, isKnownRegion: boolean): ErrorDetail[] {
  const at = (text: string) => new Date(text).getTime();
  const problems: ErrorDetail[] = [];
  const check = (isRight: boolean, field: string, rule: string) => {
    if (!isRight) problems.push({ path: `body.${field}`, rule });
  };
  for (const field of ['startsAt', 'endsAt', 'doorsOpenAt', 'registrationClosesAt'] as const)
    check(isSensible(at(input[field])), field, '时间不对，应在 2000 到 2099 年之间');
  if (problems.length > 0) return problems;
  check(at(input.endsAt) > at(input.startsAt), 'endsAt', '结束时间要晚于开始时间');
  check(at(input.doorsOpenAt) <= at(input.startsAt), 'doorsOpenAt', '开门时间不能晚于开始时间');
  check(
    at(input.registrationClosesAt) <= at(input.endsAt),
    'registrationClosesAt',
    '报名截止不能晚于活动结束',
  );
  check(input.perEnterprise <= input.capacity, 'perEnterprise', '每家企业的人数不能超过总名额');
  check(isKnownRegion, 'regionCode', '没有这个地区');
  return problems;
}

// Also refuses what looks like an instant and is none (second 60); a ticket's signed seconds end in 2106.
function isSensible(instant: number): boolean {
  return instant >= Date.UTC(2000) && instant < Date.UTC(2100);
}

/** A name for lists: the first character and two stars. */
export function maskName(name: string): string {
  return `${[...name][0] ?? ''}**`;
}
