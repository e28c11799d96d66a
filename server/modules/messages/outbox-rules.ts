/** Rules of the outbox: how long a lease lasts, when to try again, when to climb. Pure. */
import { answerRule } from '../../gateways/wechat-answers';

/** Longer than the gateway's longest call (token, send, token again, replay: four time-outs). */
export const leaseMs = 60_000;

/** Tries of a delivery that WeChat couldn't take, quotas not counted, before it is given up. */
export const mostTries = 10;
/** A message that couldn't be handed over for so long is of no use any more. */
export const longestWaitMs = 3 * 86_400_000;
/** So long the slow answer of a critical message may still come before the next rung of the ladder is taken. */
export const unknownLimitMs = 10 * 60_000;

const minuteMs = 60_000;
const chinaOffsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;

/**
 * When to try a delivery again after an answer that says “not sent”, or null to give it up.
 * @param tries tries so far, this one included
 */
export function nextTry(errcode: number | undefined, tries: number, createdAt: Date, now: Date): Date | null {
  if (now.getTime() - createdAt.getTime() >= longestWaitMs) return null;
  const rest = restUntil(errcode, now);
  if (rest) return rest;
  if (tries >= mostTries) return null;
  return new Date(now.getTime() + Math.min(2_000 * 2 ** (tries - 1), 10 * minuteMs));
}

/** Until when the channel rests after an answer that holds for every delivery; null where it holds for this one only. */
export function restUntil(errcode: number | undefined, now: Date): Date | null {
  const rest = errcode === undefined ? undefined : answerRule(errcode).rest;
  const at = now.getTime();
  switch (rest) {
    // Quotas are counted in Asia/Shanghai: the minute's comes back with the next minute, the day's at midnight.
    case 'minute':
      return new Date((Math.floor(at / minuteMs) + 1) * minuteMs);
    case 'day':
      return new Date(startOfNextChinaDay(at));
    case 'ten-minutes':
      return new Date(at + 10 * minuteMs);
    case 'hour':
      return new Date(at + 60 * minuteMs);
    case undefined:
      return null;
  }
}

function startOfNextChinaDay(at: number): number {
  return (Math.floor((at + chinaOffsetMs) / dayMs) + 1) * dayMs - chinaOffsetMs;
}
