import type { Document } from 'mongodb';

import { aFolder, startEngine, stopEngine } from './support/engine';
import { report, sized } from './support/random';

const DOCUMENTS = sized(200_000, 10_000);
const START_MS = 2000;

test(`a start after a kill at ${DOCUMENTS} documents takes under ${START_MS / 1000} s and finds them all`, async () => {
  const dataDir = aFolder();
  const first = await startEngine({ dataDir });
  const before = first.db.collection<Document>('large');
  await before.createIndex({ code: 1 }, { unique: true });
  await before.createIndex({ region: 1, at: -1 });
  for (let from = 0; from < DOCUMENTS; from += 1000)
    await before.insertMany(
      Array.from({ length: 1000 }, (_, i) => ({
        code: `c${from + i}`,
        region: (from + i) % 158,
        at: new Date(1_700_000_000_000 + (from + i) * 60_000),
        text: '为深入优化营商环境，现就有关事项通知如下。'.repeat(8),
      })),
    );
  process.kill(first.engine.pid, 'SIGKILL');
  await first.engine.exited;
  await first.client.close();

  const began = performance.now();
  const held = await startEngine({ dataDir });
  const took = performance.now() - began;
  try {
    const collection = held.db.collection<Document>('large');
    expect(await collection.countDocuments()).toBe(DOCUMENTS);
    expect(await collection.countDocuments({ region: { $gte: 0 } }, { hint: 'region_1_at_-1' })).toBe(
      DOCUMENTS,
    );
    expect(await collection.findOne({ code: `c${DOCUMENTS - 1}` })).toMatchObject({
      region: (DOCUMENTS - 1) % 158,
    });
    report(`start and first connection at ${DOCUMENTS} documents: ${Math.round(took)} ms`);
    // At full size only, where the machine is left to the proof.
    if (process.env.FULL) expect(took).toBeLessThan(START_MS);
  } finally {
    await stopEngine(held);
  }
}, 600_000);
