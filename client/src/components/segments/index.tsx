import { View } from '@tarojs/components';

import { Tap } from '../tap';

import './index.scss';

interface SegmentsProps<Value extends string> {
  items: readonly { value: Value; label: string; count?: number }[];
  value: Value;
  onChange: (value: Value) => void;
  /** What the choice is about, for screen readers. */
  label?: string;
}

/** Two to four views of one list, side by side. */
export function Segments<Value extends string>({ items, value, onChange, label }: SegmentsProps<Value>) {
  return (
    <View className="q-segments" role="tablist" ariaLabel={label}>
      {items.map((item) => (
        <Tap
          key={item.value}
          className={`q-segments__item ${item.value === value ? 'q-segments__item--on' : ''}`}
          role="tab"
          selected={item.value === value}
          onTap={() => onChange(item.value)}
        >
          {item.count === undefined ? item.label : `${item.label} ${item.count}`}
        </Tap>
      ))}
    </View>
  );
}
