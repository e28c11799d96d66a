import { DocBuilder, toDoc } from '../bson/build';
import { textOf, toJs } from '../bson/decode';
import { eachElement } from '../bson/raw';
import { badValue, CommandError, notImplemented } from '../errors';
import type { Connection } from '../wire/connection';
import type { Arguments } from './arguments';
import { ok } from './reply';

interface FailCommand {
  failCommands: string[];
  errorCode?: number;
  errorLabels?: string[];
  writeConcernError?: Record<string, unknown>;
  closeConnection?: boolean;
  blockConnection?: boolean;
  blockTimeMS?: number;
  appName?: string;
}

/** What `failCommand` can be told; anything else is refused, so that no test rests on what doesn't happen. */
const FAIL_COMMAND_OPTIONS = new Set([
  'failCommands',
  'errorCode',
  'errorLabels',
  'writeConcernError',
  'closeConnection',
  'blockConnection',
  'blockTimeMS',
  'appName',
  'failInternalCommands',
]);

interface FailWrite {
  closeConnection?: boolean;
  failBeforeCommitExceptionCode?: number;
}

type Mode = string | { times?: number; skip?: number; activationProbability?: number };

/** A fail point that is switched on: counts how often it has still to be passed over, and to fire. */
class Active<T> {
  private left: number;
  private skip: number;
  private readonly chance: number;
  fired = 0;

  constructor(
    mode: Mode,
    readonly data: T,
  ) {
    const counts = typeof mode === 'object' ? mode : {};
    this.left = counts.times ?? Infinity;
    this.skip = counts.skip ?? 0;
    this.chance = counts.activationProbability ?? 1;
  }

  fires(): boolean {
    if (this.left <= 0) return false;
    if (this.skip > 0) {
      this.skip -= 1;
      return false;
    }
    if (this.chance < 1 && Math.random() >= this.chance) return false;
    this.left -= 1;
    this.fired += 1;
    return true;
  }
}

/** Fail points, for tests of what callers do when commands fail. */
export class FailPoints {
  private command: Active<FailCommand> | undefined;
  private write: Active<FailWrite> | undefined;
  /** Commands whose replies get a write concern error. */
  private readonly chosen = new WeakMap<Arguments, FailCommand>();
  /** Commands that are not answered. */
  private readonly cutOff = new WeakSet<Arguments>();

  /** `configureFailPoint` */
  configure(args: Arguments): Buffer {
    const name = textOf(args.fields.get('configureFailPoint')!);
    const given = args.get('mode');
    const mode = given && (toJs(given) as Mode);
    if (mode !== 'off' && mode !== 'alwaysOn' && (typeof mode !== 'object' || mode === null))
      throw badValue(`unknown mode: ${String(mode)}`);
    const described = args.doc('data');
    const data = described ? (toJs(described) as Record<string, unknown>) : {};
    if (name === 'failCommand') {
      const unknown = Object.keys(data).find((option) => !FAIL_COMMAND_OPTIONS.has(option));
      if (unknown) throw notImplemented(`The option ${unknown} of failCommand`);
      const count = this.command?.fired ?? 0;
      this.command = mode === 'off' ? undefined : new Active(mode, { failCommands: [], ...data });
      return ok({ count });
    }
    if (name !== 'onPrimaryTransactionalWrite') throw notImplemented(`The fail point ${name}`);
    const count = this.write?.fired ?? 0;
    this.write = mode === 'off' ? undefined : new Active(mode, data);
    return ok({ count });
  }

  /** What happens instead of the command, if anything. */
  async before(args: Arguments, connection: Connection): Promise<CommandError | 'close' | undefined> {
    const data = this.failing(args, connection);
    if (!data) return undefined;
    if (data.blockConnection) await new Promise((resolve) => setTimeout(resolve, data.blockTimeMS ?? 0));
    if (data.closeConnection) return 'close';
    if (data.errorCode === undefined) {
      if (data.writeConcernError) this.chosen.set(args, data);
      return undefined;
    }
    return failed('failCommand', data.errorCode, data.errorLabels);
  }

  private failing(args: Arguments, connection: Connection): FailCommand | undefined {
    if (!this.command || args.name === 'configureFailPoint') return undefined;
    const { data } = this.command;
    if (!data.failCommands.includes(args.name)) return undefined;
    if (data.appName !== undefined && data.appName !== connection.appName) return undefined;
    return this.command.fires() ? data : undefined;
  }

  /** A retryable write has been done for the first time and is about to be stored. @throws what the fail point asks for */
  beforeCommit(args: Arguments): void {
    if (!this.write?.fires()) return;
    const { closeConnection = true, failBeforeCommitExceptionCode: code } = this.write.data;
    if (closeConnection) this.cutOff.add(args);
    if (code !== undefined) throw failed('onPrimaryTransactionalWrite', code, undefined);
  }

  /** Whether the command is not to be answered, whatever became of it. */
  isCutOff(args: Arguments): boolean {
    return this.cutOff.has(args);
  }

  /** The reply with a write concern error added, where the fail point asks for one. */
  after(args: Arguments, reply: Buffer, isRetryable: (code: number) => boolean): Buffer {
    const data = this.chosen.get(args);
    if (!data?.writeConcernError) return reply;
    const builder = new DocBuilder(reply.length + 256);
    eachElement(reply, 0, (name, value) => {
      builder.value(name, value);
    });
    const { errorLabels, ...rest } = data.writeConcernError;
    const labels =
      data.errorLabels ??
      errorLabels ??
      (isRetryable(Number(rest.code)) ? ['RetryableWriteError'] : undefined);
    if (labels) builder.js('errorLabels', labels);
    return builder.doc('writeConcernError', toDoc(rest)).finish();
  }
}

function failed(point: string, code: number, labels: string[] | undefined): CommandError {
  return new CommandError(code, `Failing command via '${point}' failpoint`, {
    labels: labels ?? [],
    hasFinalLabels: labels !== undefined,
  });
}
