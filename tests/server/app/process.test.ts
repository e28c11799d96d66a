import { fork, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { socketPath } from '../../../server/database/embedded/launch';

interface Started {
  process: ChildProcess;
  url: string;
  /** Resolves when the demonstration's data and the jobs are there. */
  loaded: Promise<void>;
  ended: Promise<Ending>;
}
interface Ending {
  code: number | null;
  signal: string | null;
  /** What it said on its standard error. */
  words: string;
}

const folders: string[] = [];
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'qft-process-'));
  folders.push(folder);
  return folder;
}

/** Runs the built server as the starting script does; production's settings of this machine are kept out. */
function run(env: Record<string, string>): { child: ChildProcess; ended: Promise<Ending> } {
  const child = fork('dist/server/main.js', [], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: {
      ...process.env,
      MONGODB_URI: '',
      WECHAT_APPID: '',
      HOST: '',
      PORT: '0',
      LOG_LEVEL: 'silent',
      ...env,
    },
  });
  children.push(child);
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString()));
  const said = new Promise((done) => child.stderr?.once('close', done));
  const ended = new Promise<Ending>((done) =>
    child.once('exit', (code, signal) => void said.then(() => done({ code, signal, words }))),
  );
  return { child, ended };
}

async function start(env: Record<string, string>): Promise<Started> {
  const { child, ended } = run(env);
  let isLoaded = () => {};
  const loaded = new Promise<void>((done) => (isLoaded = done));
  const url = await new Promise<string>((done, fail) => {
    child.on('message', (message: { type: string; url?: string }) => {
      if (message.type === 'ready') done(message.url ?? '');
      if (message.type === 'loaded') isLoaded();
    });
    void ended.then(({ code, words }) => fail(new Error(`ended with ${code}: ${words}`)));
  });
  return { process: child, url, loaded, ended };
}

const engineId = (dataDir: string) =>
  Number(readFileSync(join(dataDir, 'database', 'engine.lock'), 'utf8').split(' ')[0]);

/** Resolves when no database answers on the folder's socket any more. */
async function databaseIsGone(dataDir: string): Promise<void> {
  const answers = () =>
    new Promise<boolean>((done) => {
      const socket = connect(socketPath(join(dataDir, 'database')));
      socket.once('connect', () => done(true)).once('error', () => done(false));
      socket.once('connect', () => socket.destroy());
    });
  while (await answers()) await new Promise((next) => setTimeout(next, 20));
}

const secret = () => randomBytes(32).toString('base64');
/** A county office's settings: production on the embedded engine. */
const production = {
  WECHAT_APPID: 'wx-production',
  WECHAT_APPSECRET: 'secret',
  WECHAT_TEMPLATE_POLICY_BRIEFING: 'a',
  WECHAT_TEMPLATE_ISSUE_PROGRESS: 'b',
  WECHAT_TEMPLATE_EVENT_REMINDER: 'c',
  PHONE_ENCRYPTION_KEYS: `k2:${secret()},k1:${secret()}`,
  PHONE_INDEX_KEYS: `k1:${secret()}`,
  LINK_KEY: secret(),
  SIGN_IN_KEY: secret(),
  TICKET_PRIVATE_KEY: generateKeyPairSync('ed25519')
    .privateKey.export({ format: 'der', type: 'pkcs8' })
    .toString('base64'),
  AUDIT_PRIVATE_KEY: generateKeyPairSync('ed25519')
    .privateKey.export({ format: 'der', type: 'pkcs8' })
    .toString('base64'),
  HOST: '127.0.0.1',
};

/** Whose phones the sandbox has. */
async function phonesOf(url: string): Promise<{ id: string; name: string }[]> {
  const phones = (await (await fetch(`${url}sandbox/phones`)).json()) as { id: string; name: string }[];
  return phones.map(({ id, name }) => ({ id, name }));
}

