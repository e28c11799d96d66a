import { View } from '@tarojs/components';
import type { Attribute } from '@contract';
import { DateInput } from '../date-input';
import { SelectInput } from '../select-input';
import { Tap } from '../tap';
import { TextInput } from '../text-input';
import { isTypedNumber, unitOf, type FactDraft } from './fact-value';
import './index.scss';

interface FactInputProps {
  attribute: Attribute;
  draft: FactDraft;
  onChange: (draft: FactDraft) => void;
  placeholder?: string;
  onConfirm?: () => void;
}

/** The field for one attribute of the dictionary, whatever its type. Goes into a Field with the attribute’s label. */
export function FactInput({ attribute, draft, onChange, placeholder, onConfirm }: FactInputProps) {
  const { label, choices = [] } = attribute;
  const typed = typeof draft === 'string' ? draft : '';
  if (attribute.type === 'boolean') {
    const options = [
      { value: 'yes', label: '是' },
      { value: 'no', label: '否' },
    ];
    const chosen = draft === undefined ? [] : [draft === true ? 'yes' : 'no'];
    return (
      <Options
        options={options}
        chosen={chosen}
        label={label}
        onToggle={(value) => onChange(value === 'yes')}
      />
    );
  }
  if (attribute.type === 'tags') {
    const chosen = Array.isArray(draft) ? draft : [];
    const toggle = (value: string) =>
      onChange(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);
    return <Options options={choices} chosen={chosen} label={label} isMany onToggle={toggle} />;
  }
  if (attribute.type === 'choice')
    return <SelectInput options={choices} value={typed || undefined} label={label} onChange={onChange} />;
  if (attribute.type === 'date') return <DateInput value={typed} label={label} onChange={onChange} />;
  return (
    <TextInput
      value={typed}
      label={label}
      type={isTypedNumber(attribute) ? 'digit' : 'text'}
      unit={unitOf(attribute)}
      placeholder={placeholder ?? attribute.period}
      onChange={onChange}
      onConfirm={onConfirm}
    />
  );
}

interface OptionsProps {
  options: readonly { value: string; label: string }[];
  chosen: readonly string[];
  onToggle: (value: string) => void;
  label: string;
  isMany?: boolean;
}

function Options({ options, chosen, onToggle, label, isMany = false }: OptionsProps) {
  return (
    <View className="q-options" role={isMany ? 'group' : 'radiogroup'} ariaLabel={label}>
      {options.map((option) => (
        <Tap
          key={option.value}
          className={`q-chip ${chosen.includes(option.value) ? 'q-chip--on' : ''}`}
          role={isMany ? 'checkbox' : 'radio'}
          checked={chosen.includes(option.value)}
          onTap={() => onToggle(option.value)}
        >
          {option.label}
        </Tap>
      ))}
    </View>
  );
}
