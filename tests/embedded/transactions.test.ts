import { MongoClient, type ClientSession, type Document } from 'mongodb';

import { useEngine } from './support/engine';

const held = useEngine({ transactionLifetimeMs: 1500 });

async function fresh(docs: Document[] = []): Promise<ReturnType<typeof held.db.collection<Document>>> {
  const collection = held.db.collection<Document>(`t${Math.random().toString(36).slice(2)}`);
  await held.db.createCollection(collection.collectionName);
  if (docs.length > 0) await collection.insertMany(docs);
  return collection;
}

async function inSession<T>(work: (session: ClientSession) => Promise<T>): Promise<T> {
  const session = held.client.startSession();
  try {
    return await work(session);
  } finally {
    await session.endSession();
  }
}

test('a transaction reads its own writes and nobody else does before the commit', async () => {
  const collection = await fresh([{ _id: 1, n: 1 }] as never);
  await inSession(async (session) => {
    session.startTransaction();
    await collection.insertOne({ _id: 2, n: 2 } as never, { session });
    await collection.updateOne({ _id: 1 as never }, { $set: { n: 10 } }, { session });
    expect((await collection.find({}, { session }).sort({ n: -1 }).toArray()).map((doc) => doc.n)).toEqual([
      10, 2,
    ]);
    expect(await collection.find({}).toArray()).toEqual([{ _id: 1, n: 1 }]);
    await session.commitTransaction();
    expect(await collection.countDocuments()).toBe(2);
  });
});

test('a snapshot stays as it was when others write', async () => {
  const collection = await fresh([{ _id: 1, n: 1 }] as never);
  await inSession(async (session) => {
    session.startTransaction();
    expect(await collection.findOne({}, { session })).toMatchObject({ n: 1 });
    await collection.updateOne({}, { $set: { n: 2 } });
    await collection.insertOne({ _id: 2 } as never);
    expect(await collection.find({}, { session }).toArray()).toEqual([{ _id: 1, n: 1 }]);
    await session.abortTransaction();
  });
});

test('the second writer of a document meets a conflict that may be retried', async () => {
  const collection = await fresh([{ _id: 1, n: 1 }] as never);
  await inSession((first) =>
    inSession(async (second) => {
      first.startTransaction();
      second.startTransaction();
      await collection.updateOne({}, { $inc: { n: 1 } }, { session: first });
      const error = await collection
        .updateOne({}, { $inc: { n: 1 } }, { session: second })
        .catch((e: unknown) => e);
      expect(error).toMatchObject({ code: 112, codeName: 'WriteConflict' });
      expect(
        (error as { hasErrorLabel(label: string): boolean }).hasErrorLabel('TransientTransactionError'),
      ).toBe(true);
      await first.commitTransaction();
      await expect(second.commitTransaction()).rejects.toMatchObject({ code: 251 });
    }),
  );
});

test('a document written after the snapshot was taken is a conflict', async () => {
  const collection = await fresh([{ _id: 1, n: 1 }] as never);
  await inSession(async (session) => {
    session.startTransaction();
    await collection.findOne({}, { session });
    await collection.updateOne({}, { $inc: { n: 5 } });
    await expect(collection.updateOne({}, { $inc: { n: 1 } }, { session })).rejects.toMatchObject({
      code: 112,
    });
  });
  expect(await collection.findOne({})).toMatchObject({ n: 6 });
});

test('a write outside waits for the transaction that holds the document', async () => {
  const collection = await fresh([{ _id: 1, n: 1 }] as never);
  await inSession(async (session) => {
    session.startTransaction();
    await collection.updateOne({}, { $inc: { n: 1 } }, { session });
    const waiting = collection.findOneAndUpdate({}, { $inc: { n: 10 } }, { returnDocument: 'after' });
    await expect(
      collection.updateOne({}, { $inc: { n: 100 } }, { maxTimeMS: 50 } as never),
    ).rejects.toMatchObject({ code: 50 });
    await session.commitTransaction();
    expect(await waiting).toMatchObject({ n: 12 });
  });
});

test('two transactions can not both insert one unique key', async () => {
  const collection = await fresh();
  await collection.createIndex({ k: 1 }, { unique: true });
  await inSession((first) =>
    inSession(async (second) => {
      first.startTransaction();
      second.startTransaction();
      await collection.insertOne({ k: 1 }, { session: first });
      await expect(collection.insertOne({ k: 1 }, { session: second })).rejects.toMatchObject({ code: 112 });
      await first.commitTransaction();
      await second.abortTransaction();
      second.startTransaction();
      await expect(collection.insertOne({ k: 1 }, { session: second })).rejects.toMatchObject({
        code: 11000,
      });
      await expect(collection.insertOne({ k: 2 }, { session: second })).rejects.toMatchObject({ code: 251 });
    }),
  );
  expect(await collection.countDocuments()).toBe(1);
});

