import type { Document } from 'mongodb';

import { useEngine } from './support/engine';

const held = useEngine();

test('a long batch lets others in between its turns, each of which is whole', async () => {
  const collection = held.db.collection<Document>('long');
  await collection.createIndexes([{ key: { a: 1 } }, { key: { tags: 1 } }, { key: { b: 1, a: -1 } }]);
  const docs = Array.from({ length: 30_000 }, (_, a) => ({ a, b: a % 100, tags: [a % 7, a % 11] }));
  const seen: number[] = [];
  let isInserting = true;
  const inserting = collection.insertMany(docs).finally(() => (isInserting = false));
  while (isInserting) seen.push(await collection.countDocuments({ a: { $gte: 0 } }));
  expect((await inserting).insertedCount).toBe(docs.length);
  expect(seen.some((count) => count > 0 && count < docs.length)).toBe(true);
  for (const index of ['a_1', 'b_1_a_-1', '_id_'])
    expect(await collection.countDocuments({}, { hint: index })).toBe(docs.length);
});

test('an ordered batch ends with the first error in whatever turn, another goes on', async () => {
  const collection = held.db.collection<{ _id: number }>('ending');
  await collection.insertOne({ _id: 25_000 });
  const docs = Array.from({ length: 26_000 }, (_, _id) => ({ _id }));
  await expect(collection.insertMany(docs)).rejects.toMatchObject({ code: 11000, insertedCount: 25_000 });
  await collection.deleteMany({ _id: { $ne: 25_000 } });
  await expect(collection.insertMany(docs, { ordered: false })).rejects.toMatchObject({
    code: 11000,
    insertedCount: 25_999,
  });
});
