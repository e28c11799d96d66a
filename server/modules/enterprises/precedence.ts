import type { EnterpriseSize } from '@contract/enums';
import type { FactValue } from './attributes';
import type { EnterpriseDoc, Fact } from './enterprises.model';
import { enterpriseSize } from './size';

/** What of an enterprise depends on who said what when. */
export type FactBook = Pick<EnterpriseDoc, 'industryCode' | 'facts' | 'others'>;

/**
 * Whether what is said now stands in the place of what stood. What an office verified gives way only to a later
 * verification; the firm's own word and an imported list give way to whichever is later, and on the same day the firm's
 * own word stands. A source may always correct what it said itself, never with something older.
 */
function standsOver(said: Fact, standing: Fact | undefined): boolean {
  if (!standing) return true;
  if (said.source === standing.source) return said.asOf >= standing.asOf;
  if (said.source === 'verified') return true;
  if (standing.source === 'verified') return false;
  return said.source === 'self-declared' ? said.asOf >= standing.asOf : said.asOf > standing.asOf;
}

/**
 * The facts after somebody said something: each either stands, or is kept beside what stands where it differs from it,
 * so that both can be seen. Undefined where nothing changes.
 */
export function applyFacts(book: FactBook, said: Readonly<Record<string, Fact>>): FactBook | undefined {
  const facts = { ...book.facts };
  const others = { ...book.others };
  let isChanged = false;
  for (const [key, fact] of Object.entries(said)) {
    const standing = facts[key];
    const other = others[key];
    if (standsOver(fact, standing)) {
      if (!isSame(fact, standing)) {
        facts[key] = fact;
        isChanged = true;
      }
      // A word that came before the new one has been answered by it.
      if (other && (fact.source === 'verified' || other.asOf <= fact.asOf)) {
        delete others[key];
        isChanged = true;
      }
    } else if (
      standing &&
      !isSameValue(fact.value, standing.value) &&
      !isSame(fact, other) &&
      !(other && other.asOf > fact.asOf)
    ) {
      others[key] = fact;
      isChanged = true;
    }
  }
  return isChanged ? { industryCode: book.industryCode, facts, others } : undefined;
}

/** The size that the stored facts give; `unknown` while a figure is missing, so that lists can ask for it. */
export function storedSize({ industryCode, facts }: Omit<FactBook, 'others'>): EnterpriseSize | 'unknown' {
  return (
    enterpriseSize({
      industryCode,
      employees: numberIn(facts.employees),
      revenueFen: numberIn(facts.revenueFen),
      assetsFen: numberIn(facts.assetsFen),
    }) ?? 'unknown'
  );
}

/** The number a fact holds, where it holds one. */
export function numberIn(fact: Fact | undefined): number | undefined {
  return typeof fact?.value === 'number' ? fact.value : undefined;
}

/** True for the same value, lists compared by their members. */
export function isSameValue(one: FactValue, other: FactValue): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((value) => other.includes(value));
}

function isSame(fact: Fact, other: Fact | undefined): boolean {
  return (
    other !== undefined &&
    fact.source === other.source &&
    fact.asOf === other.asOf &&
    isSameValue(fact.value, other.value)
  );
}
