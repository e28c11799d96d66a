import { View } from '@tarojs/components';

import { amountParts } from '@/format/amounts';

import './index.scss';

interface AmountTextProps {
  fen: number;
  /** Before the number: 约, 最高. */
  prefix?: string;
  size?: 'normal' | 'large';
}

/** An amount with its number large and its unit small. */
export function AmountText({ fen, prefix, size = 'normal' }: AmountTextProps) {
  const { number, unit } = amountParts(fen);
  return (
    <View className={`q-amount q-amount--${size}`}>
      {prefix && <View>{prefix}</View>}
      <View className="q-amount__number">{number}</View>
      <View>{unit}</View>
    </View>
  );
}
