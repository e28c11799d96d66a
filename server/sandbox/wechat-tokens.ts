import { randomBytes } from 'node:crypto';

const lifeMs = 7_200_000;
/** Old and new tokens both work in the last five minutes of the old one. */
const rollOverMs = 300_000;
const forcedPerDay = 20;
const forcedSpacingMs = 30_000;
const dayMs = 86_400_000;

/** WeChat's stable access tokens of one account. */
export interface Tokens {
  /** The current token; a forced refresh ends the one before, as far as WeChat's spacing and day's limit allow. */
  issue(now: Date, isForced: boolean): { access_token: string; expires_in: number };
  /** 0 when the token is good, else WeChat's code: 41001 missing, 40014 malformed, 40001 unknown, 42001 expired. */
  check(token: string | undefined, now: Date): 0 | 41001 | 40014 | 40001 | 42001;
}

/** @source getStableAccessToken: normal mode, roll-over, forced refresh */
export function createTokens(): Tokens {
  const endings = new Map<string, number>();
  const forcedAt: number[] = [];
  let current: string | undefined;

  return {
    issue(now, isForced) {
      const at = now.getTime();
      const left = current === undefined ? 0 : (endings.get(current) ?? 0) - at;
      const today = forcedAt.filter((forced) => at - forced < dayMs);
      const mayForce = today.length < forcedPerDay && at - (today.at(-1) ?? -Infinity) >= forcedSpacingMs;
      const isReplaced = isForced && mayForce;
      if (current !== undefined && left > rollOverMs && !isReplaced)
        return { access_token: current, expires_in: Math.floor(left / 1000) };
      if (isReplaced) {
        forcedAt.push(at);
        if (current !== undefined) endings.delete(current);
      }
      current = `${Math.floor(Math.random() * 90) + 10}_${randomBytes(99).toString('base64url')}`;
      endings.set(current, at + lifeMs);
      return { access_token: current, expires_in: lifeMs / 1000 };
    },
    check(token, now) {
      if (!token) return 41001;
      if (!/^\d{2}_[\w-]{100,510}$/.test(token)) return 40014;
      const end = endings.get(token);
      if (end === undefined) return 40001;
      return end > now.getTime() ? 0 : 42001;
    },
  };
}
