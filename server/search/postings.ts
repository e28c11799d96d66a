/** Documents that hold one term, in rising order of slot, with the weighted count of the term in each. */
export interface Postings {
  slots: Uint32Array;
  frequencies: Float32Array;
  length: number;
  /** How many of the entries belong to documents still in the index. */
  alive: number;
}

/** Adds a document to the end of a term's list. */
export function append(list: Postings, slot: number, frequency: number): void {
  if (list.length === list.slots.length) {
    const slots = new Uint32Array(list.length * 2);
    slots.set(list.slots);
    const frequencies = new Float32Array(list.length * 2);
    frequencies.set(list.frequencies);
    list.slots = slots;
    list.frequencies = frequencies;
  }
  list.slots[list.length] = slot;
  list.frequencies[list.length] = frequency;
  list.length += 1;
  list.alive += 1;
}

/** Takes documents that have left the index out of a term's list. */
export function dropDead(list: Postings, ids: readonly (string | undefined)[]): void {
  let kept = 0;
  for (let at = 0; at < list.length; at++) {
    const slot = list.slots[at] as number;
    if (ids[slot] === undefined) continue;
    list.slots[kept] = slot;
    list.frequencies[kept] = list.frequencies[at] as number;
    kept += 1;
  }
  list.length = kept;
}

/** Weighted count of a term in the document of a slot; 0 where it has none. */
export function frequencyIn(list: Postings, slot: number): number {
  let low = 0;
  let high = list.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const seen = list.slots[middle] as number;
    if (seen === slot) return list.frequencies[middle] as number;
    if (seen < slot) low = middle + 1;
    else high = middle - 1;
  }
  return 0;
}
