/** The source of “now”. In the demonstration it can be moved forward; in production it is the machine's clock. */
export interface Clock {
  now(): Date;
  /** Milliseconds ahead of the machine's clock. */
  offsetMs: number;
}

/** A clock that runs `offsetMs` ahead of the machine's. */
export function createClock(offsetMs = 0): Clock {
  return {
    offsetMs,
    now() {
      return new Date(Date.now() + this.offsetMs);
    },
  };
}
