import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Event } from '@contract';
import { Icon, type IconName } from '@/components/icon';
import { Tag } from '@/components/tag';
import { Tap } from '@/components/tap';
import { eventKindText } from '@contract/words';
import { formatSpan } from '@/format/dates';
import { copyText } from '@/platform/share';
import { closingWords } from '../view-model';

/** What it is, when and where, and until when one can sign up. */
export function EventHead({ event, now }: { event: Event; now: Date }) {
  const place = [event.venue, event.address].filter(Boolean).join('，');
  return (
    <View className="event-head">
      <Tag tone="accent">{eventKindText[event.kind]}</Tag>
      <View className="q-title event-head__title" role="heading">
        {event.title}
      </View>
      <Fact icon="calendar">
        <View className="q-bold q-ink1">{formatSpan(event.startsAt, event.endsAt, now)}</View>
      </Fact>
      <Fact
        icon="pin"
        end={
          <Tap className="event-fact__link" label={`复制地址，${place}`} onTap={() => void copyText(place)}>
            复制
          </Tap>
        }
      >
        {place}
      </Fact>
      <Fact icon="clock">{closingWords(event, now)}</Fact>
    </View>
  );
}

function Fact({ icon, end, children }: { icon: IconName; end?: ReactNode; children: ReactNode }) {
  return (
    <View className="event-fact q-body">
      <Icon name={icon} size={20} className="event-fact__icon" />
      <View className="event-fact__words">{children}</View>
      {end}
    </View>
  );
}
