import { useEffect, useState } from 'react';
import type { PolicyMatch, PolicyRow } from '@contract';
import { listMatches, listPolicies } from '@/api/policies';
import { useList } from '@/hooks/use-list';
import { useResource } from '@/hooks/use-resource';
import { readStored, store } from '@/platform/storage';
import { bestByPolicy } from './best-matches';

export type SearchFilter = 'open' | 'fits' | 'state' | 'province' | 'city' | 'county';

/** Verdicts are asked for once per visit; the API gives at most this many in one page. */
const mostVerdicts = 100;

/** The best match per policy for the enterprise that is acted for; empty without one. */
export function useVerdicts(enterpriseId: string | undefined) {
  const { data } = useResource(async () => {
    if (!enterpriseId) return new Map<string, PolicyMatch>();
    return bestByPolicy((await listMatches({ limit: mostVerdicts })).items);
  }, enterpriseId);
  return data ?? new Map<string, PolicyMatch>();
}

/**
 * Documents found by words or a 文号, and by what means the same unless only the words themselves are wanted;
 * `alsoSearched` names those synonyms.
 */
export function useFound(q: string, filter: SearchFilter | undefined, isExact: boolean) {
  const [alsoSearched, setAlsoSearched] = useState<string[]>([]);
  const level = filter === 'open' || filter === 'fits' ? undefined : filter;
  const list = useList<PolicyRow>(
    async (cursor) => {
      const page = await listPolicies({
        cursor,
        q,
        level,
        limit: filter === 'fits' ? mostVerdicts : 20,
        ...(filter === 'open' ? { status: 'in-force' as const } : {}),
        ...(isExact ? { exact: true } : {}),
      });
      setAlsoSearched(page.alsoSearched ?? []);
      return page;
    },
    `${q}:${filter ?? ''}:${isExact ? 'exact' : ''}`,
  );
  return { list, alsoSearched };
}

const recentName = 'recent-searches';
const mostRecent = 8;

/** What was searched for on this phone, the newest first. */
export function useRecentSearches() {
  const [recent, setRecent] = useState<string[]>([]);
  useEffect(() => setRecent(readStored<string[]>(recentName) ?? []), []);
  const keep = (next: string[]) => {
    setRecent(next);
    store(recentName, next);
  };
  return {
    recent,
    add: (words: string) => keep([words, ...recent.filter((other) => other !== words)].slice(0, mostRecent)),
    clear: () => keep([]),
  };
}
