import type { Document, MongoClient } from 'mongodb';

import { aFolder, startEngine, stopEngine } from './support/engine';
import { randomOf, report, seeds, sized } from './support/random';

const KILLS = sized(30, 3);
const WRITERS = 8;

interface Acknowledged {
  inserted: Set<number>;
  counted: Map<number, number>;
}

/** Writes from several sides until the engine goes away, noting what was acknowledged. */
async function load(client: MongoClient, from: number, acknowledged: Acknowledged): Promise<void> {
  const collection = client.db('test').collection<Document>('durable');
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      try {
        for (let i = 0; ; i += 1) {
          const id = from + i * WRITERS + writer;
          await collection.insertOne({
            _id: id as never,
            key: `k${id}`,
            half: id,
            other: id,
            tags: [id % 7, id % 11],
            pad: 'x'.repeat(200),
          });
          acknowledged.inserted.add(id);
          const counted = await collection.findOneAndUpdate(
            { _id: (-writer - 1) as never },
            { $inc: { n: 1 } },
            { upsert: true, returnDocument: 'after' },
          );
          acknowledged.counted.set(writer, counted!.n);
        }
      } catch {
        // The engine was killed in the middle of this write.
      }
    }),
  );
}

test.each(seeds())(
  `every acknowledged write is there after ${KILLS} kills at random moments (seed %i)`,
  async (seed) => {
    const random = randomOf(seed);
    const dataDir = aFolder();
    const acknowledged: Acknowledged = { inserted: new Set(), counted: new Map() };
    for (let round = 0; round < KILLS; round += 1) {
      const held = await startEngine({ dataDir }, { retryWrites: false });
      await held.db.collection('durable').createIndex({ key: 1 }, { unique: true });
      await held.db.collection('durable').createIndex({ tags: 1, half: -1 });
      const running = load(held.client, (round + 1) * 1_000_000, acknowledged);
      await new Promise((done) => setTimeout(done, 100 + random(400)));
      process.kill(held.engine.pid, 'SIGKILL');
      await held.engine.exited;
      // Nothing can be acknowledged any more; a driver that never gives up on a dead server isn't waited for.
      await Promise.race([
        running.then(() => held.client.close()),
        new Promise((done) => setTimeout(done, 20_000).unref()),
      ]);
    }
    const held = await startEngine({ dataDir });
    try {
      const collection = held.db.collection<Document>('durable');
      const docs = new Map(
        (await collection.find({}).hint({ $natural: 1 }).toArray()).map((doc) => [Number(doc._id), doc]),
      );
      expect([...acknowledged.inserted].filter((id) => !docs.has(id))).toEqual([]);
      for (const [writer, n] of acknowledged.counted)
        expect(docs.get(-writer - 1)!.n).toBeGreaterThanOrEqual(n);
      const inserted = [...docs.values()].filter((doc) => doc.key !== undefined);
      expect(
        inserted.filter((doc) => doc.half !== doc._id || doc.other !== doc._id || doc.pad.length !== 200),
      ).toEqual([]);
      // Reading by each index and reading everything must find the same documents.
      for (const { name } of await collection.indexes()) {
        const byIndex = await collection.find({}).hint(name!).toArray();
        expect(new Set(byIndex.map((doc) => Number(doc._id)))).toEqual(new Set(docs.keys()));
      }
      expect(acknowledged.inserted.size).toBeGreaterThan(0);
      report(`${KILLS} kills, ${acknowledged.inserted.size} inserts acknowledged, none lost (seed ${seed})`);
    } finally {
      await stopEngine(held);
    }
  },
  600_000,
);
