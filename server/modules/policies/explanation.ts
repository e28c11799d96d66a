import type { Verdict } from '@contract/enums';
import type { ClauseResult, Rule } from '@contract/policies';
import { findAttribute } from '../enterprises/attributes';
import { figuresNeeded } from '../enterprises/size';
import { decide } from './completions';
import { findChanges } from './rule-changes';
import { attributesOf, clauseTruth, isClause, readerOf, type Facts, type Read } from './rule-logic';
import { changeText, reasonMet, reasonNotMet, seenText, targetText } from './rule-reasons';
import { attributeLabel, effectiveOperator, limitText, type Condition } from './rule-text';

/** The verdict of a three-valued truth. */
export function toVerdict(truth: boolean | null): Verdict {
  return truth === null ? 'unknown' : truth ? 'met' : 'not-met';
}

/** A part of a rule and whether it has to fail. */
export interface Part {
  rule: Rule;
  isNegated: boolean;
}

function partsOf({ rule, isNegated }: Part): { kind: 'every' | 'some'; parts: Part[] } | null {
  if (isClause(rule) || 'not' in rule) return null;
  const isAll = 'all' in rule;
  return {
    kind: isAll !== isNegated ? 'every' : 'some',
    parts: ('all' in rule ? rule.all : rule.any).map((part) => ({ rule: part, isNegated })),
  };
}

/** Three-valued truth of a part of a rule. */
export function truthOf({ rule, isNegated }: Part, read: Read): boolean | null {
  const truth = decide(rule, read);
  return truth !== null && isNegated ? !truth : truth;
}

/** What stands as one line of the explanation: single conditions, and each choice between alternatives as a whole. */
export function entriesOf(part: Part): Part[] {
  if ('not' in part.rule) return entriesOf({ rule: part.rule.not, isNegated: !part.isNegated });
  const inner = partsOf(part);
  if (!inner) return [part];
  return inner.kind === 'every' || inner.parts.length === 1 ? inner.parts.flatMap(entriesOf) : [part];
}

/** The conditions that make a part's verdict what it is. */
export function decisiveConditions(part: Part, read: Read): Condition[] {
  const { rule, isNegated } = part;
  if ('not' in rule) return decisiveConditions({ rule: rule.not, isNegated: !isNegated }, read);
  if (isClause(rule)) return [{ clause: rule, isNegated }];
  const inner = partsOf(part);
  if (!inner) return [];
  const truth = truthOf(part, read);
  const alike = inner.parts.filter((each) => truthOf(each, read) === truth);
  // Several cases together may settle what none of them settles alone.
  const chosen = alike.length > 0 ? alike : inner.parts;
  const isOneEnough = truth === true && inner.kind === 'some';
  return (isOneEnough ? chosen.slice(0, 1) : chosen).flatMap((each) => decisiveConditions(each, read));
}

/** Attributes to fill in for these conditions; for what follows from other figures, those figures. */
export function missingOf(conditions: Condition[], read: Read): string[] {
  const names = conditions
    .filter(({ clause }) => clauseTruth(clause, read) === null)
    .flatMap(({ clause }) => [...attributesOf(clause)].reverse())
    .filter((name) => read(name) === undefined);
  return [...new Set(names.flatMap((name) => sourcesOf(name, read)))];
}

function sourcesOf(name: string, read: Read): string[] {
  if (name === 'ageYears') return ['foundedOn'];
  const industryCode = read('industryCode');
  if (name !== 'size' || typeof industryCode !== 'string') return [name];
  const figures = figuresNeeded(industryCode).filter((figure) => read(figure) === undefined);
  return figures.length > 0 ? figures : [name];
}

/** One line of the explanation: the policy's words, the verdict, what was seen and from where, what is missing. */
export function toClauseResult(entry: Part, facts: Facts, read: Read): ClauseResult {
  const conditions = decisiveConditions(entry, read);
  const verdict = toVerdict(truthOf(entry, read));
  const [first] = conditions;
  const seen = [...new Set(conditions.flatMap(({ clause }) => seenText(clause, read) ?? []))];
  const origin = first && originOf(first, facts);
  const missing = missingOf(conditions, read);
  const hint = first && isClause(entry.rule) ? clauseHint(first, verdict, read) : undefined;
  return {
    text: textOf(entry),
    verdict,
    ...(seen.length > 0 ? { seen: seen.join('；') } : {}),
    ...(origin ? { origin } : {}),
    missing:
      verdict === 'unknown'
        ? missing.map((attribute) => ({ attribute, label: attributeLabel(attribute) }))
        : [],
    ...(hint ? { hint } : {}),
  };
}

