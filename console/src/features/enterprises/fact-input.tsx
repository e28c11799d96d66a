import { Input, InputNumber, Select } from 'antd';
import type { Attribute, FactValue } from '@contract/index';

interface Props {
  attribute: Attribute;
  value: FactValue | undefined;
  onChange: (value: FactValue | undefined) => void;
}

const fenPerWan = 1_000_000;

/** A value of the dictionary, in the field that suits it; amounts in 万元. */
export function FactInput({ attribute, value, onChange }: Props) {
  switch (attribute.type) {
    case 'boolean':
      return (
        <Select
          value={value === undefined ? undefined : String(value)}
          placeholder="是或否"
          options={[
            { value: 'true', label: '是' },
            { value: 'false', label: '否' },
          ]}
          onChange={(chosen: string) => onChange(chosen === 'true')}
        />
      );
    case 'choice':
      return <Select value={value as string | undefined} options={attribute.choices} onChange={onChange} />;
    case 'tags':
      return (
        <Select
          mode="multiple"
          value={(value as string[] | undefined) ?? []}
          options={attribute.choices}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(chosen: string[]) => onChange(chosen)}
        />
      );
    case 'amount':
      return (
        <InputNumber
          min={0}
          style={{ width: '100%' }}
          value={typeof value === 'number' ? value / fenPerWan : null}
          suffix="万元"
          onChange={(given) => onChange(given === null ? undefined : Math.round(Number(given) * fenPerWan))}
        />
      );
    case 'number':
    case 'percent':
    case 'year':
      return (
        <InputNumber
          min={0}
          style={{ width: '100%' }}
          value={typeof value === 'number' ? value : null}
          suffix={attribute.type === 'percent' ? '%' : attribute.unit}
          onChange={(given) => onChange(given === null ? undefined : Number(given))}
        />
      );
    default:
      return (
        <Input
          value={typeof value === 'string' ? value : ''}
          onChange={({ target }) => onChange(target.value || undefined)}
        />
      );
  }
}
