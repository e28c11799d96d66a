import type { Enterprise, Registration } from '@contract';
import { listColleagues } from '@/api/accounts';
import { getMyEnterprise } from '@/api/enterprises';
import { listRegistrations } from '@/api/events';
import { countIssues } from '@/api/issues';
import { listIntroductions } from '@/api/matchmaking';
import { listMatches } from '@/api/policies';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { useResource } from '@/hooks/use-resource';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';

export interface Mine {
  enterprise: Enterprise;
  /** Colleagues in the enterprise, and those who wait to be let in. */
  colleagues: number;
  waitingColleagues: number;
  issues: number;
  /** Policy items that this enterprise fits. */
  fitting: number;
  introductions: number;
  registrations: Registration[];
}

/** What 我的 counts for the enterprise that is acted for. */
export function useMine(enterpriseId: string) {
  const mine = useResource(loadMine, enterpriseId);
  useRefreshOnShow(mine.refresh);
  usePullToRefresh(mine.refresh);
  return mine;
}

async function loadMine(): Promise<Mine> {
  const [enterprise, colleagues, issues, matches, registrations, introductions] = await Promise.all([
    getMyEnterprise(),
    listColleagues(),
    countIssues('enterprise'),
    listMatches({ limit: 1 }),
    listRegistrations(),
    listIntroductions(),
  ]);
  return {
    enterprise,
    colleagues: colleagues.filter(({ status }) => status === 'active').length,
    waitingColleagues: colleagues.filter(({ status }) => status === 'pending').length,
    issues: issues.inHand + issues.waitingForMe + issues.closed,
    fitting: matches.counts.met,
    introductions: introductions.length,
    registrations: registrations.filter(({ status }) => status === 'confirmed'),
  };
}
