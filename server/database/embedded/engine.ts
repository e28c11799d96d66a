import { connectExpressions, withFilterScope } from './aggregate/filter-scope';
import { connectPipelineUpdates } from './aggregate/pipeline-update';
import { compileExpression, evaluate } from './aggregate/expression';
import { NO_VARIABLES, type Variables } from './aggregate/variables';
import { toDoc } from './bson/build';
import { toNumber } from './bson/numbers';
import { elementsOf } from './bson/raw';
import { Arguments } from './commands/arguments';
import { Context } from './commands/context';
import { checkConcerns, withWriteConcern } from './commands/concerns';
import { Cursors } from './commands/cursors';
import { toCommandError } from './commands/dispatch-errors';
import { isRetryable, isTransient, labelled } from './commands/error-labels';
import { FailPoints } from './commands/fail-points';
import { COMMANDS, type Command } from './commands/registry';
import { failure } from './commands/reply';
import { badValue, CommandError, notImplemented } from './errors';
import { ClusterClock } from './session/cluster-clock';
import { forgetRetryRecords } from './session/retry';
import { sessionKeyOf } from './session/session-key';
import { Sessions } from './session/sessions';
import type { Transaction } from './session/transaction';
import { Catalogue } from './storage/catalogue';
import { indexPrefix, keyText } from './storage/keys';
import { provideCatalogue } from './storage/records';
import { DurableStore } from './storage/store';
import { removeExpired } from './ttl';
import type { Connection } from './wire/connection';
import type { Request } from './wire/message';

export interface EngineOptions {
  folder: string;
  noSync: boolean;
  testCommands: boolean;
  /** How long a transaction may stay open, in milliseconds. */
  transactionLifetimeMs: number;
  /** How often documents are looked for whose time is up, in milliseconds. */
  ttlIntervalMs: number;
}

/** One database server over one folder: takes requests apart, runs commands, words the answers. */
export class Engine {
  readonly durable: DurableStore;
  readonly catalogue: Catalogue;
  readonly cursors = new Cursors();
  readonly sessions: Sessions;
  /** Collections that an open transaction makes, until somebody else writes to them too. */
  readonly unborn = new Map<string, Transaction>();
  readonly clock: ClusterClock;
  readonly transactionLifetimeMs: number;
  /** Where clients reach the engine, as `hello` tells it. */
  address = 'localhost:0';
  connectionCount: () => number = () => 0;
  /** There with the commands that only tests need. */
  readonly failPoints: FailPoints | undefined;
  private readonly housekeeping: NodeJS.Timeout;

  constructor(options: EngineOptions) {
    connectExpressions();
    connectPipelineUpdates();
    this.durable = new DurableStore({ folder: options.folder, noSync: options.noSync });
    this.catalogue = new Catalogue(this.durable);
    this.clock = new ClusterClock(() => this.durable.currentSequence);
    provideCatalogue(this.catalogue);
    this.durable.onCommitFailure = () => this.catalogue.reload();
    this.transactionLifetimeMs = options.transactionLifetimeMs;
    this.sessions = new Sessions(this.durable, options.transactionLifetimeMs);
    this.failPoints = options.testCommands ? new FailPoints() : undefined;
    this.housekeeping = setInterval(() => {
      this.cursors.expire(Date.now());
      this.sessions.expire(Date.now());
      // A failed round is made up for by the next one.
      removeExpired(this.durable, this.catalogue, Date.now()).catch(() => undefined);
      forgetRetryRecords(this.durable, Date.now()).catch(() => undefined);
    }, options.ttlIntervalMs);
    this.housekeeping.unref();
  }

  /** Answers a request; undefined means that the connection is to be closed without an answer. */
  async answer(request: Request, connection: Connection): Promise<Buffer | undefined> {
    const args = new Arguments(request.body);
    try {
      const failPoint = await this.failPoints?.before(args, connection);
      if (failPoint === 'close') return undefined;
      if (failPoint instanceof CommandError) return failure(labelled(failPoint, args));
      const reply = await this.run(request, args, connection);
      if (!this.failPoints) return reply;
      if (this.failPoints.isCutOff(args)) return undefined;
      return this.failPoints.after(args, reply, (code) => isRetryable(args, code));
    } catch (error) {
      if (this.failPoints?.isCutOff(args)) return undefined;
      return failure(labelled(toCommandError(error), args));
    }
  }

