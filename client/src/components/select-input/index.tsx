import { Picker, View } from '@tarojs/components';

import { Icon } from '../icon';

import { opensByKeyboard } from '../field/keyboard';

import '../field/index.scss';

interface SelectInputProps<Value extends string> {
  options: readonly { value: Value; label: string }[];
  value: Value | undefined;
  onChange: (value: Value) => void;
  label: string;
  placeholder?: string;
  disabled?: boolean;
}

/** One of a list, chosen on WeChat's wheel. */
export function SelectInput<Value extends string>({
  options,
  value,
  onChange,
  label,
  placeholder = '请选择',
  disabled = false,
}: SelectInputProps<Value>) {
  const index = options.findIndex((option) => option.value === value);
  const shown = options[index]?.label;
  return (
    <Picker
      mode="selector"
      range={options.map((option) => option.label)}
      value={Math.max(0, index)}
      disabled={disabled}
      onChange={(event) => {
        const chosen = options[Number(event.detail.value)];
        if (chosen) onChange(chosen.value);
      }}
    >
      <View
        className="q-input"
        role="button"
        {...opensByKeyboard}
        ariaLabel={`${label}，${shown ?? placeholder}`}
      >
        <View className={`q-input__value ${shown ? '' : 'q-input__empty'}`}>{shown ?? placeholder}</View>
        <Icon name="chevron-down" size={20} />
      </View>
    </Picker>
  );
}
