import type { IssueRow } from '@contract';
import { acceptIssue, listIssues, signReceipt } from '@/api/issues';
import { countUnread } from '@/api/messages';
import { useList } from '@/hooks/use-list';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { useResource } from '@/hooks/use-resource';

/** Nobody has more that is overdue or due today, so the counts of one page are right. */
const pageSize = 100;

/** What waits for me as an officer, the limit that ends first on top. */
export function useTodo(personId: string) {
  const list = useList<IssueRow>(
    (cursor) => listIssues({ as: 'officer', group: 'waiting-for-me', cursor, limit: pageSize }),
    personId,
    { keepAs: 'todo' },
  );
  const unread = useResource(countUnread, personId);
  const refresh = () => Promise.all([list.refresh(), unread.refresh()]);
  useRefreshOnShow(refresh);
  usePullToRefresh(refresh);
  return {
    ...list,
    refresh,
    unread: unread.data?.unread ?? 0,
    /** @throws ISSUE_STATE_CHANGED when somebody was faster */
    accept: async (issue: IssueRow) => list.replace(await acceptIssue(issue.id)),
    /** @throws ISSUE_STATE_CHANGED when it was withdrawn or somebody was faster */
    receive: async (issue: IssueRow) => list.replace(await signReceipt(issue.id)),
  };
}
