import type { Rule, RuleClause } from '@contract/policies';
import type { FactValue } from '../enterprises/attributes';
import { attributesOf, clausesOf, clauseTruth, ruleTruth, type Read } from './rule-logic';
import { sampler } from './sampling';

/** Completions looked at before the answer is “unknown”, which is never wrong. */
const budget = 5000;

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
