import { enterpriseSizes } from '@contract/enums';
import type { Rule, RuleClause } from '@contract/policies';
import { findAttribute, type FactValue } from '../enterprises/attributes';
import {
  attributesOf,
  clausesOf,
  clauseTruth,
  isNumeric,
  namedValues,
  ruleTruth,
  type Read,
} from './rule-logic';

/**
 * A place where a numeric attribute changes what some clause says: `of` equals `times`, or `times` × `over`.
 */
interface Bound {
  of: string;
  times: number;
  over?: string;
}

/** Completions looked at before the answer is “unknown”, which is never wrong. */
const budget = 5000;
const maxBounds = 300;
const maxTags = 6;

/**
 * The verdict that every completion of the unknown values gives; null where they differ. Kleene's logic alone calls
 * “more than 30 people and …, or at most 30 people and …” unknown although both ways may be open: where an unknown
 * attribute stands in several clauses, one completion per case that the clauses can tell apart is tried.
 */
export function decide(rule: Rule, read: Read): boolean | null {
  const plain = ruleTruth(rule, (clause) => clauseTruth(clause, read));
  if (plain !== null) return plain;
  const verdicts = new Map(clausesOf(rule).map((clause) => [clause, decideClause(clause, read)]));
  const settled = ruleTruth(rule, (clause) => verdicts.get(clause) ?? null);
  if (settled !== null) return settled;
  const open = [...verdicts].flatMap(([clause, verdict]) => (verdict === null ? [clause] : []));
  const unknown = open.flatMap((clause) => attributesOf(clause).filter((name) => read(name) === undefined));
  // With each unknown in one clause only, clauses vary independently and Kleene's answer is exact.
  if (new Set(unknown).size === unknown.length) return null;
  return tryCompletions(open, rule, read);
}

function decideClause(clause: RuleClause, read: Read): boolean | null {
  return clauseTruth(clause, read) ?? tryCompletions([clause], clause, read);
}

function tryCompletions(open: RuleClause[], rule: Rule, read: Read): boolean | null {
  const names = [...new Set(open.flatMap(attributesOf))].filter((name) => read(name) === undefined);
  const sampled = sampler(names, open, read);
  if (!sampled) return null;
  let left = budget;
  let seen: boolean | null = null;
  const values = new Map<string, FactValue>();
  const completed: Read = (name) => values.get(name) ?? read(name);
  /** False as soon as two completions differ or too many have been tried. */
  const goOn = (at: number): boolean => {
    const name = names[at];
    if (name === undefined) {
      left -= 1;
      const truth = ruleTruth(rule, (clause) => clauseTruth(clause, completed));
      if (truth === null || left < 0 || (seen !== null && truth !== seen)) {
        seen = null;
        return false;
      }
      seen = truth;
      return true;
    }
    for (const value of sampled.samples(name, completed)) {
      values.set(name, value);
      if (!goOn(at + 1)) return false;
    }
    values.delete(name);
    return true;
  };
  return goOn(0) ? seen : null;
}

export interface Sampler {
  /** Values of one attribute, given those chosen for the attributes before it. */
  samples(name: string, chosen: Read): FactValue[];
  /** The numbers at which some clause changes its answer, rising; none for attributes without arithmetic. */
  critical(name: string, chosen: Read): number[];
}

/**
 * For each attribute, in the given order, values such that every combination of answers the clauses can give together
 * comes up; a value may depend on those chosen before it. Null where there would be too many.
 */
export function sampler(
  names: readonly string[],
  clauses: readonly RuleClause[],
  read: Read,
): Sampler | null {
  const numeric = names.filter(isNumeric);
  const bounds = project(numeric, [
    ...clauses.flatMap((clause) => boundsOf(clause, read, numeric)),
    ...numeric.flatMap((name) => domainOf(name).map((times) => ({ of: name, times }))),
  ]);
  if (!bounds) return null;
  const fixed = new Map<string, FactValue[]>();
  for (const name of names) {
    if (isNumeric(name)) continue;
    const values = closedSamples(name, clauses);
    if (!values) return null;
    fixed.set(name, values);
  }
  const critical = (name: string, chosen: Read) => criticalValues(bounds.get(name) ?? [], chosen);
  return {
    critical,
    samples: (name, chosen) =>
      fixed.get(name) ?? around(critical(name, chosen)).filter((value) => isInDomain(name, value)),
  };
}

/** Whether an attribute can have the number. */
export function isInDomain(name: string, value: number): boolean {
  const [least = 0, most = Infinity] = domainOf(name);
  return value >= least && value <= most;
}

/** Least and, where there is one, greatest number that an attribute can have. */
function domainOf(name: string): number[] {
  const definition = findAttribute(name);
  const most = definition?.type === 'percent' ? 100 : definition?.maximum;
  return most === undefined ? [0] : [0, most];
}

