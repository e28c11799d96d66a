import type { RuleOperator } from '@contract/enums';
import type { RuleClause } from '@contract/policies';
import { attributeText, findAttribute, type FactValue } from '../enterprises/attributes';
import { industryName } from '../enterprises/industries';
import { roundDown, roundUp, type Change } from './rule-changes';
import { namedValues, ratioPercent, type Read } from './rule-logic';
import { attributeLabel, comparisons, effectiveOperator, limitText, type Condition } from './rule-text';

/** The value a clause sees, or what is known of a ratio whose other half is missing. */
export function seenText(clause: RuleClause, read: Read): string | undefined {
  const { attribute, per } = clause;
  const value = read(attribute);
  if (per !== undefined) {
    const base = read(per);
    const parts = [
      ...(value === undefined ? [] : [`${attributeLabel(attribute)} ${attributeText(attribute, value)}`]),
      ...(base === undefined ? [] : [`${attributeLabel(per)} ${attributeText(per, base)}`]),
    ];
    if (typeof value === 'number' && typeof base === 'number' && base > 0)
      return `占 ${shown(ratioPercent(value, base))}%（${parts.join('，')}）`;
    return parts.length > 0 ? parts.join('，') : undefined;
  }
  if (value === undefined) return undefined;
  if (attribute === 'ageYears' && read('foundedOn') !== undefined)
    return `${attributeText('foundedOn', read('foundedOn') as FactValue)}成立，满 ${value} 年`;
  return findAttribute(attribute)?.type === 'size'
    ? `${attributeText(attribute, value)}企业`
    : attributeText(attribute, value);
}

function shown(percent: number): string {
  return String(Number(percent.toFixed(2)));
}

/** One short reason why a condition holds. */
export function reasonMet(condition: Condition, read: Read): string {
  const { clause } = condition;
  const op = effectiveOperator(condition);
  const seen = amountSeen(clause, read);
  const limit = limitText(clause);
  switch (findAttribute(clause.attribute)?.type) {
    case 'region':
      return `注册在${attributeText('regionCode', read('regionCode') ?? '')}`;
    case 'industry':
      return `属于${industryName(String(read('industryCode')))}`;
    case 'size':
      return `企业规模是${attributeText('size', read('size') ?? '')}`;
    case 'tags':
      return condition.isNegated ? `没有“${limit}”` : `有“${heldTags(clause, read)}”`;
    case 'boolean':
      return clause.text;
    case 'choice':
    case 'date':
      return `${attributeLabel(clause.attribute)}是${seen}`;
    default:
      // Anything is past zero or at it: the value alone says it.
      if (clause.value === 0) return `${measured(clause)} ${seen}`;
      if (op === 'gte' || op === 'gt')
        return seen === limit
          ? `${measured(clause)} ${seen}，刚好够 ${limit}${gap(limit)}的线`
          : `${measured(clause)} ${seen}，过了 ${limit}${gap(limit)}的线`;
      if (op === 'lte' || op === 'lt') return `${measured(clause)} ${seen}，没有超过 ${limit}`;
      return `${measured(clause)} ${seen}`;
  }
}

/** One short reason why a condition fails. */
export function reasonNotMet(condition: Condition, read: Read): string {
  const { clause } = condition;
  const op = effectiveOperator(condition);
  const seen = amountSeen(clause, read);
  const limit = limitText(clause);
  switch (findAttribute(clause.attribute)?.type) {
    case 'region':
      return `注册在${attributeText('regionCode', read('regionCode') ?? '')}，不在范围内`;
    case 'industry':
      return `${industryName(String(read('industryCode')))}不在支持的行业里`;
    case 'size':
      return `企业规模是${attributeText('size', read('size') ?? '')}，不在范围内`;
    case 'tags':
      return condition.isNegated ? `已有“${limit}”` : `没有“${limit}”`;
    case 'boolean':
      return `“${attributeLabel(clause.attribute)}”一项为${seen}`;
    case 'choice':
    case 'date':
      return `${attributeLabel(clause.attribute)}是${seen}，不在范围内`;
    default:
      if (op === 'gt' && clause.value === 0) return `${measured(clause)} ${seen}，应大于 0`;
      if (op === 'lte' && clause.value === 0) return `${measured(clause)} ${seen}，应为 0`;
      if (op === 'gte' || op === 'gt') return `${measured(clause)} ${seen}，不到 ${limit}`;
      if (op === 'lte' || op === 'lt') return `${measured(clause)} ${seen}，超过了 ${limit}`;
      return `${measured(clause)} ${seen}，不符合“${clause.text}”`;
  }
}

