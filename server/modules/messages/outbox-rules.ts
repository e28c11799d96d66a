/** Rules of the outbox: how long a lease lasts and when to try again. Pure. */

/** Longer than the gateway's longest call (token, send, token again, replay: four time-outs). */
export const leaseMs = 60_000;

/** Tries of a delivery that WeChat couldn't take, quotas not counted, before it is given up. */
export const mostTries = 10;
/** A message that couldn't be handed over for so long is of no use any more. */
export const longestWaitMs = 3 * 86_400_000;

const minuteMs = 60_000;
const chinaOffsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;

/**
 * When to try a delivery again after an answer that says “not sent”, or null to give it up.
 * @param tries tries so far, this one included
 */
export function nextTry(errcode: number | undefined, tries: number, createdAt: Date, now: Date): Date | null {
  if (now.getTime() - createdAt.getTime() >= longestWaitMs) return null;
  // The day's quota is counted in Asia/Shanghai and comes back at midnight; the minute's with the next minute.
  if (errcode === 45009) return new Date(startOfNextChinaDay(now.getTime()));
  if (errcode === 45011 || errcode === 44991)
    return new Date((Math.floor(now.getTime() / minuteMs) + 1) * minuteMs);
  if (tries >= mostTries) return null;
  return new Date(now.getTime() + Math.min(2_000 * 2 ** (tries - 1), 10 * minuteMs));
}

/** True for the answers that hold for every delivery: going on would only spend more calls. */
export function stopsTheRun(errcode: number | undefined): boolean {
  return errcode === 45009 || errcode === 45011 || errcode === 44991;
}

function startOfNextChinaDay(at: number): number {
  return (Math.floor((at + chinaOffsetMs) / dayMs) + 1) * dayMs - chinaOffsetMs;
}
