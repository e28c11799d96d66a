import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { Segmented, Table, type TableColumnsType } from 'antd';
import { useEffect, useState } from 'react';
import type { Verdict } from '@contract/enums';
import type { Audience, Rule } from '@contract/index';
import { verdictText } from '@contract/words';
import { request } from '../../api/request';
import { Figures } from '../../components/figures';
import { StateView } from '../../components/state-view';
import { VerdictTone } from './verdict-tone';

type Sampled = Audience['sample'][number];

/**
 * Counts the audience of a rule while it is being edited, half a second after the last change. `isStale`: the numbers
 * are those of the rule before.
 */
export function useAudience(rule: Rule | undefined): { query: UseQueryResult<Audience>; isStale: boolean } {
  const [settled, setSettled] = useState(rule);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(rule), 500);
    return () => clearTimeout(timer);
  }, [rule]);
  const query = useQuery({
    queryKey: ['audience', settled],
    queryFn: () => request('POST /audiences', { body: { rule: settled as Rule } }),
    enabled: Boolean(settled),
    placeholderData: keepPreviousData,
  });
  return { query, isStale: query.isFetching || settled !== rule };
}

const columns: TableColumnsType<Sampled> = [
  {
    title: '企业',
    width: '46%',
    render: (_, { enterprise }) => (
      <>
        <div className="cut" title={enterprise.name}>
          {enterprise.name}
        </div>
        <div className="meta">{enterprise.regionName}</div>
      </>
    ),
  },
  { title: '判定', width: 84, render: (_, { verdict }) => <VerdictTone verdict={verdict} /> },
  { title: '看到的值 / 怎样改变', render: (_, { because }) => because },
];

/** The three counts, as every audience is shown. */
export function AudienceFigures({
  counts,
  total,
  isStale,
}: Pick<Audience, 'counts' | 'total'> & { isStale?: boolean }) {
  return (
    <Figures
      isStale={isStale}
      figures={[
        {
          key: 'met',
          name: <VerdictTone verdict="met" />,
          count: counts.met,
          note: `共 ${total.toLocaleString('zh-CN')} 户`,
        },
        {
          key: 'unknown',
          name: <VerdictTone verdict="unknown" />,
          count: counts.unknown,
          note: '补资料即可判定',
        },
        { key: 'not-met', name: <VerdictTone verdict="not-met" />, count: counts.notMet, note: '不推送' },
      ]}
    />
  );
}

/** Firms of each verdict with what was seen of them. */
export function SampleTable({ sample }: { sample: Sampled[] }) {
  const [shown, setShown] = useState<Verdict | 'all'>('all');
  const of = (verdict: Verdict) => sample.filter((one) => one.verdict === verdict).length;
  return (
    <section className="panel sample">
      <div className="panel-head">
        <h2>样本</h2>
        <Segmented<Verdict | 'all'>
          value={shown}
          onChange={setShown}
          options={[
            { value: 'all', label: `全部 ${sample.length}` },
            ...(['met', 'unknown', 'not-met'] as const).map((verdict) => ({
              value: verdict,
              label: `${verdictText[verdict]} ${of(verdict)}`,
            })),
          ]}
        />
      </div>
      <div className="scroll">
        <Table
          className="still"
          size="small"
          tableLayout="fixed"
          rowKey={({ enterprise }) => enterprise.id}
          columns={columns}
          dataSource={sample.filter(({ verdict }) => shown === 'all' || verdict === shown)}
          pagination={false}
          locale={{ emptyText: '样本里没有这样的企业' }}
        />
      </div>
    </section>
  );
}

/** A short time as people read it: 35 毫秒, 1.2 秒. */
function durationText(milliseconds: number): string {
  if (milliseconds < 1) return '不到 1 毫秒';
  return milliseconds < 1000 ? `${milliseconds} 毫秒` : `${(milliseconds / 1000).toFixed(1)} 秒`;
}

/** Whom a rule reaches: the three counts and a sample of firms with what was seen. */
export function AudiencePanel({ query, isStale }: ReturnType<typeof useAudience>) {
  const audience = query.data;
  return (
    <StateView query={query}>
      {audience && (
        <>
          <AudienceFigures {...audience} isStale={isStale} />
          <p className="meta audience-live" role="status">
            {isStale
              ? '正在按新条件重算…'
              : `随改随算：${audience.total.toLocaleString('zh-CN')} 户，用时 ${durationText(audience.tookMs)}`}
          </p>
          {audience.counts.met + audience.counts.unknown === 0 && (
            <p className="notice-line">一家企业也够不着，请看左边哪一条把户数降到了 0。</p>
          )}
          <SampleTable sample={audience.sample} />
        </>
      )}
    </StateView>
  );
}
