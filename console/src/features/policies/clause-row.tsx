import { DeleteOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import type { Attribute, RuleClause } from '@contract/index';
import { dayOperatorText, operatorText } from '../../format/texts';
import { firstValue, freshClause, operatorsFor, valueFor } from './rule-model';
import { ValueInput } from './value-input';

interface Props {
  mark: string;
  isNested?: boolean;
  clause: RuleClause;
  attributes: Attribute[];
  onChange: (clause: RuleClause) => void;
  onRemove: () => void;
  onMove: (by: 1 | -1) => void;
  /** How many firms it leaves. */
  children?: ReactNode;
}

/** One comparison from drop-downs, with the words of the policy that it carries out. Alt and an arrow move it. */
export function ClauseRow({
  mark,
  isNested,
  clause,
  attributes,
  onChange,
  onRemove,
  onMove,
  children,
}: Props) {
  const attribute = attributes.find((entry) => entry.attribute === clause.attribute);
  const isFigure = attribute?.type === 'amount' || attribute?.type === 'number';
  return (
    <div
      className={isNested ? 'rule-row nested' : 'rule-row'}
      onKeyDown={(event) => {
        if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
        event.preventDefault();
        onMove(event.key === 'ArrowUp' ? -1 : 1);
      }}
    >
      <span className="rule-mark">{mark}</span>
      <div className="rule-parts">
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          size="small"
          popupMatchSelectWidth={false}
          value={clause.attribute}
          aria-label="属性"
          options={attributes.map((entry) => ({
            value: entry.attribute,
            label: `${entry.period ?? ''}${entry.label}`,
          }))}
          onChange={(key) => {
            const next = attributes.find((entry) => entry.attribute === key);
            const op = operatorsFor(next)[0] ?? 'eq';
            // Words that spoke of another attribute would be false; those typed by hand are the editor's.
            const text = clause.text === freshClause().text ? '' : clause.text;
            onChange({ attribute: key, op, value: firstValue(next, op), text });
          }}
        />
        {isFigure && (
          <Select
            allowClear
            size="small"
            popupMatchSelectWidth={false}
            placeholder="÷"
            title="和另一个数相比，按百分比"
            value={clause.per}
            aria-label="除以"
            options={attributes
              .filter(({ type }) => type === 'amount' || type === 'number')
              .filter((entry) => entry.attribute !== clause.attribute)
              .map((entry) => ({ value: entry.attribute, label: `÷ ${entry.period ?? ''}${entry.label}` }))}
            onChange={(per?: string) => {
              const { per: _before, ...rest } = clause;
              onChange({ ...rest, ...(per ? { per } : {}), value: 0 });
            }}
          />
        )}
        <Select
          size="small"
          popupMatchSelectWidth={false}
          value={clause.op}
          aria-label="比较"
          options={operatorsFor(attribute).map((op) => ({
            value: op,
            label: (attribute?.type === 'date' && dayOperatorText[op]) || operatorText[op],
          }))}
          onChange={(op) => onChange({ ...clause, op, value: valueFor(clause, attribute, op) })}
        />
        <ValueInput clause={clause} attribute={attribute} onChange={onChange} />
        <Input
          className="rule-text"
          variant="underlined"
          size="small"
          value={clause.text}
          maxLength={200}
          status={clause.text.trim() ? '' : 'error'}
          prefix={<span className="meta">原文</span>}
          placeholder="照抄政策里的这句话（必填）"
          aria-label="原文说法"
          onChange={(event) => onChange({ ...clause, text: event.target.value })}
        />
      </div>
      {children ?? <span />}
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        aria-label={`删除条件 ${mark}`}
        onClick={onRemove}
      />
    </div>
  );
}
