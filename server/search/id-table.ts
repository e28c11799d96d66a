/** Numbers records (24 hexadecimal digits each) from 0 on, in twelve bytes apiece. */
export interface IdTable {
  readonly length: number;
  readonly sizeBytes: number;
  /** The number of a record, a new one where it has none. */
  add(id: string): number;
  rowOf(id: string): number | undefined;
  idAt(row: number): string;
  /** Numbers that pass, in order of the ids. */
  inOrder(passes: (row: number) => boolean): Uint32Array;
}

const firstCapacity = 1024;

/** A table of ids: three words for each, found through open addressing, at most half full. */
export function createIdTable(): IdTable {
  let words = new Uint32Array(firstCapacity * 3);
  /** Row + 1 by hash; 0 is free. */
  let slots = new Uint32Array(firstCapacity * 2);
  let length = 0;
  const asked = new Uint32Array(3);

  const wordAt = (row: number, at: number) => words[row * 3 + at] as number;

  function read(id: string): void {
    for (let at = 0; at < 3; at++) asked[at] = parseInt(id.slice(at * 8, at * 8 + 8), 16);
  }

  /** The slot where the asked id stands, or would stand. */
  function slotOf(first: number, second: number, third: number): number {
    const mask = slots.length - 1;
    // The last word counts up within a process and the others hardly differ: all take part.
    let hash = Math.imul(first ^ Math.imul(second, 0x85ebca6b), 0xc2b2ae35) ^ Math.imul(third, 0x9e3779b1);
    hash ^= hash >>> 15;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const row = (slots[slot] as number) - 1;
      if (row < 0) return slot;
      if (wordAt(row, 0) === first && wordAt(row, 1) === second && wordAt(row, 2) === third) return slot;
    }
  }
  const askedSlot = () => slotOf(asked[0] as number, asked[1] as number, asked[2] as number);

  function grow(): void {
    const larger = new Uint32Array(words.length * 2);
    larger.set(words);
    words = larger;
    slots = new Uint32Array(slots.length * 2);
    for (let row = 0; row < length; row++)
      slots[slotOf(wordAt(row, 0), wordAt(row, 1), wordAt(row, 2))] = row + 1;
  }

  return {
    get length() {
      return length;
    },
    get sizeBytes() {
      return words.byteLength + slots.byteLength;
    },
    add(id) {
      read(id);
      const slot = askedSlot();
      const known = slots[slot] as number;
      if (known > 0) return known - 1;
      if (length * 3 === words.length) grow();
      words.set(asked, length * 3);
      slots[askedSlot()] = length + 1;
      length += 1;
      return length - 1;
    },
    rowOf(id) {
      read(id);
      const row = slots[askedSlot()] as number;
      return row === 0 ? undefined : row - 1;
    },
    idAt: (row) => [0, 1, 2].map((at) => wordAt(row, at).toString(16).padStart(8, '0')).join(''),
    inOrder(passes) {
      const rows = new Uint32Array(length);
      let count = 0;
      for (let row = 0; row < length; row++) if (passes(row)) rows[count++] = row;
      const order = (one: number, other: number) =>
        wordAt(one, 0) - wordAt(other, 0) ||
        wordAt(one, 1) - wordAt(other, 1) ||
        wordAt(one, 2) - wordAt(other, 2);
      const found = rows.subarray(0, count);
      // Loaded in this order, they nearly always stand in it already.
      for (let at = 1; at < count; at++)
        if (order(found[at - 1] as number, found[at] as number) > 0) return found.sort(order);
      return found;
    },
  };
}
