import { useState } from 'react';
import type { Query } from '@contract/index';
import { useIndustries, useRegionOptions } from '../../components/use-lists';

export type Filters = Pick<Query<'GET /enterprises'>, 'q' | 'regionCode' | 'industryCode' | 'size'>;

/** What the list is narrowed by, and the choices there are. */
export function useFilters() {
  const [filters, setFilters] = useState<Filters>({});
  const regions = useRegionOptions();
  const industries = useIndustries().map(({ code, name }) => ({ value: code, label: name }));
  return {
    filters,
    set: (change: Filters) => setFilters((before) => ({ ...before, ...change })),
    regions,
    industries,
  };
}
