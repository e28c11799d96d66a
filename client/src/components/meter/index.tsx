import { View } from '@tarojs/components';

import './index.scss';

interface MeterProps {
  used: number;
  capacity: number;
  label: string;
}

/** How full something is: amber when nearly full, grey when full. */
export function Meter({ used, capacity, label }: MeterProps) {
  const share = capacity > 0 ? Math.min(1, Math.max(0, used / capacity)) : 1;
  const look = share >= 1 ? 'full' : share >= 0.9 ? 'nearly' : 'open';
  return (
    <View className="q-meter" role="img" ariaLabel={label}>
      <View
        className={`q-meter__used q-meter__used--${look}`}
        style={{ width: `${Math.round(share * 100)}%` }}
      />
    </View>
  );
}
