import { EditOutlined, StopOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { Event } from '@contract/index';
import { eventKindText } from '@contract/words';
import { serverNow } from '../../api/clock';
import { request } from '../../api/request';
import { Kbd, KeyBar, useKeys, type KeyBinding } from '../../components/keys';
import { StateView } from '../../components/state-view';
import { Tone } from '../../components/tone';
import { useAct } from '../../components/use-act';
import { moment, span } from '../../format/time';
import { useCrumb } from '../../shell/crumb';
import { Attendees } from './attendees';
import { CallOff } from './call-off';
import { EventForm } from './event-form';
import { eventStanding } from './event-words';
import { Arrivals, Scans } from './gate-panels';
import { useIsManager } from './use-manager';

/** One event: can people get in right now? Arrivals first, then seats, scans and attendees. */
export function EventPage() {
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const searchField = useRef<HTMLDivElement>(null);
  const event = useQuery({
    queryKey: ['events', 'one', id],
    queryFn: () => request('GET /events/:id', { params: { id } }),
    refetchInterval: 15_000,
  });
  const scans = useQuery({
    queryKey: ['events', 'scans', id],
    queryFn: () => request('GET /events/:id/check-ins', { params: { id } }),
    refetchInterval: 15_000,
  });
  useCrumb(event.data?.title);
  const keys: KeyBinding[] = [
    { key: 'Escape', cap: 'Esc', hint: '返回活动', run: () => void navigate('/events') },
    { key: 'f', hint: '找参会人', run: () => searchField.current?.querySelector('input')?.focus() },
  ];
  useKeys(keys);
  const data = event.data;
  return (
    <>
      <StateView
        query={{
          ...event,
          error: event.error ?? (data ? scans.error : null),
          refetch: () => Promise.all([event.refetch(), scans.refetch()]),
        }}
      >
        {data && (
          <>
            <Head event={data} />
            <div className="page-columns event-columns">
              <Arrivals event={data} scans={scans.data ?? []} />
              <Seats event={data} />
              <Scans scans={scans.data ?? []} />
              <Attendees event={data} searchField={searchField} />
            </div>
          </>
        )}
      </StateView>
      <KeyBar bindings={keys}>
        <span>每 15 秒更新</span>
      </KeyBar>
    </>
  );
}

function Head({ event }: { event: Event }) {
  const isManager = useIsManager();
  const [isChanging, setIsChanging] = useState(false);
  const [isCallingOff, setIsCallingOff] = useState(false);
  const { act } = useAct({ stale: [['events']], otherwise: '没有发布，请再试一次' });
  const standing = eventStanding(event, serverNow());
  const isOver = new Date(event.endsAt) <= serverNow();
  const publish = () =>
    act(async () => {
      await request('POST /events/:id/publication', { params: { id: event.id } });
      return '已发布，企业可以报名了';
    });
  useKeys([
    {
      key: 'e',
      hint: '改活动',
      run: isManager && event.status !== 'cancelled' ? () => setIsChanging(true) : undefined,
    },
  ]);
  return (
    <div className="page-head">
      <h1>{event.title}</h1>
      <Tone tone={standing.tone}>{standing.text}</Tone>
      <span className="small grey">
        {eventKindText[event.kind]}，{span(event.startsAt, event.endsAt)}，{event.venue}
      </span>
      <span className="grow" />
      {isManager && event.status !== 'cancelled' && (
        <span className="row wrap">
          {!isOver && (
            <Button danger icon={<StopOutlined />} onClick={() => setIsCallingOff(true)}>
              取消活动
            </Button>
          )}
          <Button icon={<EditOutlined />} onClick={() => setIsChanging(true)}>
            改<Kbd>E</Kbd>
          </Button>
          {event.status === 'draft' && (
            <Button type="primary" onClick={() => void publish()}>
              发布，开放报名
            </Button>
          )}
          <CallOff event={event} isOpen={isCallingOff} onClose={() => setIsCallingOff(false)} />
          <EventForm
            event={event}
            isOpen={isChanging}
            onClose={() => setIsChanging(false)}
            onSaved={() => setIsChanging(false)}
          />
        </span>
      )}
    </div>
  );
}

function Seats({ event }: { event: Event }) {
  const share = (count: number) => `${Math.min(100, (count / event.capacity) * 100)}%`;
  return (
    <section className="panel" aria-label="名额">
      <div className="panel-head">
        <h2>名额 {event.capacity.toLocaleString('zh-CN')}</h2>
        <span className="meta">
          已报 {event.seatsTaken.toLocaleString('zh-CN')}，空 {event.seatsLeft.toLocaleString('zh-CN')}
        </span>
      </div>
      <div className="panel-body stack scroll">
        <div
          className="bar bar-tall bar-two"
          role="img"
          aria-label={`到场 ${event.admitted}，已报 ${event.seatsTaken}，名额 ${event.capacity}`}
        >
          <i style={{ width: share(event.admitted) }} />
          <i style={{ width: share(Math.max(0, event.seatsTaken - event.admitted)) }} />
        </div>
        <p className="chart-legend meta">
          <span>
            <i className="bar-dark" />
            到场 {event.admitted}
          </span>
          <span>
            <i className="bar-light" />
            未到 {Math.max(0, event.seatsTaken - event.admitted)}
          </span>
          <span>
            <i />空 {event.seatsLeft}
          </span>
        </p>
        <dl className="facts wide">
          <div>
            <dt>每家最多</dt>
            <dd>{event.perEnterprise} 人</dd>
          </div>
          <div>
            <dt>报名截止</dt>
            <dd>{moment(event.registrationClosesAt)}</dd>
          </div>
          <div>
            <dt>开门</dt>
            <dd>{moment(event.doorsOpenAt)}</dd>
          </div>
          <div>
            <dt>地点</dt>
            <dd>
              {event.venue}
              {event.address && <div className="meta">{event.address}</div>}
            </dd>
          </div>
          {event.agenda.length > 0 && (
            <div>
              <dt>议程</dt>
              <dd>
                {event.agenda.map(({ time, text }) => (
                  <div key={`${time}${text}`}>
                    {time} {text}
                  </div>
                ))}
              </dd>
            </div>
          )}
          {event.introduction && (
            <div>
              <dt>介绍</dt>
              <dd className="pre">{event.introduction}</dd>
            </div>
          )}
        </dl>
      </div>
    </section>
  );
}
