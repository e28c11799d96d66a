import type { RuleOperator } from '@contract/enums';
import type { Rule, RuleClause } from '@contract/policies';
import { attributeText, findAttribute } from '../enterprises/attributes';
import { industryName } from '../enterprises/industries';
import { regionName } from '../organizations/regions';
import { isClause } from './rule-logic';

/** A comparison as it stands in its rule: below a “not” it has to fail. */
export interface Condition {
  clause: RuleClause;
  isNegated: boolean;
}

const opposite: Partial<Record<RuleOperator, RuleOperator>> = {
  eq: 'ne',
  ne: 'eq',
  gte: 'lt',
  lt: 'gte',
  gt: 'lte',
  lte: 'gt',
  in: 'not-in',
  'not-in': 'in',
};

/** The operator that has to hold, or null where the language has none for the negation. */
export function effectiveOperator({ clause, isNegated }: Condition): RuleOperator | null {
  return isNegated ? (opposite[clause.op] ?? null) : clause.op;
}

/** Name of an attribute with the time it speaks of: 上年营业收入. */
export function attributeLabel(attribute: string): string {
  const definition = findAttribute(attribute);
  return `${definition?.period ?? ''}${definition?.label ?? attribute}`;
}

/** The limit of a clause as people read it: 500 万元, 3%, 郑州市或洛阳市. */
export function limitText({ attribute, per, value }: RuleClause): string {
  if (per !== undefined) return `${value}%`;
  const type = findAttribute(attribute)?.type;
  const values = Array.isArray(value) ? value : [value];
  return orList(
    values.map((one) => {
      if (type === 'region') return regionName(String(one));
      if (type === 'industry') return industryName(String(one));
      return attributeText(attribute, type === 'tags' ? [String(one)] : one);
    }),
  );
}

function orList(items: string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join('、')}或${items.at(-1)}`;
}

/** The rule read aloud as one Chinese sentence that describes whom it reaches. */
export function ruleSentence(rule: Rule): string {
  return `${phraseOf(rule, false, true)}的企业`;
}

function phraseOf(rule: Rule, isNegated: boolean, isTop: boolean): string {
  if ('not' in rule) return phraseOf(rule.not, !isNegated, isTop);
  if (isClause(rule)) return conditionPhrase({ clause: rule, isNegated });
  const isAll = 'all' in rule ? !isNegated : isNegated;
  const parts = ('all' in rule ? rule.all : rule.any).map((part) => phraseOf(part, isNegated, false));
  if (parts.length === 1) return parts.join('');
  const phrase = isAll
    ? `${parts.slice(0, -1).join('，')}，且${parts.at(-1)}`
    : parts.slice(1).reduce((text, part) => `${text}，或${part}`, parts[0] ?? '');
  return isTop ? phrase : `（${phrase}）`;
}

/** How the comparisons of numbers are said. */
export const comparisons: Partial<Record<RuleOperator, string>> = {
  gte: '不少于',
  gt: '多于',
  lte: '不超过',
  lt: '少于',
  eq: '是',
  ne: '不是',
};

function conditionPhrase(condition: Condition): string {
  const { clause, isNegated } = condition;
  const op = effectiveOperator(condition) ?? clause.op;
  const limit = limitText(clause);
  const label = attributeLabel(clause.attribute);
  const isExcluded = op === 'ne' || op === 'not-in' || (isNegated && op === clause.op);
  switch (findAttribute(clause.attribute)?.type) {
    case 'region':
      return `注册地${isExcluded ? '不' : ''}在${limit}`;
    case 'industry':
      return `行业${isExcluded ? '不' : ''}属于${limit}`;
    case 'size': {
      const reach = clause.op === 'size-at-least' ? '及以上' : clause.op === 'size-at-most' ? '及以下' : '';
      return `规模${isExcluded ? '不' : ''}是${limit}${reach}`;
    }
    case 'tags':
      return `${isExcluded ? '没有' : '有'}“${limit}”称号或资质`;
    case 'boolean':
      return `“${label}”一项为${(clause.value === true) === isExcluded ? '否' : '是'}`;
    case 'choice':
      return `${label}${isExcluded ? '不' : ''}是${limit}`;
    case 'date':
      return `${label}${dateComparisons[op] ?? ''}${limit}`;
    default:
      return clause.per === undefined
        ? `${label}${comparisons[op]} ${limit}`
        : `${label}${comparisons[op]}${attributeLabel(clause.per)}的 ${limit}`;
  }
}

const dateComparisons: Partial<Record<RuleOperator, string>> = {
  gte: '不早于',
  gt: '晚于',
  lte: '不晚于',
  lt: '早于',
  eq: '是',
  ne: '不是',
};
