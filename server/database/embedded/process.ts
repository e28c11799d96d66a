import { chmodSync, unlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { resolve } from 'node:path';

import { Engine } from './engine';
import { Connection } from './wire/connection';

/** What the process is told on its command line. */
interface Settings {
  folder: string;
  socket: string | undefined;
  port: number | undefined;
  testCommands: boolean;
  noSync: boolean;
  exitWithParent: boolean;
  transactionLifetimeMs: number;
  ttlIntervalMs: number;
}

function parseSettings(argv: readonly string[]): Settings {
  const settings: Settings = {
    folder: '',
    socket: undefined,
    port: undefined,
    testCommands: false,
    noSync: false,
    exitWithParent: false,
    transactionLifetimeMs: 60_000,
    ttlIntervalMs: 60_000,
  };
  for (let i = 0; i < argv.length; i += 1) {
    const name = argv[i]!;
    const value = (): string => {
      i += 1;
      const text = argv[i];
      if (text === undefined) throw new Error(`${name} needs a value`);
      return text;
    };
    if (name === '--data') settings.folder = resolve(value());
    else if (name === '--socket') settings.socket = resolve(value());
    else if (name === '--port') settings.port = Number(value());
    else if (name === '--test-commands') settings.testCommands = true;
    else if (name === '--no-sync') settings.noSync = true;
    else if (name === '--exit-with-parent') settings.exitWithParent = true;
    else if (name === '--transaction-lifetime-ms') settings.transactionLifetimeMs = Number(value());
    else if (name === '--ttl-interval-ms') settings.ttlIntervalMs = Number(value());
    else throw new Error(`Unknown argument ${name}`);
  }
  if (settings.folder === '') throw new Error('--data DIR is required');
  if ((settings.socket === undefined) === (settings.port === undefined))
    throw new Error('one of --socket PATH and --port N is required');
  if (
    settings.port !== undefined &&
    !(Number.isInteger(settings.port) && settings.port >= 0 && settings.port < 65536)
  ) {
    throw new Error('--port must be a port number');
  }
  return settings;
}

function listen(server: Server, settings: Settings): Promise<string> {
  return new Promise((done, reject) => {
    server.once('error', reject);
    if (settings.socket !== undefined) {
      const path = settings.socket;
      removeStale(path);
      // The mask keeps others out already between the socket's making and its chmod.
      const mask = process.umask(0o177);
      server.listen(path, () => {
        process.umask(mask);
        chmodSync(path, 0o600);
        done(path);
      });
    } else {
      server.listen(settings.port, '127.0.0.1', () => {
        const address = server.address();
        done(`127.0.0.1:${typeof address === 'object' && address ? address.port : settings.port}`);
      });
    }
  });
}

function removeStale(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/**
 * A commit that fails (a full disk) rejects promises inside lmdb besides the one that was awaited. Its callers have
 * got their error by then; anything else that nobody handles still ends the process.
 */
function tolerateFailedCommits(): void {
  process.on('unhandledRejection', (reason) => {
    const isCommit =
      reason instanceof Error &&
      ('commitError' in reason ||
        reason.message.includes('Input/output error') ||
        reason.message.includes('No space left'));
    if (!isCommit) throw reason;
  });
}

async function main(): Promise<void> {
  // Most documents are copied into this pool; of the usual 8 kB each would fill a good part.
  Buffer.poolSize = 64 * 1024;
  tolerateFailedCommits();
  const settings = parseSettings(process.argv.slice(2));
  const engine = new Engine(settings);
  const connections = new Set<Connection>();
  const server = createServer((socket) => {
    const connection = new Connection(
      socket,
      (request, from) => engine.answer(request, from),
      () => engine.clock.replyTail(),
    );
    connections.add(connection);
    socket.on('close', () => connections.delete(connection));
  });
  engine.connectionCount = () => connections.size;

  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    server.close();
    await engine.close();
    for (const connection of connections) connection.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  // A terminal's Ctrl-C reaches the whole group: under a parent, the parent finishes its requests and then ends this.
  process.on('SIGINT', () => {
    if (!process.connected) void stop();
  });
  if (process.send) process.on('disconnect', () => void stop());
  if (settings.exitWithParent) {
    process.stdin.on('end', () => void stop());
    process.stdin.on('close', () => void stop());
    process.stdin.resume();
  }

  const address = await listen(server, settings);
  engine.address = address;
  // A parent that goes away just now is heard of by `disconnect`.
  if (process.send) process.send({ type: 'ready', address }, () => undefined);
  else process.stdout.write(`listening on ${address}\n`);
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  if (process.send) process.send({ type: 'failed', message });
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
  if (process.connected) process.disconnect();
});
