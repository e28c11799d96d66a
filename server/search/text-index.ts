import { createTop } from './best';
import { append, dropDead, frequencyIn, type Postings } from './postings';
import { segment } from './segment';

export { segment } from './segment';

/** BM25's saturation of repeated words and its share of length normalization. */
const k1 = 1.2;
const b = 0.75;

export interface Field {
  text: string;
  /** How many times a word of this field counts. */
  weight: number;
}
export interface SearchHit {
  id: string;
  /** BM25 score; only comparable within one search. */
  score: number;
  /** Terms of the query that the document holds. */
  terms: string[];
}
export interface SearchOptions {
  limit: number;
  /** Hits to pass over, for later pages. */
  offset?: number;
  filter?: (id: string) => boolean;
}
export interface TermScore {
  term: string;
  /** Weighted count in the document. */
  frequency: number;
  /** Documents that hold the term. */
  documents: number;
  score: number;
}
export interface TextIndex {
  readonly size: number;
  /** Adds a document, or replaces the one of the same id. */
  add(id: string, fields: Field[]): void;
  remove(id: string): void;
  has(id: string): boolean;
  /** Best documents first; equal scores in order of id. */
  search(query: string | readonly string[], options: SearchOptions): SearchHit[];
  /** As search, with the count of all documents that hold any of the terms and pass the filter. */
  find(query: string | readonly string[], options: SearchOptions): { hits: SearchHit[]; total: number };
  /** What each term gives a document; terms that it lacks are left out. */
  explain(terms: readonly string[], id: string): TermScore[];
  /** Likeness of a text to a document in [0, 1]: 1 for the same words, 0 for none in common. */
  similarity(text: string, id: string): number;
}

interface Entry {
  slot: number;
  length: number;
  terms: Uint32Array;
}

/**
 * An index of texts in memory: jieba terms (or those of another cutter), postings in typed arrays, BM25 (k1 1.2, b 0.75) over weighted counts. A
 * removed document leaves its postings until they outnumber the living ones; scores never see them.
 */
