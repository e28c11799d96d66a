import { View } from '@tarojs/components';
import type { ReactNode } from 'react';

import { Icon, type IconName } from '../icon';

import './index.scss';

interface NoteProps {
  icon?: IconName;
  tone?: 'accent' | 'warn' | 'bad' | 'ok' | 'plain';
  children: ReactNode;
}

/** Something to know before going on. */
export function Note({ icon = 'info', tone = 'accent', children }: NoteProps) {
  return (
    <View className={`q-note q-note--${tone}`}>
      <Icon name={icon} size={20} className="q-note__icon" />
      <View className="q-note__words">{children}</View>
    </View>
  );
}
