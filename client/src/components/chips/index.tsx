import { ScrollView, View } from '@tarojs/components';

import { Tap } from '../tap';

import './index.scss';

interface ChipsProps<Value extends string> {
  items: readonly { value: Value; label: string }[];
  value: Value;
  onChange: (value: Value) => void;
  /** Wraps into lines instead of scrolling sideways. */
  wrap?: boolean;
  label?: string;
}

/** One of many filters, in a row that scrolls sideways. */
export function Chips<Value extends string>({
  items,
  value,
  onChange,
  wrap = false,
  label,
}: ChipsProps<Value>) {
  const chips = items.map((item) => (
    <Tap
      key={item.value}
      className={`q-chip ${item.value === value ? 'q-chip--on' : ''}`}
      role="radio"
      checked={item.value === value}
      onTap={() => onChange(item.value)}
    >
      {item.label}
    </Tap>
  ));
  if (wrap) {
    return (
      <View className="q-chips q-chips--wrap" role="radiogroup" ariaLabel={label}>
        {chips}
      </View>
    );
  }
  return (
    <ScrollView className="q-chips" scrollX enhanced showScrollbar={false} ariaLabel={label}>
      <View className="q-chips__row" role="radiogroup">
        {chips}
      </View>
    </ScrollView>
  );
}
