import { useQuery } from '@tanstack/react-query';
import { request } from '../api/request';

/** Henan, its cities and counties, as options. */
export function useRegionOptions(): { value: string; label: string }[] {
  const { data } = useQuery({
    queryKey: ['regions'],
    queryFn: () => request('GET /regions'),
    staleTime: Infinity,
  });
  return (data ?? []).map(({ code, name }) => ({ value: code, label: name }));
}

/** Industries by GB/T 4754. */
export function useIndustries(isWanted = true) {
  const { data } = useQuery({
    queryKey: ['industries', ''],
    queryFn: () => request('GET /industries', { query: {} }),
    staleTime: Infinity,
    enabled: isWanted,
  });
  return data ?? [];
}

/** The attribute dictionary. */
export function useAttributes() {
  const { data } = useQuery({
    queryKey: ['attributes'],
    queryFn: () => request('GET /attributes'),
    staleTime: Infinity,
  });
  return data ?? [];
}
