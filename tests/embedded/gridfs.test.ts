import { createHash, randomBytes } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';

import { GridFSBucket } from 'mongodb';
import mongoose from 'mongoose';

import { useEngine } from './support/engine';

const held = useEngine();

test('files of several chunks come back as they were put in', async () => {
  const bucket = new GridFSBucket(held.db, { bucketName: 'files' });
  const content = randomBytes(1_500_000);
  const upload = bucket.openUploadStream('a.bin', { metadata: { kind: 'test' } });
  await pipeline(Readable.from([content]), upload);
  const hash = createHash('sha256');
  for await (const chunk of bucket.openDownloadStream(upload.id)) hash.update(chunk as Buffer);
  expect(hash.digest('hex')).toBe(createHash('sha256').update(content).digest('hex'));
  const part: Buffer[] = [];
  for await (const chunk of bucket.openDownloadStream(upload.id, { start: 300_000, end: 300_010 }))
    part.push(chunk as Buffer);
  expect(Buffer.concat(part)).toEqual(content.subarray(300_000, 300_010));
  await bucket.rename(upload.id, 'b.bin');
  expect(await bucket.find({}).toArray()).toMatchObject([
    { filename: 'b.bin', length: 1_500_000, metadata: { kind: 'test' } },
  ]);
  await bucket.delete(upload.id);
  expect(await held.db.collection('files.chunks').countDocuments()).toBe(0);
});

test('Mongoose makes collections and indexes, saves, populates and runs transactions', async () => {
  const connection = await mongoose.createConnection(held.engine.uri, { dbName: 'odm' }).asPromise();
  try {
    const Body = connection.model('Body', new mongoose.Schema({ name: { type: String, unique: true } }));
    const Person = connection.model(
      'Person',
      new mongoose.Schema(
        { name: String, tags: [String], body: { type: mongoose.Schema.Types.ObjectId, ref: 'Body' } },
        { timestamps: true, optimisticConcurrency: true },
      ),
    );
    await Body.init();
    await Person.init();
    const body = await Body.create({ name: '工信局' });
    const person = await Person.create({ name: '王', tags: ['a'], body: body._id });
    person.tags.push('b');
    await person.save();
    const found = await Person.findOne({ tags: 'b' }).populate<{ body: { name: string } }>('body').lean();
    expect(found).toMatchObject({ name: '王', tags: ['a', 'b'], body: { name: '工信局' }, __v: 1 });
    await expect(Body.create({ name: '工信局' })).rejects.toMatchObject({
      code: 11000,
      keyValue: { name: '工信局' },
    });
    const stale = await Person.findById(person._id);
    await Person.updateOne({ _id: person._id }, { $inc: { __v: 1 } });
    stale!.name = '李';
    await expect(stale!.save()).rejects.toThrow(mongoose.Error.VersionError);
    await connection.transaction(async (session) => {
      await Person.create([{ name: '一' }, { name: '二' }], { session, ordered: true });
    });
    await expect(
      connection.transaction(async (session) => {
        await Person.create([{ name: '三' }], { session });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await Person.countDocuments({})).toBe(3);
    expect(await Person.aggregate([{ $group: { _id: null, n: { $sum: 1 } } }])).toEqual([
      { _id: null, n: 3 },
    ]);
    const bulk = await Person.bulkWrite(
      [
        { updateMany: { filter: {}, update: { $set: { seen: true } } } },
        { deleteOne: { filter: { name: '一' } } },
      ],
      { strict: false },
    );
    expect(bulk).toMatchObject({ matchedCount: 3, deletedCount: 1 });
    expect((await Body.collection.indexes()).map((index) => index.name)).toEqual(['_id_', 'name_1']);
  } finally {
    await connection.close();
  }
});

test('a collection made by a transaction that aborts is gone again', async () => {
  const session = held.client.startSession();
  session.startTransaction();
  await held.db.collection('passing').insertOne({ a: 1 }, { session });
  await session.abortTransaction();
  await session.endSession();
  await held.db.collection('barrier').insertOne({});
  expect((await held.db.listCollections({ name: 'passing' }).toArray()).length).toBe(0);
});
