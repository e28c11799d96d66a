import type { Verdict } from '@contract/enums';
import type { ItemVerdict, PolicyItem, Rule } from '@contract/policies';
import { decide } from './completions';
import {
  decisiveConditions,
  entriesOf,
  hintFor,
  isTag,
  missingOf,
  reasonOf,
  toClauseResult,
  toVerdict,
} from './explanation';
import { findChanges } from './rule-changes';
import { readerOf, type Facts, type Read } from './rule-logic';
import { changeText } from './rule-reasons';
import { attributeLabel } from './rule-text';

export type Evaluation = Omit<ItemVerdict, 'policyId' | 'itemKey' | 'estimatedAmountFen'>;

/** The verdict alone, for counting audiences. 符合 and 不符合 only if every completion of what isn't known gives it. */
export function judge(rule: Rule, facts: Facts, now: Date): Verdict {
  return toVerdict(decide(rule, readerOf(facts, now)));
}

/** The verdict with one short reason in Chinese. */
export function reasonFor(rule: Rule, read: Read): { verdict: Verdict; because: string } {
  const verdict = toVerdict(decide(rule, read));
  const decisive = decisiveConditions({ rule, isNegated: false }, read);
  return { verdict, because: reasonOf(verdict, decisive, missingOf(decisive, read), read) };
}

/**
 * What a rule says of an enterprise: the verdict, each clause with what was seen and from where, what is missing and
 * what it would have to be, and for 不符合 a smallest set of changes that flips it.
 */
export function evaluateRule(rule: Rule, facts: Facts, now: Date): Evaluation {
  const read = readerOf(facts, now);
  const verdict = toVerdict(decide(rule, read));
  const decisive = decisiveConditions({ rule, isNegated: false }, read);
  const missingAttributes = missingOf(decisive, read);
  const { changes, isChangeable } =
    verdict === 'not-met' ? findChanges(rule, read) : { changes: [], isChangeable: true };
  const because = reasonOf(verdict, decisive, missingAttributes, read);
  const [onlyChange] = changes;
  return {
    verdict,
    because:
      changes.length === 1 && onlyChange && isTag(onlyChange.attribute)
        ? `${because}，拿到后即符合`
        : because,
    clauses: entriesOf({ rule, isNegated: false }).map((entry) => toClauseResult(entry, facts, read)),
    missing:
      verdict === 'unknown'
        ? missingAttributes.map((attribute) => {
            const hint = hintFor(attribute, missingAttributes, decisive, rule, read);
            return { attribute, label: attributeLabel(attribute), ...(hint ? { hint } : {}) };
          })
        : [],
    changes: changes.map((change) => changeText(change, read)),
    isChangeable,
  };
}

/** A policy item for an enterprise: its rule's evaluation, and the amount where it follows from a known figure. */
export function evaluateItem(
  item: Pick<PolicyItem, 'rule' | 'amountBase' | 'maxAmountFen'>,
  facts: Facts,
  now: Date,
): Evaluation & { estimatedAmountFen?: number } {
  const evaluation = evaluateRule(item.rule, facts, now);
  const estimatedAmountFen = estimateAmount(item, evaluation.verdict, facts, now);
  return { ...evaluation, ...(estimatedAmountFen === undefined ? {} : { estimatedAmountFen }) };
}

/** The share of the firm's own figure, capped; undefined where the figure isn't known or the item isn't for the firm. */
function estimateAmount(
  { amountBase, maxAmountFen }: Pick<PolicyItem, 'amountBase' | 'maxAmountFen'>,
  verdict: Verdict,
  facts: Facts,
  now: Date,
): number | undefined {
  if (!amountBase || verdict === 'not-met') return undefined;
  const base = readerOf(facts, now)(amountBase.attribute);
  if (typeof base !== 'number') return undefined;
  // Rounded before flooring: 10 % of 3 fen-exact sums must not lose a fen to binary fractions.
  const share = Math.floor(Number(((base * amountBase.percent) / 100).toFixed(4)));
  return Math.max(0, Math.min(share, maxAmountFen ?? Infinity));
}
