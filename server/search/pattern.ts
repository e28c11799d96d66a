/** A regular expression's text that finds words as they were typed, whatever characters they hold. */
export function wordsPattern(words: string): string {
  return words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
