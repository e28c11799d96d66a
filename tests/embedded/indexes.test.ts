import type { Collection, Document, Sort } from 'mongodb';

import { startEngine, stopEngine, useEngine } from './support/engine';

const held = useEngine({ ttlIntervalMs: 100 });

async function collectionOf(
  docs: Document[],
  ...indexes: [Document, Document?][]
): Promise<ReturnType<typeof held.db.collection<Document>>> {
  const collection = held.db.collection<Document>(`i${Math.random().toString(36).slice(2)}`);
  for (const [key, options] of indexes) await collection.createIndex(key as never, options);
  if (docs.length > 0) await collection.insertMany(docs);
  return collection;
}

const thousand = Array.from({ length: 1000 }, (_, i) => ({
  _id: i,
  a: i % 10,
  b: i % 100,
  c: i,
  tags: [`t${i % 7}`, `u${i % 11}`],
  when: new Date(i * 1000),
}));

interface Examined {
  stages: string[];
  index: string | undefined;
  keys: number;
  docs: number;
  returned: number;
}

function stagesOf(stage: Document | undefined): Document[] {
  return stage
    ? [stage, ...stagesOf(stage.inputStage), ...((stage.inputStages ?? []) as Document[]).flatMap(stagesOf)]
    : [];
}

async function examined(
  collection: ReturnType<typeof held.db.collection<Document>>,
  filter: Document,
  sort?: Sort,
  limit = 0,
): Promise<Examined> {
  let cursor = collection.find(filter);
  if (sort) cursor = cursor.sort(sort);
  const plan = await cursor.limit(limit).explain('executionStats');
  const stages = stagesOf(plan.queryPlanner.winningPlan);
  return {
    stages: stages.map((stage) => stage.stage),
    index: stages.find((stage) => stage.indexName)?.indexName,
    keys: plan.executionStats.totalKeysExamined,
    docs: plan.executionStats.totalDocsExamined,
    returned: plan.executionStats.nReturned,
  };
}

describe('what an index is used for', () => {
  let collection: Awaited<ReturnType<typeof collectionOf>>;
  beforeAll(async () => {
    collection = await collectionOf(
      thousand,
      [{ a: 1, c: -1 }],
      [{ b: 1 }],
      [{ tags: 1, c: 1 }],
      [{ when: 1 }],
    );
  });

  const uses: [string, Document, Sort | undefined, number, Partial<Examined>][] = [
    ['equality', { b: 7 }, undefined, 0, { index: 'b_1', keys: 10, docs: 10, returned: 10 }],
    [
      'a range of dates',
      { when: { $gte: new Date(990_000) } },
      undefined,
      0,
      { index: 'when_1', keys: 10, docs: 10 },
    ],
    ['$in', { b: { $in: [1, 2, 3] } }, undefined, 0, { index: 'b_1', keys: 30, docs: 30 }],
    [
      'a prefix with a range behind it',
      { a: 3, c: { $lt: 100 } },
      undefined,
      0,
      { index: 'a_1_c_-1', keys: 10, docs: 10 },
    ],
    [
      'a sort behind an equality',
      { a: 3 },
      { c: -1 },
      5,
      { index: 'a_1_c_-1', keys: 5, docs: 5, returned: 5 },
    ],
    ['the same sort backwards', { a: 3 }, { c: 1 }, 5, { index: 'a_1_c_-1', keys: 5, docs: 5 }],
    [
      'an element of an array, sorted',
      { tags: 't3' },
      { c: 1 },
      4,
      { index: 'tags_1_c_1', keys: 4, docs: 4 },
    ],
    ['$or over two indexes', { $or: [{ b: 7 }, { c: 5, a: 5 }] }, undefined, 0, { returned: 11 }],
    ['a sort alone', {}, { b: 1 }, 3, { index: 'b_1', keys: 3, docs: 3 }],
  ];

  test.each(uses)('%s', async (_name, filter, sort, limit, expected) => {
    const seen = await examined(collection, filter, sort, limit);
    expect(seen).toMatchObject(expected);
    expect(seen.stages).toContain('IXSCAN');
    expect(seen.stages).not.toContain('SORT');
  });

  test('a field without an index is searched by reading everything', async () => {
    expect(await examined(collection, { c: 5 })).toMatchObject({
      stages: ['COLLSCAN'],
      docs: 1000,
      returned: 1,
    });
  });

  test('a sort that no index gives is done afterwards', async () => {
    expect((await examined(collection, { b: 7 }, { c: 1 })).stages).toEqual(['SORT', 'FETCH', 'IXSCAN']);
  });

  test('a hint is followed or refused', async () => {
    const plan = await collection.find({ b: 7 }).hint({ when: 1 }).explain('executionStats');
    expect(stagesOf(plan.queryPlanner.winningPlan).at(-1)!.indexName).toBe('when_1');
    await expect(collection.find({}).hint('nowhere').toArray()).rejects.toMatchObject({ code: 2 });
  });

  test('counts are taken from the index', async () => {
    expect(await collection.countDocuments({ b: 7 })).toBe(10);
    expect(
      await held.db.command({ count: collection.collectionName, query: { b: { $lt: 10 } } }),
    ).toMatchObject({ n: 100 });
  });
});

