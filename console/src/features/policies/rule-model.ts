import type { RuleOperator } from '@contract/enums';
import type { Attribute, Rule, RuleClause } from '@contract/index';

/** How the parts of a rule or of a group hold together. */
export type Join = 'all' | 'any';
export type RuleNode =
  { kind: 'clause'; clause: RuleClause } | { kind: 'group'; join: Join; clauses: RuleClause[] };
/** The editor's shape of a rule: rows, each a clause or a group of clauses. */
export interface RuleRows {
  join: Join;
  nodes: RuleNode[];
}

const isClause = (rule: Rule): rule is RuleClause => 'attribute' in rule;

/** The parts of a group and how they hold together; null for a clause or a negation. */
function partsOf(rule: Rule): { join: Join; parts: Rule[] } | null {
  if ('all' in rule) return { join: 'all', parts: rule.all };
  return 'any' in rule ? { join: 'any', parts: rule.any } : null;
}

/** Reads a rule into rows; null where it nests deeper than the rows can show, so that nothing is lost by editing. */
export function toRows(rule: Rule): RuleRows | null {
  const { join, parts } = partsOf(rule) ?? { join: 'all' as const, parts: [rule] };
  const nodes: RuleNode[] = [];
  for (const part of parts) {
    const group = partsOf(part);
    if (isClause(part)) nodes.push({ kind: 'clause', clause: part });
    else if (group?.parts.every(isClause))
      nodes.push({ kind: 'group', join: group.join, clauses: group.parts });
    else return null;
  }
  return { join, nodes };
}

const group = (join: Join, parts: Rule[]): Rule => (join === 'all' ? { all: parts } : { any: parts });

/** The rule that the rows say. */
export const toRule = ({ join, nodes }: RuleRows): Rule =>
  group(
    join,
    nodes.map((node) => (node.kind === 'clause' ? node.clause : group(node.join, node.clauses))),
  );

/** The same rows with one of them moved up or down by one; unchanged at either end. */
export function movedBy<T>(rows: T[], at: number, by: 1 | -1): T[] {
  const to = at + by;
  if (to < 0 || to >= rows.length) return rows;
  const after = [...rows];
  const [row] = after.splice(at, 1);
  if (row === undefined) return rows;
  after.splice(to, 0, row);
  return after;
}

const ordered: RuleOperator[] = ['gte', 'lte', 'gt', 'lt', 'eq', 'ne'];
const placed: RuleOperator[] = ['within', 'not-in', 'in', 'eq', 'ne'];
const operatorsOf: Record<Attribute['type'], RuleOperator[]> = {
  number: ordered,
  amount: ordered,
  percent: ordered,
  year: ordered,
  date: ordered,
  boolean: ['eq', 'ne'],
  choice: ['in', 'not-in', 'eq', 'ne'],
  tags: ['has'],
  region: placed,
  industry: placed,
  size: ['in', 'not-in', 'size-at-least', 'size-at-most', 'eq', 'ne'],
};

/** Operators that make sense for an attribute, the commonest first. */
export const operatorsFor = (attribute: Attribute | undefined): RuleOperator[] =>
  attribute ? operatorsOf[attribute.type] : ['eq'];

/** Whether a comparison names several values at once. */
export const takesMany = (op: RuleOperator): boolean =>
  op === 'in' || op === 'not-in' || op === 'within' || op === 'has';

const fenPerWan = 1_000_000;
const isMoney = (attribute: Attribute | undefined, isRatio: boolean) =>
  attribute?.type === 'amount' && !isRatio;

/** Amounts are shown in 万元 and kept in fen. */
export const toShown = (attribute: Attribute | undefined, value: number, isRatio: boolean): number =>
  isMoney(attribute, isRatio) ? value / fenPerWan : value;
/** Amounts are typed in 万元 and kept in fen. */
export const toStored = (attribute: Attribute | undefined, value: number, isRatio: boolean): number =>
  isMoney(attribute, isRatio) ? Math.round(value * fenPerWan) : value;

function firstOf(attribute: Attribute): string {
  switch (attribute.type) {
    case 'region':
      return '410000';
    case 'industry':
      return 'C';
    case 'size':
      return 'small';
    default:
      return attribute.choices?.[0]?.value ?? '';
  }
}

/** A first value of the right kind for an attribute and operator. */
export function firstValue(attribute: Attribute | undefined, op: RuleOperator): RuleClause['value'] {
  if (!attribute) return '';
  switch (attribute.type) {
    case 'boolean':
      return false;
    case 'number':
    case 'amount':
    case 'percent':
    case 'year':
      return 0;
    case 'date':
      return '2020-01-01';
    default:
      return takesMany(op) ? [firstOf(attribute)] : firstOf(attribute);
  }
}

/** The value kept where the new comparison can still use it, else a first one. */
export function valueFor(
  clause: RuleClause,
  attribute: Attribute | undefined,
  op: RuleOperator,
): RuleClause['value'] {
  const { value } = clause;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return takesMany(op) ? value : (value[0] ?? firstValue(attribute, op));
  return takesMany(op) && value !== '' ? [value] : value;
}

/** The clause that a new row starts with. */
export const freshClause = (): RuleClause => ({
  attribute: 'regionCode',
  op: 'within',
  value: ['410000'],
  text: '在河南省登记注册',
});
