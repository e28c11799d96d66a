import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Segmented, Select } from 'antd';
import { useState } from 'react';
import { markets, type Market } from '@contract/enums';
import { marketText } from '@contract/words';
import { request } from '../../api/request';
import { KeyBar, useKeys, type KeyBinding } from '../../components/keys';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { sideText } from '../../format/texts';
import { Counterparts } from './counterparts';
import { Review } from './review';

type Group = 'to-review' | 'published';

/** Listings waiting for review: may this be published? First come, first reviewed. */
export function ListingsPage() {
  const [group, setGroup] = useState<Group>('to-review');
  const [market, setMarket] = useState<Market>();
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const list = useInfiniteQuery({
    queryKey: ['listings', group, market],
    queryFn: ({ pageParam }) =>
      request('GET /listings', { query: { group, market, limit: 50, cursor: pageParam || undefined } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: 30_000,
  });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const at = Math.max(
    0,
    rows.findIndex(({ id }) => id === selectedId),
  );
  const selected = rows[at];
  const step = (by: number) =>
    setSelectedId(rows[Math.min(rows.length - 1, Math.max(0, at + by))]?.id ?? null);
  const keys: KeyBinding[] = [
    { key: 'j', hint: '上下', run: rows.length > 1 ? () => step(1) : undefined },
    { key: 'k', hint: '上下', run: rows.length > 1 ? () => step(-1) : undefined },
  ];
  useKeys(keys);
  const total = list.data?.pages[0]?.total;
  return (
    <>
      <div className="page-head">
        <h1>供需审核</h1>
        <Segmented<Group>
          value={group}
          onChange={setGroup}
          options={[
            { value: 'to-review', label: group === 'to-review' && total ? `待审 ${total}` : '待审' },
            { value: 'published', label: '在架' },
          ]}
        />
        <Select
          allowClear
          placeholder="市场"
          aria-label="市场"
          style={{ width: 108 }}
          value={market}
          onChange={setMarket}
          options={markets.map((value) => ({ value, label: marketText[value] }))}
        />
      </div>
      <StateView
        query={list}
        isEmpty={rows.length === 0}
        empty={
          market
            ? `${marketText[market]}没有${group === 'to-review' ? '等您审的' : '在架的'}供需`
            : group === 'to-review'
              ? '没有等您审的供需，都审完了'
              : '还没有在架的供需'
        }
      >
        <div className="page-columns listing-columns">
          <section className="panel" aria-label="供需列表">
            <div className="panel-head">
              <h2>{group === 'to-review' ? '待审' : '在架'}</h2>
              <span className="meta">{group === 'to-review' ? '先来先审' : '新的在前'}</span>
            </div>
            <ul className="scroll">
              {rows.map((listing) => (
                <li key={listing.id}>
                  <button
                    type="button"
                    className="choice"
                    aria-pressed={listing.id === selected?.id}
                    onClick={() => setSelectedId(listing.id)}
                  >
                    <span className="row">
                      <span className="listing-kind">
                        <Tone tone={listing.id === selected?.id ? 'accent' : 'grey'}>
                          {marketText[listing.market]} {sideText[listing.side]}
                        </Tone>
                      </span>
                      <span className="cut grow">{listing.title}</span>
                    </span>
                    <span className="row meta">
                      <span className="listing-kind" />
                      <span className="cut grow">{listing.ownerName}</span>
                      {listing.resembles && <span className="amber">疑似重复</span>}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
            {list.hasNextPage && (
              <Button type="link" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                再看 50 条
              </Button>
            )}
          </section>
          {selected && <Review key={selected.id} listing={selected} canReview={group === 'to-review'} />}
          {selected && <Counterparts listing={selected} />}
        </div>
      </StateView>
      <KeyBar
        bindings={[
          ...keys,
          ...(group === 'to-review' && selected
            ? [
                { key: 'p', hint: '发布', run: () => undefined },
                { key: 'b', hint: '退回', run: () => undefined },
              ]
            : []),
        ]}
      />
    </>
  );
}
