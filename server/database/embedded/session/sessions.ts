import { CommandError } from '../errors';
import type { DurableStore } from '../storage/store';
import { readRetryRecord, tooOld, writeRetryRecord } from './retry';
import { Transaction } from './transaction';

/** How long a session is remembered without use. @source mongodb.com/docs/manual/reference/parameters (localLogicalSessionTimeoutMinutes) */
export const SESSION_TIMEOUT_MINUTES = 30;

interface Session {
  id: string;
  txnNumber: number;
  /** The multi-document transaction with that number, whatever its state. */
  state: 'none' | 'open' | 'committing' | 'committed' | 'aborted';
  transaction: Transaction | undefined;
  timer: NodeJS.Timeout | undefined;
  usedAt: number;
}

function noSuchTransaction(txnNumber: number, active: number): CommandError {
  return new CommandError(
    251,
    `Given transaction number ${txnNumber} does not match any in-progress transactions. The active transaction number is ${active}`,
    { labels: ['TransientTransactionError'] },
  );
}

/** Sessions and the transactions they run. */
export class Sessions {
  private readonly sessions = new Map<string, Session>();

  constructor(
    private readonly durable: DurableStore,
    private readonly lifetimeMs: number,
  ) {}

  private session(id: string): Session {
    let session = this.sessions.get(id);
    if (!session) {
      const stored = readRetryRecord(this.durable.latest, id);
      session = {
        id,
        txnNumber: stored?.txnNumber ?? -1,
        state: stored?.isCommit ? 'committed' : 'none',
        transaction: undefined,
        timer: undefined,
        usedAt: Date.now(),
      };
      this.sessions.set(id, session);
    }
    session.usedAt = Date.now();
    return session;
  }

  /** Starts a transaction; an older one of the session ends. @throws TransactionTooOld when the number is behind */
  start(id: string, txnNumber: number): Transaction {
    const session = this.session(id);
    if (txnNumber < session.txnNumber) throw tooOld(txnNumber, session.txnNumber);
    if (txnNumber === session.txnNumber && session.state !== 'none') {
      throw new CommandError(
        50911,
        `Cannot start a transaction at given transaction number ${txnNumber} a transaction with the same number is in state ${session.state}`,
      );
    }
    this.abortOpen(session);
    session.txnNumber = txnNumber;
    session.state = 'open';
    session.transaction = new Transaction(this.durable);
    session.timer = setTimeout(() => this.abortOpen(session), this.lifetimeMs);
    session.timer.unref();
    return session.transaction;
  }

  /** The open transaction with the number. @throws NoSuchTransaction when there is none */
  current(id: string, txnNumber: number): Transaction {
    const session = this.session(id);
    if (txnNumber < session.txnNumber) throw tooOld(txnNumber, session.txnNumber);
    if (txnNumber === session.txnNumber && session.state === 'open') return session.transaction!;
    if (txnNumber === session.txnNumber && session.state === 'committed') {
      throw new CommandError(256, `Transaction ${txnNumber} has been committed.`);
    }
    throw noSuchTransaction(txnNumber, session.txnNumber);
  }

  /** Notes that a session writes with a number outside a transaction. @throws TransactionTooOld when it is behind */
  noteRetryable(id: string, txnNumber: number): void {
    const session = this.session(id);
    if (txnNumber < session.txnNumber) throw tooOld(txnNumber, session.txnNumber);
    if (txnNumber === session.txnNumber) {
      if (session.state === 'none') return;
      throw new CommandError(
        50911,
        `Transaction number ${txnNumber} belongs to a multi-document transaction`,
      );
    }
    this.abortOpen(session);
    session.txnNumber = txnNumber;
    session.state = 'none';
  }

  /** Commits; a repeated commit succeeds again. @throws NoSuchTransaction when it is not open */
  async commit(id: string, txnNumber: number): Promise<void> {
    const session = this.session(id);
    if (txnNumber === session.txnNumber && session.state === 'committed') {
      return;
    }
    const transaction = this.current(id, txnNumber);
    session.state = 'committing';
    clearTimeout(session.timer);
    try {
      await transaction.commit((scope) =>
        writeRetryRecord(scope, id, { txnNumber, isCommit: true, done: [], answers: new Map() }, Date.now()),
      );
      session.state = 'committed';
    } catch (error) {
      session.state = 'aborted';
      throw error;
    }
  }

  /** Aborts. @throws NoSuchTransaction when it is not open */
  abort(id: string, txnNumber: number): void {
    this.current(id, txnNumber);
    this.abortOpen(this.session(id));
  }

  /** Aborts after a statement failed; does nothing when the transaction is not open any more. */
  abortAfterError(id: string, txnNumber: number): void {
    const session = this.sessions.get(id);
    if (session?.txnNumber === txnNumber) this.abortOpen(session);
  }

  private abortOpen(session: Session): void {
    clearTimeout(session.timer);
    if (session.state !== 'open') return;
    session.transaction!.abort();
    session.transaction = undefined;
    session.state = 'aborted';
  }

  /** Ends sessions: their open transactions abort. */
  end(ids: readonly string[]): void {
    for (const id of ids) {
      const session = this.sessions.get(id);
      if (!session) continue;
      this.abortOpen(session);
      if (session.state !== 'committing') this.sessions.delete(id);
    }
  }

  /** Ends every session. */
  endAll(): void {
    this.end([...this.sessions.keys()]);
  }

  /** Forgets sessions that have not been used for a long time. */
  expire(now: number): void {
    for (const [id, session] of this.sessions) {
      if (now - session.usedAt > SESSION_TIMEOUT_MINUTES * 60_000) this.end([id]);
    }
  }
}
