import { Input, View } from '@tarojs/components';
import type { InputProps } from '@tarojs/components';
import { useState } from 'react';

import '../field/index.scss';

interface TextInputProps {
  value: string;
  onChange: (value: string) => void;
  /** What it is for, for screen readers: the label of its field. */
  label: string;
  placeholder?: string;
  type?: 'text' | 'number' | 'digit' | 'idcard';
  maxLength?: number;
  /** After the number: 万元, 人. */
  unit?: string;
  disabled?: boolean;
  focus?: boolean;
  confirmType?: InputProps['confirmType'];
  onConfirm?: () => void;
  onBlur?: () => void;
}

/** One line of text or a number. */
export function TextInput({
  value,
  onChange,
  label,
  placeholder,
  type = 'text',
  maxLength = 140,
  unit,
  disabled = false,
  focus = false,
  confirmType = 'done',
  onConfirm,
  onBlur,
}: TextInputProps) {
  const [isFocused, setIsFocused] = useState(false);
  return (
    <View className={`q-input ${isFocused ? 'q-input--focus' : ''} ${disabled ? 'q-input--off' : ''}`}>
      <Input
        className="q-input__box"
        type={type}
        value={value}
        placeholder={placeholder}
        placeholderClass="q-placeholder"
        maxlength={maxLength}
        disabled={disabled}
        focus={focus}
        confirmType={confirmType}
        ariaLabel={label}
        onInput={(event) => onChange(event.detail.value)}
        onFocus={() => setIsFocused(true)}
        onBlur={() => {
          setIsFocused(false);
          onBlur?.();
        }}
        onConfirm={() => onConfirm?.()}
      />
      {unit && <View className="q-input__unit">{unit}</View>}
    </View>
  );
}
