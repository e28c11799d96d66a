import { useQuery } from '@tanstack/react-query';
import type { AuditChain } from '@contract/index';
import { request } from '../../api/request';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { moment } from '../../format/time';

const mostShown = 6;

/** How far each chain goes and how far a signed checkpoint covers it: one line per writing process. */
export function ChainState() {
  const state = useQuery({
    queryKey: ['audit', 'state'],
    queryFn: () => request('GET /audit/state'),
    refetchInterval: 60_000,
  });
  const { chains = [], lastCheckpoint, uncoveredEntries = 0 } = state.data ?? {};
  const longest = Math.max(1, ...chains.map(({ entries }) => entries));
  return (
    <section className="panel" aria-label="哈希链和检查点">
      <div className="panel-head">
        <h2>哈希链</h2>
        <span className="grow" />
        {state.data &&
          (uncoveredEntries === 0 ? (
            <Tone tone="green">全部已签</Tone>
          ) : (
            <Tone tone="amber">{uncoveredEntries.toLocaleString('zh-CN')} 条待签</Tone>
          ))}
      </div>
      <StateView query={state} isEmpty={chains.length === 0} empty="还没有写过审计记录" rows={3}>
        <div className="panel-body stack">
          {chains.slice(0, mostShown).map((chain) => (
            <Chain key={chain.chain} chain={chain} longest={longest} />
          ))}
          {chains.length > mostShown && (
            <span className="meta">另有 {chains.length - mostShown} 条链今天已封口</span>
          )}
          <p className="chain-legend meta">
            <i className="chain-covered" aria-hidden="true" /> 检查点已签
            <i className="chain-open" aria-hidden="true" /> 等下一个检查点
          </p>
          <p className="meta">
            {lastCheckpoint
              ? `最近一次检查点：第 ${lastCheckpoint.number} 个，${moment(lastCheckpoint.at)}。之前的记录改一个字、少一条、换次序都查得出来。`
              : '还没有检查点。服务每分钟签一次，存在数据库之外。'}
          </p>
        </div>
      </StateView>
    </section>
  );
}

function Chain({ chain, longest }: { chain: AuditChain; longest: number }) {
  const { entries, coveredEntries, isClosed, process, openedAt } = chain;
  const share = (count: number) => `${(count / longest) * 100}%`;
  const open = entries - coveredEntries;
  const covered = coveredEntries.toLocaleString('zh-CN');
  return (
    <div className="chain" title={`链 ${chain.chain}，${moment(openedAt)} 开始`}>
      <div className="row">
        <span className="cut grow">{process}</span>
        <span className="meta">
          {open > 0 ? `已签 ${covered}，待签 ${open.toLocaleString('zh-CN')}` : `${covered} 条已签`}
        </span>
      </div>
      <div className="chain-line" aria-hidden="true">
        <i className="chain-covered" style={{ width: share(coveredEntries) }} />
        <i className="chain-open" style={{ width: share(open) }} />
        <b className={isClosed ? 'chain-end' : 'chain-head'} />
      </div>
      <span className="meta">{isClosed ? '已封口' : '正在写'}</span>
    </div>
  );
}
