import { rmSync } from 'node:fs';

export default async function globalTeardown() {
  const { testEngine } = globalThis;
  if (!testEngine) return;
  const ended = new Promise((resolve) => testEngine.engine.once('exit', resolve));
  testEngine.engine.kill('SIGTERM');
  await ended;
  rmSync(testEngine.dataDir, { recursive: true, force: true });
}
