import { enterpriseSizes } from '@contract/enums';
import type { RuleClause } from '@contract/policies';
import { findAttribute, type FactValue } from '../enterprises/attributes';
import { isNumeric, namedValues, type Read } from './rule-logic';

/**
 * A place where a numeric attribute changes what some clause says: `of` equals `times`, or `times` × `over`.
 */
interface Bound {
  of: string;
  times: number;
  over?: string;
}

/** More bounds or tags than this would make too many cases. */
const maxBounds = 300;
const maxTags = 6;

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
  // A share of a small whole number may leave out what a share of a larger one has: only numbers that stand alone are
  // taken as whole, the others as any number, which can only make a verdict more careful.
  const coupled = new Set(
    [...bounds.values()].flat().flatMap(({ of, over }) => (over === undefined ? [] : [of, over])),
  );
  const around = (name: string, chosen: Read) =>
    isWhole(name) && !coupled.has(name)
      ? wholeAround(critical(name, chosen))
      : anyAround(critical(name, chosen));
  return {
    critical,
    samples: (name, chosen) =>
      fixed.get(name) ?? around(name, chosen).filter((value) => isInDomain(name, value)),
  };
}

/** Whether an attribute counts in whole numbers: people, pieces, years, fen. */
export function isWhole(name: string): boolean {
  const definition = findAttribute(name);
  if (definition?.type === 'number') return !definition.isFractional;
  return definition?.type === 'amount' || definition?.type === 'year';
}

/** Whether an attribute can have the number. */
export function isInDomain(name: string, value: number): boolean {
  const [least = 0, most = Infinity] = domainOf(name);
  return value >= least && value <= most;
}

/** The greatest number that an attribute can have, or one beyond all that occur. */
export function greatest(name: string): number {
  return domainOf(name)[1] ?? Number.MAX_SAFE_INTEGER;
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
function anyAround(critical: number[]): number[] {
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

/** The whole numbers at and next to each number: between two numbers stands one of these or none at all. */
function wholeAround(critical: number[]): number[] {
  if (critical.length === 0) return [1];
  return [
    ...new Set(
      critical.flatMap((value) => {
        const [below, above] = [Math.floor(value), Math.ceil(value)];
        return [below - 1, below, above, above + 1];
      }),
    ),
  ];
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