test('a unique index names the key that is taken', async () => {
  const collection = await collectionOf([{ _id: 1, x: 'k', y: 2 }], [{ x: 1, y: 1 }, { unique: true }]);
  await expect(collection.insertOne({ x: 'k', y: 2 })).rejects.toMatchObject({
    code: 11000,
    keyPattern: { x: 1, y: 1 },
    keyValue: { x: 'k', y: 2 },
    message: expect.stringMatching(
      /^E11000 duplicate key error collection: test\.\w+ index: x_1_y_1 dup key: \{ x: "k", y: 2 \}$/,
    ),
  });
  await collection.insertOne({ x: 'k' });
  await expect(collection.insertOne({ x: 'k' })).rejects.toMatchObject({ code: 11000 });
  await expect(collection.updateOne({ _id: 1 as never }, { $unset: { y: 1 } })).rejects.toMatchObject({
    code: 11000,
  });
});

test('a unique index over arrays compares elements of different documents only', async () => {
  const collection = await collectionOf([], [{ l: 1 }, { unique: true }]);
  await collection.insertOne({ l: [1, 1, 2] });
  await expect(collection.insertOne({ l: [2, 3] })).rejects.toMatchObject({
    code: 11000,
    keyValue: { l: 2 },
  });
});

test('sparse and partial unique indexes leave documents out', async () => {
  const sparse = await collectionOf([{}, {}, { s: 1 }], [{ s: 1 }, { unique: true, sparse: true }]);
  await expect(sparse.insertOne({ s: 1 })).rejects.toMatchObject({ code: 11000 });
  expect(await sparse.countDocuments({ s: null })).toBe(2);
  const partial = await collectionOf(
    [
      { s: 1, open: false },
      { s: 1, open: false },
      { s: 1, open: true },
    ],
    [{ s: 1 }, { unique: true, partialFilterExpression: { open: true } }],
  );
  await expect(partial.insertOne({ s: 1, open: true })).rejects.toMatchObject({ code: 11000 });
  expect((await examined(partial, { s: 1 })).stages).toEqual(['COLLSCAN']);
  expect(await examined(partial, { s: 1, open: true })).toMatchObject({ index: 's_1', docs: 1 });
});

test('building a unique index over duplicates is refused and leaves nothing behind', async () => {
  const collection = await collectionOf([{ x: 1 }, { x: 1 }]);
  await expect(collection.createIndex({ x: 1 }, { unique: true })).rejects.toMatchObject({ code: 11000 });
  expect((await collection.indexes()).map((index) => index.name)).toEqual(['_id_']);
});

test('the same index may be asked for again, a different one under its name may not', async () => {
  const collection = await collectionOf([], [{ x: 1 }]);
  await collection.createIndex({ x: 1 });
  await expect(collection.createIndex({ x: 1 }, { unique: true })).rejects.toMatchObject({ code: 86 });
  await expect(collection.createIndex({ x: 1 }, { name: 'other' })).rejects.toMatchObject({ code: 85 });
  await expect(collection.createIndex({ y: 1 }, { name: 'x_1' })).rejects.toMatchObject({ code: 86 });
  await collection.dropIndex('x_1');
  await expect(collection.dropIndex('x_1')).rejects.toMatchObject({ code: 27 });
  await expect(collection.dropIndex('_id_')).rejects.toMatchObject({ code: 72 });
});

test('indexes that the engine does not have are refused', async () => {
  const collection = held.db.collection('refused');
  await expect(collection.createIndex({ a: 'text' })).rejects.toMatchObject({ code: 238 });
  await expect(collection.createIndex({ a: '2dsphere' })).rejects.toMatchObject({ code: 238 });
  await expect(collection.createIndex({ a: 1 }, { collation: { locale: 'zh' } })).rejects.toMatchObject({
    code: 238,
  });
  await expect(collectionOf([{ a: [1], b: [2] }], [{ a: 1, b: 1 }])).rejects.toMatchObject({ code: 171 });
});

test('documents whose time is up are removed', async () => {
  const collection = await collectionOf([], [{ at: 1 }, { expireAfterSeconds: 10 }]);
  await collection.insertMany([
    { at: new Date(Date.now() - 60_000) },
    { at: new Date() },
    { at: 'never' },
    {},
  ]);
  let left = await collection.countDocuments();
  for (let i = 0; left === 4 && i < 200; i += 1)
    left = await collection
      .find({})
      .toArray()
      .then((docs) => docs.length);
  for (let i = 0; left === 4 && i < 50; i += 1) {
    await held.db.command({ ping: 1 });
    await new Promise((done) => setTimeout(done, 50));
    left = await collection.countDocuments();
  }
  expect(left).toBe(3);
});

