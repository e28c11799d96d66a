import { textOf } from '../bson/decode';
import { DocBuilder, toDoc } from '../bson/build';
import { toJs } from '../bson/decode';
import { eachElement } from '../bson/raw';
import { CommandError, notImplemented } from '../errors';
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

/** The fail point `failCommand`, for tests of what callers do when commands fail. */
export class FailPoints {
  private data: FailCommand | undefined;
  /** How often it still fires; Infinity while it is always on. */
  private left = 0;
  private skip = 0;
  /** Commands whose replies get a write concern error. */
  private readonly chosen = new WeakMap<Arguments, FailCommand>();

  /** `configureFailPoint` */
  configure(args: Arguments): Buffer {
    const name = textOf(args.fields.get('configureFailPoint')!);
    if (name !== 'failCommand') throw notImplemented(`The fail point ${name}`);
    const mode = toJs(args.fields.get('mode')!) as string | { times?: number; skip?: number };
    this.skip = 0;
    if (mode === 'off') {
      this.left = 0;
      this.data = undefined;
      return ok({ count: 0 });
    }
    this.left = mode === 'alwaysOn' ? Infinity : typeof mode === 'object' ? (mode.times ?? Infinity) : 0;
    if (typeof mode === 'object') this.skip = mode.skip ?? 0;
    const data = args.doc('data');
    this.data = data ? (toJs(data) as FailCommand) : { failCommands: [] };
    return ok({ count: 0 });
  }

  private applies(args: Arguments): FailCommand | undefined {
    if (!this.data || this.left <= 0 || args.name === 'configureFailPoint') return undefined;
    if (!this.data.failCommands.includes(args.name)) return undefined;
    if (this.skip > 0) {
      this.skip -= 1;
      return undefined;
    }
    return this.data;
  }

  /** What happens instead of the command, if anything. */
  async before(args: Arguments): Promise<CommandError | 'close' | undefined> {
    const data = this.applies(args);
    if (!data) return undefined;
    this.left -= 1;
    if (data.writeConcernError && data.errorCode === undefined && !data.closeConnection) {
      this.chosen.set(args, data);
      return undefined;
    }
    if (data.blockConnection) await new Promise((resolve) => setTimeout(resolve, data.blockTimeMS ?? 0));
    if (data.closeConnection) return 'close';
    if (data.errorCode === undefined) return undefined;
    return new CommandError(data.errorCode, "Failing command via 'failCommand' failpoint", {
      labels: data.errorLabels ?? [],
      hasFinalLabels: data.errorLabels !== undefined,
    });
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
