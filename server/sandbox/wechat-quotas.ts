/** WeChat's limits, which tests and the sandbox's user may shrink. */
export interface Limits {
  /** Log-ins of one person in a minute: 45011 beyond. */
  loginsPerMinute: number;
  /** Token requests in a minute: 45011 beyond. */
  tokensPerMinute: number;
  /** Subscription messages in a minute: 45011 beyond. */
  sendsPerMinute: number;
  /** Subscription messages in a day: 45009 beyond. */
  sendsPerDay: number;
}

/**
 * WeChat's own limits where they are known; it gives no figure for sends in a minute.
 * @source jscode2session (100 a minute and person), stable_token (10,000 a minute), subscription messages (10 million a day)
 */
export function usualLimits(): Limits {
  return { loginsPerMinute: 100, tokensPerMinute: 10_000, sendsPerMinute: 60_000, sendsPerDay: 10_000_000 };
}

/** Counts calls by calendar minute or day of Asia/Shanghai. */
export interface Quotas {
  /** Counts one call; false when the limit was reached before. */
  take(name: string, span: 'minute' | 'day', limit: number, now: Date): boolean;
}

const chinaOffsetMs = 8 * 3_600_000;
const spanMs = { minute: 60_000, day: 86_400_000 };

/** Counters in memory: WeChat's are its own, and a restart of the sandbox is a new WeChat. */
export function createQuotas(): Quotas {
  const counters = new Map<string, { window: number; used: number }>();
  return {
    take(name, span, limit, now) {
      const window = Math.floor((now.getTime() + chinaOffsetMs) / spanMs[span]);
      const key = `${span}:${name}`;
      const counter = counters.get(key);
      const used = counter?.window === window ? counter.used : 0;
      if (used >= limit) return false;
      counters.set(key, { window, used: used + 1 });
      return true;
    },
  };
}
