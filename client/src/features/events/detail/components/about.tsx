import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Event } from '@contract';
import { Card, Heading } from '@/components/card';
import { ListRow, Rows } from '@/components/list-row';
import { Meter } from '@/components/meter';
import { Note } from '@/components/note';
import { formatCount } from '@/format/amounts';
import { seatState, seatWords } from '@/format/events';
import { openPage } from '@/platform/navigation';
import { callPhone } from '@/platform/phone';
import { useOrganizer } from '../use-event';
import { agendaOf, closedBecause, splitAgenda } from '../view-model';

interface AboutProps {
  event: Event;
  now: Date;
  /** Between the seats and the agenda: who goes. */
  children?: ReactNode;
}

/** Whether there is room, what happens on the day, and whom to ask. */
export function About({ event, now, children }: AboutProps) {
  const organizer = useOrganizer(event);
  const phone = organizer.data?.phone;
  const closed = closedBecause(event, now);
  return (
    <>
      {closed && (
        <Note tone={event.status === 'cancelled' ? 'bad' : 'warn'} icon="info">
          <View className="q-bold q-ink1">{closed.title}</View>
          {closed.text}
        </Note>
      )}
      {['open', 'full'].includes(seatState(event, now)) && <Seats event={event} now={now} />}
      {children}
      <Card>
        <Heading title="当天安排" />
        <Rows>
          {agendaOf(event).map(({ time, text }) => (
            <AgendaLine key={`${time}${text}`} time={time} {...splitAgenda(text)} />
          ))}
        </Rows>
      </Card>
      {event.introduction && (
        <Card>
          <Heading title="介绍" />
          <View className="q-body event-introduction">{event.introduction}</View>
        </Card>
      )}
      <Card flush>
        <ListRow
          strong
          icon={phone ? 'phone' : 'chat'}
          title="问主办方"
          note={
            <>
              <View>{event.organization.name}</View>
              {phone && <View className="q-nowrap">{phone}</View>}
            </>
          }
          label={`问主办方，${event.organization.name}`}
          onTap={() => (phone ? callPhone(phone) : void openPage('issues/new'))}
        />
      </Card>
    </>
  );
}

function Seats({ event, now }: { event: Event; now: Date }) {
  const { capacity, seatsTaken, seatsLeft, perEnterprise, myAttendees } = event;
  return (
    <Card>
      <Heading title="还有多少席">共 {formatCount(capacity)} 席</Heading>
      <View className="event-seats">
        <Meter
          used={seatsTaken}
          capacity={capacity}
          label={`已报 ${seatsTaken} 人，${seatWords(event, now)}`}
        />
        <View className="q-body q-nowrap">
          {seatsLeft > 0 ? (
            <>
              剩 <View className="event-seats__left">{formatCount(seatsLeft)}</View> 席
            </>
          ) : (
            '已满'
          )}
        </View>
      </View>
      <View className="q-quiet q-body">
        每家最多去 {perEnterprise} 人{myAttendees > 0 ? `，您家已报 ${myAttendees} 人` : ''}
      </View>
    </Card>
  );
}

function AgendaLine({ time, lead, rest }: { time: string; lead: string; rest: string }) {
  return (
    <View className="event-agenda">
      <View className="event-agenda__time">{time}</View>
      <View className="q-body event-agenda__words">
        <View className="event-agenda__lead">{lead}</View>
        {rest}
      </View>
    </View>
  );
}
