import { View } from '@tarojs/components';
import type { ReactNode } from 'react';

import './index.scss';

interface GlazeProps {
  /** `tall` leaves room below for a card that climbs onto it (`q-pull`). */
  tall?: boolean;
  dark?: boolean;
  className?: string;
  children?: ReactNode;
}

/** The crackled celadon behind the head of 首页, 我的 and the ticket. */
export function Glaze({ tall = false, dark = false, className = '', children }: GlazeProps) {
  return (
    <View className={`q-glaze ${tall ? 'q-glaze--tall' : ''} ${dark ? 'q-glaze--dark' : ''} ${className}`}>
      {children}
    </View>
  );
}