  private async run(request: Request, args: Arguments, connection: Connection): Promise<Buffer> {
    if (this.failPoints && args.name === 'configureFailPoint') return this.failPoints.configure(args);
    const command = COMMANDS[args.name];
    if (!command || (command.isTestOnly && !this.failPoints)) {
      throw new CommandError(59, `no such command: '${args.name}'`);
    }
    const database = args.string('$db') ?? request.legacyDatabase;
    if (database === undefined) throw new CommandError(40414, 'OP_MSG requests require a $db argument');
    checkConcerns(args);
    const lsid = args.doc('lsid');
    const session = lsid && sessionKeyOf(lsid);
    const number = args.get('txnNumber');
    const txnNumber = number && toNumber(number);
    const transaction = this.transactionOf(args, command, session, txnNumber);
    const maxTimeMs = args.int('maxTimeMS') ?? 0;
    if (maxTimeMs < 0 || maxTimeMs > 2147483647)
      throw badValue(`${maxTimeMs} value for maxTimeMS is out of range [0, 2147483647]`);
    const now = Date.now();
    const context = new Context(
      this,
      connection,
      database,
      args,
      request.sequences,
      session,
      transaction,
      txnNumber,
      maxTimeMs > 0 ? now + maxTimeMs : undefined,
      now,
    );
    try {
      const reply = await withFilterScope({ variables: letVariables(args, now), now }, () =>
        command.run(context),
      );
      return withWriteConcern(args, command, reply);
    } catch (error) {
      if (transaction && !command.endsTransaction) this.sessions.abortAfterError(session!, txnNumber!);
      throw error;
    }
  }

  /** The transaction a command is part of, started if it is the first. */
  private transactionOf(
    args: Arguments,
    command: Command,
    session: string | undefined,
    txnNumber: number | undefined,
  ): Transaction | undefined {
    const isTransaction = args.fields.has('autocommit');
    if (txnNumber !== undefined && session === undefined)
      throw new CommandError(72, 'Transaction number requires a session ID to also be specified');
    if (!isTransaction) {
      if (command.endsTransaction) throw new CommandError(125, "Transaction isn't in progress");
      if (args.fields.has('startTransaction'))
        throw new CommandError(72, "Specifying startTransaction requires a 'autocommit: false'");
      if (txnNumber !== undefined) {
        if (!command.isRetryable)
          throw new CommandError(
            50768,
            `txnNumber may only be provided for multi-document transactions and retryable write commands. autocommit:false was not provided, and ${args.name} is not a retryable write command.`,
          );
        this.sessions.noteRetryable(session!, txnNumber);
      }
      return undefined;
    }
    if (args.bool('autocommit') !== false) throw new CommandError(72, 'autocommit can only be false');
    if (session === undefined || txnNumber === undefined)
      throw new CommandError(72, "'autocommit' field requires a transaction number to also be specified");
    if (command.endsTransaction) return undefined;
    if (!command.inTransaction) {
      throw new CommandError(263, `Cannot run '${args.name}' in a multi-document transaction.`);
    }
    if (args.bool('startTransaction')) return this.sessions.start(session, txnNumber);
    return this.sessions.current(session, txnNumber);
  }

  /** An error of one statement of a bulk write; inside a transaction those that end it are thrown on. */
  statementError(error: unknown, context: Context): CommandError {
    if (!(error instanceof CommandError)) throw error;
    if (context.transaction && isTransient(error.code)) throw error;
    return error;
  }

  /** A refused statement ends the transaction it is part of. */
  abortAfter(context: Context): void {
    if (context.transaction) this.sessions.abortAfterError(context.session!, context.txnNumber!);
  }

  /** Drops collections that an aborted transaction had made, as long as nobody else has put anything into them. */
  async dropUnused(namespaces: readonly string[]): Promise<void> {
    const drop = this.durable.write((scope) => {
      for (const namespace of namespaces) {
        const collection = this.catalogue.get(namespace);
        if (!collection || collection.indexes.length > 1) continue;
        const span = { low: indexPrefix(collection.id, 0), high: indexPrefix(collection.id, 1) };
        const prefix = keyText(span.low).slice(0, 5);
        const isHeld = this.durable.claims.holderOf((key) => key.startsWith(prefix)) !== undefined;
        if (!isHeld && scope.view.count(span) === 0) this.catalogue.drop(scope, collection);
      }
    });
    // When the engine is closing, an empty collection stays behind.
    await drop.catch(() => undefined);
    for (const namespace of namespaces) this.unborn.delete(namespace);
  }

  /** Whether a collection is known only to the open transaction that makes it. */
  isHidden(namespace: string, from: Transaction | undefined): boolean {
    const maker = this.unborn.get(namespace);
    return maker !== undefined && maker !== from;
  }

  /** Closes the cursors of a transaction that has ended. */
  killTransactionCursors(context: Context): void {
    const owner = `${context.session}:${context.txnNumber}`;
    this.cursors.killWhere((cursor) => cursor.owner === owner);
  }

  /** @throws NotImplemented always */
  refuse(what: string): never {
    throw notImplemented(what);
  }

  /** Ends all sessions, waits for what is being written, and closes the files. */
  async close(): Promise<void> {
    clearInterval(this.housekeeping);
    this.sessions.endAll();
    await this.durable.close();
  }
}

/** The values a command's `let` gives names to. */
function letVariables(args: Arguments, now: number): Variables {
  const bindings = args.doc('let');
  if (!bindings) return NO_VARIABLES;
  return NO_VARIABLES.with(
    new Map(
      elementsOf(bindings).map(({ name, value }) => [
        name,
        evaluate(compileExpression(value), EMPTY, NO_VARIABLES, now),
      ]),
    ),
  );
}

const EMPTY = toDoc({});
