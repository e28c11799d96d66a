import { View } from '@tarojs/components';
import type { ITouchEvent } from '@tarojs/components';
import type { CSSProperties, ReactNode } from 'react';

import './index.scss';

export interface TapProps {
  onTap?: () => void;
  /** What a screen reader says; needed where the words inside don't say it. */
  label?: string;
  role?: 'button' | 'link' | 'tab' | 'radio' | 'checkbox' | 'switch';
  disabled?: boolean;
  checked?: boolean;
  selected?: boolean;
  className?: string;
  style?: CSSProperties;
  children?: ReactNode;
}

/** Anything that can be tapped: shows that it is pressed, speaks its role, and obeys the keyboard in a browser. */
export function Tap({
  onTap,
  label,
  role = 'button',
  disabled = false,
  checked,
  selected,
  className = '',
  style,
  children,
}: TapProps) {
  const act = () => {
    if (!disabled) onTap?.();
  };
  const keyboard =
    process.env.TARO_ENV === 'h5'
      ? {
          tabIndex: disabled ? -1 : 0,
          onKeyDown: (event: KeyboardEvent) => {
            if (event.target !== event.currentTarget || (event.key !== 'Enter' && event.key !== ' ')) return;
            event.preventDefault();
            act();
          },
        }
      : {};
  return (
    <View
      className={`q-tap ${className}`}
      style={style}
      hoverClass={disabled ? 'none' : 'q-tap--pressed'}
      hoverStopPropagation
      role={role}
      ariaLabel={label}
      ariaDisabled={disabled || undefined}
      ariaChecked={checked}
      ariaSelected={selected}
      onClick={(event: ITouchEvent) => {
        // A button inside a row acts alone.
        event.stopPropagation();
        act();
      }}
      {...keyboard}
    >
      {children}
    </View>
  );
}
