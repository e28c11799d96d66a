import { CheckOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input, Segmented, Table, type TableColumnsType } from 'antd';
import { useState, type RefObject } from 'react';
import type { Attendee, Event } from '@contract/index';
import { request } from '../../api/request';
import { Kbd } from '../../components/keys';
import { StateView } from '../../components/state-view';
import { shortMoment } from '../../format/time';

const columns: TableColumnsType<Attendee> = [
  {
    title: '姓名 / 企业',
    render: (_, attendee) => (
      <>
        <div>
          {attendee.name} <span className="mono meta">{attendee.code}</span>
        </div>
        <div className="meta">{attendee.enterpriseName}</div>
      </>
    ),
  },
  {
    title: '报名',
    width: 96,
    render: (_, attendee) => <span className="meta">{shortMoment(attendee.registeredAt)}</span>,
  },
  {
    title: '入场',
    width: 118,
    render: (_, { status, usedAt, gate }) => {
      if (status === 'cancelled') return <span className="meta">报名已取消</span>;
      if (status !== 'used' || !usedAt) return '未到';
      return (
        <>
          <div className="green">
            <CheckOutlined /> {shortMoment(usedAt)}
          </div>
          <div className="meta">{gate}</div>
        </>
      );
    },
  },
];

/** Who signed up and who is inside; names masked. */
export function Attendees({ event, searchField }: { event: Event; searchField: RefObject<HTMLDivElement> }) {
  const [status, setStatus] = useState<'all' | Attendee['status']>('all');
  const [search, setSearch] = useState('');
  const list = useInfiniteQuery({
    queryKey: ['events', 'attendees', event.id, status, search],
    queryFn: ({ pageParam }) =>
      request('GET /events/:id/attendees', {
        params: { id: event.id },
        query: {
          limit: 50,
          status: status === 'all' ? undefined : status,
          q: search,
          cursor: pageParam || undefined,
        },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: 15_000,
  });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className="panel" aria-label="参会人">
      <div className="panel-head wrap" ref={searchField}>
        <h2>参会人</h2>
        <Segmented
          value={status}
          onChange={setStatus}
          options={[
            { value: 'all', label: '全部' },
            { value: 'valid', label: `未到 ${Math.max(0, event.seatsTaken - event.admitted)}` },
            { value: 'used', label: `已到 ${event.admitted}` },
            { value: 'cancelled', label: '已取消' },
          ]}
        />
        <Input.Search
          className="grow attendee-search"
          allowClear
          placeholder="姓名、企业、票号、手机尾号 4 位"
          aria-label="找参会人"
          maxLength={20}
          onSearch={(text) => setSearch(text.trim())}
          onKeyDown={(press) => press.key === 'Escape' && press.currentTarget.blur()}
          suffix={<Kbd>F</Kbd>}
        />
      </div>
      <div className="scroll">
        <StateView
          query={list}
          isEmpty={rows.length === 0}
          empty={search ? `没有和“${search}”对上的人` : status === 'all' ? '还没有人报名' : '没有这样的人'}
        >
          <Table
            className="still"
            size="small"
            rowKey="ticketId"
            columns={columns}
            dataSource={rows}
            pagination={false}
            tableLayout="fixed"
          />
          {list.hasNextPage && (
            <div className="list-end">
              <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                再看 50 人
              </Button>
            </div>
          )}
        </StateView>
      </div>
    </section>
  );
}