describe('the process of the server', () => {
  const dataDir = aFolder();
  let first: Started;
  let phones: { id: string; name: string }[];

  it('says where it listens, then that the demonstration is loaded', async () => {
    first = await start({ DATA_DIR: dataDir });
    expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    expect(await (await fetch(`${first.url}healthz`)).json()).toEqual({ status: 'ok' });
    await first.loaded;
    phones = await phonesOf(first.url);
    expect(phones).toEqual(expect.arrayContaining([expect.objectContaining({ name: '王海燕' })]));
  }, 180_000);

  it('tells a second one in plain words that port or folder is taken, and is not disturbed', async () => {
    const { port } = new URL(first.url);
    const [samePort, sameFolder] = await Promise.all([
      run({ DATA_DIR: aFolder(), PORT: port }).ended,
      run({ DATA_DIR: dataDir }).ended,
    ]);
    expect(samePort.code).toBe(1);
    expect(samePort.words).toContain(`端口 ${port} 已被占用`);
    expect(samePort.words).toContain(`PORT=${Number(port) + 1} npm start`);
    expect(sameFolder.code).toBe(1);
    expect(sameFolder.words).toContain('正由另一个进程使用');
    for (const { words } of [samePort, sameFolder]) expect(words).not.toContain('    at ');
    expect(await phonesOf(first.url)).toEqual(phones);
  });

  it('killed at once leaves no database behind; the next start goes on with the same data', async () => {
    first.process.kill('SIGKILL');
    expect((await first.ended).signal).toBe('SIGKILL');
    await databaseIsGone(dataDir);
    first = await start({ DATA_DIR: dataDir });
    await first.loaded;
    expect(await phonesOf(first.url)).toEqual(phones);
  }, 90_000);

  it('ends with a sentence when its database is killed', async () => {
    process.kill(engineId(dataDir), 'SIGKILL');
    expect(await first.ended).toMatchObject({
      code: 1,
      words: expect.stringContaining('数据库进程意外结束'),
    });
  }, 90_000);

  it('told to stop, or left by who started it, ends together with its database', async () => {
    const told = await start({ DATA_DIR: dataDir });
    await told.loaded;
    told.process.kill('SIGTERM');
    expect(await told.ended).toEqual({ code: 0, signal: null, words: '' });
    await databaseIsGone(dataDir);
    const left = await start({ DATA_DIR: dataDir });
    left.process.disconnect();
    expect(await left.ended).toEqual({ code: 0, signal: null, words: '' });
    await databaseIsGone(dataDir);
  }, 90_000);
});

describe('a production process', () => {
  it('that lacks settings names all of them and starts nothing', async () => {
    const dataDir = aFolder();
    const { code, words } = await run({ DATA_DIR: dataDir, WECHAT_APPID: 'wx1', PORT: 'http' }).ended;
    expect(code).toBe(1);
    for (const name of ['PORT', 'WECHAT_APPSECRET', 'WECHAT_TEMPLATE_EVENT_REMINDER', 'TICKET_PRIVATE_KEY'])
      expect(words).toContain(name);
    expect(() => engineId(dataDir)).toThrow('ENOENT');
  });

  it('has no sandbox, keeps an empty database empty, and refuses the demonstration’s', async () => {
    const dataDir = aFolder();
    const env = { ...production, DATA_DIR: dataDir };
    const server = await start(env);
    await server.loaded;
    for (const path of ['phones', 'sandbox/phones', 'sandbox/clock', 'sandbox/wechat/cgi-bin/stable_token'])
      expect((await fetch(`${server.url}${path}`)).status).toBe(404);
    const home = await fetch(server.url, { redirect: 'manual' });
    expect([home.status, home.headers.get('location')]).toEqual([302, '/console/']);
    expect(await (await fetch(`${server.url}api/organizations`)).json()).toEqual([]);
    server.process.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
    const demonstration = await run({ ...production, DATA_DIR: folders[0] ?? '' }).ended;
    expect(demonstration).toMatchObject({ code: 1, words: expect.stringContaining('演示数据') });
  }, 90_000);
});
