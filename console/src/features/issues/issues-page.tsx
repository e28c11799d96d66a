import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Input, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { IssueRow } from '@contract/index';
import { request } from '../../api/request';
import { StateView } from '../../components/state-view';
import { TimeBar } from '../../components/time-bar';
import { Tone } from '../../components/tone';
import { useKeys } from '../../components/use-keys';
import { issueFieldText, issueKindText, issueSourceText } from '@/format/codes';
import { issueStatusText, issueStatusTone } from '../../format/texts';
import { IssuePreview } from './issue-preview';

const groups = [
  { key: 'open', label: '未办结' },
  { key: 'waiting-for-me', label: '待我处理' },
  { key: 'to-accept', label: '待受理' },
  { key: 'to-receive', label: '待签收' },
  { key: 'due-today', label: '今日到期' },
  { key: 'breached', label: '已超期' },
  { key: 'disputed', label: '争议重办' },
  { key: 'closed', label: '已办结' },
] as const;
type Group = (typeof groups)[number]['key'];

const columns: TableColumnsType<IssueRow> = [
  { title: '剩余时间', width: 128, render: (_, issue) => <TimeBar issue={issue} /> },
  {
    title: '问题 / 企业',
    render: (_, issue) => (
      <div style={{ minWidth: 0 }}>
        <div className="strong">{issue.title}</div>
        <div className="meta">
          {issue.enterprise.name} · {issue.enterprise.regionName}
        </div>
      </div>
    ),
  },
  {
    title: '类别 / 来源',
    width: 132,
    render: (_, issue) => (
      <div>
        <div>
          {issueKindText[issue.kind]} · {issueFieldText[issue.field]}
        </div>
        <div className="meta">{issueSourceText[issue.source]}</div>
      </div>
    ),
  },
  {
    title: '状态',
    width: 92,
    render: (_, issue) => (
      <div>
        <Tone tone={issueStatusTone[issue.status]}>{issueStatusText[issue.status]}</Tone>
        {issue.returnCount > 0 && <div className="amber meta">退回 {issue.returnCount} 次</div>}
        {issue.disputeCount > 0 && <div className="amber meta">争议重办</div>}
      </div>
    ),
  },
  {
    title: '责任人 / 单位',
    width: 150,
    render: (_, issue) => (
      <div>
        <div>{issue.accountable.name}</div>
        <div className="meta">{issue.accountable.organization.shortName}</div>
      </div>
    ),
  },
];

/** The issue pool: what must I do next? The least time left stands on top. */
export function IssuesPage() {
  const navigate = useNavigate();
  const [group, setGroup] = useState<Group>('open');
  const [search, setSearch] = useState('');
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const counts = useQuery({
    queryKey: ['issues', 'counts'],
    queryFn: () => request('GET /issues/counts', { query: { as: 'officer' } }),
  });
  const list = useInfiniteQuery({
    queryKey: ['issues', 'list', group, search],
    queryFn: ({ pageParam }) =>
      request('GET /issues', {
        query: {
          as: 'officer',
          group,
          limit: 50,
          ...(search ? { q: search } : {}),
          ...(pageParam ? { cursor: pageParam } : {}),
        },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: 30_000,
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const total = list.data?.pages[0]?.total;
  const at = Math.max(
    0,
    rows.findIndex((row) => row.id === selectedId),
  );
  const selected = rows[at];
  const step = (by: number) =>
    setSelectedId(rows[Math.min(rows.length - 1, Math.max(0, at + by))]?.id ?? null);
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    Enter: selected ? () => void navigate(`/issues/${selected.id}`) : undefined,
    '/': () => document.querySelector<HTMLInputElement>('#issue-search')?.focus(),
  });

  const numbers: Partial<Record<Group, number>> = counts.data
    ? {
        'waiting-for-me': counts.data.waitingForMe,
        open: counts.data.open,
        'to-accept': counts.data.toAccept,
        'to-receive': counts.data.toReceive,
        'due-today': counts.data.dueToday,
        breached: counts.data.breached,
        disputed: counts.data.disputed,
        closed: counts.data.closed,
      }
    : {};
  return (
    <>
      <div className="pool">
        <nav className="pool-filters" aria-label="筛选">
          <h2>本窗口及下辖</h2>
          {groups.map(({ key, label }) => (
            <button key={key} type="button" aria-pressed={group === key} onClick={() => setGroup(key)}>
              {label}
              <span className={key === 'breached' && numbers[key] ? 'red' : undefined}>
                {numbers[key] ?? ''}
              </span>
            </button>
          ))}
        </nav>
        <section className="pool-list" aria-label="问题列表">
          <div className="page-head" style={{ paddingTop: 8 }}>
            <h1>{groups.find(({ key }) => key === group)?.label}</h1>
            {total !== undefined && <span className="meta">{total} 件</span>}
            <span className="grow" />
            <Input.Search
              id="issue-search"
              allowClear
              placeholder="编号、标题、企业"
              style={{ width: 240 }}
              maxLength={60}
              onSearch={(text) => setSearch(text.trim())}
              suffix={<kbd>/</kbd>}
            />
          </div>
          <div className="pool-list-scroll">
            <StateView
              isLoading={list.isPending}
              error={rows.length > 0 ? null : list.error}
              isEmpty={rows.length === 0}
              empty={search ? `没有和“${search}”对上的问题` : '这里没有问题，都办完了'}
              onRetry={() => void list.refetch()}
            >
              <Table
                size="small"
                rowKey="id"
                columns={columns}
                dataSource={rows}
                pagination={false}
                rowSelection={undefined}
                scroll={{ x: 760 }}
                onRow={(issue) => ({
                  onClick: () => setSelectedId(issue.id),
                  onDoubleClick: () => void navigate(`/issues/${issue.id}`),
                  'aria-selected': issue.id === selected?.id,
                  style: {
                    cursor: 'pointer',
                    ...(issue.id === selected?.id ? { background: 'var(--accent-soft)' } : {}),
                  },
                })}
              />
              <div className="row" style={{ justifyContent: 'center', padding: 12 }}>
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
        <aside className="pool-preview" aria-label="问题摘要">
          {selected ? (
            <IssuePreview id={selected.id} onOpen={() => void navigate(`/issues/${selected.id}`)} />
          ) : (
            <p className="meta" style={{ padding: 24 }}>
              选一件问题看摘要
            </p>
          )}
        </aside>
      </div>
      <footer className="keys">
        <span>
          <kbd>J</kbd> <kbd>K</kbd> 上下
        </span>
        <span>
          <kbd>↵</kbd> 打开
        </span>
        <span>
          <kbd>A</kbd> 受理
        </span>
        <span>
          <kbd>Z</kbd> 按建议转办
        </span>
        <span>
          <kbd>/</kbd> 搜索
        </span>
      </footer>
    </>
  );
}
