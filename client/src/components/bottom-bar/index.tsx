import { View } from '@tarojs/components';
import type { ReactNode } from 'react';

import './index.scss';

interface BottomBarProps {
  /** Before the buttons: what they will do, or the state of a draft. */
  note?: ReactNode;
  children: ReactNode;
}

/** Actions that stay at the bottom of the screen; the primary one is the widest. Goes into the Page's `footer`. */
export function BottomBar({ note, children }: BottomBarProps) {
  return (
    <View className="q-bottom-bar">
      {note && <View className="q-bottom-bar__note">{note}</View>}
      <View className="q-bottom-bar__actions">{children}</View>
    </View>
  );
}
