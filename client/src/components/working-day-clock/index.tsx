import { View } from '@tarojs/components';
import { serverNow } from '@/api/clock';

import type { ClockDay } from '@contract/common';

import { describeClock, layOutClock } from './layout';

import './index.scss';

interface WorkingDayClockProps {
  days: ClockDay[];
  /** What is promised for the outlined day. */
  promise?: string;
  now?: Date;
}

/** More bars than this have no room for words under each: only the first, today and the promised day are named. */
const namedBars = 7;

/** A promise as working days: done in accent, rest days hatched, the promised day outlined. */
export function WorkingDayClock({ days, promise = '答复', now = serverNow() }: WorkingDayClockProps) {
  const bars = layOutClock(days, promise);
  const isLong = bars.length > namedBars;
  const named = isLong
    ? bars.filter((bar, index) => index === 0 || bar.look === 'today' || bar.look === 'promised')
    : [];
  return (
    <View role="img" ariaLabel={describeClock(days, promise, now)}>
      <View className={`q-clock ${isLong ? 'q-clock--long' : ''}`}>
        {bars.map((bar) => (
          <View key={bar.key} className={`q-clock__day q-clock__day--${bar.look}`}>
            <View className="q-clock__bar" />
            {!isLong && <View className="q-clock__top">{bar.top}</View>}
            {!isLong && bar.bottom && <View>{bar.bottom}</View>}
          </View>
        ))}
      </View>
      {isLong && (
        <View className="q-clock__names">
          {named.map((bar) => (
            <View key={bar.key} className={`q-clock__day q-clock__day--${bar.look}`}>
              <View className="q-clock__top">{bar.top}</View>
              <View>{bar.bottom}</View>
            </View>
          ))}
        </View>
      )}
    </View>
  );
}
