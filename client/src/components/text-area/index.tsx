import { Textarea, View } from '@tarojs/components';
import { useState } from 'react';

import '../field/index.scss';
import './index.scss';

interface TextAreaProps {
  value: string;
  onChange: (value: string) => void;
  label: string;
  placeholder?: string;
  maxLength?: number;
  disabled?: boolean;
  focus?: boolean;
}

/** Several lines of text; grows with what is typed. */
export function TextArea({
  value,
  onChange,
  label,
  placeholder,
  maxLength = 500,
  disabled = false,
  focus = false,
}: TextAreaProps) {
  const [isFocused, setIsFocused] = useState(false);
  return (
    <View className={`q-input q-input--area ${isFocused ? 'q-input--focus' : ''}`}>
      <Textarea
        className="q-text-area"
        value={value}
        placeholder={placeholder}
        placeholderClass="q-placeholder"
        maxlength={maxLength}
        disabled={disabled}
        focus={focus}
        autoHeight
        disableDefaultPadding
        showConfirmBar={false}
        ariaLabel={label}
        onInput={(event) => onChange(event.detail.value)}
        onFocus={() => setIsFocused(true)}
        onBlur={() => setIsFocused(false)}
      />
    </View>
  );
}