function originOf({ clause }: Condition, facts: Facts): ClauseResult['origin'] {
  const fact =
    (clause.attribute === 'ageYears' ? facts.foundedOn : undefined) ??
    facts[clause.attribute] ??
    (clause.per === undefined ? undefined : facts[clause.per]);
  return fact && { source: fact.source, asOf: fact.asOf };
}

/** The policy's words of a part: alternatives joined by 或者. */
export function textOf(part: Part): string {
  if ('not' in part.rule) return textOf({ rule: part.rule.not, isNegated: !part.isNegated });
  if (isClause(part.rule)) return part.rule.text;
  const inner = partsOf(part);
  return (inner?.parts ?? []).map(textOf).join(inner?.kind === 'every' ? '，且' : '；或者');
}

function clauseHint(condition: Condition, verdict: Verdict, read: Read): string | undefined {
  const { clause } = condition;
  if (verdict === 'met') return undefined;
  const unknown = attributesOf(clause).filter((name) => read(name) === undefined);
  if (verdict === 'unknown' && unknown.length > 1)
    return `先填${attributeLabel(clause.per ?? clause.attribute)}，再看${attributeLabel(clause.attribute)}要多少`;
  const target = targetText(condition, read);
  if (verdict === 'unknown') {
    if (isTag(clause.attribute) && !condition.isNegated) return `有“${limitText(clause)}”就符合`;
    return target && `填${/^\d/.test(target.text) ? ' ' : ''}${target.text}就符合`;
  }
  if (isTag(clause.attribute) && !condition.isNegated) return `取得“${limitText(clause)}”就符合`;
  if (!target || !findAttribute(target.attribute)?.changeable) return undefined;
  const op = effectiveOperator(condition);
  if (clause.value === 0) return `${attributeLabel(target.attribute)}是${target.text}就符合`;
  return `${attributeLabel(target.attribute)}${op === 'lte' || op === 'lt' ? '降到' : '达到'} ${target.text}就符合`;
}

/** What to fill in, verified: where this is the last gap, the value named does make the whole rule hold. */
export function hintFor(
  attribute: string,
  missing: string[],
  conditions: Condition[],
  rule: Rule,
  read: Read,
): string | undefined {
  const targets = conditions.flatMap((condition) => {
    const hint = clauseHint(condition, 'unknown', read);
    return hint && attributesOf(condition.clause).includes(attribute) ? [{ condition, hint }] : [];
  });
  const [first] = targets;
  if (!first) return undefined;
  if (missing.length > 1)
    return targets.length === 1 ? first.hint.replace('就符合', '，这一条就符合') : undefined;
  const { changes } = findChanges(rule, read);
  const [change] = changes;
  if (changes.length !== 1 || change?.attribute !== attribute) return undefined;
  if (targets.length === 1) return first.hint;
  return changeText(change, read);
}

/** Whether an attribute is a set of tags. */
export function isTag(attribute: string): boolean {
  return findAttribute(attribute)?.type === 'tags';
}

/** One short reason in Chinese for a verdict. */
export function reasonOf(verdict: Verdict, decisive: Condition[], missing: string[], read: Read): string {
  if (verdict === 'unknown')
    return missing.length > 0 ? `还缺${missing.map(attributeLabel).join('、')}` : '资料还不够判断';
  const known = decisive.filter(({ clause }) => clauseTruth(clause, read) !== null);
  const telling = [...known].sort((one, other) => tellingRank(one) - tellingRank(other));
  const chosen = verdict === 'met' ? telling[0] : known[0];
  if (!chosen) return '各种情况下结论都一样';
  return verdict === 'met' ? reasonMet(chosen, read) : reasonNotMet(chosen, read);
}

/** A figure over its line tells more than a place or a size. */
function tellingRank(condition: Condition): number {
  const op = effectiveOperator(condition);
  switch (findAttribute(condition.clause.attribute)?.type) {
    case 'amount':
    case 'number':
    case 'percent':
    case 'year':
      return condition.clause.attribute === 'ageYears' ? 3 : op === 'gte' || op === 'gt' ? 0 : 1;
    case 'tags':
      return 2;
    case 'choice':
    case 'date':
      return 4;
    case 'boolean':
      return 7;
    case 'industry':
      return 5;
    default:
      return 6;
  }
}

/** Attributes that would help to decide a rule which isn't decided yet. */
export function missingFor(rule: Rule, facts: Facts, now: Date): string[] {
  const read = readerOf(facts, now);
  return missingOf(decisiveConditions({ rule, isNegated: false }, read), read);
}
