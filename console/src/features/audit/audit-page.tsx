import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import type { AuditEntry } from '@contract/index';
import { ApiError, request } from '../../api/request';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { useWidth } from '../../components/use-width';
import { shortMoment } from '../../format/time';
import { AuditEntryDrawer, personWord } from './audit-entry';
import { AuditSearchForm, type Search } from './audit-search';
import { actionWord, kindWord, reasonWord } from './audit-words';
import { ChainState } from './chain-state';
import { ExportEntries } from './export-entries';

function Act({ entry }: { entry: AuditEntry }) {
  return (
    <>
      <span className="strong">{actionWord(entry.action)}</span>{' '}
      {entry.readsPersonalData && <Tone tone="amber">个人信息</Tone>}
      {entry.reason && <div className="meta cut">{reasonWord(entry)}</div>}
    </>
  );
}

function Subject({ entry }: { entry: AuditEntry }) {
  return (
    <>
      {kindWord(entry.subject.kind)}{' '}
      {entry.subject.id.length > 12 && <span className="mono small">…{entry.subject.id.slice(-6)}</span>}
      {entry.enterprise && <div className="meta cut">{entry.enterprise.name}</div>}
    </>
  );
}

const columns: TableColumnsType<AuditEntry> = [
  { title: '时间', width: 104, render: (_, { at }) => shortMoment(at) },
  { title: '人员', width: 132, ellipsis: true, render: (_, entry) => personWord(entry) },
  { title: '动作', render: (_, entry) => <Act entry={entry} /> },
  { title: '对象', width: 200, render: (_, entry) => <Subject entry={entry} /> },
  {
    title: '地址',
    width: 128,
    render: (_, { address }) => address && <span className="mono small">{address}</span>,
  },
];
const phoneColumns: TableColumnsType<AuditEntry> = [
  {
    title: '记录',
    render: (_, entry) => (
      <>
        <Act entry={entry} />
        <div className="meta">
          {personWord(entry)} · {shortMoment(entry.at)}
        </div>
        <Subject entry={entry} />
      </>
    ),
  },
];

/** The audit trail for auditors: who did what, when, from where and why, and how far signed checkpoints cover it. */
export function AuditPage() {
  const [search, setSearch] = useState<Search>({});
  const [openId, setOpenId] = useState<string | null>(null);
  const width = useWidth();
  const list = useInfiniteQuery({
    queryKey: ['audit', 'entries', search],
    queryFn: ({ pageParam }) =>
      request('GET /audit/entries', { query: { ...search, limit: 50, cursor: pageParam || undefined } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    // Each look is recorded: none happens that nobody asked for.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const isCodeRefused =
    list.error instanceof ApiError &&
    ['CREDIT_CODE_INVALID', 'ENTERPRISE_NOT_FOUND'].includes(list.error.code);
  const hasSearch = Object.values(search).some((value) => value !== undefined);
  const look = (next: Search) => {
    setOpenId(null);
    setSearch(next);
  };
  return (
    <>
      <div className="page-head">
        <h1>审计</h1>
        <span className="meta">看得到本单位和下级单位的记录。您的查阅和导出也会记入。</span>
        <span className="grow" />
        <Button loading={list.isRefetching} onClick={() => void list.refetch()}>
          刷新
        </Button>
        <ExportEntries search={search} />
      </div>
      <div className="page-body audit-columns">
        <div className="stack">
          <AuditSearchForm
            key={JSON.stringify(search)}
            search={search}
            problem={isCodeRefused ? list.error?.message : undefined}
            onSearch={look}
          />
          <div className="panel">
            <StateView
              query={isCodeRefused ? { ...list, error: null } : list}
              isEmpty={rows.length === 0}
              empty={
                isCodeRefused
                  ? '改好企业的统一社会信用代码再找'
                  : hasSearch
                    ? '没有符合条件的记录，放宽一些条件再找'
                    : '还没有审计记录'
              }
            >
              <Table
                size="small"
                rowKey="id"
                columns={width === 'phone' ? phoneColumns : columns}
                dataSource={rows}
                pagination={false}
                {...(width === 'phone' ? {} : { scroll: { x: 760 } })}
                onRow={({ id }) => ({ onClick: () => setOpenId(id) })}
              />
              <div className="list-end">
                {list.hasNextPage ? (
                  <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                    再看 50 条
                  </Button>
                ) : (
                  <span className="meta">就这些了，共 {rows.length.toLocaleString('zh-CN')} 条</span>
                )}
              </div>
            </StateView>
          </div>
        </div>
        <ChainState />
      </div>
      <AuditEntryDrawer id={openId} onClose={() => setOpenId(null)} onSearch={look} />
    </>
  );
}
