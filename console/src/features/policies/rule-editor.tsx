import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, InputNumber, Select } from 'antd';
import { enterpriseSizes } from '@contract/enums';
import type { Attribute, Audience, RuleClause } from '@contract/index';
import { request } from '../../api/request';
import { enterpriseSizeText } from '@/format/codes';
import { operatorText } from '../../format/texts';
import { firstValue, operatorsFor, toShown, toStored, type RuleNode } from './rule-model';

interface Props {
  nodes: RuleNode[];
  onChange: (nodes: RuleNode[]) => void;
  audience: Audience | undefined;
  isCounting: boolean;
}

/** Clauses from drop-downs, each with the words of the policy it carries out and the firms it leaves. */
export function RuleEditor({ nodes, onChange, audience, isCounting }: Props) {
  const attributes = useQuery({
    queryKey: ['attributes'],
    queryFn: () => request('GET /attributes'),
    staleTime: Infinity,
  });
  const known = attributes.data ?? [];
  const replace = (at: number, node: RuleNode | null) =>
    onChange(
      node
        ? nodes.map((old, index) => (index === at ? node : old))
        : nodes.filter((_, index) => index !== at),
    );
  const fresh = (): RuleClause => ({
    attribute: 'regionCode',
    op: 'within',
    value: ['410000'],
    text: '在河南省登记注册',
  });
  return (
    <div>
      {nodes.map((node, at) => (
        <div key={at}>
          {node.kind === 'clause' ? (
            <ClauseRow
              mark={String(at + 1)}
              clause={node.clause}
              attributes={known}
              onChange={(clause) => replace(at, clause ? { kind: 'clause', clause } : null)}
            />
          ) : (
            <>
              <div className="rule-row">
                <span className="rule-mark">{at + 1}</span>
                <span>任一满足</span>
                <Button
                  size="small"
                  icon={<PlusOutlined />}
                  onClick={() => replace(at, { kind: 'any', clauses: [...node.clauses, fresh()] })}
                >
                  条件
                </Button>
                <Kept audience={audience} at={at} isCounting={isCounting} />
              </div>
              {node.clauses.map((clause, inner) => (
                <ClauseRow
                  key={inner}
                  mark={`${at + 1}${'abcdefghij'[inner] ?? ''}`}
                  isNested
                  clause={clause}
                  attributes={known}
                  onChange={(changed) => {
                    const clauses = changed
                      ? node.clauses.map((old, index) => (index === inner ? changed : old))
                      : node.clauses.filter((_, index) => index !== inner);
                    replace(at, clauses.length > 0 ? { kind: 'any', clauses } : null);
                  }}
                />
              ))}
            </>
          )}
          {node.kind === 'clause' && (
            <div className="row" style={{ padding: '0 12px 6px' }}>
              <Kept audience={audience} at={at} isCounting={isCounting} />
            </div>
          )}
        </div>
      ))}
      <div className="row" style={{ padding: 12 }}>
        <Button
          icon={<PlusOutlined />}
          onClick={() => onChange([...nodes, { kind: 'clause', clause: fresh() }])}
        >
          条件
        </Button>
        <Button
          icon={<PlusOutlined />}
          onClick={() => onChange([...nodes, { kind: 'any', clauses: [fresh()] }])}
        >
          条件组（任一满足）
        </Button>
        <span className="grow" />
        <span className="meta">缺资料从不算作符合</span>
      </div>
    </div>
  );
}

function Kept({
  audience,
  at,
  isCounting,
}: {
  audience: Audience | undefined;
  at: number;
  isCounting: boolean;
}) {
  const kept = audience?.kept[at];
  if (kept === undefined || !audience) return null;
  return (
    <div className="rule-kept row" style={{ opacity: isCounting ? 0.5 : 1 }}>
      <div className="bar grow" aria-hidden="true">
        <i style={{ width: `${audience.total > 0 ? (kept / audience.total) * 100 : 0}%` }} />
      </div>
      <span className="strong">{kept.toLocaleString('zh-CN')}</span>
    </div>
  );
}

interface ClauseProps {
  mark: string;
  isNested?: boolean;
  clause: RuleClause;
  attributes: Attribute[];
  onChange: (clause: RuleClause | null) => void;
}

