import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useEffect, useState } from 'react';
import type { Verdict } from '@contract/enums';
import type { Audience, Rule } from '@contract/index';
import { request } from '../../api/request';
import { StateView } from '../../components/state-view';
import { VerdictTone } from './verdict-tone';

/** Counts the audience of a rule while it is being edited: half a second after the last change, the old numbers greyed. */
export function useAudience(rule: Rule | undefined): UseQueryResult<Audience> {
  const [settled, setSettled] = useState(rule);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(rule), 500);
    return () => clearTimeout(timer);
  }, [rule]);
  return useQuery({
    queryKey: ['audience', settled],
    queryFn: () => request('POST /audiences', { body: { rule: settled as Rule } }),
    enabled: Boolean(settled),
    placeholderData: keepPreviousData,
  });
}

/** Whom a rule reaches: the three counts and a sample of firms with what was seen. */
export function AudiencePanel({ query }: { query: UseQueryResult<Audience> }) {
  const [shown, setShown] = useState<Verdict | 'all'>('all');
  const audience = query.data;
  return (
    <StateView
      isLoading={query.isPending}
      error={audience ? null : query.error}
      isEmpty={false}
      empty={null}
      onRetry={() => void query.refetch()}
    >
      {audience && (
        <div className="stack" style={{ opacity: query.isFetching ? 0.55 : 1 }} aria-busy={query.isFetching}>
          <div className="panel figures">
            {(
              [
                ['met', audience.counts.met],
                ['unknown', audience.counts.unknown],
                ['not-met', audience.counts.notMet],
              ] as const
            ).map(([verdict, count]) => (
              <div key={verdict}>
                <VerdictTone verdict={verdict} />
                <b>{count.toLocaleString('zh-CN')}</b>
                <span className="meta">
                  {verdict === 'met'
                    ? `共 ${audience.total.toLocaleString('zh-CN')} 户`
                    : verdict === 'unknown'
                      ? '补资料即可判定'
                      : '不推送'}
                </span>
              </div>
            ))}
          </div>
          <section className="panel">
            <div className="panel-head">
              样本
              <Segmented
                size="small"
                value={shown}
                onChange={setShown}
                options={[
                  { value: 'all', label: '全部' },
                  { value: 'met', label: '符合' },
                  { value: 'unknown', label: '缺资料' },
                  { value: 'not-met', label: '不符合' },
                ]}
              />
            </div>
            <ul>
              {audience.sample
                .filter(({ verdict }) => shown === 'all' || verdict === shown)
                .map(({ enterprise, verdict, because }) => (
                  <li
                    key={enterprise.id}
                    style={{ padding: '7px 12px', borderTop: '1px solid var(--line-soft)' }}
                  >
                    <div className="row">
                      <span className="cut grow">{enterprise.name}</span>
                      <VerdictTone verdict={verdict} />
                    </div>
                    <p className="meta">
                      {enterprise.regionName}　{because}
                    </p>
                  </li>
                ))}
            </ul>
          </section>
        </div>
      )}
    </StateView>
  );
}
