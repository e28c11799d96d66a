import { View } from '@tarojs/components';

import './index.scss';

interface StepsProps {
  items: readonly string[];
  /** Index of the step in hand; `items.length` when all are done. */
  current: number;
}

/** How far a matter has come, across the page. */
export function Steps({ items, current }: StepsProps) {
  const spoken =
    current >= items.length
      ? `全部完成，共 ${items.length} 步`
      : `共 ${items.length} 步，现在是${items[current] ?? ''}`;
  return (
    <View className="q-steps" role="img" ariaLabel={spoken}>
      {items.map((item, index) => (
        <View
          key={item}
          className={`q-steps__item ${index < current ? 'q-steps__item--done' : ''} ${index === current ? 'q-steps__item--now' : ''}`}
        >
          {item}
        </View>
      ))}
    </View>
  );
}
