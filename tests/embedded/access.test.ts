import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { BSON, MongoClient } from 'mongodb';

import { launchEmbedded, socketPath } from '../../server/database/embedded/launch';
import { aFolder, ENTRY, startEngine, stopEngine, useEngine } from './support/engine';
import { RawClient } from './support/raw-client';

const held = useEngine();

test('the socket is open to its owner only', () => {
  expect(statSync(socketPath(held.dataDir)).mode & 0o777).toBe(0o600);
});

test('a socket path beyond 107 bytes becomes a short one', async () => {
  const folder = join(aFolder(), 'x'.repeat(120));
  expect(Buffer.byteLength(socketPath(folder))).toBeLessThanOrEqual(107);
  expect(socketPath(folder).startsWith(tmpdir())).toBe(true);
  await stopEngine(await startEngine({ dataDir: folder }));
});

test('a second process on the same folder is refused and the first goes on', async () => {
  await expect(launchEmbedded({ entry: ENTRY, dataDir: held.dataDir, port: 0 })).rejects.toThrow(
    `The data folder ${held.dataDir} is in use by process ${held.engine.pid}`,
  );
  expect(await held.db.command({ ping: 1 })).toMatchObject({ ok: 1 });
});

test('a lock left behind by a process that is gone is taken over', async () => {
  const dataDir = aFolder();
  writeFileSync(join(dataDir, 'engine.lock'), '999999 1\n');
  await stopEngine(await startEngine({ dataDir }));
});

test('a port is opened on the loopback address when asked for', async () => {
  const engine = await launchEmbedded({ entry: ENTRY, dataDir: aFolder(), port: 0 });
  expect(engine.uri).toMatch(/^mongodb:\/\/127\.0\.0\.1:\d+\/\?directConnection=true$/);
  const client = await MongoClient.connect(engine.uri);
  expect(await client.db('admin').command({ hello: 1 })).toMatchObject({
    isWritablePrimary: true,
    setName: 'embedded',
    maxWireVersion: 21,
    logicalSessionTimeoutMinutes: 30,
  });
  await client.close();
  await engine.stop();
  expect(await engine.exited).toBe(0);
});

test('a folder that can not be made is an error in words', async () => {
  const dataDir = aFolder();
  writeFileSync(join(dataDir, 'file'), '');
  await expect(launchEmbedded({ entry: ENTRY, dataDir: join(dataDir, 'file', 'db') })).rejects.toThrow(
    /ENOTDIR|EEXIST/,
  );
  if (process.getuid?.() !== 0) {
    const closed = join(dataDir, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o500);
    await expect(launchEmbedded({ entry: ENTRY, dataDir: closed })).rejects.toThrow(/EACCES/);
  }
  rmSync(dataDir, { recursive: true, force: true });
});

const header = (size: number, operation: number): Buffer => {
  const head = Buffer.alloc(16);
  head.writeInt32LE(size, 0);
  head.writeInt32LE(operation, 12);
  return head;
};

function nested(depth: number): Record<string, unknown> {
  let doc: Record<string, unknown> = {};
  for (let i = 0; i < depth; i += 1) doc = { a: doc };
  return doc;
}

const malformed: [string, () => Buffer][] = [
  ['a size below the header', () => header(3, 2013)],
  ['a size beyond the limit', () => header(48_000_001, 2013)],
  ['an unknown operation', () => header(16, 999)],
  [
    'a body whose length is wrong',
    () => {
      const message = RawClient.message({ ping: 1, $db: 'admin' });
      message.writeInt32LE(4000, 21);
      return message;
    },
  ],
  ['an unknown required flag', () => RawClient.message({ ping: 1, $db: 'admin' }, 0x10)],
  [
    'an unknown section',
    () => {
      const message = RawClient.message({ ping: 1, $db: 'admin' });
      message[20] = 7;
      return message;
    },
  ],
  [
    'a type that is none',
    () => {
      const message = RawClient.message({ ping: 1, $db: 'admin' });
      message[25] = 0x77;
      return message;
    },
  ],
  ['documents nested too deep', () => RawClient.message({ ping: 1, deep: nested(250), $db: 'admin' })],
];

test.each(malformed)('%s closes that connection and harms no other', async (_name, bytes) => {
  const bad = new RawClient(held.engine.uri);
  const good = new RawClient(held.engine.uri);
  expect(await good.command({ ping: 1 })).toMatchObject({ ok: 1 });
  bad.send(bytes());
  await bad.closed;
  expect(await good.command({ ping: 1 })).toMatchObject({ ok: 1 });
  good.close();
});

test('a request with moreToCome gets no answer', async () => {
  const raw = new RawClient(held.engine.uri);
  raw.send(RawClient.message({ insert: 'silent', documents: [{ _id: 1 }], $db: 'test' }, 2));
  expect(await raw.command({ count: 'silent' })).toMatchObject({ n: 1 });
  raw.close();
});

test('a message that arrives in pieces and two that arrive at once are both answered', async () => {
  const raw = new RawClient(held.engine.uri);
  const message = RawClient.message({ ping: 1, $db: 'admin' });
  for (const byte of message) raw.send(Buffer.from([byte]));
  expect(await raw.reply()).toMatchObject({ ok: 1 });
  raw.send(Buffer.concat([message, message]));
  expect([await raw.reply(), await raw.reply()]).toMatchObject([{ ok: 1 }, { ok: 1 }]);
  raw.close();
});

test('a document larger than 16 MB is refused', async () => {
  BSON.setInternalBufferSize(20 * 1024 * 1024);
  const raw = new RawClient(held.engine.uri);
  const reply = await raw.command({
    insert: 'large',
    documents: [{ _id: 1, text: 'x'.repeat(17 * 1024 * 1024) }],
  });
  expect(reply.writeErrors).toMatchObject([{ index: 0, code: 10334 }]);
  raw.close();
});

test('test commands are unknown without the switch', async () => {
  const plain = await startEngine({ testCommands: false });
  const command = { configureFailPoint: 'failCommand', mode: 'off' };
  await expect(plain.client.db('admin').command(command)).rejects.toMatchObject({ code: 59 });
  await expect(plain.client.db('admin').command({ killAllSessions: [] })).rejects.toMatchObject({ code: 59 });
  await stopEngine(plain);
});
