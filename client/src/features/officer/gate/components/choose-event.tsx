import { View } from '@tarojs/components';
import type { Event } from '@contract';
import { serverNow } from '@/api/clock';
import { Card, Heading } from '@/components/card';
import { DateLeaf } from '@/components/date-leaf';
import { ListRow, Rows } from '@/components/list-row';
import { StatusView } from '@/components/status-view';
import { dayOf } from '@/format/dates';
import { eventPlaceAndTime } from '@/format/events';
import { usePullToRefresh } from '@/hooks/use-pull-to-refresh';
import { useGateEvents } from '../use-gate';
import { orderGateEvents } from '../view-model';

/** Which event’s gate: today’s first. */
export function ChooseEvent({ onChoose }: { onChoose: (event: Event) => void }) {
  const now = serverNow();
  const list = useGateEvents();
  usePullToRefresh(list.refresh);
  const { today, coming } = orderGateEvents(list.data ?? [], now);
  return (
    <StatusView
      status={list.status}
      error={list.error}
      subject="活动"
      isEmpty={today.length + coming.length === 0}
      empty={{ title: '没有要验票的活动', text: '您单位近期没有开放的活动，过期的不再验票。' }}
      onRetry={() => void list.refresh()}
    >
      <View className="q-say" role="heading">
        给哪一场验票？
      </View>
      {today.length > 0 && <Group title="今天" events={today} now={now} onChoose={onChoose} />}
      {coming.length > 0 && <Group title="以后的" events={coming} now={now} onChoose={onChoose} />}
    </StatusView>
  );
}

interface GroupProps {
  title: string;
  events: readonly Event[];
  now: Date;
  onChoose: (event: Event) => void;
}

function Group({ title, events, now, onChoose }: GroupProps) {
  return (
    <>
      <Heading title={title}>{`${events.length} 场`}</Heading>
      <Card flush>
        <Rows>
          {events.map((event) => (
            <ListRow
              key={event.id}
              strong
              start={<DateLeaf day={dayOf(event.startsAt)} under="month" now={now} />}
              title={event.title}
              note={`${eventPlaceAndTime(event, now)}，已进\u00a0${event.admitted}\u00a0/\u00a0${event.seatsTaken}`}
              onTap={() => onChoose(event)}
            />
          ))}
        </Rows>
      </Card>
    </>
  );
}
