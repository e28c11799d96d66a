import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { MongoClient } from 'mongodb';

import { socketPath } from '../../server/database/embedded/launch';
import { aFolder, ENTRY } from './support/engine';

const strace = spawnSync('strace', ['-V']).status === 0;

/** Traces an engine under a load of inserts; tells in which order groups were synced and replies sent. */
async function traced(noSync: boolean): Promise<{ replies: number; unsynced: number }> {
  const dataDir = aFolder();
  mkdirSync(dataDir, { recursive: true });
  const log = join(dataDir, 'trace.txt');
  const socket = socketPath(dataDir);
  const args = [
    '-f',
    '-y',
    '-e',
    'trace=fdatasync,fsync,msync,pwrite64,pwritev,write,writev,sendmsg,sendto,openat',
    '-s',
    '64',
    '-o',
    log,
  ];
  const child = spawn(
    'strace',
    [
      ...args,
      process.execPath,
      ENTRY,
      '--data',
      join(dataDir, 'db'),
      '--socket',
      socket,
      '--exit-with-parent',
      ...(noSync ? ['--no-sync'] : []),
    ],
    {
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
  await new Promise<void>((ready) => child.stdout.once('data', () => ready()));
  const client = await MongoClient.connect(`mongodb://${encodeURIComponent(socket)}/?directConnection=true`);
  const collection = client.db('test').collection('traced');
  await collection.insertOne({ first: true });
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let i = 0; i < 25; i += 1) await collection.insertOne({ marker: 'traced', i });
    }),
  );
  await client.close();
  child.stdin.end();
  await new Promise((done) => child.once('exit', done));
  const result = judge(readFileSync(log, 'utf8'));
  rmSync(dataDir, { recursive: true, force: true });
  return result;
}

/** Reads a trace: a reply may only leave when the data written before it has been synced. */
function judge(trace: string): { replies: number; unsynced: number } {
  let isDirty = false;
  let replies = 0;
  let unsynced = 0;
  const unfinished = new Map<string, string>();
  for (const raw of trace.split('\n')) {
    const [, thread = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(raw) ?? [];
    let line = rest;
    if (line.includes('<unfinished ...>')) {
      unfinished.set(thread, line);
      // A write counts from its start, a sync from its end. The small one that ends a commit is no data.
      const [, size = ''] = /^pwrite64\(.*, (\d+), \d+ <unfinished/.exec(line) ?? [];
      if (
        /^(pwrite64|pwritev|writev)\(\d+<[^>]*data\.mdb>/.test(line) &&
        (size === '' || Number(size) >= 4096)
      )
        isDirty = true;
      continue;
    }
    if (line.startsWith('<...'))
      line =
        (unfinished.get(thread) ?? '').replace('<unfinished ...>', '') +
        line.replace(/^<\.\.\. \w+ resumed>/, '');
    if (/^(fdatasync|fsync|msync)\(.*= 0/.test(line)) isDirty = false;
    else if (/^(pwrite64|pwritev|writev)\(\d+<[^>]*data\.mdb>/.test(line)) {
      // The meta page that ends a commit is small; data pages are whole ones.
      const written = Number(/= (\d+)$/.exec(line)?.[1] ?? 0);
      if (written >= 4096) isDirty = true;
    } else if (/^(write|writev|sendmsg|sendto)\(\d+<(UNIX|socket)/.test(line) && line.includes('\\20n\\0')) {
      // Only answers to inserts count (they carry `n`); a handshake or a read needs no sync before it.
      replies += 1;
      if (isDirty) unsynced += 1;
    }
  }
  return { replies, unsynced };
}

(strace ? test : test.failing)(
  'the trace of system calls shows a sync before every reply, and notices when there is none',
  async () => {
    if (!strace) throw new Error('strace is not installed here');
    const synced = await traced(false);
    expect(synced.replies).toBeGreaterThan(100);
    expect(synced.unsynced).toBe(0);
    const careless = await traced(true);
    expect(careless.unsynced).toBeGreaterThan(50);
  },
  120_000,
);
