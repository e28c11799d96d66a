import { View } from '@tarojs/components';
import type { ReactNode } from 'react';

import { Icon, type IconName } from '../icon';

import './index.scss';

interface TagProps {
  children: ReactNode;
  tone?: 'mute' | 'accent' | 'ok' | 'warn' | 'bad';
  /** A rounded tag with a sign before its word: time left on a card of the work list. */
  icon?: IconName;
  /** Filled, for what is overdue. */
  strong?: boolean;
}

/** A word that says what state a thing is in. */
export function Tag({ children, tone = 'mute', icon, strong = false }: TagProps) {
  return (
    <View className={`q-tag q-tag--${tone} ${icon ? 'q-tag--round' : ''} ${strong ? 'q-tag--strong' : ''}`}>
      {icon && <Icon name={icon} size={16} />}
      {children}
    </View>
  );
}
