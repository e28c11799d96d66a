import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Segmented, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import type { Attendee, CheckIn } from '@contract/index';
import { request } from '../../api/request';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { eventKindText, refusalReasonText } from '@/format/codes';
import { moment, shortMoment } from '../../format/time';
import { ArrivalChart } from './arrival-chart';

const attendeeColumns: TableColumnsType<Attendee> = [
  {
    title: '姓名 / 企业',
    render: (_, attendee) => (
      <div>
        <div>
          {attendee.name} <span className="mono meta">{attendee.code}</span>
        </div>
        <div className="meta">{attendee.enterpriseName}</div>
      </div>
    ),
  },
  {
    title: '报名',
    width: 110,
    render: (_, attendee) => <span className="meta">{shortMoment(attendee.registeredAt)}</span>,
  },
  {
    title: '入场',
    width: 130,
    render: (_, attendee) =>
      attendee.status === 'used' && attendee.usedAt ? (
        <span className="green">
          {shortMoment(attendee.usedAt)} {attendee.gate}
        </span>
      ) : attendee.status === 'cancelled' ? (
        <span className="meta">已取消</span>
      ) : (
        '未到'
      ),
  },
];

/** One event: can people get in right now? Arrivals first, then seats, scans and attendees. */
export function EventPage() {
  const { id = '' } = useParams();
  const [status, setStatus] = useState<'all' | 'valid' | 'used'>('all');
  const [search, setSearch] = useState('');
  const queries = useQueryClient();
  const { message } = App.useApp();
  const event = useQuery({
    queryKey: ['events', 'one', id],
    queryFn: () => request('GET /events/:id', { params: { id } }),
    refetchInterval: 15_000,
  });
  const attendees = useQuery({
    queryKey: ['events', 'attendees', id, status, search],
    queryFn: () =>
      request('GET /events/:id/attendees', {
        params: { id },
        query: { limit: 100, ...(status === 'all' ? {} : { status }), ...(search ? { q: search } : {}) },
      }),
    refetchInterval: 15_000,
  });
  const scans = useQuery({
    queryKey: ['events', 'scans', id],
    queryFn: () => request('GET /events/:id/check-ins', { params: { id } }),
    refetchInterval: 15_000,
  });
  const publish = async () => {
    try {
      await request('POST /events/:id/publication', { params: { id } });
      await queries.invalidateQueries({ queryKey: ['events'] });
      void message.success('已发布，企业可以报名了');
    } catch (error) {
      void message.error((error as Error).message);
    }
  };
  const data = event.data;
  const rows = attendees.data?.items ?? [];
  return (
    <div className="page-body" style={{ paddingTop: 12 }}>
      <StateView
        isLoading={event.isPending}
        error={event.error}
        isEmpty={false}
        empty={null}
        onRetry={() => void event.refetch()}
      >
        {data && (
          <div className="stack">
            <div className="row">
              <h1 style={{ fontSize: 18 }}>{data.title}</h1>
              <Tone tone={data.status === 'open' ? 'green' : 'grey'}>
                {data.status === 'open' ? '报名中' : data.status === 'draft' ? '草稿' : '已取消'}
              </Tone>
              <span className="meta">
                {eventKindText[data.kind]}，{moment(data.startsAt)}，{data.venue}
              </span>
              <span className="grow" />
              {data.status === 'draft' && (
                <Button type="primary" onClick={() => void publish()}>
                  发布，开放报名
                </Button>
              )}
            </div>
            <div className="two-grid">
              <section className="panel">
                <div className="panel-head">
                  到场 {data.admitted} 人
                  <span className="meta">
                    {data.seatsTaken > 0
                      ? `占报名的 ${Math.round((data.admitted / data.seatsTaken) * 100)}%`
                      : '还没有人报名'}
                  </span>
                </div>
                <div className="panel-body">
                  <ArrivalChart scans={scans.data ?? []} />
                </div>
              </section>
              <section className="panel">
                <div className="panel-head">
                  名额 {data.capacity}
                  <span className="meta">
                    已报 {data.seatsTaken}，空 {data.seatsLeft}
                  </span>
                </div>
                <div className="panel-body stack">
                  <div
                    className="bar"
                    style={{ height: 12 }}
                    role="img"
                    aria-label={`已报 ${data.seatsTaken}，名额 ${data.capacity}`}
                  >
                    <i style={{ width: `${(data.seatsTaken / data.capacity) * 100}%` }} />
                  </div>
                  <p className="meta">
                    每家最多 {data.perEnterprise} 人；报名到 {moment(data.registrationClosesAt)}；
                    {moment(data.doorsOpenAt)} 开门
                  </p>
                  <RecentScans scans={scans.data ?? []} />
                </div>
              </section>
            </div>
            <section className="panel">
              <div className="panel-head">
                参会人
                <Segmented
                  size="small"
                  value={status}
                  onChange={setStatus}
                  options={[
                    { value: 'all', label: `全部 ${data.seatsTaken}` },
                    { value: 'valid', label: `未到 ${Math.max(0, data.seatsTaken - data.admitted)}` },
                    { value: 'used', label: `已到 ${data.admitted}` },
                  ]}
                />
                <span className="grow" />
                <Input.Search
                  allowClear
                  placeholder="姓名、企业、票号、手机尾号"
                  style={{ width: 260 }}
                  maxLength={20}
                  onSearch={(text) => setSearch(text.trim())}
                />
              </div>
              <StateView
                isLoading={attendees.isPending}
                error={attendees.error}
                isEmpty={rows.length === 0}
                empty="还没有人报名"
                onRetry={() => void attendees.refetch()}
              >
                <Table
                  size="small"
                  rowKey="ticketId"
                  columns={attendeeColumns}
                  dataSource={rows}
                  pagination={false}
                />
              </StateView>
            </section>
          </div>
        )}
      </StateView>
    </div>
  );
}

function RecentScans({ scans }: { scans: CheckIn[] }) {
  if (scans.length === 0) return <p className="meta">还没有扫码记录。</p>;
  return (
    <ul>
      {scans.slice(0, 8).map((scan) => (
        <li
          key={`${scan.at}-${scan.attendeeName ?? ''}-${scan.gate}`}
          className="row"
          style={{ fontSize: 13, lineHeight: '26px' }}
        >
          <span className="meta">{shortMoment(scan.at)}</span>
          <span className={scan.outcome === 'admitted' ? 'green' : 'red'}>
            {scan.outcome === 'admitted'
              ? '放行'
              : `拒绝：${scan.reason ? refusalReasonText[scan.reason] : ''}`}
          </span>
          <span className="cut">
            {scan.attendeeName} {scan.enterpriseName}
          </span>
          <span className="meta">{scan.gate}</span>
        </li>
      ))}
    </ul>
  );
}