test('withTransaction repeats until everyone has counted', async () => {
  const collection = await fresh([{ _id: 1, n: 0 }] as never);
  await Promise.all(
    Array.from({ length: 10 }, () =>
      inSession(async (session) => {
        for (let i = 0; i < 5; i += 1) {
          await session.withTransaction(async () => {
            const doc = await collection.findOne({}, { session });
            await collection.updateOne({}, { $set: { n: doc!.n + 1 } }, { session });
          });
        }
      }),
    ),
  );
  expect(await collection.findOne({})).toMatchObject({ n: 50 });
});

test('a transaction that stays open too long is aborted and lets go of its documents', async () => {
  const collection = await fresh([{ _id: 1, n: 1 }] as never);
  await inSession(async (session) => {
    session.startTransaction();
    await collection.updateOne({}, { $inc: { n: 1 } }, { session });
    // The write outside goes through as soon as the idle transaction has been aborted.
    await collection.updateOne({}, { $inc: { n: 10 } });
    await expect(collection.findOne({}, { session })).rejects.toMatchObject({ code: 251 });
  });
  expect(await collection.findOne({})).toMatchObject({ n: 11 });
});

test('a commit that is sent twice succeeds twice', async () => {
  const collection = await fresh();
  await inSession(async (session) => {
    session.startTransaction();
    await collection.insertOne({ _id: 1 } as never, { session });
    await session.commitTransaction();
    await session.commitTransaction();
  });
  expect(await collection.countDocuments()).toBe(1);
});

test('an unknown result of a commit is asked for again by withTransaction', async () => {
  const collection = await fresh();
  await held.client.db('admin').command({
    configureFailPoint: 'failCommand',
    mode: { times: 1 },
    data: { failCommands: ['commitTransaction'], errorCode: 91, errorLabels: ['RetryableWriteError'] },
  });
  await inSession((session) =>
    session.withTransaction(() => collection.insertOne({ _id: 1 } as never, { session })),
  );
  expect(await collection.countDocuments()).toBe(1);
});

test('commands that can not be part of a transaction are refused by name', async () => {
  const collection = await fresh();
  await inSession(async (session) => {
    session.startTransaction();
    await expect(held.db.command({ count: collection.collectionName }, { session })).rejects.toMatchObject({
      code: 263,
    });
  });
});

test('a connection that breaks while a retryable write runs leads to one effect', async () => {
  const collection = await fresh([{ _id: 1, n: 0 }] as never);
  await held.client.db('admin').command({
    configureFailPoint: 'failCommand',
    mode: { times: 1 },
    data: { failCommands: ['update'], closeConnection: true },
  });
  await collection.updateOne({}, { $inc: { n: 1 } });
  expect(await collection.findOne({})).toMatchObject({ n: 1 });
});

test('killAllSessions aborts what is open', async () => {
  const collection = await fresh();
  await inSession(async (session) => {
    session.startTransaction();
    await collection.insertOne({ _id: 1 } as never, { session });
    await held.client.db('admin').command({ killAllSessions: [] });
    await expect(session.commitTransaction()).rejects.toMatchObject({ code: 251 });
  });
  expect(await collection.countDocuments()).toBe(0);
});

test('a client that asks for more than one member can give is told so', async () => {
  const client = new MongoClient(held.engine.uri);
  await client.connect();
  try {
    const collection = client.db('test').collection('concerns');
    await expect(collection.insertOne({ a: 1 }, { writeConcern: { w: 2 } })).rejects.toMatchObject({
      code: 100,
    });
    expect(await collection.countDocuments()).toBe(1);
  } finally {
    await client.close();
  }
});

test('a collection that a transaction makes is not listed before the commit, and not at all after an abort', async () => {
  const names = async (): Promise<string[]> =>
    (await held.db.listCollections({ name: /^(born|unborn)$/ }).toArray()).map(({ name }) => name);
  await inSession(async (session) => {
    session.startTransaction();
    await held.db.collection('unborn').insertOne({}, { session });
    expect(await names()).toEqual([]);
    await session.abortTransaction();
    expect(await names()).toEqual([]);
    session.startTransaction();
    await held.db.collection('born').insertOne({}, { session });
    expect(await names()).toEqual([]);
    await session.commitTransaction();
    expect(await names()).toEqual(['born']);
  });
});

test('a session goes on after the time of its last write', async () => {
  await inSession(async (session) => {
    const collection = await fresh();
    await collection.insertOne({ n: 1 }, { session });
    const written = session.operationTime!;
    await collection.insertOne({ n: 2 }, { session });
    expect(session.operationTime!.greaterThan(written)).toBe(true);
    expect(session.clusterTime!.clusterTime.greaterThanOrEqual(session.operationTime!)).toBe(true);
    expect(await collection.countDocuments({}, { session })).toBe(2);
  });
});

test('only the first command of a transaction says how it reads, and only the last how it is acknowledged', async () => {
  await inSession(async (session) => {
    const collection = await fresh();
    session.startTransaction();
    await collection.insertOne({}, { session });
    const asked = { find: collection.collectionName, readConcern: { level: 'local' } };
    await expect(held.db.command(asked, { session })).rejects.toMatchObject({ code: 72 });
  });
});
