import { PlusOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { request } from '../../api/request';
import { Kbd, KeyBar, useKeys, type KeyBinding } from '../../components/keys';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { moment } from '../../format/time';
import { BriefingForm } from './briefing-form';
import { BriefingView } from './briefing-view';

/** Briefings of my body: compose from published policies, see the audience, push once, read the figures. */
export function BriefingsPage() {
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const [mode, setMode] = useState<'read' | 'new' | 'change'>('read');
  const list = useInfiniteQuery({
    queryKey: ['briefings'],
    queryFn: ({ pageParam }) =>
      request('GET /briefings', { query: { as: 'editor', limit: 50, cursor: pageParam || undefined } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: 10_000,
  });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const at = Math.max(
    0,
    rows.findIndex(({ id }) => id === selectedId),
  );
  const selected = rows[at];
  const choose = (id: string | undefined) => {
    if (!id) return;
    setSelectedId(id);
    setMode('read');
  };
  const step = (by: number) => choose(rows[Math.min(rows.length - 1, Math.max(0, at + by))]?.id);
  const canStep = rows.length > 1 && mode === 'read';
  const keys: KeyBinding[] = [
    { key: 'j', hint: '上下', run: canStep ? () => step(1) : undefined },
    { key: 'k', hint: '上下', run: canStep ? () => step(-1) : undefined },
    { key: 'n', hint: '写一期', run: () => setMode('new') },
    { key: 'Escape', cap: 'Esc', hint: '不写了', run: mode === 'read' ? undefined : () => setMode('read') },
  ];
  useKeys(keys);
  return (
    <>
      <div className="page-head">
        <h1>政策简报</h1>
        {rows.length > 0 && <span className="meta">{rows.length} 期</span>}
        <span className="grow" />
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setMode('new')}>
          写一期<Kbd>N</Kbd>
        </Button>
      </div>
      <StateView
        query={list}
        isEmpty={rows.length === 0 && mode === 'read'}
        empty="还没有简报，从已发布的政策写一期"
      >
        <div className="page-columns" style={{ gridTemplateColumns: '300px minmax(0, 1fr)' }}>
          <section className="panel" aria-label="各期简报">
            <ul className="scroll">
              {rows.map((briefing) => (
                <li key={briefing.id}>
                  <button
                    type="button"
                    className="choice"
                    aria-pressed={mode === 'read' && briefing.id === selected?.id}
                    onClick={() => choose(briefing.id)}
                  >
                    <span className="row">
                      <span className="meta">第 {briefing.number} 期</span>
                      <Tone tone={briefing.status === 'sent' ? 'green' : 'grey'}>
                        {briefing.status === 'sent' ? '已推送' : '草稿'}
                      </Tone>
                    </span>
                    <span className="strong">{briefing.title}</span>
                    <span className="row meta">{moment(briefing.sentAt ?? briefing.createdAt)}</span>
                  </button>
                </li>
              ))}
              {rows.length === 0 && <li className="panel-body meta">存了草稿，会出现在这里。</li>}
            </ul>
            {list.hasNextPage && (
              <Button type="link" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                再看 50 期
              </Button>
            )}
          </section>
          {mode === 'new' || (mode === 'change' && selected) ? (
            <BriefingForm
              key={mode === 'new' ? 'new' : selected?.id}
              briefing={mode === 'new' ? undefined : selected}
              onSaved={choose}
              onCancel={() => setMode('read')}
            />
          ) : (
            selected && (
              <BriefingView key={selected.id} briefing={selected} onChange={() => setMode('change')} />
            )
          )}
        </div>
      </StateView>
      <KeyBar bindings={keys} />
    </>
  );
}
