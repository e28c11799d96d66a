import { View } from '@tarojs/components';

import { Tap } from '../tap';

import './index.scss';

interface SwitchProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: string;
  disabled?: boolean;
}

/** On or off, at once. */
export function Switch({ checked, onChange, label, disabled = false }: SwitchProps) {
  return (
    <Tap
      className={`q-switch ${checked ? 'q-switch--on' : ''}`}
      role="switch"
      checked={checked}
      disabled={disabled}
      label={label}
      onTap={() => onChange(!checked)}
    >
      <View className="q-switch__knob" />
    </Tap>
  );
}
