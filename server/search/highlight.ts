import { normalizeText, segment } from './segment';

export interface Piece {
  text: string;
  hit: boolean;
}

/**
 * The passage of a text that holds most of the query's words and of those also meant, at most `length` characters, cut into pieces that hit
 * and pieces that don't; null where no word stands in the text.
 */
export function highlight(
  text: string,
  query: string,
  { length = 60, also = [] }: { length?: number; also?: readonly string[] } = {},
): Piece[] | null {
  const marks = findMarks(text, [...new Set([...segment(query), ...also.map(normalizeText)])]);
  if (marks.length === 0) return null;
  const start = bestStart(text, marks, length);
  const end = Math.min(text.length, start + length);
  const pieces: Piece[] = [];
  let at = start;
  for (const mark of marks) {
    if (mark.start < at || mark.end > end) continue;
    if (mark.start > at) pieces.push({ text: text.slice(at, mark.start), hit: false });
    pieces.push({ text: text.slice(mark.start, mark.end), hit: true });
    at = mark.end;
  }
  if (at < end) pieces.push({ text: text.slice(at, end), hit: false });
  if (start > 0) pieces.unshift({ text: '…', hit: false });
  if (end < text.length) pieces.push({ text: '…', hit: false });
  return pieces;
}

interface Mark {
  start: number;
  end: number;
}

/** Where the terms stand, longest first at each place, never overlapping. */
function findMarks(text: string, terms: string[]): Mark[] {
  const plain = normalizeText(text);
  // Normalizing may change the length (ligatures, fractions); then places would be wrong, so the text is taken as it is.
  const searched = plain.length === text.length ? plain : text;
  const marks: Mark[] = [];
  for (const term of [...terms].sort((one, other) => other.length - one.length)) {
    for (let at = searched.indexOf(term); at >= 0; at = searched.indexOf(term, at + term.length)) {
      const mark = { start: at, end: at + term.length };
      if (isInsideNumber(searched, mark)) continue;
      if (marks.every((other) => mark.end <= other.start || mark.start >= other.end)) marks.push(mark);
      if (marks.length > 200) break;
    }
  }
  return marks.sort((one, other) => one.start - other.start);
}

// “31” is no hit in “2031”.
function isInsideNumber(text: string, { start, end }: Mark): boolean {
  const digit = /\d/;
  return (
    (digit.test(text[start] ?? '') && digit.test(text[start - 1] ?? '')) ||
    (digit.test(text[end - 1] ?? '') && digit.test(text[end] ?? ''))
  );
}

function bestStart(text: string, marks: Mark[], length: number): number {
  let best = { start: 0, score: -1 };
  for (const first of marks) {
    const inside = marks.filter((mark) => mark.start >= first.start && mark.end <= first.start + length);
    const words = new Set(inside.map((mark) => text.slice(mark.start, mark.end)));
    const score = words.size * 100 + inside.length;
    if (score > best.score) best = { start: first.start, score };
  }
  // A few characters of lead-in, begun after a sentence mark where one is near.
  const lead = text.slice(Math.max(0, best.start - 12), best.start);
  const sentence = Math.max(...[...'。；！？\n'].map((mark) => lead.lastIndexOf(mark)));
  const start = best.start - (lead.length - (sentence + 1));
  return Math.max(0, Math.min(start, text.length - length));
}
