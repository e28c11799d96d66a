import type { Document, MongoClient } from 'mongodb';

import { startEngine, stopEngine } from './support/engine';

const COUNT = 15_000;

async function fill(client: MongoClient, name: string): Promise<void> {
  const collection = client.db('test').collection<Document>(name);
  await collection.createIndex({ n: 1 });
  for (let from = 0; from < COUNT; from += 5000)
    await collection.insertMany(
      Array.from({ length: 5000 }, (_, i) => ({ _id: (from + i) as never, n: from + i })),
    );
}

test('a dropped collection is empty at once, others are served meanwhile, and its name can be used again', async () => {
  const held = await startEngine();
  await fill(held.client, 'large');
  await held.db.dropCollection('large');
  expect(await held.db.listCollections({ name: 'large' }).toArray()).toEqual([]);
  await held.db.collection<Document>('large').insertOne({ _id: 1 as never, n: 'new' });
  await held.db.collection('other').insertOne({ a: 1 });
  expect(await held.db.collection('large').find({}).toArray()).toEqual([{ _id: 1, n: 'new' }]);
  expect(await held.db.collection('large').countDocuments()).toBe(1);
  await stopEngine(held);
});

test('a drop that is cut off by a kill stays a drop', async () => {
  const first = await startEngine();
  await fill(first.client, 'large');
  await fill(first.client, 'kept');
  await first.db.dropCollection('large');
  process.kill(first.engine.pid, 'SIGKILL');
  await first.engine.exited;
  await first.client.close();
  const second = await startEngine({ dataDir: first.dataDir });
  const names = (await second.db.listCollections().toArray()).map(({ name }) => name);
  expect(names).toEqual(['kept']);
  expect(
    await second.db
      .collection('kept')
      .find({ n: { $gte: 0 } })
      .hint({ n: 1 })
      .toArray(),
  ).toHaveLength(COUNT);
  expect(await second.db.collection('large').countDocuments()).toBe(0);
  await stopEngine(second);
});
