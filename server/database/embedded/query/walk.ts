import type { Scan, Span, View } from '../storage/view';

/** An entry a walk has come to. */
export type Entry = Pick<Scan, 'key' | 'value'>;

/** Entries that are pulled one by one and can rest in between. */
export interface Walk {
  next(): Entry | undefined;
  /** Lets go of the store; the next entry is found again from where the last one was. */
  rest(): void;
}

/** Walks spans of keys one after the other; after a rest it goes on behind the last key. */
export class SpanWalk implements Walk {
  private scan: Scan | undefined;
  private at = 0;
  private last: Buffer | undefined;

  constructor(
    private readonly viewOf: () => View,
    private readonly spans: readonly Span[],
  ) {}

  next(): Scan | undefined {
    for (;;) {
      const span = this.spans[this.at];
      if (!span) return undefined;
      this.scan ??= this.viewOf().scan(this.last ? behind(span, this.last) : span);
      if (this.scan.next()) return this.scan;
      this.scan = undefined;
      this.last = undefined;
      this.at += 1;
    }
  }

  rest(): void {
    if (!this.scan) return;
    this.last = this.scan.key.length > 0 ? Buffer.from(this.scan.key) : undefined;
    this.scan.close();
    this.scan = undefined;
  }
}

function behind(span: Span, last: Buffer): Span {
  if (span.reverse) return { ...span, high: last };
  return { ...span, low: Buffer.concat([last, Buffer.from([0])]) };
}

/** Walks stretches that are each in the wanted order and always takes the entry that comes first among them. */
export class MergedWalk implements Walk {
  private readonly stretches: { walk: SpanWalk; head: number; entry: Entry | undefined }[];
  private hasStarted = false;

  constructor(
    viewOf: () => View,
    spans: readonly Span[],
    headOf: (span: Span) => number,
    private readonly isReverse: boolean,
  ) {
    const groups = new Map<string, { head: number; spans: Span[] }>();
    for (const span of spans) {
      const head = headOf(span);
      const text = span.low.toString('latin1', 0, head);
      const group = groups.get(text);
      if (group) group.spans.push(span);
      else groups.set(text, { head, spans: [span] });
    }
    this.stretches = [...groups.values()].map((group) => ({
      walk: new SpanWalk(viewOf, group.spans),
      head: group.head,
      entry: undefined,
    }));
  }

  next(): Entry | undefined {
    if (!this.hasStarted) {
      this.hasStarted = true;
      for (const stretch of this.stretches) stretch.entry = held(stretch.walk.next());
    }
    let first: (typeof this.stretches)[number] | undefined;
    for (const stretch of this.stretches) {
      if (stretch.entry && (!first || this.comesBefore(stretch, first))) first = stretch;
    }
    const entry = first?.entry;
    if (first) first.entry = held(first.walk.next());
    return entry;
  }

  private comesBefore(
    a: { head: number; entry: Entry | undefined },
    b: { head: number; entry: Entry | undefined },
  ): boolean {
    const [x, y] = [a.entry!.key, b.entry!.key];
    const order = x.compare(y, b.head, y.length, a.head, x.length);
    return this.isReverse ? order > 0 : order < 0;
  }

  rest(): void {
    // The entries looked at ahead are kept: only the walks behind them let go.
    for (const { walk } of this.stretches) walk.rest();
  }
}

/** An entry that stays as it is when its walk goes on. */
function held(entry: Entry | undefined): Entry | undefined {
  return entry && { key: Buffer.from(entry.key), value: Buffer.from(entry.value) };
}
