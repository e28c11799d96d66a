import { Button, Drawer, Input, Select, Table } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { issueFields, issueSources } from '@contract/enums';
import { issueFieldText, issueSourceText } from '@contract/words';
import { Kbd, KeyBar, useKeys, type KeyBinding } from '../../components/keys';
import { StateView } from '../../components/state-view';
import { useWidth } from '../../components/use-width';
import { issueColumns, phoneColumns } from './issue-columns';
import { IssuePreview } from './issue-preview';
import { PoolFilters } from './pool-filters';
import { groups, usePool } from './use-pool';

/** The issue pool: what must I do next? The least time left stands on top. */
export function IssuesPage() {
  const navigate = useNavigate();
  const width = useWidth();
  const pool = usePool();
  const { rows, list, set } = pool;
  const [isPreviewOpen, setIsPreviewOpen] = useState(false);
  const searchField = useRef<HTMLDivElement>(null);
  // What has just left the list through its next step stays in the preview until another is chosen.
  const selectedId = pool.selectedId ?? rows[0]?.id;
  const found = rows.findIndex((row) => row.id === selectedId);
  const place = useRef(0);
  useEffect(() => {
    if (pool.selectedId === null && selectedId !== undefined) set({ at: selectedId });
  });
  useEffect(() => {
    if (found >= 0) place.current = found;
  }, [found]);

  const open = (id: string) =>
    void navigate(`/issues/${id}`, {
      state: { ids: rows.map((row) => row.id), back: window.location.hash.slice(1) },
    });
  const step = (by: number) => {
    // Where the last one has left the list, the next has moved into its place.
    const to = found < 0 && by > 0 ? place.current : place.current + by;
    place.current = Math.min(rows.length - 1, Math.max(0, to));
    const next = rows[place.current];
    if (!next) return;
    set({ at: next.id });
    document.querySelector(`[data-row-key="${next.id}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const choose = (id: string) => {
    set({ at: id });
    if (width !== 'wide') setIsPreviewOpen(true);
  };
  const keys: KeyBinding[] = [
    { key: 'j', hint: '上下', run: rows.length > 0 ? () => step(1) : undefined },
    { key: 'k', hint: '上下', run: rows.length > 0 ? () => step(-1) : undefined },
    { key: 'Enter', cap: '↵', hint: '打开', run: selectedId ? () => open(selectedId) : undefined },
    { key: '/', hint: '搜索', run: () => searchField.current?.querySelector('input')?.focus() },
    ...groups.map(({ key }, index) => ({
      key: String(index + 1),
      hint: '换筛选',
      run: () => set({ group: key, at: null }),
    })),
  ];
  useKeys(keys);
  const preview = selectedId && (
    <IssuePreview
      id={selectedId}
      onOpen={() => open(selectedId)}
      {...(width === 'wide' ? {} : { onClose: () => setIsPreviewOpen(false) })}
    />
  );
  const conditions = [
    pool.q && `“${pool.q}”`,
    pool.field && issueFieldText[pool.field],
    pool.source && issueSourceText[pool.source],
  ]
    .filter(Boolean)
    .join('、');
  return (
    <>
      <div className="pool">
        <PoolFilters
          chosen={pool.group}
          counts={pool.counts}
          onChoose={(group) => set({ group, at: null })}
        />
        <section className="pool-list" aria-label="问题列表">
          <div className="pool-head" ref={searchField}>
            <h1>{groups.find(({ key }) => key === pool.group)?.label}</h1>
            {pool.total !== undefined && <span className="meta">{pool.total} 件</span>}
            <Select
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              className="pool-condition"
              placeholder="类别"
              aria-label="类别"
              value={pool.field}
              onChange={(field) => set({ field, at: null })}
              options={issueFields.map((value) => ({ value, label: issueFieldText[value] }))}
            />
            <Select
              allowClear
              className="pool-condition"
              placeholder="来源"
              aria-label="来源"
              value={pool.source}
              onChange={(source) => set({ source, at: null })}
              options={issueSources.map((value) => ({ value, label: issueSourceText[value] }))}
            />
            <Input.Search
              key={pool.q}
              className="pool-search"
              allowClear
              defaultValue={pool.q}
              placeholder="编号、标题、企业"
              aria-label="搜索问题"
              maxLength={60}
              onSearch={(text) => set({ q: text.trim(), at: null })}
              onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
              suffix={<Kbd>/</Kbd>}
            />
          </div>
          <div className="scroll">
            <StateView
              query={list}
              isEmpty={rows.length === 0}
              empty={
                conditions ? (
                  <span className="stack">
                    没有合这些条件的问题：{conditions}
                    <Button onClick={() => set({ q: null, field: null, source: null })}>去掉条件</Button>
                  </span>
                ) : (
                  '这里没有问题，都办完了'
                )
              }
            >
              <Table
                size="small"
                rowKey="id"
                sticky
                tableLayout="fixed"
                columns={width === 'phone' ? phoneColumns : issueColumns}
                dataSource={rows}
                pagination={false}
                rowClassName={({ id }) => (id === selectedId ? 'chosen' : '')}
                onRow={({ id }) => ({
                  onClick: () => choose(id),
                  onDoubleClick: () => open(id),
                  'aria-selected': id === selectedId,
                })}
              />
              <div className="list-end">
                {list.hasNextPage ? (
                  <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                    再看 50 件
                  </Button>
                ) : (
                  <span className="meta">没有更多了</span>
                )}
              </div>
            </StateView>
          </div>
        </section>
        {width === 'wide' && (
          <aside className="pool-preview" aria-label="问题摘要">
            {preview || <p className="state meta">选一件问题看摘要</p>}
          </aside>
        )}
      </div>
      {width !== 'wide' && (
        <Drawer
          open={isPreviewOpen && Boolean(selectedId)}
          onClose={() => setIsPreviewOpen(false)}
          closable={false}
          size={width === 'phone' ? '100%' : 400}
          styles={{ body: { padding: 0 } }}
          aria-label="问题摘要"
        >
          <div className="pool-preview">{preview}</div>
        </Drawer>
      )}
      <KeyBar
        bindings={[
          ...keys.slice(0, 3),
          { key: 'a', hint: '受理', run: () => undefined },
          { key: 's', hint: '签收', run: () => undefined },
          { key: 'z', hint: '按建议转办', run: () => undefined },
          { key: '1', cap: '1–8', hint: '换筛选', run: () => undefined },
          { key: '/', hint: '搜索', run: () => undefined },
        ]}
      >
        <span>{pool.total !== undefined && `${rows.length} / ${pool.total}，每 30 秒更新`}</span>
      </KeyBar>
    </>
  );
}
