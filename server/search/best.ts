/** A document that was found, with its score. */
export interface Found {
  slot: number;
  id: string;
  score: number;
}
const isBetter = (one: Found, other: Found) =>
  one.score > other.score || (one.score === other.score && one.id < other.id);

/** The best so far of what is offered. A heap: a page of 20 out of 100,000 sorts only 20. */
export function createTop(count: number): {
  offer(slot: number, id: string, score: number): void;
  /** The best first; equal scores in order of id. */
  inOrder(): Found[];
} {
  /** The worst of the best stands first. */
  const heap: Found[] = [];

  function sink(from: number): void {
    for (let at = from; ;) {
      let worst = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && isBetter(heap[worst] as Found, heap[child] as Found)) worst = child;
      if (worst === at) return;
      [heap[at], heap[worst]] = [heap[worst] as Found, heap[at] as Found];
      at = worst;
    }
  }

  function rise(from: number): void {
    for (let at = from; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!isBetter(heap[parent] as Found, heap[at] as Found)) return;
      [heap[at], heap[parent]] = [heap[parent] as Found, heap[at] as Found];
      at = parent;
    }
  }

  return {
    offer(slot, id, score) {
      if (heap.length < count) {
        heap.push({ slot, id, score });
        rise(heap.length - 1);
        return;
      }
      const worst = heap[0];
      if (!worst || score < worst.score) return;
      const found = { slot, id, score };
      if (!isBetter(found, worst)) return;
      heap[0] = found;
      sink(0);
    },
    inOrder: () => [...heap].sort((one, other) => (isBetter(one, other) ? -1 : 1)),
  };
}
