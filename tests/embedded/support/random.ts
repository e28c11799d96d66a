/** How large the long proofs are: their full size only with FULL set. */
export function sized(full: number, usual: number): number {
  return process.env.FULL ? full : usual;
}

/** Seeds for one proof: one that is always the same, and one that was never tried before. SEED names another. */
export function seeds(): number[] {
  if (process.env.SEED) return [Number(process.env.SEED)];
  return [20_250_101, Date.now() % 2_147_483_647];
}

/** Numbers that a seed decides: each call gives a whole number below the limit. */
export function randomOf(seed: number): (limit: number) => number {
  let state = seed >>> 0 || 1;
  return (limit) => {
    // xorshift32
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % limit;
  };
}

/** Says what a proof went through, so that a run can be judged and repeated. */
export function report(text: string): void {
  process.stderr.write(`${text}\n`);
}
