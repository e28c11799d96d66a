import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';

import { MongoClient } from 'mongodb';

import { aFolder } from './support/engine';

/** The command as its user sees it: what it says, and how it ends. */
interface Command {
  process: ChildProcess;
  said(words: RegExp): Promise<string>;
  ended: Promise<{ code: number | null; words: string }>;
}

function runDb(dataDir: string, ...args: string[]): Command {
  const child = spawn(process.execPath, ['dist/server/db.js', ...args], {
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  let look: () => void = () => undefined;
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      words += chunk.toString();
      look();
    });
  const ended = new Promise<{ code: number | null; words: string }>((done) =>
    child.once('close', (code) => done({ code, words })),
  );
  return {
    process: child,
    ended,
    said: (wanted) =>
      new Promise((done, reject) => {
        look = () => {
          if (wanted.test(words)) done(words);
        };
        look();
        void ended.then(() => reject(new Error(`ended with: ${words}`)));
      }),
  };
}

const dataDir = aFolder();
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

test('the database opens alone on loopback for outside tools, for one process only, and stops on Ctrl-C', async () => {
  const first = runDb(dataDir, '--port', '0');
  const words = await first.said(/Ctrl-C/);
  const uri = /mongodb:\/\/127\.0\.0\.1:\d+\/qifutong\?directConnection=true/.exec(words)![0];
  const client = await MongoClient.connect(uri);
  await client.db().collection('things').insertOne({ name: '一件东西' });
  expect(client.db().databaseName).toBe('qifutong');
  expect(await client.db().collection('things').countDocuments()).toBe(1);
  const second = await runDb(dataDir, '--port', '0').ended;
  expect(second.code).toBe(1);
  expect(second.words).toMatch(/数据库正由进程 \d+使用/);
  const sameport = await runDb(aFolder(), '--port', new URL(uri).port).ended;
  expect(sameport.words).toContain('已被占用');
  await client.close();
  first.process.kill('SIGINT');
  expect(await first.ended).toMatchObject({ code: 0, words: expect.stringContaining('已停止') });
});

test.each([
  ['an address that others can reach', ['--host', '0.0.0.0'], '只能在本机回环地址'],
  ['a port that is none', ['--port', '70000'], '--port 应为'],
  ['an argument it does not know', ['--public'], '用法'],
])('%s is refused in words', async (_name, args, words) => {
  const { code, words: said } = await runDb(dataDir, ...args).ended;
  expect(code).toBe(1);
  expect(said).toContain(words);
});
