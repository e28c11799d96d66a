import { useQuery } from '@tanstack/react-query';
import type { Listing } from '@contract/index';
import { formatAmount } from '@/format/amounts';
import { listingKind, listingTitle } from '@/format/listings';
import { request } from '../../api/request';
import { StateView } from '../../components/state-view';

/** The published listings of the other side of the same market: who could take it. */
export function Counterparts({ listing: { market, side } }: { listing: Listing }) {
  const other = { market, side: side === 'offer' ? ('need' as const) : ('offer' as const) };
  const list = useQuery({
    queryKey: ['listings', 'counterparts', other],
    queryFn: () => request('GET /listings', { query: { group: 'published', ...other, limit: 30 } }),
  });
  const rows = list.data?.items ?? [];
  return (
    <section className="panel" aria-label="对面在架">
      <div className="panel-head">
        <h2>谁会接</h2>
        <span className="meta">在架的{listingKind(other)}，新的在前</span>
      </div>
      <div className="scroll">
        <StateView query={list} isEmpty={rows.length === 0} empty={`还没有在架的${listingKind(other)}`}>
          <ul className="counterparts">
            {rows.map((one) => (
              <li key={one.id}>
                <div className="row">
                  <span className="cut grow">{listingTitle(one)}</span>
                  {one.amountFen !== undefined && <b>{formatAmount(one.amountFen)}</b>}
                </div>
                <div className="meta cut">
                  {[one.ownerName, one.regionName, one.industryName].filter(Boolean).join(' · ')}
                </div>
              </li>
            ))}
          </ul>
        </StateView>
      </div>
    </section>
  );
}
