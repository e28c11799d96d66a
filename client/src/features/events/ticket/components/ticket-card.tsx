import { View } from '@tarojs/components';
import type { Event, Ticket } from '@contract';
import { Button } from '@/components/button';
import { Icon } from '@/components/icon';
import { QrCode } from '@/components/qr-code';
import { splitAgenda } from '../../detail/view-model';
import { openPage } from '@/platform/navigation';
import { ticketTimes, type TicketState } from '../view-model';

interface TicketCardProps {
  event: Event;
  ticket: Ticket;
  state: TicketState;
  now: Date;
}

const firstLines = 2;

/** The ticket of one person: code, who, and what happens on the day. */
export function TicketCard({ event, ticket, state, now }: TicketCardProps) {
  const { starts, doors } = ticketTimes(event, now);
  const isValid = state.kind === 'valid';
  return (
    <View className="ticket-card">
      <View className="ticket-card__top">
        <View className="q-t17">{event.title}</View>
        <View className="q-body">
          <View className="ticket-card__when">{starts}</View>，{doors}
        </View>
        <View className="ticket-card__code">
          {isValid ? (
            <QrCode text={ticket.payload} sizePx={290} label={`${ticket.attendeeName}的入场二维码`} />
          ) : (
            <Spent state={state} />
          )}
        </View>
        {isValid && (
          <View className="ticket-card__typed" ariaLabel={`入场码 ${ticket.code}`}>
            <View className="q-meta">扫不了就报</View>
            <View className="ticket-card__letters">{ticket.code}</View>
          </View>
        )}
        <View className="ticket-card__who">
          <View className="ticket-card__name">
            <View className="q-title">{ticket.attendeeName}</View>
            <View className="q-meta">{ticket.enterpriseName}</View>
          </View>
        </View>
        {state.kind === 'cancelled' && (
          <Button block onTap={() => void openPage('events/detail', { id: event.id })}>
            再报一次
          </Button>
        )}
      </View>
      <View className="ticket-card__bottom">
        <View className="ticket-line">
          <Icon name="pin" size={20} className="q-accent" />
          <View className="ticket-line__words">
            <View>{event.venue}</View>
            {event.address && <View className="q-meta">{event.address}</View>}
          </View>
        </View>
        {event.agenda.slice(0, firstLines).map(({ time, text }) => (
          <View key={`${time}${text}`} className="ticket-line">
            <View className="ticket-line__time">{time}</View>
            <View className="ticket-line__words">{splitAgenda(text).lead}</View>
          </View>
        ))}
      </View>
    </View>
  );
}

/** In place of a code that lets nobody in. */
function Spent({ state }: { state: TicketState }) {
  return (
    <View className={`ticket-spent ticket-spent--${state.kind}`} role="status">
      <View className="ticket-spent__sign">
        <Icon name={state.kind === 'used' ? 'check' : 'close'} size={28} />
      </View>
      <View className="q-say">{state.title}</View>
      <View className="q-body">{state.text}</View>
    </View>
  );
}
