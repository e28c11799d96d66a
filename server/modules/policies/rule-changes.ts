import type { Rule } from '@contract/policies';
import { derivedAttributes, findAttribute, type FactValue } from '../enterprises/attributes';
import { enterpriseSize } from '../enterprises/size';
import { decide } from './completions';
import { attributesOf, clausesOf, isNumeric, namedValues, type Read } from './rule-logic';
import { isInDomain, isWhole, sampler, type Sampler } from './sampling';

/** One fact and the value it would have to have. */
export interface Change {
  attribute: string;
  value: FactValue;
}

/** Verdicts worked out before the search gives up; only a rule with very many conditions comes near. */
const budget = 20_000;

/**
 * A smallest set of changes that, applied together, makes the rule hold whatever the other unknown values are. Tags
 * count one by one. `isChangeable` is false where facts that nobody can change rule it out; no changes although it is
 * true means that none was found, because the rule has very many conditions or its shares leave no whole number.
 */
export function findChanges(rule: Rule, read: Read): { changes: Change[]; isChangeable: boolean } {
  const names = [...new Set(clausesOf(rule).flatMap((clause) => attributesOf(clause).reverse()))];
  const free = names.filter((name) => read(name) === undefined || isChangeable(name));
  const freed: Read = (name) => (free.includes(name) ? undefined : read(name));
  if (decide(rule, freed) === false) return { changes: [], isChangeable: false };
  const left = { verdicts: budget };
  for (let cost = 1; cost <= free.length + 4 && left.verdicts > 0; cost++) {
    for (const chosen of subsetsUpTo(free, cost)) {
      const changes = searchChanges(rule, read, chosen, cost, left);
      if (changes) return { changes, isChangeable: true };
    }
  }
  return { changes: [], isChangeable: true };
}

/** What follows from the registration or from other facts isn't changed by itself. */
function isChangeable(name: string): boolean {
  const derived: readonly string[] = derivedAttributes;
  return (findAttribute(name)?.changeable ?? false) && !derived.includes(name);
}

/** Values for exactly these attributes, at exactly this cost, with which the rule holds. */
function searchChanges(
  rule: Rule,
  read: Read,
  chosen: string[],
  cost: number,
  left: { verdicts: number },
): Change[] | null {
  const tags = chosen.filter((name) => findAttribute(name)?.type === 'tags');
  if (tags.length === 0 && chosen.length !== cost) return null;
  const clauses = clausesOf(rule);
  const bases = clauses.flatMap(({ per }) => per ?? []);
  // Bases of ratios first: then the number to reach follows from a base that has already been chosen.
  const order = [...chosen].sort((one, other) => Number(bases.includes(other)) - Number(bases.includes(one)));
  const hidden: Read = (name) => (chosen.includes(name) ? undefined : read(name));
  const sampled = sampler(order, clauses, hidden);
  if (!sampled) return null;
  const values = new Map<string, FactValue>();
  const changed = withDerived((name) => values.get(name) ?? hidden(name), read, chosen);
  const place = (at: number, budgetLeft: number): boolean => {
    const name = order[at];
    if (name === undefined) {
      left.verdicts -= 1;
      return budgetLeft === 0 && decide(rule, changed) === true;
    }
    for (const { value, cost: own } of candidates(
      name,
      read(name),
      sampled,
      changed,
      clausesNaming(rule, name),
    )) {
      if (left.verdicts <= 0) return false;
      if (own > budgetLeft) continue;
      values.set(name, value);
      if (place(at + 1, budgetLeft - own)) return true;
    }
    values.delete(name);
    return false;
  };
  return place(0, cost)
    ? chosen.map((attribute) => ({ attribute, value: values.get(attribute) as FactValue }))
    : null;
}

const figures = ['employees', 'revenueFen', 'assetsFen'];

/** Raising the turnover may change the size: where figures change, the size is worked out again. */
function withDerived(changed: Read, before: Read, chosen: string[]): Read {
  if (chosen.includes('size') || !chosen.some((name) => figures.includes(name))) return changed;
  const industryCode = before('industryCode');
  if (typeof industryCode !== 'string') return changed;
  const figure = (name: string) => {
    const value = changed(name);
    return typeof value === 'number' ? value : undefined;
  };
  return (name) =>
    name === 'size'
      ? enterpriseSize({
          industryCode,
          employees: figure('employees'),
          revenueFen: figure('revenueFen'),
          assetsFen: figure('assetsFen'),
        })
      : changed(name);
}

