import type { Rule, RuleClause } from '@contract/policies';
import type { FactValue } from '../enterprises/attributes';
import { attributesOf, clauseTruth, isClause, isNumeric, ruleTruth, testOf, type Read } from './rule-logic';
import { greatest, sampler } from './sampling';

/** Completions looked at before the answer is “unknown”, which is never wrong. */
const budget = 5000;

/** Values for attributes that aren't known. */
export type Completion = ReadonlyMap<string, FactValue>;

/**
 * The verdict that every completion of the unknown values gives; null where they differ. Kleene's logic alone calls
 * “more than 30 people and …, or at most 30 people and …” unknown although both ways may be open: where an unknown
 * attribute stands in several clauses, one completion per case that the clauses can tell apart is tried. Two that
 * differ are handed back where a list for them is given.
 */
export function decide(rule: Rule, read: Read, differing?: Completion[]): boolean | null {
  const plain = ruleTruth(rule, (clause) => clauseTruth(clause, read));
  if (plain !== null) return plain;
  const verdicts = new Map<RuleClause, boolean | null>();
  const settle = (clause: RuleClause) => {
    let verdict = verdicts.get(clause);
    if (verdict === undefined) verdicts.set(clause, (verdict = decideClause(clause, read)));
    return verdict;
  };
  const settled = ruleTruth(rule, settle);
  if (settled !== null) return settled;
  const open = openClauses(rule, settle);
  const unknown = open.flatMap((clause) => attributesOf(clause).filter((name) => read(name) === undefined));
  // With each unknown in one clause only, clauses vary independently and Kleene's answer is exact.
  if (new Set(unknown).size === unknown.length && !differing) return null;
  return tryCompletions(open, rule, read, { verdicts, differing });
}

/** The clauses that can still turn a rule: what stands in a part that is decided can't. */
function openClauses(rule: Rule, truthOf: (clause: RuleClause) => boolean | null): RuleClause[] {
  if (ruleTruth(rule, truthOf) !== null) return [];
  if ('not' in rule) return openClauses(rule.not, truthOf);
  if (isClause(rule)) return [rule];
  return ('all' in rule ? rule.all : rule.any).flatMap((part) => openClauses(part, truthOf));
}

/** What every completion gives a single clause; null where they differ. */
export function decideClause(clause: RuleClause, read: Read): boolean | null {
  const truth = clauseTruth(clause, read);
  if (truth !== null || staysOpen(clause, read)) return truth;
  return tryCompletions([clause], clause, read);
}

/** Whether two possible values, one at either end, are answered differently: that settles most clauses at once. */
function staysOpen(clause: RuleClause, read: Read): boolean {
  const { attribute, per } = clause;
  if (!isNumeric(attribute)) return false;
  const test = testOf(clause);
  const known = read(attribute);
  const base = per === undefined ? undefined : read(per);
  const ends = (name: string) => [0, 1, greatest(name)];
  const seen = new Set<boolean | null>();
  for (const value of known === undefined ? ends(attribute) : [known])
    for (const divisor of per === undefined || base !== undefined ? [base] : ends(per))
      seen.add(test(value, divisor));
  return seen.has(true) && seen.has(false);
}

function tryCompletions(
  open: RuleClause[],
  rule: Rule,
  read: Read,
  {
    verdicts,
    differing,
  }: { verdicts?: ReadonlyMap<RuleClause, boolean | null>; differing?: Completion[] } = {},
): boolean | null {
  const names = [...new Set(open.flatMap(attributesOf))].filter((name) => read(name) === undefined);
  const sampled = sampler(names, open, read);
  if (!sampled) return null;
  let left = budget;
  let seen: boolean | null = null;
  const values = new Map<string, FactValue>();
  let first: Completion = values;
  const completed: Read = (name) => values.get(name) ?? read(name);
  /** False as soon as two completions differ or too many have been tried. */
  const goOn = (at: number): boolean => {
    const name = names[at];
    if (name === undefined) {
      left -= 1;
      // What is settled whatever the missing values are stays so, also where some of them aren't tried here.
      const truth = ruleTruth(rule, (clause) => verdicts?.get(clause) ?? clauseTruth(clause, completed));
      const differs = truth !== null && seen !== null && truth !== seen;
      if (differs) differing?.push(first, new Map(values));
      if (truth === null || left < 0 || differs) {
        seen = null;
        return false;
      }
      if (seen === null) first = new Map(values);
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