function measured({ attribute, per }: RuleClause): string {
  return per === undefined
    ? attributeLabel(attribute)
    : `${attributeLabel(attribute)}占${attributeLabel(per)}`;
}

function amountSeen({ attribute, per }: RuleClause, read: Read): string {
  const value = read(attribute);
  const base = per === undefined ? undefined : read(per);
  if (per !== undefined)
    return typeof value === 'number' && typeof base === 'number' && base > 0
      ? `${shown(ratioPercent(value, base))}%`
      : '算不出';
  return value === undefined ? '' : attributeText(attribute, value);
}

function heldTags(clause: RuleClause, read: Read): string {
  const held = read(clause.attribute);
  const named = namedValues(clause).filter((tag) => Array.isArray(held) && held.includes(tag));
  return attributeText(clause.attribute, named);
}

/** What a value has to be for a condition to hold, e.g. “128.4 万元及以上”; undefined where no number can say it. */
export function targetText(
  condition: Condition,
  read: Read,
): { attribute: string; text: string } | undefined {
  const { clause } = condition;
  const op = effectiveOperator(condition);
  if (op === null) return undefined;
  const { attribute, per } = clause;
  if (per === undefined) {
    const text = clause.value === 0 ? zeroText(op) : rangeText(op, limitText(clause));
    return text && comparisons[op] ? { attribute, text } : undefined;
  }
  const value = read(attribute);
  const base = read(per);
  const share = Number(clause.value) / 100;
  if (typeof base === 'number' && base > 0) return ratioTarget(op, attribute, share * base);
  if (typeof value !== 'number' || value <= 0 || share <= 0) return undefined;
  // The larger the base, the smaller the share: the comparison turns round.
  const turned: Partial<Record<RuleOperator, RuleOperator>> = { gte: 'lte', gt: 'lt', lte: 'gte', lt: 'gt' };
  const turnedOp = turned[op];
  return turnedOp && ratioTarget(turnedOp, per, value / share);
}

function ratioTarget(
  op: RuleOperator,
  attribute: string,
  value: number,
): { attribute: string; text: string } | undefined {
  const isFloor = op === 'gte' || op === 'gt';
  if (!isFloor && op !== 'lte' && op !== 'lt') return undefined;
  const rounded = isFloor ? roundUp(attribute, value) : roundDown(attribute, value);
  // Rounded away from the limit, the round number itself is on the right side.
  const shownOp = rounded === value ? op : isFloor ? 'gte' : 'lte';
  const text = rangeText(shownOp, attributeText(attribute, rounded));
  return text ? { attribute, text } : undefined;
}

function rangeText(op: RuleOperator, limit: string): string | undefined {
  switch (op) {
    case 'gte':
      return `${limit}及以上`;
    case 'lte':
      return `${limit}及以下`;
    case 'gt':
      return `超过 ${limit}`;
    case 'lt':
      return `不到 ${limit}`;
    case 'eq':
      return limit;
    default:
      return undefined;
  }
}

/** A range that begins or ends at zero. */
function zeroText(op: RuleOperator): string | undefined {
  if (op === 'gt') return '大于 0 的数';
  return op === 'lte' || op === 'eq' ? '0' : rangeText(op, '0');
}

/** What would have to change, as one short sentence. */
export function changeText({ attribute, value }: Change, read: Read): string {
  const label = attributeLabel(attribute);
  const now = read(attribute);
  const text = attributeText(attribute, value);
  if (findAttribute(attribute)?.type === 'tags') return tagChangeText(attribute, value as string[], now);
  if (now === undefined) return `补上${label}（如 ${text}）`;
  const was = attributeText(attribute, now);
  if (typeof value === 'number' && typeof now === 'number')
    return value > now ? `${label}从 ${was}提高到 ${text}` : `${label}从 ${was}降到 ${text}`;
  return `${label}从“${was}”变为“${text}”`;
}

function tagChangeText(attribute: string, wanted: string[], now: FactValue | undefined): string {
  const held = Array.isArray(now) ? now : [];
  const gained = wanted.filter((tag) => !held.includes(tag));
  const lost = held.filter((tag) => !wanted.includes(tag));
  const parts = [
    ...(gained.length > 0 ? [`取得“${attributeText(attribute, gained)}”`] : []),
    ...(lost.length > 0 ? [`不再有“${attributeText(attribute, lost)}”`] : []),
  ];
  return parts.length > 0 ? parts.join('，') : `补上${attributeLabel(attribute)}`;
}

// A space stands between figures and Chinese, not between two Chinese words.
function gap(text: string): string {
  return /[\w%]$/.test(text) ? ' ' : '';
}
