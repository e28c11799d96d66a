import { View } from '@tarojs/components';
import { useReachBottom } from '@tarojs/taro';
import { useState } from 'react';
import type { Event, EventKind, Registration } from '@contract';
import { eventKinds } from '@contract/enums';
import { serverNow } from '@/api/clock';
import { Button } from '@/components/button';
import { Card, CardLine, Heading } from '@/components/card';
import { Chips } from '@/components/chips';
import { DateLeaf } from '@/components/date-leaf';
import { Link } from '@/components/link';
import { Meter } from '@/components/meter';
import { EndOfList, StatusView } from '@/components/status-view';
import { Tag } from '@/components/tag';
import { eventKindText } from '@contract/words';
import { dayOf, daysUntil, formatTime } from '@/format/dates';
import { eventHeadline, eventPlaceAndTime, seatState, seatWords } from '@/format/events';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { useRefreshOnShow } from '@/hooks/use-refresh-on-show';
import { openPage } from '@/platform/navigation';
import { useEvents, type EventGroup } from '../use-matching';
import { countComing, findNextTicket, namesOnTickets } from '../view-model';

const kindChips = [
  { value: 'all', label: '全部' },
  ...eventKinds.map((kind) => ({ value: kind, label: eventKindText[kind] })),
] as const;

interface EventsViewProps {
  /** Enterprise that reads, empty for a visitor: seats of one’s own differ. */
  viewer: string;
  registrations: readonly Registration[];
  refreshMine: () => Promise<void>;
  onToListings: () => void;
}

/** 活动: the next ticket, then what one can sign up for. */
export function EventsView({ viewer, registrations, refreshMine, onToListings }: EventsViewProps) {
  const now = serverNow();
  const [group, setGroup] = useState<EventGroup>('open');
  const [kind, setKind] = useState<EventKind | 'all'>('all');
  const list = useEvents(group, kind === 'all' ? undefined : kind, viewer);
  useReachBottom(() => void list.loadMore());
  useRefreshOnShow(list.refresh);
  usePullToRefresh(() => Promise.all([list.refresh(), refreshMine()]));

  const ticket = findNextTicket(registrations, now);
  const coming = countComing(registrations, now);
  const isPast = group === 'past';
  return (
    <>
      {ticket && !isPast && <TicketCard registration={ticket} now={now} />}
      <Chips items={kindChips} value={kind} onChange={setKind} label="种类" />
      <Heading title={isPast ? '往期活动' : '可报名的'}>
        <View className="matching-links">
          {coming > 0 && (
            <Link onTap={() => void openPage('events/mine')} label={`我报名的，${coming} 场`}>
              我报名的 {coming}
            </Link>
          )}
          <Link onTap={() => setGroup(isPast ? 'open' : 'past')}>{isPast ? '可报名' : '往期'}</Link>
        </View>
      </Heading>
      <StatusView
        status={list.status}
        error={list.error}
        subject="活动"
        isEmpty={list.items.length === 0}
        empty={
          kind === 'all'
            ? {
                title: isPast ? '还没有办过活动' : '近期没有活动',
                text: '有了新的会告诉您。先看看供需，也许有合适的。',
                action: { text: '看供需', onTap: onToListings },
              }
            : {
                title: `${isPast ? '没办过' : '近期没有'}${eventKindText[kind]}活动`,
                text: '看看别的种类。',
                action: { text: '看全部', onTap: () => setKind('all') },
              }
        }
        onRetry={() => void list.refresh()}
        isComplete={list.isComplete}
        end={<EndOfList text={isPast ? `${list.items.length} 场都看完了` : '没有更多了，新活动会告诉您'} />}
      >
        {list.items.map((event) => (
          <EventCard key={event.id} event={event} now={now} />
        ))}
      </StatusView>
    </>
  );
}

/** The ticket for the next event, at hand. */
function TicketCard({ registration, now }: { registration: Registration; now: Date }) {
  const { event } = registration;
  return (
    <Card tone="accent" className="matching-next">
      <View className="matching-next__words">
        <View className="q-t16">{eventHeadline(event, now)}</View>
        <View className="q-meta">
          {namesOnTickets(registration)}，{formatTime(event.doorsOpenAt)} 开门
        </View>
      </View>
      <Button
        kind="on-dark"
        size="small"
        label={`看${event.title}的入场码`}
        onTap={() => void openPage('events/ticket', { eventId: event.id })}
      >
        入场码
      </Button>
    </Card>
  );
}

function EventCard({ event, now }: { event: Event; now: Date }) {
  const day = dayOf(event.startsAt);
  const left = daysUntil(day, now);
  const isMine = event.myAttendees > 0;
  const words = seatWords(event, now);
  const canMeasure = ['open', 'full'].includes(seatState(event, now));
  return (
    <Card
      label={`${event.title}，${eventPlaceAndTime(event, now)}，${words}`}
      onTap={() => void openPage('events/detail', { id: event.id })}
    >
      <View className="matching-event">
        <DateLeaf
          day={day}
          under="month"
          tone={isMine && left >= 0 && left <= 1 ? 'next' : 'plain'}
          now={now}
        />
        <View className="matching-event__main">
          <View className="q-t17">{event.title}</View>
          <View className="q-meta matching-event__where">{eventPlaceAndTime(event, now)}</View>
        </View>
      </View>
      <CardLine>
        <View className="matching-seats">
          {isMine ? (
            <Tag tone="ok">{`已报 ${event.myAttendees} 人`}</Tag>
          ) : (
            <Tag>{eventKindText[event.kind]}</Tag>
          )}
          {canMeasure && <Meter used={event.seatsTaken} capacity={event.capacity} label={words} />}
          <View className="q-body q-nowrap">{words}</View>
        </View>
      </CardLine>
    </Card>
  );
}
