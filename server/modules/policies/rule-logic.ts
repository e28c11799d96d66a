import { enterpriseSizes, type EnterpriseSize, type RuleOperator } from '@contract/enums';
import type { Rule, RuleClause } from '@contract/policies';
import { findAttribute, type AttributeType, type FactValue } from '../enterprises/attributes';
import { yearsBetween, type Fact } from '../enterprises/facts';
import { dayOf } from '../issues/calendar';
import { isWithinIndustry } from '../enterprises/industries';
import { isWithin } from '../organizations/regions';

/** What is known of an enterprise, by key of the attribute dictionary. */
export type Facts = Readonly<Record<string, Fact>>;
/** The value of an attribute, undefined where it isn't known. */
export type Read = (attribute: string) => FactValue | undefined;

const ordered: RuleOperator[] = ['eq', 'ne', 'gte', 'lte', 'gt', 'lt'];
const placed: RuleOperator[] = ['within', 'in', 'not-in', 'eq', 'ne'];
/** Operators that make sense for each type of attribute. */
export const operatorsOf: Record<AttributeType, readonly RuleOperator[]> = {
  number: ordered,
  amount: ordered,
  percent: ordered,
  year: ordered,
  date: ordered,
  boolean: ['eq', 'ne'],
  choice: ['eq', 'ne', 'in', 'not-in'],
  size: ['eq', 'ne', 'in', 'not-in', 'size-at-least', 'size-at-most'],
  tags: ['has'],
  region: placed,
  industry: placed,
};

/** Whether a rule is a single comparison. */
export function isClause(rule: Rule): rule is RuleClause {
  return 'attribute' in rule;
}

/** All comparisons of a rule, in the order they are written. */
export function clausesOf(rule: Rule): RuleClause[] {
  if ('all' in rule) return rule.all.flatMap(clausesOf);
  if ('any' in rule) return rule.any.flatMap(clausesOf);
  if ('not' in rule) return clausesOf(rule.not);
  return [rule];
}

/** Attributes that a comparison looks at. */
export function attributesOf(clause: RuleClause): string[] {
  return clause.per ? [clause.per, clause.attribute] : [clause.attribute];
}

/** Whether an attribute is measured in numbers. */
export function isNumeric(attribute: string): boolean {
  const type = findAttribute(attribute)?.type;
  return type === 'number' || type === 'amount' || type === 'percent' || type === 'year';
}

/** The values a clause names, one or several. */
export function namedValues(clause: RuleClause): string[] {
  return Array.isArray(clause.value) ? clause.value : [String(clause.value)];
}

/**
 * Three-valued (Kleene) truth of a rule, null for unknown, from the truth of its clauses.
 */
export function ruleTruth(rule: Rule, leaf: (clause: RuleClause) => boolean | null): boolean | null {
  if ('not' in rule) {
    const truth = ruleTruth(rule.not, leaf);
    return truth === null ? null : !truth;
  }
  if (isClause(rule)) return leaf(rule);
  const [parts, decisive] = 'all' in rule ? [rule.all, false] : [rule.any, true];
  let isOpen = false;
  for (const part of parts) {
    const truth = ruleTruth(part, leaf);
    if (truth === decisive) return decisive;
    if (truth === null) isOpen = true;
  }
  return isOpen ? null : !decisive;
}

/** Says of a value, and of the base it is divided by, whether a comparison holds; null where it can't be told. */
export type Test = (value: FactValue | undefined, base?: FactValue) => boolean | null;

const tests = new WeakMap<RuleClause, Test>();

/** What a comparison asks, made ready once for however many enterprises are asked. */
export function testOf(clause: RuleClause): Test {
  const known = tests.get(clause);
  if (known) return known;
  const test = clause.per === undefined ? plainTest(clause) : shareTest(clause);
  tests.set(clause, test);
  return test;
}

/**
 * Whether a comparison holds; null where a value it needs isn't known. A ratio whose base is zero or less holds for
 * no comparison.
 */
export function clauseTruth(clause: RuleClause, read: Read): boolean | null {
  return testOf(clause)(read(clause.attribute), clause.per === undefined ? undefined : read(clause.per));
}

