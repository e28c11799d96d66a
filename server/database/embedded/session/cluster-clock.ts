import { Binary, Long, Timestamp } from 'bson';

import { toDoc } from '../bson/build';

/** The signature of a set without keys. */
const UNSIGNED = { hash: new Binary(new Uint8Array(20)), keyId: Long.ZERO };

/**
 * The set's logical time, which every reply carries: causally consistent sessions hand it back. With one member all
 * that was answered before is visible, so nothing ever waits for a time.
 */
export class ClusterClock {
  private sequence = -1;
  private current = new Timestamp({ t: 0, i: 0 });
  private bytes: Buffer = Buffer.alloc(0);

  /** @param sequenceNow the number of the last group of writes */
  constructor(private readonly sequenceNow: () => number) {}

  /** The time of the last write; it never goes back. */
  get time(): Timestamp {
    const sequence = this.sequenceNow();
    if (sequence !== this.sequence) this.tick(sequence);
    return this.current;
  }

  /** What a reply ends with: `operationTime`, `$clusterTime` and the byte that ends the document. */
  replyTail(): Buffer {
    const sequence = this.sequenceNow();
    if (sequence !== this.sequence) this.tick(sequence);
    return this.bytes;
  }

  private tick(sequence: number): void {
    this.sequence = sequence;
    const seconds = Math.max(Math.floor(Date.now() / 1000), this.current.t);
    this.current = new Timestamp({ t: seconds, i: seconds === this.current.t ? this.current.i + 1 : 1 });
    this.bytes = toDoc({
      $clusterTime: { clusterTime: this.current, signature: UNSIGNED },
      operationTime: this.current,
    }).subarray(4);
  }
}
