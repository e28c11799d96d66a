import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Query } from '@contract/index';
import { request } from '../../api/request';

export type Filters = Pick<Query<'GET /enterprises'>, 'q' | 'regionCode' | 'industryCode' | 'size'>;

/** What the list is narrowed by, and the choices there are. */
export function useFilters() {
  const [filters, setFilters] = useState<Filters>({});
  const regions = useQuery({
    queryKey: ['regions'],
    queryFn: () => request('GET /regions'),
    staleTime: Infinity,
  });
  const industries = useQuery({
    queryKey: ['industries', ''],
    queryFn: () => request('GET /industries', { query: {} }),
    staleTime: Infinity,
  });
  return {
    filters,
    set: (change: Filters) => setFilters((before) => ({ ...before, ...change })),
    regions: (regions.data ?? []).map(({ code, name }) => ({ value: code, label: name })),
    industries: (industries.data ?? []).map(({ code, name }) => ({ value: code, label: name })),
  };
}
