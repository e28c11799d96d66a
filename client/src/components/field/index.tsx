import { View } from '@tarojs/components';
import type { ReactNode } from 'react';

import { Icon } from '../icon';

import './index.scss';

interface FieldProps {
  label: string;
  /** At the right of the label: how to fill it in. */
  hint?: string;
  /** What is wrong and how to put it right; takes the place of the counter. */
  error?: string;
  /** Characters typed and allowed, e.g. 12 and 200. */
  count?: { used: number; max: number };
  required?: boolean;
  children: ReactNode;
}

/** A label above what is filled in, and below it what is wrong. */
export function Field({ label, hint, error, count, required = false, children }: FieldProps) {
  return (
    <View className={`q-field ${error ? 'q-field--bad' : ''}`}>
      <View className="q-field__label">
        <View>
          {label}
          {!required && <View className="q-field__optional">（选填）</View>}
        </View>
        {hint && <View className="q-field__hint">{hint}</View>}
      </View>
      {children}
      {(error || count) && (
        <View className="q-field__below">
          <View className="q-field__error" role="alert" ariaLive="polite">
            {error && <Icon name="warning" size={16} />}
            {error}
          </View>
          {count && !error && (
            <View className="q-field__count">
              {count.used} / {count.max}
            </View>
          )}
        </View>
      )}
    </View>
  );
}
