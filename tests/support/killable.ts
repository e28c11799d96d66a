import { execFileSync, fork, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { useDatabase } from './database';

const root = resolve(__dirname, '../..');

/**
 * As `useDatabase`, on an engine of this file's own that gives up the transactions of dead processes after a second; a
 * real mongod keeps its minute. Call at file level.
 */
export function useImpatientDatabase(): void {
  let engine: { process: ChildProcess; dataDir: string } | undefined;
  beforeAll(async () => {
    if (process.env.TEST_MONGODB_URI) return;
    const dataDir = mkdtempSync(join(tmpdir(), 'qft-killed-'));
    const places = ['--data', join(dataDir, 'db'), '--socket', join(dataDir, 'db.sock')];
    const child = fork('dist/server/embedded.js', [...places, '--transaction-lifetime-ms', '1000']);
    engine = { process: child, dataDir };
    const address = await new Promise<string>((ready, failed) => {
      child.on('message', (message: { type?: string; address?: string }) => {
        if (message.type === 'ready') ready(message.address ?? '');
      });
      child.on('exit', (code) => failed(new Error(`embedded database ended with code ${code}`)));
    });
    process.env.TEST_DATABASE_URI = `mongodb://${encodeURIComponent(address)}/?directConnection=true`;
  });
  useDatabase();
  afterAll(async () => {
    if (!engine) return;
    const ended = new Promise((done) => engine?.process.once('exit', done));
    engine.process.kill('SIGTERM');
    await ended;
    rmSync(engine.dataDir, { recursive: true, force: true });
  });
}

/** Address of the database that this test file uses. */
export function databaseUri(): string {
  return process.env.TEST_MONGODB_URI ?? process.env.TEST_DATABASE_URI ?? '';
}

/** Builds a script of tests/support to run as a process of its own: only then can it be killed between two writes. */
export function buildScript(name: string): string {
  const script = join(root, `dist/tests/${name}.mjs`);
  const build = `
    import path from 'node:path';
    import { rolldown } from 'rolldown';
    const bundle = await rolldown({
      input: 'tests/support/${name}.ts',
      platform: 'node',
      external: (id) => !/^(\\.|\\/|@contract(\\/|$))/.test(id) && !path.isAbsolute(id),
      resolve: { alias: { '@contract': path.resolve('server/contract') } },
      moduleTypes: { '.json': 'json' },
      logLevel: 'silent',
    });
    await bundle.write({ file: ${JSON.stringify(script)}, format: 'esm', codeSplitting: false });
    await bundle.close();
  `;
  execFileSync(process.execPath, ['--input-type=module', '-e', build], { cwd: root });
  return script;
}

/** Runs a script; `said` is called with each of its lines, `ended` settles with all of them. */
export function runScript(
  script: string,
  args: readonly string[],
  said: (line: string, child: ChildProcess) => void,
): { child: ChildProcess; ended: Promise<string[]> } {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) {
      lines.push(line);
      said(line, child);
    }
  });
  return { child, ended: new Promise((done) => child.on('close', () => done(lines))) };
}

/** Runs a script and kills it that long after its first line; all its lines. */
export function runAndKill(script: string, args: readonly string[], afterMs: number): Promise<string[]> {
  let isBegun = false;
  return runScript(script, args, (_line, child) => {
    if (!isBegun) setTimeout(() => child.kill('SIGKILL'), afterMs);
    isBegun = true;
  }).ended;
}
