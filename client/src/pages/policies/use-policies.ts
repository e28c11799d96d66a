import { useState } from 'react';
import type { PolicyMatch, PolicyRow, Query, Verdict, VerdictCounts } from '@contract';
import { listMatches, listPolicies } from '@/api/policies';
import { useList } from '@/hooks/use-list';

/** Policy items for one enterprise with their verdicts, nearest deadline first, narrowed to one verdict. */
export function useMatches(enterpriseId: string, verdict: Verdict | undefined) {
  const [counts, setCounts] = useState<VerdictCounts>();
  const list = useList<PolicyMatch>(
    async (cursor) => {
      const page = await listMatches({ cursor, verdict });
      setCounts(page.counts);
      return page;
    },
    `${enterpriseId}:${verdict ?? ''}`,
    { keepAs: 'matches' },
  );
  return { ...list, counts };
}

export type PolicyFilter = Pick<NonNullable<Query<'GET /policies'>>, 'topic' | 'level' | 'kind'>;

/** Published documents, newest first. */
export function usePublished(filter: PolicyFilter) {
  return useList<PolicyRow>((cursor) => listPolicies({ cursor, ...filter }), JSON.stringify(filter), {
    keepAs: 'policies',
  });
}
