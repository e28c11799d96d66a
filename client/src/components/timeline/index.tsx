import { View } from '@tarojs/components';
import type { ReactNode } from 'react';

import './index.scss';

export interface TimelineItem {
  key: string;
  title: ReactNode;
  time?: string;
  text?: ReactNode;
  /** `next`: still to come, dashed; `now`: where the matter stands. */
  state?: 'past' | 'now' | 'next';
  /** Pictures, links. */
  extra?: ReactNode;
}

/** What happened, the newest first, with what comes next above it. */
export function Timeline({ items }: { items: readonly TimelineItem[] }) {
  return (
    <View className="q-timeline" role="list">
      {items.map(({ key, title, time, text, state = 'past', extra }) => (
        <View key={key} className={`q-timeline__item q-timeline__item--${state}`} role="listitem">
          {time && <View className="q-meta">{time}</View>}
          <View className="q-timeline__title">{title}</View>
          {text && <View className="q-timeline__text">{text}</View>}
          {extra}
        </View>
      ))}
    </View>
  );
}
