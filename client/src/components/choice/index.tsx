import { View } from '@tarojs/components';
import type { ReactNode } from 'react';

import { Tap } from '../tap';

import './index.scss';

interface ChoiceProps {
  title: ReactNode;
  /** What follows from choosing it. */
  note?: ReactNode;
  checked: boolean;
  onChoose: () => void;
}

/** One of several, each with its consequence. */
export function Choice({ title, note, checked, onChoose }: ChoiceProps) {
  return (
    <Tap
      className={`q-choice ${checked ? 'q-choice--on' : ''}`}
      role="radio"
      checked={checked}
      onTap={onChoose}
    >
      <View className="q-choice__radio" />
      <View className="q-choice__main">
        <View className="q-t16">{title}</View>
        {note && <View className="q-meta">{note}</View>}
      </View>
    </Tap>
  );
}
