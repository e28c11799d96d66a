import type { Attribute, Rule, RuleClause } from '@contract/index';
import type { RuleOperator } from '@contract/enums';

/** The editor's shape of a rule: clauses that must all hold, or groups of which any one must. */
export type RuleNode = { kind: 'clause'; clause: RuleClause } | { kind: 'any'; clauses: RuleClause[] };

/** Reads a rule into rows; null where it nests deeper than the rows can show, so that nothing is lost by editing. */
export function toNodes(rule: Rule): RuleNode[] | null {
  const parts = 'all' in rule ? rule.all : [rule];
  const nodes: RuleNode[] = [];
  for (const part of parts) {
    if ('attribute' in part) nodes.push({ kind: 'clause', clause: part });
    else if ('any' in part && part.any.every((inner) => 'attribute' in inner))
      nodes.push({ kind: 'any', clauses: part.any as RuleClause[] });
    else return null;
  }
  return nodes;
}

/** The rule that the rows say. */
export const toRule = (nodes: RuleNode[]): Rule => ({
  all: nodes.map((node) => (node.kind === 'clause' ? node.clause : { any: node.clauses })),
});

const operatorsOf: Record<Attribute['type'], RuleOperator[]> = {
  number: ['gte', 'lte', 'gt', 'lt', 'eq'],
  amount: ['gte', 'lte', 'gt', 'lt'],
  percent: ['gte', 'lte', 'gt', 'lt'],
  year: ['gte', 'lte', 'eq'],
  date: ['gte', 'lte'],
  boolean: ['eq'],
  choice: ['eq', 'in', 'not-in'],
  tags: ['has'],
  region: ['within'],
  industry: ['within'],
  size: ['in', 'size-at-least', 'size-at-most'],
};

/** Operators that make sense for an attribute. */
export const operatorsFor = (attribute: Attribute | undefined): RuleOperator[] =>
  attribute ? operatorsOf[attribute.type] : ['eq'];

const fenPerWan = 1_000_000;

/** Amounts are typed in 万元 and kept in fen. */
export const toShown = (attribute: Attribute | undefined, value: number, isRatio: boolean) =>
  attribute?.type === 'amount' && !isRatio ? value / fenPerWan : value;
export const toStored = (attribute: Attribute | undefined, value: number, isRatio: boolean) =>
  attribute?.type === 'amount' && !isRatio ? Math.round(value * fenPerWan) : value;

/** A first value of the right kind for an attribute and operator. */
export function firstValue(attribute: Attribute | undefined, op: RuleOperator): RuleClause['value'] {
  if (!attribute) return '';
  switch (attribute.type) {
    case 'boolean':
      return false;
    case 'region':
      return ['410000'];
    case 'industry':
      return ['C'];
    case 'size':
      return op === 'in' ? ['small'] : 'small';
    case 'choice':
    case 'tags':
      return op === 'in' || op === 'not-in'
        ? [attribute.choices?.[0]?.value ?? '']
        : (attribute.choices?.[0]?.value ?? '');
    default:
      return attribute.type === 'date' ? '2020-01-01' : 0;
  }
}
