import { useReachBottom } from '@tarojs/taro';
import { useState } from 'react';
import type { Verdict } from '@contract';
import { serverNow } from '@/api/clock';
import { MatchCard } from '@/components/match-card';
import { EndOfList, OfflineBanner, StatusView } from '@/components/status-view';
import { VerdictCounts } from '@/components/verdict-counts';
import { verdictText } from '@contract/words';
import { formatMoment } from '@/format/dates';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { openPage } from '@/platform/navigation';
import { useMatches } from '../use-policies';

/** What this enterprise can get: three counts by verdict, each a filter; nearest deadline first. */
export function Matches({ enterpriseId }: { enterpriseId: string }) {
  const now = serverNow();
  const [verdict, setVerdict] = useState<Verdict>();
  const list = useMatches(enterpriseId, verdict);
  useReachBottom(() => void list.loadMore());
  useRefreshOnShow(list.refresh);
  usePullToRefresh(list.refresh);
  const { counts, items, total } = list;
  const open = (policyId: string, item: string) => void openPage('policies/detail', { id: policyId, item });

  return (
    <>
      {counts && (
        <VerdictCounts
          counts={{ met: counts.met, unknown: counts.unknown, 'not-met': counts.notMet }}
          selected={verdict}
          onSelect={setVerdict}
        />
      )}
      {list.keptAt && list.status === 'error' && (
        <OfflineBanner text={`没有网，先看 ${formatMoment(list.keptAt, now)} 存下的`} />
      )}
      <StatusView
        status={list.status}
        error={list.keptAt ? undefined : list.error}
        subject="政策"
        isEmpty={items.length === 0}
        empty={verdict ? emptyFor(verdict, () => setVerdict(undefined)) : noneAtAll}
        onRetry={() => void list.refresh()}
        isComplete={list.isComplete}
        end={<EndOfList text={`${total ?? items.length} 项都看完了`} />}
      >
        {items.map((match) => (
          <MatchCard
            key={`${match.policyId}/${match.itemKey}`}
            match={match}
            now={now}
            onOpen={() => open(match.policyId, match.itemKey)}
            onFill={() => open(match.policyId, match.itemKey)}
          />
        ))}
      </StatusView>
    </>
  );
}

const noneAtAll = {
  title: '还没有能对上的政策',
  text: '补上企业资料，能判断的政策会多起来。',
  action: { text: '去补资料', onTap: () => void openPage('enterprises/profile') },
};

function emptyFor(verdict: Verdict, showAll: () => void) {
  return {
    title: `没有${verdictText[verdict]}的政策`,
    text: verdict === 'met' ? '补上缺的资料，也许就有了。' : undefined,
    action: { text: '看全部', onTap: showAll },
  };
}
