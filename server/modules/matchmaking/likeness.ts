import { createHash } from 'node:crypto';
import { segment } from '../../search/text-index';

/** From here on two listings of one owner are the same thing said twice. */
export const sameLikeness = 0.9;
/** From here on the reviewer is told. */
export const similarLikeness = 0.6;

/** Likeness of two texts in [0, 1]: the cosine of their counts of words; 1 for the same words. */
export function likeness(one: string, other: string): number {
  const [mine, theirs] = [countWords(one), countWords(other)];
  let product = 0;
  for (const [word, count] of mine) product += count * (theirs.get(word) ?? 0);
  return product === 0 ? 0 : Math.min(1, product / (norm(mine) * norm(theirs)));
}

/** The same for texts that differ only in blanks, punctuation and the width or case of letters. */
export function fingerprint(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  return createHash('sha256').update(plain).digest('base64url');
}

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of segment(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function norm(counts: Map<string, number>): number {
  return Math.sqrt([...counts.values()].reduce((sum, count) => sum + count * count, 0));
}
