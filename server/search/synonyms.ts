import table from './synonyms.json';
import { normalizeText, segment } from './segment';

export interface Synonyms {
  /** Terms of a text with one more for each mention of a group of synonyms, whichever of its words is written. */
  terms(text: string): string[];
  /** Words that are looked for besides those of a query: the others of the groups that it mentions. */
  alsoMeant(query: string): string[];
}

interface Word {
  text: string;
  /** Numbers of the groups that a mention of the word mentions. */
  groups: number[];
}

const latin = /[a-z]/;

/** Synonyms by groups of words that mean the same: each word finds the others. A word may stand in several groups. */
export function createSynonyms(groups: readonly (readonly string[])[]): Synonyms {
  const groupsOf = new Map<string, number[]>();
  for (const [number, group] of groups.entries())
    for (const word of group.map(normalizeText)) groupsOf.set(word, [...(groupsOf.get(word) ?? []), number]);
  const byFirst = new Map<string, Word[]>();
  for (const text of groupsOf.keys()) {
    // 专精特新小巨人 mentions 专精特新 too; what begins further inside is met at its own place.
    const begun = [...groupsOf.keys()].filter((word) => text.startsWith(word));
    const word = { text, groups: [...new Set(begun.flatMap((each) => groupsOf.get(each) ?? []))] };
    const first = text[0] ?? '';
    byFirst.set(first, [...(byFirst.get(first) ?? []), word]);
  }
  // The longest first: a mention of 小微企业 isn't counted once more as one of 小微.
  for (const words of byFirst.values()) words.sort((one, other) => other.text.length - one.text.length);

  function* mentions(text: string): Generator<{ group: number; word: string }> {
    const plain = normalizeText(text);
    for (let at = 0; at < plain.length; at++) {
      const word = byFirst.get(plain[at] as string)?.find((each) => standsAt(plain, each.text, at));
      for (const group of word?.groups ?? []) yield { group, word: word?.text ?? '' };
    }
  }

  return {
    terms: (text) => [...segment(text), ...[...mentions(text)].map(({ group }) => `≈${group}`)],
    alsoMeant(query) {
      const plain = normalizeText(query);
      const meant = [...mentions(query)].flatMap(({ group }) => groups[group] ?? []);
      return [...new Set(meant)].filter((word) => !plain.includes(normalizeText(word)));
    },
  };
}

/** Whether a word stands at a place; one in Latin letters only as a whole: there is no AI in “air”. */
function standsAt(text: string, word: string, at: number): boolean {
  if (!text.startsWith(word, at)) return false;
  if (!latin.test(word)) return true;
  return !latin.test(text[at - 1] ?? '') && !latin.test(text[at + word.length] ?? '');
}

/** The synonyms of the product: the groups of synonyms.json. */
export const synonyms = createSynonyms(table.groups);