function clausesNaming(rule: Rule, name: string): string[] {
  return [
    ...new Set(clausesOf(rule).flatMap((clause) => (clause.attribute === name ? namedValues(clause) : []))),
  ];
}

/** Values to try for an attribute, the most natural first, with what each costs. */
function candidates(
  name: string,
  now: FactValue | undefined,
  sampled: Sampler,
  chosen: Read,
  named: string[],
): { value: FactValue; cost: number }[] {
  if (findAttribute(name)?.type === 'tags') {
    const held = Array.isArray(now) ? now : [];
    const options = sampled.samples(name, chosen).map((wanted) => {
      const tags = wanted as string[];
      const toggled = named.filter((tag) => tags.includes(tag) !== held.includes(tag));
      const value = [
        ...held.filter((tag) => !toggled.includes(tag)),
        ...toggled.filter((tag) => !held.includes(tag)),
      ];
      return { value, cost: toggled.length + (now === undefined && toggled.length === 0 ? 1 : 0) };
    });
    return options.filter(({ cost }) => cost > 0);
  }
  const all = sampled.samples(name, chosen);
  const values = isNumeric(name) ? [...roundNumbers(name, now, sampled.critical(name, chosen)), ...all] : all;
  return values
    .filter((value) => value !== now && !(isWhole(name) && !Number.isInteger(value)))
    .map((value) => ({ value, cost: 1 }));
}

/** Numbers people can work with at each turning point, exact ones first, then the next above and below. */
function roundNumbers(name: string, now: FactValue | undefined, critical: number[]): number[] {
  const from = typeof now === 'number' ? now : 0;
  const near = (numbers: number[]) =>
    [...new Set(numbers)]
      .filter((value) => isInDomain(name, value))
      .sort((one, other) => Math.abs(one - from) - Math.abs(other - from));
  return [
    ...near(critical.flatMap((value) => [roundUp(name, value), roundDown(name, value)])),
    ...near(critical.flatMap((value) => [roundAbove(name, value), roundBelow(name, value)])),
  ];
}

/** The smallest step in which a number of an attribute is shown: what is on screen is then what is meant. */
function stepOf(name: string, value: number): number {
  const definition = findAttribute(name);
  if (definition?.type === 'percent' || definition?.isFractional) return 0.01;
  if (definition?.type !== 'amount') return 1;
  // amounts are shown with two decimals in 元 below 1 万元, in 万元 below 1 亿元, in 亿元 above
  if (Math.abs(value) >= 10_000_000_000) return 100_000_000;
  return Math.abs(value) >= 1_000_000 ? 10_000 : 100;
}

/** The smallest number in the attribute's steps that isn't below the value. */
export function roundUp(name: string, value: number): number {
  const step = stepOf(name, value);
  return tidy(Math.ceil(value / step - 1e-9) * step);
}

/** The greatest number in the attribute's steps that isn't above the value. */
export function roundDown(name: string, value: number): number {
  const step = stepOf(name, value);
  return tidy(Math.floor(value / step + 1e-9) * step);
}

/** The smallest number in the attribute's steps above the value. */
function roundAbove(name: string, value: number): number {
  const up = roundUp(name, value);
  return up > value ? up : tidy(up + stepOf(name, value));
}

function roundBelow(name: string, value: number): number {
  const down = roundDown(name, value);
  return down < value ? down : tidy(down - stepOf(name, value));
}

function tidy(value: number): number {
  return Number(value.toFixed(2));
}

/** Subsets of up to `size` names, in order of size and then of the names. */
function* subsetsUpTo(names: readonly string[], size: number): Generator<string[]> {
  for (let count = 1; count <= Math.min(size, names.length); count++) yield* subsetsOf(names, count);
}

function* subsetsOf(names: readonly string[], count: number): Generator<string[]> {
  if (count === 0) yield [];
  else
    for (const [at, name] of names.entries())
      for (const rest of subsetsOf(names.slice(at + 1), count - 1)) yield [name, ...rest];
}
