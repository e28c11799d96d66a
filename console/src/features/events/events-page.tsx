import { PlusOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Event } from '@contract/index';
import { eventKindText } from '@contract/words';
import { serverNow } from '../../api/clock';
import { request } from '../../api/request';
import { Kbd, KeyBar, useKeys, type KeyBinding } from '../../components/keys';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { useWidth } from '../../components/use-width';
import { span } from '../../format/time';
import { EventForm } from './event-form';
import { eventStanding } from './event-words';
import { useIsManager } from './use-manager';

function Standing({ event }: { event: Event }) {
  const { text, tone } = eventStanding(event, serverNow());
  return <Tone tone={tone}>{text}</Tone>;
}

function Seats({ event }: { event: Event }) {
  const share = (count: number) => `${Math.min(100, (count / event.capacity) * 100)}%`;
  return (
    <div className="seats">
      <div>
        {event.seatsTaken.toLocaleString('zh-CN')} / {event.capacity.toLocaleString('zh-CN')}
        {event.admitted > 0 && <span className="meta"> 到 {event.admitted}</span>}
      </div>
      <div className="bar" aria-hidden="true">
        <i style={{ width: share(event.seatsTaken) }} />
      </div>
    </div>
  );
}

const columns: TableColumnsType<Event> = [
  {
    title: '活动',
    render: (_, event) => (
      <>
        <div className="strong">{event.title}</div>
        <div className="meta">
          {eventKindText[event.kind]} · {event.venue}
        </div>
      </>
    ),
  },
  { title: '时间', width: 230, render: (_, event) => span(event.startsAt, event.endsAt) },
  { title: '报名 / 名额', width: 170, render: (_, event) => <Seats event={event} /> },
  { title: '状态', width: 96, render: (_, event) => <Standing event={event} /> },
  { title: '主办', width: 180, render: (_, event) => event.organization.name },
];

const phoneColumns: TableColumnsType<Event> = [
  {
    title: '活动',
    render: (_, event) => (
      <>
        <div className="strong">{event.title}</div>
        <div className="meta">{span(event.startsAt, event.endsAt)}</div>
        <div className="meta">{event.venue}</div>
      </>
    ),
  },
  {
    title: '报名 / 名额',
    width: 112,
    render: (_, event) => (
      <>
        <Standing event={event} />
        <Seats event={event} />
      </>
    ),
  },
];

/** Events of my bodies; a new one starts as a draft. */
export function EventsPage() {
  const navigate = useNavigate();
  const width = useWidth();
  const isManager = useIsManager();
  const [isOpen, setIsOpen] = useState(false);
  const list = useInfiniteQuery({
    queryKey: ['events', 'list'],
    queryFn: ({ pageParam }) =>
      request('GET /events', { query: { group: 'managed', limit: 50, cursor: pageParam || undefined } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const keys: KeyBinding[] = [
    { key: 'n', hint: '新活动', run: isManager ? () => setIsOpen(true) : undefined },
  ];
  useKeys(keys);
  return (
    <>
      <div className="page-head">
        <h1>活动</h1>
        {rows.length > 0 && (
          <span className="meta">
            {rows.length}
            {list.hasNextPage ? '+' : ''} 场
          </span>
        )}
        <span className="grow" />
        {isManager && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setIsOpen(true)}>
            新活动<Kbd>N</Kbd>
          </Button>
        )}
      </div>
      <div className="page-body">
        <div className="panel">
          <StateView
            query={list}
            isEmpty={rows.length === 0}
            empty={isManager ? '还没有活动，先建一场' : '还没有活动'}
          >
            <Table
              size="small"
              rowKey="id"
              columns={width === 'phone' ? phoneColumns : columns}
              dataSource={rows}
              pagination={false}
              {...(width === 'phone' ? {} : { scroll: { x: 860 } })}
              onRow={({ id }) => ({ onClick: () => void navigate(`/events/${id}`) })}
            />
            {list.hasNextPage && (
              <div className="list-end">
                <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                  再看 50 场
                </Button>
              </div>
            )}
          </StateView>
        </div>
      </div>
      {isManager && (
        <EventForm
          isOpen={isOpen}
          onClose={() => setIsOpen(false)}
          onSaved={({ id }) => void navigate(`/events/${id}`)}
        />
      )}
      <KeyBar bindings={keys} />
    </>
  );
}
