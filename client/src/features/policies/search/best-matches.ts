import type { PolicyMatch, Verdict } from '@contract';

const rank: Record<Verdict, number> = { met: 0, unknown: 1, 'not-met': 2 };

/** One match per policy: of its items, the one nearest to being met. */
export function bestByPolicy(matches: readonly PolicyMatch[]): Map<string, PolicyMatch> {
  const best = new Map<string, PolicyMatch>();
  for (const match of matches) {
    const known = best.get(match.policyId);
    if (!known || rank[match.verdict] < rank[known.verdict]) best.set(match.policyId, match);
  }
  return best;
}
