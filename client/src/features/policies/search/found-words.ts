export interface Piece {
  text: string;
  hit: boolean;
}

/** The words of a search, as they were typed. */
export function wordsOf(query: string): string[] {
  return [...new Set(query.trim().split(/\s+/).filter(Boolean))];
}

/** Cuts a text into pieces that were searched for and pieces that were not. */
export function markWords(text: string, words: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  while (from < text.length) {
    const next = firstHit(text, words, from);
    if (!next) break;
    if (next.start > from) pieces.push({ text: text.slice(from, next.start), hit: false });
    pieces.push({ text: text.slice(next.start, next.end), hit: true });
    from = next.end;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), hit: false });
  return pieces;
}

/** The earliest word from a place on; of several there, the longest. */
function firstHit(text: string, words: readonly string[], from: number) {
  let best: { start: number; end: number } | undefined;
  for (const word of words) {
    const start = text.indexOf(word, from);
    if (start < 0) continue;
    const end = start + word.length;
    if (!best || start < best.start || (start === best.start && end > best.end)) best = { start, end };
  }
  return best;
}

/** True where the search names this 文号 or its number, e.g. 31号 for 豫工信企业〔2026〕31号. */
export function namesDocument(docNo: string | undefined, words: readonly string[]): boolean {
  if (!docNo) return false;
  const plain = plainDocNo(docNo);
  return words.some((word) => {
    const asked = plainDocNo(word);
    if (/^\d+号$/.test(asked)) return new RegExp(`(^|\\D)${asked}$`).test(plain);
    return /\d/.test(asked) && asked.length >= 4 && plain.includes(asked);
  });
}

/** Brackets of a 文号 are typed in many ways. */
function plainDocNo(text: string): string {
  return text
    .replace(/[〔［【（(]/g, '[')
    .replace(/[〕］】）)]/g, ']')
    .replace(/\s/g, '');
}

/** Shorter searches to try when nothing was found: each word alone, then the ends of a long one. */
export function otherWords(query: string): string[] {
  const words = wordsOf(query);
  const shorter = words.flatMap((word) =>
    word.length >= 4 && !/\d/.test(word) ? [word.slice(0, 2), word.slice(-2)] : [],
  );
  return [...new Set([...(words.length > 1 ? words : []), ...shorter])].slice(0, 4);
}

/** The words that a link hands over: WeChat leaves them encoded, the browser writes a space as a plus. */
export function queryWords(handed: string): string {
  const text = handed.replace(/\+/g, ' ');
  try {
    return decodeURIComponent(text).trim();
  } catch {
    return text.trim();
  }
}
