import { fork } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../../scripts/build.mjs';

/** Builds the server where it is stale and starts one embedded database for the whole run, unless TEST_MONGODB_URI names a real one. */
export default async function globalSetup() {
  await build('server');
  if (process.env.TEST_MONGODB_URI) return;
  const dataDir = mkdtempSync(join(tmpdir(), 'qft-test-'));
  const socket = join(dataDir, 'db.sock');
  const engine = fork('dist/server/embedded.js', ['--data', join(dataDir, 'db'), '--socket', socket], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const address = await new Promise((resolve, reject) => {
    engine.on('message', (message) => message?.type === 'ready' && resolve(message.address));
    engine.on('exit', (code) => reject(new Error(`embedded database ended with code ${code}`)));
  });
  process.env.TEST_DATABASE_URI = `mongodb://${encodeURIComponent(address)}/?directConnection=true`;
  globalThis.testEngine = { engine, dataDir };
}