function shareTest(clause: RuleClause): Test {
  const { op } = clause;
  const wanted = Number(clause.value);
  return (value, base) => {
    if (typeof base !== 'number') return null;
    if (base <= 0) return false;
    if (typeof value !== 'number') return null;
    const plain = (value / base) * 100;
    // Only next to the limit do the last digits matter, and writing twelve of them takes its time.
    const isNear = Math.abs(plain - wanted) <= 1e-9 * Math.max(plain, wanted);
    return compare(isNear ? ratioPercent(value, base) : plain, op, wanted);
  };
}

function plainTest(clause: RuleClause): Test {
  const holds = valueTest(clause);
  return (value) => (value === undefined ? null : holds(value));
}

function valueTest(clause: RuleClause): (value: FactValue) => boolean | null {
  const { op } = clause;
  const named = namedValues(clause);
  switch (findAttribute(clause.attribute)?.type) {
    case 'number':
    case 'amount':
    case 'percent':
    case 'year': {
      const wanted = Number(clause.value);
      return (value) => compare(Number(value), op, wanted);
    }
    case 'date': {
      const wanted = String(clause.value);
      return (value) => compare(String(value), op, wanted);
    }
    case 'boolean':
      return (value) => (op === 'ne' ? value !== clause.value : value === clause.value);
    case 'choice':
      return (value) => negatedBy(op, named.includes(String(value)));
    case 'size':
      return (value) => sizeHolds(value as EnterpriseSize, clause);
    case 'tags':
      return (value) => named.some((tag) => (value as string[]).includes(tag));
    case 'region':
      return (value) =>
        negatedBy(
          op,
          named.some((code) => isWithin(String(value), code)),
        );
    case 'industry':
      return (value) =>
        negatedBy(
          op,
          named.some((code) => isWithinIndustry(String(value), code)),
        );
    default:
      // An attribute that has left the dictionary is known of nobody.
      return () => null;
  }
}

/** How many per cent of the base a value is. Twelve digits: 3 % of a sum stays 3 % after division. */
export function ratioPercent(value: number, base: number): number {
  return Number(((value / base) * 100).toPrecision(12));
}

function negatedBy(op: RuleOperator, holds: boolean): boolean {
  return op === 'ne' || op === 'not-in' ? !holds : holds;
}

function sizeHolds(size: EnterpriseSize, clause: RuleClause): boolean {
  if (clause.op !== 'size-at-least' && clause.op !== 'size-at-most')
    return negatedBy(clause.op, namedValues(clause).includes(size));
  if (size === 'not-applicable') return false;
  // The vocabulary goes from large to micro.
  const rank = enterpriseSizes.indexOf(size);
  const limit = enterpriseSizes.indexOf(clause.value as EnterpriseSize);
  return clause.op === 'size-at-least' ? rank <= limit : rank >= limit;
}

function compare<T extends number | string>(seen: T, op: RuleOperator, wanted: T): boolean {
  switch (op) {
    case 'eq':
      return seen === wanted;
    case 'ne':
      return seen !== wanted;
    case 'gte':
      return seen >= wanted;
    case 'lte':
      return seen <= wanted;
    case 'gt':
      return seen > wanted;
    case 'lt':
      return seen < wanted;
    default:
      return false;
  }
}

/**
 * Reads facts as they stand on a day: the age follows from the founding day, and a value of the wrong type counts as
 * not known.
 */
export function readerOf(facts: Facts, now: Date): Read {
  return readerOver((attribute) => facts[attribute]?.value, dayOf(now));
}

/** The one accessor of rules, over whatever holds the values: an enterprise's facts, or a row of columns. */
export function readerOver(stored: Read, today: string): Read {
  return (attribute) => {
    if (attribute === 'ageYears') {
      const foundedOn = stored('foundedOn');
      if (typeof foundedOn === 'string') return yearsBetween(foundedOn, today);
    }
    const value = stored(attribute);
    return value !== undefined && fits(value, findAttribute(attribute)?.type) ? value : undefined;
  };
}

function fits(value: FactValue, type: AttributeType | undefined): boolean {
  switch (type) {
    case undefined:
      return false;
    case 'number':
    case 'amount':
    case 'percent':
    case 'year':
      return typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'tags':
      return Array.isArray(value);
    case 'size':
      return enterpriseSizes.includes(value as EnterpriseSize);
    default:
      return typeof value === 'string';
  }
}
