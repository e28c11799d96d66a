import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import mongoose, { type ClientSession, type Types } from 'mongoose';
import type { FastifyBaseLogger } from 'fastify';
import { isDuplicateKey } from '../../errors';
import { AuditBlockModel, AuditEntryModel } from './audit.model';
import {
  closingBlock,
  nextBlock,
  openingBlock,
  tailOf,
  type Block,
  type ChainProcess,
  type Tail,
} from './chain';

/** Entries gather this long before one link takes them all, milliseconds. */
const gatheringMs = 200;
/** Most entries of one link. */
const mostEntries = 500;
/** An entry of a transaction that never showed in this time was rolled back, milliseconds. */
const lostAfterMs = 180_000;
const longestWaitMs = 10_000;

interface Pending {
  id: Types.ObjectId;
  hash: string;
  /** The transaction that writes it; absent for an entry known to be stored. */
  session?: ClientSession;
  since: number;
  nextCheckAt: number;
}

export const thisProcess: ChainProcess = { host: hostname(), pid: process.pid };

/**
 * The chain of one writing process. Entries are stored by whoever acts, inside their transactions and without waiting
 * for one another; the chain then links what has been committed, many entries by one link. So an aborted transaction
 * leaves no trace, and nobody ever contends for a sequence number.
 */
export class ChainWriter {
  chain = randomUUID();
  private tail: Tail | undefined;
  private opening: Promise<void> | undefined;
  private readonly pending = new Map<string, Pending>();
  /** A link whose writing was not answered: stored or not, it is tried again as it was. */
  private unanswered: Block | undefined;
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> = Promise.resolve();
  private log: FastifyBaseLogger | undefined;

  /** Opens the chain: from then on, whatever becomes of the process, others know that it wrote. */
  open(): Promise<void> {
    this.opening ??= this.start().catch((error: unknown) => {
      this.opening = undefined;
      throw error;
    });
    return this.opening;
  }

  private async start(): Promise<void> {
    const block = openingBlock(this.chain, thisProcess);
    try {
      await AuditBlockModel.create(block);
    } catch (error) {
      // The first attempt arrived and its answer was lost: an empty chain of that name stays behind.
      if (!isDuplicateKey(error)) throw error;
      this.chain = randomUUID();
      return this.start();
    }
    this.tail = tailOf(block);
  }

  /** Takes note of an entry that was stored, or is being stored by the session's transaction. */
  note(id: Types.ObjectId, hash: string, log: FastifyBaseLogger, session?: ClientSession): void {
    const now = performance.now();
    this.log = log;
    this.pending.set(id.toHexString(), { id, hash, session, since: now, nextCheckAt: now });
    this.schedule(gatheringMs);
  }

  private schedule(delayMs: number): void {
    if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.flush().catch((error: unknown) =>
        this.log?.warn({ err: error }, 'audit chain not continued'),
      );
    }, delayMs);
    // A process that has nothing else to do may end: what it leaves is linked by another.
    this.timer.unref();
  }

  /** Links what has been committed by now. */
  flush(): Promise<void> {
    const next = this.flushing.then(() => this.linkCommitted());
    this.flushing = next.catch(() => undefined);
    return next;
  }

  private async linkCommitted(): Promise<void> {
    if (mongoose.connection.readyState !== mongoose.ConnectionStates.connected) return;
    try {
      if (this.unanswered) await this.append(this.unanswered);
      for (let ready = await this.committed(); ready.length > 0; ready = await this.committed()) {
        if (!this.tail) throw new Error('the chain has not been opened');
        await this.append(nextBlock(this.tail, ready));
      }
    } finally {
      if (this.pending.size > 0) this.schedule(this.waitMs());
    }
  }

  /** Time until an entry is worth looking for again, milliseconds. */
  private waitMs(): number {
    const next = Math.min(...[...this.pending.values()].map(({ nextCheckAt }) => nextCheckAt));
    return Math.max(gatheringMs, next - performance.now());
  }

  /** Entries that are stored and not yet linked, in the order in which they were noted. */
  private async committed(): Promise<Block['entries']> {
    const now = performance.now();
    const due = [...this.pending.values()].filter(
      ({ session, nextCheckAt }) => nextCheckAt <= now && !session?.inTransaction(),
    );
    const unsure = due.filter(({ session }) => session).map(({ id }) => id);
    const stored = new Set(
      unsure.length === 0
        ? []
        : (await AuditEntryModel.find({ _id: { $in: unsure } }, { _id: 1 }).lean()).map(({ _id }) =>
            String(_id),
          ),
    );
    for (const each of this.pending.values()) {
      // Asked for again later and later: its transaction may still be repeating its commit.
      if (!each.session || stored.has(each.id.toHexString()) || each.nextCheckAt > now) continue;
      each.nextCheckAt = now + Math.min(longestWaitMs, Math.max(gatheringMs, now - each.since));
      if (now - each.since > lostAfterMs && !each.session.inTransaction())
        this.pending.delete(each.id.toHexString());
    }
    return due
      .filter(({ id, session }) => !session || stored.has(id.toHexString()))
      .slice(0, mostEntries)
      .map(({ id, hash }) => ({ id, hash }));
  }

  private async append(block: Block): Promise<void> {
    this.unanswered = block;
    try {
      await AuditBlockModel.create(block);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const there = await AuditBlockModel.findOne(
        { chain: block.chain, number: block.number },
        { hash: 1 },
      ).lean();
      this.unanswered = undefined;
      if (there?.hash !== block.hash) {
        // Somebody took this process for dead and closed its chain: it goes on in a new one.
        this.chain = randomUUID();
        this.opening = undefined;
        return this.open();
      }
    }
    this.unanswered = undefined;
    this.tail = tailOf(block);
    for (const { id } of block.entries) this.pending.delete(id.toHexString());
  }

  /** Links what is left and closes the chain: the process writes no more. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    if (!this.opening) return;
    await this.opening;
    for (let tries = 0; tries < 20; tries += 1) {
      for (const each of this.pending.values()) each.nextCheckAt = 0;
      await this.flush();
      if (![...this.pending.values()].some(({ session }) => session?.inTransaction())) break;
      await new Promise((resolve) => setTimeout(resolve, gatheringMs));
    }
    clearTimeout(this.timer);
    if (this.tail) await this.append(closingBlock(this.tail, thisProcess));
    this.tail = undefined;
    this.opening = undefined;
    this.chain = randomUUID();
  }
}

const writer = new ChainWriter();

/** The chain of this process. */
export function ownChain(): ChainWriter {
  return writer;
}