export function createTextIndex(termsOf: (text: string) => string[] = segment): TextIndex {
  const termNumbers = new Map<string, number>();
  const postings: Postings[] = [];
  let entries = new Map<string, Entry>();
  let ids: (string | undefined)[] = [];
  let lengths = new Float64Array(64);
  let totalLength = 0;
  let scores = new Float64Array(0);
  let touched = new Uint32Array(0);

  const averageLength = () => (entries.size === 0 ? 1 : totalLength / entries.size || 1);
  const inverseFrequency = (documents: number) =>
    Math.log(1 + (entries.size - documents + 0.5) / (documents + 0.5));
  const saturated = (frequency: number, length: number, average: number) =>
    (frequency * (k1 + 1)) / (frequency + k1 * (1 - b + (b * length) / average));
  const postingsOf = (term: string) => {
    const number = termNumbers.get(term);
    const list = number === undefined ? undefined : postings[number];
    return list && list.alive > 0 ? list : undefined;
  };

  function add(id: string, fields: Field[]): void {
    remove(id);
    const { counts, length } = countTerms(fields, termsOf);
    const slot = ids.length;
    ids.push(id);
    if (slot >= lengths.length) lengths = grown(lengths, slot + 1);
    lengths[slot] = length;
    totalLength += length;
    const terms = new Uint32Array(counts.size);
    let at = 0;
    for (const [term, frequency] of counts) {
      let number = termNumbers.get(term);
      if (number === undefined) {
        number = postings.length;
        termNumbers.set(term, number);
        postings.push({ slots: new Uint32Array(2), frequencies: new Float32Array(2), length: 0, alive: 0 });
      }
      append(postings[number] as Postings, slot, frequency);
      terms[at++] = number;
    }
    entries.set(id, { slot, length, terms });
  }

  function remove(id: string): void {
    const entry = entries.get(id);
    if (!entry) return;
    entries.delete(id);
    ids[entry.slot] = undefined;
    lengths[entry.slot] = 0;
    totalLength -= entry.length;
    for (const number of entry.terms) {
      const list = postings[number] as Postings;
      list.alive -= 1;
      if (list.length > 8 && list.alive * 2 < list.length) dropDead(list, ids);
    }
    if (ids.length > 1024 && entries.size * 2 < ids.length) renumber();
  }

  /** Gives the living documents new slots without gaps, in the same order. */
  function renumber(): void {
    const slotOf = new Uint32Array(ids.length);
    const alive = [...entries].sort(([, one], [, other]) => one.slot - other.slot);
    const newLengths = new Float64Array(Math.max(64, alive.length * 2));
    postings.forEach((list) => dropDead(list, ids));
    alive.forEach(([, entry], slot) => {
      slotOf[entry.slot] = slot;
      newLengths[slot] = entry.length;
      entry.slot = slot;
    });
    for (const list of postings)
      for (let at = 0; at < list.length; at++) list.slots[at] = slotOf[list.slots[at] as number] as number;
    ids = alive.map(([id]) => id);
    lengths = newLengths;
    entries = new Map(alive);
  }

  function find(query: string | readonly string[], { limit, offset = 0, filter }: SearchOptions) {
    const terms = [...new Set(typeof query === 'string' ? termsOf(query) : query)];
    if (scores.length < ids.length) {
      scores = new Float64Array(ids.length * 2);
      touched = new Uint32Array(ids.length * 2);
    }
    const average = averageLength();
    let touchedCount = 0;
    for (const term of terms) {
      const list = postingsOf(term);
      if (!list) continue;
      const weight = inverseFrequency(list.alive);
      const { slots, frequencies, length } = list;
      for (let at = 0; at < length; at++) {
        const slot = slots[at] as number;
        // A removed document has no length.
        const own = lengths[slot] as number;
        if (own === 0) continue;
        const before = scores[slot] as number;
        if (before === 0) touched[touchedCount++] = slot;
        scores[slot] = before + weight * saturated(frequencies[at] as number, own, average);
      }
    }
    const top = createTop(offset + limit);
    let total = 0;
    for (let at = 0; at < touchedCount; at++) {
      const slot = touched[at] as number;
      const score = scores[slot] as number;
      scores[slot] = 0;
      const id = ids[slot] as string;
      if (filter && !filter(id)) continue;
      total += 1;
      top.offer(slot, id, score);
    }
    const wanted = top.inOrder().slice(offset);
    return {
      total,
      hits: wanted.map(({ slot, id, score }) => ({
        id,
        score,
        terms: terms.filter((term) => {
          const list = postingsOf(term);
          return list !== undefined && frequencyIn(list, slot) > 0;
        }),
      })),
    };
  }

  function explain(terms: readonly string[], id: string): TermScore[] {
    const entry = entries.get(id);
    if (!entry) return [];
    const average = averageLength();
    return [...new Set(terms)].flatMap((term) => {
      const list = postingsOf(term);
      const frequency = list ? frequencyIn(list, entry.slot) : 0;
      if (!list || frequency === 0) return [];
      const score = inverseFrequency(list.alive) * saturated(frequency, entry.length, average);
      return [{ term, frequency, documents: list.alive, score }];
    });
  }

  function similarity(text: string, id: string): number {
    const entry = entries.get(id);
    if (!entry) return 0;
    const average = averageLength();
    let documentNorm = 0;
    for (const number of entry.terms) {
      const list = postings[number] as Postings;
      const frequency = frequencyIn(list, entry.slot);
      documentNorm += (inverseFrequency(list.alive) * saturated(frequency, entry.length, average)) ** 2;
    }
    const { counts, length } = countTerms([{ text, weight: 1 }], termsOf);
    let textNorm = 0;
    let product = 0;
    for (const [term, count] of counts) {
      const list = postingsOf(term);
      const weight = inverseFrequency(list?.alive ?? 0);
      const own = weight * saturated(count, length, average);
      textNorm += own ** 2;
      const frequency = list ? frequencyIn(list, entry.slot) : 0;
      if (frequency > 0) product += own * weight * saturated(frequency, entry.length, average);
    }
    if (product === 0) return 0;
    return Math.min(1, product / Math.sqrt(documentNorm * textNorm));
  }

  return {
    get size() {
      return entries.size;
    },
    add,
    remove,
    has: (id) => entries.has(id),
    search: (query, options) => find(query, options).hits,
    find,
    explain,
    similarity,
  };
}

function countTerms(
  fields: Field[],
  termsOf: (text: string) => string[],
): { counts: Map<string, number>; length: number } {
  const counts = new Map<string, number>();
  let length = 0;
  for (const { text, weight } of fields) {
    for (const term of termsOf(text)) {
      counts.set(term, (counts.get(term) ?? 0) + weight);
      length += weight;
    }
  }
  return { counts, length };
}

function grown(array: Float64Array, minimum: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(minimum, array.length * 2));
  larger.set(array);
  return larger;
}