/** The bounds that a clause sets to the free attributes. */
function boundsOf(clause: RuleClause, read: Read, free: readonly string[]): Bound[] {
  const { attribute, per } = clause;
  if (!isNumeric(attribute)) return [];
  const limit = Number(clause.value);
  if (per === undefined) return free.includes(attribute) ? [{ of: attribute, times: limit }] : [];
  const share = limit / 100;
  const sign = { of: per, times: 0 };
  const value = read(attribute);
  const base = read(per);
  if (free.includes(attribute) && free.includes(per))
    return share === 0
      ? [sign, { of: attribute, times: 0 }]
      : [sign, { of: attribute, times: share, over: per }];
  if (free.includes(attribute))
    return typeof base === 'number' ? [{ of: attribute, times: share * base }] : [];
  if (!free.includes(per) || typeof value !== 'number') return [];
  return share === 0 ? [sign] : [sign, { of: per, times: value / share }];
}

/**
 * Bounds of each attribute in terms of the ones before it. Every bound is x = c or x = r·y, and so is what two of them
 * imply for the attributes before: eliminating the last attribute first keeps the form.
 */
function project(names: readonly string[], bounds: Bound[]): Map<string, Bound[]> | null {
  const byName = new Map<string, Bound[]>();
  let rest = bounds;
  for (const name of [...names].reverse()) {
    const own = unique(
      rest.flatMap((bound) => {
        if (bound.of === name) return [bound];
        return bound.over === name ? [{ of: name, times: 1 / bound.times, over: bound.of }] : [];
      }),
    );
    byName.set(name, own);
    rest = rest.filter((bound) => bound.of !== name && bound.over !== name);
    for (const [at, one] of own.entries()) {
      for (const other of own.slice(0, at)) rest.push(...crossing(one, other));
      if (rest.length > maxBounds) return null;
    }
  }
  return byName;
}

/** Where two bounds of one attribute meet, as bounds of the others. */
function crossing(one: Bound, other: Bound): Bound[] {
  if (one.over === undefined && other.over === undefined) return [];
  if (one.over === undefined) return crossing(other, one);
  if (other.over === undefined) return [{ of: one.over, times: other.times / one.times }];
  if (one.over === other.over) return [{ of: one.over, times: 0 }];
  return [{ of: one.over, times: other.times / one.times, over: other.over }];
}

function unique(bounds: Bound[]): Bound[] {
  return [...new Map(bounds.map((bound) => [`${bound.times} ${bound.over ?? ''}`, bound])).values()];
}

/** The numbers at which some clause changes its answer, rising. */
function criticalValues(bounds: readonly Bound[], chosen: Read): number[] {
  const values = bounds.flatMap(({ times, over }) => {
    const factor = over === undefined ? 1 : chosen(over);
    return typeof factor === 'number' ? [times * factor] : [];
  });
  return [...new Set(values)].sort((one, other) => one - other);
}

/** Each number, one between every two, and one beyond either end. */
function around(critical: number[]): number[] {
  const first = critical[0];
  const last = critical.at(-1);
  if (first === undefined || last === undefined) return [1];
  const samples = [first - Math.abs(first) - 1];
  for (const [at, value] of critical.entries()) {
    const next = critical[at + 1];
    samples.push(value, next === undefined ? last + Math.abs(last) + 1 : (value + next) / 2);
  }
  return samples;
}

/** Values of an attribute without arithmetic that the clauses can tell apart; null where there are too many. */
function closedSamples(name: string, clauses: readonly RuleClause[]): FactValue[] | null {
  const named = [
    ...new Set(
      clauses.filter(({ attribute }) => attribute === name).flatMap((clause) => namedValues(clause)),
    ),
  ];
  const definition = findAttribute(name);
  switch (definition?.type) {
    case 'boolean':
      return [true, false];
    case 'size':
      return [...enterpriseSizes];
    case 'choice':
      return (definition.choices ?? []).map(({ value }) => value);
    case 'tags':
      return named.length > maxTags ? null : subsets(named);
    case 'date':
      return named.length === 0
        ? ['2000-01-01']
        : named.flatMap((day) => [-1, 0, 1].map((by) => shifted(day, by)));
    default:
      // Codes contain or exclude one another: each named code stands for what lies in it, one more for all the rest.
      return [...named, 'none-of-these'];
  }
}

function subsets(items: string[]): string[][] {
  return items.reduce<string[][]>((sets, item) => [...sets, ...sets.map((set) => [...set, item])], [[]]);
}

function shifted(day: string, byDays: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + byDays * 86_400_000).toISOString().slice(0, 10);
}
