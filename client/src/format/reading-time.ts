const charactersPerMinute = 400;

/** Whole minutes that reading texts takes, at least one. */
export function minutesToRead(texts: readonly string[]): number {
  return Math.max(1, Math.round(texts.join('').length / charactersPerMinute));
}
