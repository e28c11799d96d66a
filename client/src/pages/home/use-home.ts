import { useEffect } from 'react';
import type { Briefing, Enterprise, IssueRow, PolicyMatch, RatingResult, Registration } from '@contract';
import { getMyEnterprise } from '@/api/enterprises';
import { listRegistrations } from '@/api/events';
import { countIssues, listIssues, resolveIssue } from '@/api/issues';
import { countUnread } from '@/api/messages';
import { listBriefings, listMatches, listPolicies } from '@/api/policies';
import { useResource } from '@/hooks/use-resource';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { setTabBadge } from '@/platform/navigation';

export interface HomeContent {
  enterprise: Enterprise;
  /** The answered issue whose time to confirm runs out first, and how many wait in all. */
  issue?: IssueRow;
  waiting: number;
  registrations: Registration[];
  matches: PolicyMatch[];
  briefing?: Briefing;
  unread: number;
}

/** Everything 首页 shows to somebody who acts for an enterprise; refreshed when the page is come back to. */
export function useHome(enterpriseId: string) {
  const home = useResource(loadHome, enterpriseId);
  const waiting = home.data?.waiting ?? 0;
  useRefreshOnShow(home.refresh);
  usePullToRefresh(home.refresh);
  useEffect(() => setTabBadge('issues', waiting), [waiting]);
  return {
    ...home,
    /** Rates the answer that waits; solved closes the issue, else the same handler goes on. */
    rate: async (issue: IssueRow, result: RatingResult) => {
      await resolveIssue(issue.id, { result });
      await home.refresh();
    },
  };
}

async function loadHome(): Promise<HomeContent> {
  const [enterprise, counts, waiting, registrations, matches, briefings, messages] = await Promise.all([
    getMyEnterprise(),
    countIssues('enterprise'),
    listIssues({ as: 'enterprise', group: 'waiting-for-me', limit: 20 }),
    listRegistrations(),
    listMatches({ limit: 50 }),
    // Without these two the page still says what there is to do.
    listBriefings({ limit: 1 }).catch(() => ({ items: [] })),
    countUnread().catch(() => ({ unread: 0 })),
  ]);
  const [issue] = [...waiting.items].sort((a, b) => (a.confirmBy ?? '9').localeCompare(b.confirmBy ?? '9'));
  return {
    enterprise,
    ...(issue ? { issue } : {}),
    waiting: counts.waitingForMe,
    registrations,
    matches: matches.items,
    ...(briefings.items[0] ? { briefing: briefings.items[0] } : {}),
    unread: messages.unread,
  };
}

/** The newest documents, for people without an enterprise. */
export function useNewestPolicies() {
  return useResource(async () => (await listPolicies({ status: 'in-force', limit: 5 })).items);
}
