import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import type { Listing } from '@contract/index';
import { request } from '../../api/request';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { useKeys } from '../../components/use-keys';
import { marketText } from '@/format/codes';
import { sideText } from '../../format/texts';
import { amountText, dayText } from '../../format/time';

/** Listings waiting for review: may this be published? First come, first reviewed. */
export function ListingsPage() {
  const [group, setGroup] = useState<'to-review' | 'published'>('to-review');
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const list = useQuery({
    queryKey: ['listings', group],
    queryFn: () => request('GET /listings', { query: { group, limit: 100 } }),
  });
  const rows = list.data?.items ?? [];
  const at = Math.max(
    0,
    rows.findIndex(({ id }) => id === selectedId),
  );
  const selected = rows[at];
  const step = (by: number) =>
    setSelectedId(rows[Math.min(rows.length - 1, Math.max(0, at + by))]?.id ?? null);
  useKeys({ j: () => step(1), k: () => step(-1) });
  return (
    <>
      <div className="page-head">
        <h1>供需审核</h1>
        <Segmented
          value={group}
          onChange={setGroup}
          options={[
            { value: 'to-review', label: '待审' },
            { value: 'published', label: '在架' },
          ]}
        />
        <span className="meta">{rows.length} 条</span>
      </div>
      <div className="page-body">
        <StateView
          isLoading={list.isPending}
          error={list.error}
          isEmpty={rows.length === 0}
          empty="没有等您审的供需"
          onRetry={() => void list.refetch()}
        >
          <div className="two-grid">
            <ul className="panel">
              {rows.map((listing) => (
                <li key={listing.id}>
                  <Button
                    type="text"
                    block
                    onClick={() => setSelectedId(listing.id)}
                    aria-pressed={listing.id === selected?.id}
                    style={{
                      height: 'auto',
                      padding: '8px 12px',
                      justifyContent: 'flex-start',
                      textAlign: 'left',
                      background: listing.id === selected?.id ? 'var(--accent-soft)' : undefined,
                      borderRadius: 0,
                    }}
                  >
                    <span style={{ minWidth: 0 }}>
                      <span className="row">
                        <Tone tone="accent">
                          {marketText[listing.market]} {sideText[listing.side]}
                        </Tone>
                        <span className="strong cut">{listing.title}</span>
                      </span>
                      <span className="meta">
                        {listing.ownerName} {listing.regionName}
                      </span>
                    </span>
                  </Button>
                </li>
              ))}
            </ul>
            {selected && <Review key={selected.id} listing={selected} canReview={group === 'to-review'} />}
          </div>
        </StateView>
      </div>
    </>
  );
}

function Review({ listing, canReview }: { listing: Listing; canReview: boolean }) {
  const [reason, setReason] = useState('');
  const [isSaving, setIsSaving] = useState(false);
  const { message } = App.useApp();
  const queries = useQueryClient();
  const decide = async (publish: boolean) => {
    setIsSaving(true);
    try {
      await request('POST /listings/:id/review', {
        params: { id: listing.id },
        body: { publish, ...(reason.trim() ? { reason: reason.trim() } : {}) },
      });
      void message.success(publish ? '已发布' : '已退回，企业会看到原因');
      await queries.invalidateQueries({ queryKey: ['listings'] });
    } catch (error) {
      void message.error((error as Error).message);
    } finally {
      setIsSaving(false);
    }
  };
  useKeys({ p: canReview ? () => void decide(true) : undefined });
  const facts: [string, string | undefined][] = [
    ['企业', listing.ownerName],
    ['数量', listing.quantity],
    ['金额', listing.amountFen === undefined ? undefined : amountText(listing.amountFen)],
    ['行业', listing.industryName],
    ['地区', listing.regionName],
    ['有效', `到 ${dayText(listing.validUntil)}`],
  ];
  return (
    <section className="panel" aria-label="供需内容">
      <div className="panel-head">
        {marketText[listing.market]}，{sideText[listing.side]}
      </div>
      <div className="panel-body stack">
        <h2 style={{ fontSize: 16 }}>{listing.title}</h2>
        <p style={{ whiteSpace: 'pre-wrap' }}>{listing.text}</p>
        {facts.map(([label, value]) =>
          value ? (
            <div key={label} className="row">
              <span className="meta" style={{ width: 40 }}>
                {label}
              </span>
              {value}
            </div>
          ) : null,
        )}
        {canReview && (
          <>
            <Input.TextArea
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              maxLength={200}
              autoSize={{ minRows: 2 }}
              placeholder="退回时写明改什么"
              aria-label="退回原因"
            />
            <div className="row">
              <Button type="primary" loading={isSaving} onClick={() => void decide(true)}>
                发布<kbd>P</kbd>
              </Button>
              <Button danger disabled={!reason.trim()} loading={isSaving} onClick={() => void decide(false)}>
                退回
              </Button>
            </div>
          </>
        )}
      </div>
    </section>
  );
}
