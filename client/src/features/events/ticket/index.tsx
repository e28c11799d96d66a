import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useEffect, useState } from 'react';
import { serverNow } from '@/api/clock';
import { Glaze } from '@/components/glaze';
import { Icon } from '@/components/icon';
import { Page } from '@/components/page';
import { Empty, Failure, Skeleton } from '@/components/status-view';
import { Tap } from '@/components/tap';
import { TopBar } from '@/components/top-bar';
import { formatPast } from '@/format/dates';
import { useSession } from '@/hooks/use-session';
import { openPage } from '@/platform/navigation';
import { lightenStatusBar } from '@/platform/screen';
import type { EventTickets } from '../tickets';
import { TicketCard } from './components/ticket-card';
import { useBrightScreen, useTickets } from './use-tickets';
import { ticketState } from './view-model';
import './index.scss';

/** 入场码: can I get in? */
export default function EventTicket() {
  const { eventId = '' } = useRouter().params;
  const { enterprise } = useSession();
  const { tickets, status, error, keptAt, isOnPhone, refresh } = useTickets(
    eventId,
    enterprise?.enterpriseId ?? '',
  );
  if (tickets && tickets.tickets.length > 0)
    return <Tickets found={tickets} keptAt={status === 'error' ? keptAt : undefined} isOnPhone={isOnPhone} />;
  return (
    <Page head={<TopBar title="入场码" back />}>
      {(status === 'loading' || status === 'refreshing') && <Skeleton cards={1} />}
      {status === 'error' && error && (
        <Failure subject="入场码" error={error} onRetry={() => void refresh()} />
      )}
      {status === 'ready' && (
        <Empty
          title="您还没报这场活动"
          text="报上名就有入场码。"
          action={{ text: '去报名', onTap: () => void openPage('events/detail', { id: eventId }) }}
        />
      )}
    </Page>
  );
}

interface TicketsProps {
  found: EventTickets;
  /** The newest could not be had: when the shown ones were stored. */
  keptAt?: string;
  isOnPhone: boolean;
}

/** One code per person, on white. */
function Tickets({ found: { event, tickets }, keptAt, isOnPhone }: TicketsProps) {
  const now = serverNow();
  const [chosen, setChosen] = useState<string>();
  const ticket = tickets.find(({ id }) => id === chosen) ?? tickets[0];
  const state = ticket && ticketState(ticket, event, now);
  const isValid = state?.kind === 'valid';
  useBrightScreen(isValid);
  useEffect(() => lightenStatusBar(), []);
  if (!ticket || !state) return null;
  return (
    <Page tone="ticket" className="ticket-page" head={<Glaze dark className="ticket-glaze" />}>
      <View className="ticket-bar">
        <TopBar title="入场码" back />
      </View>
      {tickets.length > 1 && (
        <View className="ticket-people" role="tablist" ariaLabel="换人">
          {tickets.map(({ id, attendeeName }) => (
            <Tap
              key={id}
              className={`ticket-person ${id === ticket.id ? 'ticket-person--on' : ''}`}
              role="tab"
              selected={id === ticket.id}
              onTap={() => setChosen(id)}
            >
              {attendeeName}
            </Tap>
          ))}
        </View>
      )}
      <TicketCard event={event} ticket={ticket} state={state} now={now} />
      <View className="ticket-hints">
        {keptAt && (
          <View className="ticket-hint" role="status">
            <Icon name="offline" size={20} />
            没有网，这是{formatPast(keptAt, now)}存下的
          </View>
        )}
        {isValid && isOnPhone && (
          <View className="ticket-hint">
            <Icon name={keptAt ? 'check' : 'offline'} size={20} />
            没有网也能进，码已存在手机里
          </View>
        )}
        {isValid && (
          <View className="ticket-hint">
            <Icon name="sun" size={20} />
            {process.env.TARO_ENV === 'h5' ? '扫不出来，就把屏幕调亮些' : '屏幕已调到最亮，离开后还原'}
          </View>
        )}
      </View>
    </Page>
  );
}
