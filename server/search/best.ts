/** A document that was found, with its score. */
export type Found = { slot: number; id: string; score: number };
const isBetter = (one: Found, other: Found) =>
  one.score > other.score || (one.score === other.score && one.id < other.id);

/** The first `count` in order of score. A heap of the best so far: a page of 20 out of 100,000 sorts only 20. */
export function best(found: Found[], count: number): Found[] {
  const order = (one: Found, other: Found) => (isBetter(one, other) ? -1 : 1);
  if (count * 4 > found.length) return [...found].sort(order).slice(0, count);
  const heap = found.slice(0, count);
  const sink = (from: number) => {
    for (let at = from; ;) {
      let worst = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < count && isBetter(heap[worst] as Found, heap[child] as Found)) worst = child;
      if (worst === at) return;
      [heap[at], heap[worst]] = [heap[worst] as Found, heap[at] as Found];
      at = worst;
    }
  };
  for (let at = (count >> 1) - 1; at >= 0; at--) sink(at);
  for (const candidate of found.slice(count)) {
    if (count === 0 || !isBetter(candidate, heap[0] as Found)) continue;
    heap[0] = candidate;
    sink(0);
  }
  return heap.sort(order);
}
