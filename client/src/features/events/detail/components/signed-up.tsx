import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Registration } from '@contract';
import { serverNow } from '@/api/clock';
import { Button } from '@/components/button';
import { Note } from '@/components/note';
import { Sheet } from '@/components/sheet';
import { formatMoment, formatTime } from '@/format/dates';
import { openPage } from '@/platform/navigation';
import { useReminder } from '../use-event';

interface SignedUpProps {
  registration: Registration;
  personId: string;
  onClose: () => void;
}

/** After signing up: the ticket, and the offer to be reminded. */
export function SignedUp({ registration, personId, onClose }: SignedUpProps) {
  const now = serverNow();
  const reminder = useReminder(personId);
  const [answer, setAnswer] = useState<'granted' | 'refused'>();
  const { event, tickets } = registration;

  const ask = async () => {
    const isGranted = await reminder.ask().catch(() => false);
    setAnswer(isGranted ? 'granted' : 'refused');
  };
  return (
    <Sheet
      open
      title="报上名了"
      onClose={onClose}
      footer={
        <View className="event-done__actions">
          <Button block icon="ticket" onTap={() => void openPage('events/ticket', { eventId: event.id })}>
            看入场码
          </Button>
          {answer === undefined && reminder.canAsk && (
            <Button kind="soft" block icon="bell" onTap={() => void ask()}>
              开始前一天提醒我
            </Button>
          )}
        </View>
      }
    >
      <View className="q-t17">{tickets.map(({ attendeeName }) => attendeeName).join('、')}</View>
      <View className="q-body">
        {formatMoment(event.startsAt, now)}，{formatTime(event.doorsOpenAt)} 开门
        <View>{event.venue}</View>
      </View>
      {answer === 'granted' && (
        <Note tone="ok" icon="check">
          开始前一天 17:00 在微信里提醒您。
        </Note>
      )}
      {answer === 'refused' && <Note>没开微信提醒，前一天在“消息”里告诉您。</Note>}
    </Sheet>
  );
}