function ClauseRow({ mark, isNested, clause, attributes, onChange }: ClauseProps) {
  const attribute = attributes.find((entry) => entry.attribute === clause.attribute);
  const amounts = attributes.filter(({ type }) => type === 'amount' || type === 'number');
  return (
    <div
      className="rule-row"
      style={{ flexWrap: 'wrap', ...(isNested ? { paddingLeft: 36, background: 'var(--surface-2)' } : {}) }}
    >
      <span className="rule-mark">{mark}</span>
      <Select
        showSearch
        optionFilterProp="label"
        style={{ width: 170 }}
        value={clause.attribute}
        aria-label="属性"
        options={attributes.map((entry) => ({
          value: entry.attribute,
          label: `${entry.period ?? ''}${entry.label}`,
        }))}
        onChange={(key) => {
          const next = attributes.find((entry) => entry.attribute === key);
          const op = operatorsFor(next)[0] ?? 'eq';
          onChange({ attribute: key, op, value: firstValue(next, op), text: clause.text });
        }}
      />
      {(attribute?.type === 'amount' || attribute?.type === 'number') && (
        <Select
          allowClear
          placeholder="÷"
          style={{ width: clause.per ? 150 : 64 }}
          value={clause.per}
          aria-label="除以"
          options={amounts
            .filter((entry) => entry.attribute !== clause.attribute)
            .map((entry) => ({ value: entry.attribute, label: `÷ ${entry.label}` }))}
          onChange={(per?: string) => {
            const { per: _before, ...rest } = clause;
            onChange({ ...rest, ...(per ? { per } : {}), value: 0 });
          }}
        />
      )}
      <Select
        style={{ width: 104 }}
        value={clause.op}
        aria-label="比较"
        options={operatorsFor(attribute).map((op) => ({ value: op, label: operatorText[op] }))}
        onChange={(op) => onChange({ ...clause, op, value: firstValue(attribute, op) })}
      />
      <ValueInput clause={clause} attribute={attribute} onChange={onChange} />
      <Input
        style={{ width: 200 }}
        value={clause.text}
        maxLength={200}
        status={clause.text.trim() ? '' : 'error'}
        placeholder="原文说法"
        aria-label="原文说法"
        onChange={(event) => onChange({ ...clause, text: event.target.value })}
      />
      <Button type="text" icon={<DeleteOutlined />} aria-label="删除条件" onClick={() => onChange(null)} />
    </div>
  );
}

function ValueInput({
  clause,
  attribute,
  onChange,
}: {
  clause: RuleClause;
  attribute: Attribute | undefined;
  onChange: (clause: RuleClause) => void;
}) {
  const regions = useQuery({
    queryKey: ['regions'],
    queryFn: () => request('GET /regions'),
    staleTime: Infinity,
  });
  const industries = useQuery({
    queryKey: ['industries', ''],
    queryFn: () => request('GET /industries', { query: {} }),
    staleTime: Infinity,
    enabled: attribute?.type === 'industry',
  });
  const many = Array.isArray(clause.value);
  const set = (value: RuleClause['value']) => onChange({ ...clause, value });
  const options = (() => {
    switch (attribute?.type) {
      case 'region':
        return regions.data?.map(({ code, name }) => ({ value: code, label: name }));
      case 'industry':
        return industries.data?.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }));
      case 'size':
        return enterpriseSizes
          .filter((size) => size !== 'not-applicable')
          .map((size) => ({ value: size, label: enterpriseSizeText[size] }));
      case 'choice':
      case 'tags':
        return attribute.choices;
      case 'boolean':
        return [
          { value: 'true', label: '是' },
          { value: 'false', label: '否' },
        ];
      default:
        return undefined;
    }
  })();
  if (options) {
    return (
      <Select
        mode={many ? 'multiple' : undefined}
        showSearch
        optionFilterProp="label"
        style={{ minWidth: 150, maxWidth: 280 }}
        value={attribute?.type === 'boolean' ? String(clause.value) : (clause.value as string | string[])}
        aria-label="值"
        options={options}
        onChange={(value: string | string[]) => set(attribute?.type === 'boolean' ? value === 'true' : value)}
      />
    );
  }
  if (attribute?.type === 'date')
    return (
      <Input
        style={{ width: 130 }}
        value={String(clause.value)}
        placeholder="2020-01-01"
        aria-label="值"
        onChange={(event) => set(event.target.value)}
      />
    );
  const isRatio = clause.per !== undefined;
  const unit = isRatio
    ? '%'
    : attribute?.type === 'amount'
      ? '万元'
      : attribute?.type === 'percent'
        ? '%'
        : (attribute?.unit ?? '');
  return (
    <InputNumber
      style={{ width: 130 }}
      value={toShown(attribute, Number(clause.value), isRatio)}
      suffix={unit}
      aria-label="值"
      onChange={(value) => set(toStored(attribute, Number(value ?? 0), isRatio))}
    />
  );
}
