/** Records in memory that follow a collection: how they are read, and what of them is known already. */
export interface Followed {
  /** Ids and change numbers above a number. */
  changedAbove(number: number): Promise<{ id: string; changeNumber: number }[]>;
  /** Change number with which a record was last read, published or not. */
  knownNumber(id: string): number | undefined;
  /** Reads records anew. */
  load(ids: string[]): Promise<void>;
  /** Reads all records, the first time; the highest change number seen. */
  loadAll(): Promise<number>;
  /** Records in the collection; may be rough. */
  count(): Promise<number>;
  /** Records that are known. */
  readonly knownCount: number;
  /** Forgets the known records that are no longer in the collection. */
  forgetGone(): Promise<void>;
}

export interface Follower {
  /** Brings the records up to date; at most so often, except for changes of this process's own. */
  catchUp(): Promise<void>;
  /** Tells that this process has changed a record: the next reader sees it. */
  touch(): void;
}

/** Another process's change is seen after at most this long; one's own is seen at once. */
const pollMs = 500;
/** Numbers looked at again with every poll: a write that took its number early may become visible late. */
const overlap = 200;
/** Numbers handed out within this time are looked at again too: an import takes thousands at once. */
const overlapMs = 10_000;
/** Counting all records may take at most this share of the time: it shows whether any have vanished. */
const countingShare = 0.02;
const loadBatch = 500;

/** Follows a collection whose every write takes the next change number first. */
export function follow(followed: Followed): Follower {
  // A monotonic stopwatch, not the product's time, which a demonstration may move.
  const stopwatch = () => performance.now();
  const { note, start } = overlapping();
  let isLoaded = false;
  let isDirty = true;
  let polledAt = -Infinity;
  let countAgainAt = -Infinity;
  let polling: Promise<void> | undefined;

  async function poll(): Promise<void> {
    isDirty = false;
    try {
      if (!isLoaded) {
        note(await followed.loadAll(), stopwatch());
        isLoaded = true;
      }
      const changed = await followed.changedAbove(start(stopwatch()));
      const fresh = changed.filter(({ id, changeNumber }) => followed.knownNumber(id) !== changeNumber);
      for (let at = 0; at < fresh.length; at += loadBatch)
        await followed.load(fresh.slice(at, at + loadBatch).map(({ id }) => id));
      note(
        changed.reduce((most, { changeNumber }) => Math.max(most, changeNumber), 0),
        stopwatch(),
      );
      const began = stopwatch();
      if (began >= countAgainAt) {
        if ((await followed.count()) < followed.knownCount) await followed.forgetGone();
        countAgainAt = stopwatch() + (stopwatch() - began) / countingShare;
      }
      polledAt = stopwatch();
    } catch (error) {
      isDirty = true;
      throw error;
    }
  }

  return {
    async catchUp() {
      while (isDirty || stopwatch() - polledAt > pollMs) {
        polling ??= poll().finally(() => {
          polling = undefined;
        });
        await polling;
      }
    },
    touch() {
      isDirty = true;
    },
  };
}

/** From which number on to look again, by the numbers seen of late. */
function overlapping() {
  let highest = 0;
  let seen: { number: number; at: number }[] = [];
  return {
    note(number: number, at: number): void {
      if (number <= highest) return;
      highest = number;
      seen.push({ number, at });
    },
    start(now: number): number {
      const settled = seen.filter(({ at }) => now - at > overlapMs).at(-1);
      if (settled) seen = seen.filter(({ at }) => at >= settled.at);
      const from = settled?.number ?? (seen[0]?.number ?? 0) - overlap;
      return Math.max(0, Math.min(highest - overlap, from));
    },
  };
}
