import { View } from '@tarojs/components';
import type { ReactNode } from 'react';

import { Icon } from '../icon';
import { Tap } from '../tap';

import './index.scss';

interface CheckboxProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}

/** A statement to agree to. */
export function Checkbox({ checked, onChange, children }: CheckboxProps) {
  return (
    <Tap className="q-checkbox" role="checkbox" checked={checked} onTap={() => onChange(!checked)}>
      <View className={`q-checkbox__box ${checked ? 'q-checkbox__box--on' : ''}`}>
        {checked && <Icon name="check" size={18} />}
      </View>
      <View className="q-checkbox__words">{children}</View>
    </Tap>
  );
}
