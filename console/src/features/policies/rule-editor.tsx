import { PlusOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import type { Audience } from '@contract/index';
import { Kbd, useKeys } from '../../components/keys';
import { ClauseRow } from './clause-row';
import { freshClause, movedBy, type Join, type RuleNode, type RuleRows } from './rule-model';
import { useAttributes } from '../../components/use-lists';

interface Props {
  rows: RuleRows;
  onChange: (rows: RuleRows) => void;
  audience: Audience | undefined;
  isCounting: boolean;
}

const joins: { value: Join; label: string }[] = [
  { value: 'all', label: '全部满足' },
  { value: 'any', label: '任一满足' },
];

/** Clauses from drop-downs, each with the words of the policy it carries out and the firms it leaves. */
export function RuleEditor({ rows, onChange, audience, isCounting }: Props) {
  const attributes = useAttributes();
  const { join, nodes } = rows;
  const set = (changed: RuleNode[]) => onChange({ join, nodes: changed });
  const replace = (at: number, node: RuleNode) => set(nodes.map((old, index) => (index === at ? node : old)));
  const remove = (at: number) => set(nodes.filter((_, index) => index !== at));
  const addClause = () => set([...nodes, { kind: 'clause', clause: freshClause() }]);
  useKeys([{ key: 'n', hint: '加一个条件', run: addClause }]);
  // With 任一满足 a firm that fails one clause isn't excluded yet, so no clause has a share of its own.
  const kept = (at: number) => join === 'all' && <Kept audience={audience} at={at} isCounting={isCounting} />;
  return (
    <>
      <div className="panel-head rule-head">
        <h3>谁能享受</h3>
        <Segmented<Join>
          value={join}
          onChange={(value) => onChange({ join: value, nodes })}
          options={joins}
          aria-label="条件之间"
        />
        <span className="grow" />
        <span className="meta">还剩户数</span>
      </div>
      <div className="rule-rows">
        {nodes.map((node, at) =>
          node.kind === 'clause' ? (
            <ClauseRow
              key={at}
              mark={String(at + 1)}
              clause={node.clause}
              attributes={attributes}
              onChange={(clause) => replace(at, { kind: 'clause', clause })}
              onRemove={() => remove(at)}
              onMove={(by) => set(movedBy(nodes, at, by))}
            >
              {kept(at)}
            </ClauseRow>
          ) : (
            <Group
              key={at}
              mark={String(at + 1)}
              node={node}
              attributes={attributes}
              onChange={(changed) => (changed.clauses.length > 0 ? replace(at, changed) : remove(at))}
            >
              {kept(at)}
            </Group>
          ),
        )}
        {nodes.length === 0 && <p className="panel-body meta">还没有条件，加一个才能算受众。</p>}
      </div>
      <div className="row panel-body wrap">
        <Button icon={<PlusOutlined />} onClick={addClause}>
          条件<Kbd>N</Kbd>
        </Button>
        <Button
          icon={<PlusOutlined />}
          onClick={() =>
            set([...nodes, { kind: 'group', join: join === 'all' ? 'any' : 'all', clauses: [freshClause()] }])
          }
        >
          条件组
        </Button>
        <span className="grow" />
        <span className="meta">缺资料从不算作符合</span>
      </div>
    </>
  );
}

type GroupNode = Extract<RuleNode, { kind: 'group' }>;

function Group({
  mark,
  node,
  attributes,
  onChange,
  children,
}: {
  mark: string;
  node: GroupNode;
  attributes: ReturnType<typeof useAttributes>;
  onChange: (node: GroupNode) => void;
  children: React.ReactNode;
}) {
  const { clauses } = node;
  const set = (changed: GroupNode['clauses']) => onChange({ ...node, clauses: changed });
  return (
    <>
      <div className="rule-row">
        <span className="rule-mark">{mark}</span>
        <div className="rule-parts">
          <Segmented<Join>
            size="small"
            value={node.join}
            onChange={(join) => onChange({ ...node, join })}
            options={joins}
            aria-label={`条件组 ${mark}`}
          />
          <Button size="small" type="link" onClick={() => set([...clauses, freshClause()])}>
            + 条件
          </Button>
        </div>
        {children || <span />}
        <span />
      </div>
      {clauses.map((clause, at) => (
        <ClauseRow
          key={at}
          mark={`${mark}${String.fromCharCode(97 + at)}`}
          isNested
          clause={clause}
          attributes={attributes}
          onChange={(changed) => set(clauses.map((old, index) => (index === at ? changed : old)))}
          onRemove={() => set(clauses.filter((_, index) => index !== at))}
          onMove={(by) => set(movedBy(clauses, at, by))}
        />
      ))}
    </>
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
  if (kept === undefined || !audience) return <span />;
  const before = at === 0 ? audience.total : (audience.kept[at - 1] ?? audience.total);
  return (
    <div
      className="rule-kept"
      style={{ opacity: isCounting ? 0.5 : 1 }}
      title={`这一条之前 ${before} 户，之后 ${kept} 户`}
    >
      <div className="bar" aria-hidden="true">
        <i style={{ width: `${before > 0 ? (kept / before) * 100 : 0}%` }} />
      </div>
      <b>{kept.toLocaleString('zh-CN')}</b>
    </div>
  );
}
