import type { Issue } from '@contract';
import { getIssue } from '@/api/issues';
import { useResource } from '@/hooks/use-resource';

/** One issue in my offices, with what I may do to it now. */
export function useOfficerIssue(id: string) {
  return useResource<Issue>(() => getIssue(id), id);
}
