import { InputNumber, Select } from 'antd';
import { enterpriseSizes } from '@contract/enums';
import type { Attribute, RuleClause } from '@contract/index';
import { enterpriseSizeText } from '@contract/words';
import { DayInput } from '../../components/day-input';
import { takesMany, toShown, toStored } from './rule-model';
import { useIndustries, useRegionOptions } from '../../components/use-lists';

interface Props {
  clause: RuleClause;
  attribute: Attribute | undefined;
  onChange: (clause: RuleClause) => void;
}

/** The value of a comparison, in the field that suits its attribute. */
export function ValueInput({ clause, attribute, onChange }: Props) {
  const regions = useRegionOptions();
  const industries = useIndustries(attribute?.type === 'industry').map(({ code, name }) => ({
    value: code,
    label: `${code} ${name}`,
  }));
  const set = (value: RuleClause['value']) => onChange({ ...clause, value });
  const options = optionsFor(attribute, regions, industries);
  if (options) {
    const isYesNo = attribute?.type === 'boolean';
    return (
      <Select
        mode={takesMany(clause.op) ? 'multiple' : undefined}
        showSearch={{ optionFilterProp: 'label' }}
        className="rule-value"
        size="small"
        popupMatchSelectWidth={false}
        maxTagCount={3}
        value={isYesNo ? String(clause.value) : (clause.value as string | string[])}
        aria-label="值"
        options={options}
        onChange={(value: string | string[]) => set(isYesNo ? value === 'true' : value)}
      />
    );
  }
  if (attribute?.type === 'date')
    return (
      <span className="rule-number">
        <DayInput value={String(clause.value)} onChange={(day) => set(day ?? '')} placeholder="选一天" />
      </span>
    );
  const isRatio = clause.per !== undefined;
  return (
    <InputNumber
      className="rule-number"
      size="small"
      min={0}
      value={toShown(attribute, Number(clause.value), isRatio)}
      suffix={unitOf(attribute, isRatio)}
      aria-label="值"
      onChange={(value) => set(toStored(attribute, Number(value ?? 0), isRatio))}
    />
  );
}

function unitOf(attribute: Attribute | undefined, isRatio: boolean): string {
  if (isRatio || attribute?.type === 'percent') return '%';
  return attribute?.type === 'amount' ? '万元' : (attribute?.unit ?? '');
}

type Options = { value: string; label: string }[];

function optionsFor(
  attribute: Attribute | undefined,
  regions: Options,
  industries: Options,
): Options | undefined {
  switch (attribute?.type) {
    case 'region':
      return regions;
    case 'industry':
      return industries;
    case 'size':
      return enterpriseSizes
        .filter((size) => size !== 'not-applicable')
        .map((size) => ({ value: size, label: enterpriseSizeText[size] }));
    case 'choice':
    case 'tags':
      return attribute.choices ?? [];
    case 'boolean':
      return [
        { value: 'true', label: '是' },
        { value: 'false', label: '否' },
      ];
    default:
      return undefined;
  }
}
