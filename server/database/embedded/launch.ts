import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Longest path of a Unix socket on Linux, in bytes. @source unix(7) */
const MAX_SOCKET_PATH_BYTES = 107;

/**
 * Size at which the process's heap is first collected as a whole. Its own default is so small that the copies of
 * documents on their way out keep the collector running: pages of 20 took 1.6 times as long.
 */
const FIRST_HEAP_MB = 80;

export interface LaunchOptions {
  /** The built entry file of the engine. */
  entry: string;
  /** The folder that keeps the data. */
  dataDir: string;
  /** Listens on this loopback port instead of a socket; 0 for any. */
  port?: number;
  /** Allows fail points and `killAllSessions`. */
  testCommands?: boolean;
  /** Leaves out every flush to disk. Only for proving that the durability test notices. */
  noSync?: boolean;
  /** How long a transaction may stay open, in milliseconds. */
  transactionLifetimeMs?: number;
  /** How often documents are looked for whose time is up, in milliseconds. */
  ttlIntervalMs?: number;
}

/** A running engine. */
export interface EmbeddedDatabase {
  /** Where the standard driver connects to. */
  uri: string;
  pid: number;
  /** Flushes, closes and ends the process. */
  stop(): Promise<void>;
  /** Resolves with the exit code when the process has ended, null after a signal. */
  exited: Promise<number | null>;
}

/** The socket an engine listens on: inside its data folder, or a short path where that would be too long. */
export function socketPath(dataDir: string): string {
  const path = join(resolve(dataDir), 'engine.sock');
  if (Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES) return path;
  const name = createHash('sha256').update(path).digest('hex').slice(0, 24);
  return join(tmpdir(), `embedded-${name}.sock`);
}

/** Starts the engine in a process of its own and resolves when it listens. @throws Error with the engine's own words when it can't start */
export async function launchEmbedded(options: LaunchOptions): Promise<EmbeddedDatabase> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const args = ['--data', options.dataDir];
  if (options.port === undefined) args.push('--socket', socketPath(options.dataDir));
  else args.push('--port', String(options.port));
  if (options.testCommands) args.push('--test-commands');
  if (options.noSync) args.push('--no-sync');
  if (options.transactionLifetimeMs !== undefined)
    args.push('--transaction-lifetime-ms', String(options.transactionLifetimeMs));
  if (options.ttlIntervalMs !== undefined) args.push('--ttl-interval-ms', String(options.ttlIntervalMs));
  const child = fork(options.entry, args, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [`--initial-old-space-size=${FIRST_HEAP_MB}`],
  });
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-4000);
  });
  const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  return new Promise((done, reject) => {
    child.once('error', reject);
    child.on('message', (message: { type: string; address?: string; message?: string }) => {
      if (message.type === 'failed') reject(new Error(message.message));
      if (message.type !== 'ready') return;
      const host = options.port === undefined ? encodeURIComponent(message.address!) : message.address!;
      done({
        uri: `mongodb://${host}/?directConnection=true`,
        pid: child.pid!,
        exited,
        stop: async () => {
          child.kill('SIGTERM');
          await exited;
        },
      });
    });
    void exited.then((code) =>
      reject(new Error(`The embedded database ended with ${code}: ${words.trim()}`)),
    );
  });
}
