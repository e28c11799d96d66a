import type { Issue } from '@contract';
import { getIssue, withdrawIssue } from '@/api/issues';
import { listOrganizations } from '@/api/organizations';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { useResource } from '@/hooks/use-resource';

/** One issue of my enterprise, refreshed when it is come back to, and how to withdraw it. */
export function useIssue(id: string) {
  const issue = useResource<Issue>(() => getIssue(id), id);
  useRefreshOnShow(issue.refresh);
  usePullToRefresh(issue.refresh);
  return {
    ...issue,
    /** @throws ISSUE_STATE_CHANGED when it was answered meanwhile */
    withdraw: async () => issue.replace(await withdrawIssue(id)),
  };
}

/** The published phone of a body; undefined where it has none or it can't be had now. */
export function useOfficePhone(organization: { id: string; name: string }): string | undefined {
  const found = useResource(async () => {
    const bodies = await listOrganizations({ q: organization.name });
    return { phone: bodies.find(({ id }) => id === organization.id)?.phone };
  }, organization.id);
  return found.data?.phone;
}
