import { useEffect } from 'react';
import type { IssueRow } from '@contract';
import { countIssues, listIssues } from '@/api/issues';
import { useList } from '@/hooks/use-list';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { useResource } from '@/hooks/use-resource';
import { setTabBadge } from '@/platform/navigation';

export type IssueView = 'in-hand' | 'waiting-for-me' | 'closed';

/** Issues that haven't ended come in one page nearly always, so that those that wait can stand first. */
const pageSize: Record<IssueView, number> = { 'in-hand': 50, 'waiting-for-me': 50, closed: 20 };

/** Issues of one enterprise in one view, and how many each view holds; refreshed when the tab is come back to. */
export function useIssues(enterpriseId: string, view: IssueView) {
  const list = useList<IssueRow>(
    (cursor) => listIssues({ as: 'enterprise', group: view, cursor, limit: pageSize[view] }),
    `${enterpriseId}:${view}`,
    { keepAs: 'issues' },
  );
  const counts = useResource(() => countIssues('enterprise'), enterpriseId);
  const refresh = () => Promise.all([list.refresh(), counts.refresh()]);
  useRefreshOnShow(refresh);
  usePullToRefresh(refresh);
  const waiting = counts.data?.waitingForMe ?? 0;
  useEffect(() => setTabBadge('issues', waiting), [waiting]);
  return { ...list, refresh, counts: counts.data };
}