test('that an index has met arrays is remembered after a restart, also when a transaction brought them', async () => {
  const first = await startEngine();
  const collection = first.db.collection<Document>('arrays');
  await collection.createIndex({ l: 1 });
  await collection.insertOne({ _id: 1 as never, l: 5 });
  const session = first.client.startSession();
  await session.withTransaction(() => collection.insertOne({ _id: 2 as never, l: [1, 9] }, { session }));
  await session.endSession();
  await first.client.close();
  await first.engine.stop();
  const second = await startEngine({ dataDir: first.dataDir });
  const again = second.db.collection<Document>('arrays');
  // Both conditions hold of [1, 9], though no single element meets both.
  expect((await again.find({ l: { $gt: 4, $lt: 2 } }).toArray()).map((doc) => doc._id)).toEqual([2]);
  expect((await again.find({}).hint({ l: 1 }).toArray()).length).toBe(2);
  await stopEngine(second);
});

const boundaries: [string, Document, Document, unknown[]][] = [
  ['a descending index finds a text that ends where its prefix does', { v: -1 }, { v: /^ab/ }, ['ab', 'abc']],
  ['infinity is above every number', { v: 1 }, { v: { $gt: 5 } }, [7, Infinity]],
  ['minus infinity is below every number, downwards too', { v: -1 }, { v: { $lt: 5 } }, [-Infinity, 1]],
];
test.each(boundaries)('%s', async (...row) => {
  const [, key, filter, expected] = row;
  const collection = held.db.collection<Document>(`b${Math.random().toString(36).slice(2)}`);
  await collection.createIndex(key as never);
  await collection.insertMany(['a', 'ab', 'abc', 'b', 1, 7, Infinity, -Infinity, null].map((v) => ({ v })));
  const found = (
    await collection
      .find(filter)
      .hint(key as never)
      .toArray()
  ).map(({ v }) => v as unknown);
  expect(new Set(found)).toEqual(new Set(expected));
});

describe('an index of points before the order', () => {
  const places = ['x', 'y', 'z'];
  const docs = Array.from({ length: 60 }, (_, i) => ({
    _id: i as never,
    places: i % 5 === 0 ? ['x', 'y'] : [places[i % 3]],
    status: i % 2 === 0 ? 'open' : 'closed',
    at: (i * 37) % 60,
  }));
  let collection: Collection<Document>;
  beforeAll(async () => {
    collection = held.db.collection<Document>('merged');
    await collection.createIndex({ places: 1, status: 1, at: -1 });
    await collection.insertMany(docs);
  });
  const filter = { places: { $in: ['x', 'y'] }, status: { $in: ['open', 'closed'] } };
  const wanted = docs
    .filter((doc) => doc.places.some((place) => place !== 'z'))
    .map(({ at }) => at)
    .sort((a, b) => a - b);

  test.each([
    ['upwards', 1 as const, wanted],
    ['downwards', -1 as const, [...wanted].reverse()],
  ])(
    'merges its stretches %s instead of sorting, each document once, in small batches too',
    async (...row) => {
      const [, direction, expected] = row;
      const search = () => collection.find(filter).sort({ at: direction });
      expect((await search().toArray()).map(({ at }) => Number(at))).toEqual(expected);
      expect((await search().batchSize(3).toArray()).map(({ at }) => Number(at))).toEqual(expected);
      const page = await search().limit(5).explain('executionStats');
      expect(JSON.stringify(page.queryPlanner.winningPlan)).toContain('SORT_MERGE');
      expect(page.executionStats.totalDocsExamined).toBeLessThanOrEqual(10);
    },
  );
});

test('a count is told from the index, without reading a document', async () => {
  const collection = held.db.collection<Document>('merged');
  const command = {
    aggregate: 'merged',
    cursor: {},
    pipeline: [{ $match: { places: 'x' } }, { $count: 'n' }],
  };
  const plan = await held.db.command({ explain: command, verbosity: 'executionStats' });
  expect(plan.executionStats.totalDocsExamined).toBe(0);
  expect(await collection.countDocuments({ places: 'x' })).toBe(
    (await collection.find({ places: 'x' }).hint({ $natural: 1 }).toArray()).length,
  );
});

test('the $or that begins a next page bounds the index', async () => {
  const collection = held.db.collection<Document>('pages');
  await collection.createIndex({ kind: 1, at: 1, _id: 1 });
  await collection.insertMany(
    Array.from({ length: 200 }, (_, i) => ({ _id: i as never, kind: 'k', at: i >> 1 })),
  );
  const next = {
    $and: [{ kind: 'k' }, { $or: [{ at: { $gt: 50 } }, { at: 50, _id: { $gt: 100 as never } }] }],
  };
  const search = collection.find(next).sort({ at: 1, _id: 1 }).limit(10);
  expect((await search.toArray()).map(({ _id }) => Number(_id))).toEqual([
    101, 102, 103, 104, 105, 106, 107, 108, 109, 110,
  ]);
  const plan = await collection.find(next).sort({ at: 1, _id: 1 }).limit(10).explain('executionStats');
  expect(plan.executionStats.totalKeysExamined).toBeLessThan(15);
});
