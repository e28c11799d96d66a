import {
  BSON,
  Decimal128,
  Double,
  Int32,
  Long,
  ObjectId,
  Timestamp,
  type Document,
  type UpdateFilter,
} from 'mongodb';

import { useEngine } from './support/engine';

const held = useEngine();

async function updated(
  doc: Document,
  update: Document | Document[],
  options: Document = {},
  filter: Document = {},
): Promise<Document> {
  const collection = held.db.collection<Document>('updates');
  await collection.deleteMany({});
  await collection.insertOne({ _id: 1, ...doc } as Document);
  await collection.updateOne({ _id: 1 as never, ...filter }, update as UpdateFilter<Document>, options);
  const { _id, ...rest } = (await collection.findOne({}, { promoteValues: true }))!;
  expect(_id).toBe(1);
  return rest;
}

const cases: [string, Document, Document | Document[], Document, Document?, Document?][] = [
  ['$set makes the documents on its way', {}, { $set: { 'a.b.c': 1 } }, { a: { b: { c: 1 } } }],
  ['$set fills an array up to the place', { a: [1] }, { $set: { 'a.3': 9 } }, { a: [1, null, null, 9] }],
  ['new fields come in the order of their names', {}, { $set: { b: 1, a: 2 } }, { a: 2, b: 1 }],
  [
    '$unset takes a field away and leaves null in arrays',
    { a: 1, l: [1, 2] },
    { $unset: { a: '', 'l.0': '' } },
    { l: [null, 2] },
  ],
  ['$inc starts from nothing', {}, { $inc: { n: 5 } }, { n: 5 }],
  ['$mul starts from zero', {}, { $mul: { n: 5 } }, { n: 0 }],
  [
    '$min and $max compare across kinds',
    { a: 'x', b: 5 },
    { $min: { a: 3 }, $max: { b: 'y' } },
    { a: 3, b: 'y' },
  ],
  ['$rename moves a field', { a: 1, c: 3 }, { $rename: { a: 'b.x' } }, { c: 3, b: { x: 1 } }],
  [
    '$push places, sorts and cuts',
    { l: [5, 1] },
    { $push: { l: { $each: [3, 4], $sort: 1, $slice: -3 } } },
    { l: [3, 4, 5] },
  ],
  [
    '$push puts before the end',
    { l: [1, 2] },
    { $push: { l: { $each: [9], $position: -1 } } },
    { l: [1, 9, 2] },
  ],
  [
    '$push sorts documents by a field',
    { l: [{ s: 2 }, { s: 1 }] },
    { $push: { l: { $each: [], $sort: { s: 1 } } } },
    { l: [{ s: 1 }, { s: 2 }] },
  ],
  [
    '$addToSet adds what is not there',
    { l: [1, { a: 1 }] },
    { $addToSet: { l: { $each: [1, 2, { a: 1 }] } } },
    { l: [1, { a: 1 }, 2] },
  ],
  ['$pop takes from either end', { a: [1, 2], b: [1, 2] }, { $pop: { a: 1, b: -1 } }, { a: [1], b: [2] }],
  [
    '$pull takes what matches',
    { l: [1, 5, 9], d: [{ s: 1, t: 2 }, { s: 3 }] },
    { $pull: { l: { $gte: 5 }, d: { s: 1 } } },
    { l: [1], d: [{ s: 3 }] },
  ],
  ['$pullAll takes what is listed', { l: [1, 2, 1, 3] }, { $pullAll: { l: [1, 3] } }, { l: [2] }],
  [
    '$ stands for the element that matched',
    { l: [{ k: 1 }, { k: 2 }] },
    { $set: { 'l.$.v': 'x' } },
    { l: [{ k: 1 }, { k: 2, v: 'x' }] },
    {},
    { 'l.k': 2 },
  ],
  ['$[] stands for every element', { l: [1, 2] }, { $inc: { 'l.$[]': 10 } }, { l: [11, 12] }],
  [
    'array filters choose elements',
    { l: [{ k: 1 }, { k: 5 }] },
    { $set: { 'l.$[e].big': true } },
    { l: [{ k: 1 }, { k: 5, big: true }] },
    { arrayFilters: [{ 'e.k': { $gt: 3 } }] },
  ],
  ['$bit works on bits', { n: 13 }, { $bit: { n: { and: 10 } } }, { n: 8 }],
  [
    'a pipeline computes from the document',
    { a: 2, b: 3, c: 1 },
    [{ $set: { sum: { $add: ['$a', '$b'] } } }, { $unset: 'c' }],
    { a: 2, b: 3, sum: 5 },
  ],
];

test.each(cases)('%s', async (...row) => {
  const [, doc, update, expected, options, filter] = row;
  const result = await updated(doc, update, options, filter);
  expect(result).toEqual(expected);
  expect(Object.keys(result)).toEqual(Object.keys(expected));
});

const refused: [string, Document, Document, number][] = [
  ['incrementing text', { a: 'x' }, { $inc: { a: 1 } }, 14],
  ['setting below a scalar', { a: 1 }, { $set: { 'a.b': 1 } }, 28],
  ['touching a path twice', {}, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
  ['touching a path and one below it', {}, { $set: { a: 1, 'a.b': 1 } }, 40],
  ['changing _id', {}, { $set: { _id: 2 } }, 66],
  ['pushing to a scalar', { a: 1 }, { $push: { a: 1 } }, 2],
  ['an unknown operator', {}, { $foo: { a: 1 } }, 9],
  ['$ without a match in an array', { l: [1] }, { $set: { 'l.$': 1 } }, 2],
];

test.each(refused)('%s is refused', async (_name, doc, update, code) => {
  await expect(updated(doc, update)).rejects.toMatchObject({ code });
});

const numbers: [string, unknown, unknown, unknown][] = [
  ['int and int stay int', new Int32(1), new Int32(2), new Int32(3)],
  ['int overflows to long', new Int32(2147483647), new Int32(1), Long.fromNumber(2147483648)],
  ['long and int are long', Long.fromNumber(1), new Int32(1), Long.fromNumber(2)],
  ['int and double are double', new Int32(1), new Double(2), new Double(3)],
  ['decimal and int are decimal', Decimal128.fromString('0.10'), new Int32(1), Decimal128.fromString('1.10')],
];

test.each(numbers)('adding: %s', async (_name, before, operand, after) => {
  const collection = held.db.collection<Document>('numbers', { promoteValues: false });
  await collection.deleteMany({});
  await collection.insertOne({ n: before });
  await collection.updateOne({}, { $inc: { n: operand } as never });
  const found = await collection.findOne({}, { projection: { _id: 0 } });
  expect(BSON.EJSON.stringify(found, { relaxed: false })).toBe(
    BSON.EJSON.stringify({ n: after }, { relaxed: false }),
  );
});

test('fields an update does not touch keep their bytes, order and types', async () => {
  const collection = held.db.collection<Document>('bytes');
  await collection.deleteMany({});
  const doc = new Map<string, unknown>([
    ['_id', 7],
    ['2', 'numeric name first'],
    ['one', new Double(1)],
    ['long', Long.fromNumber(1)],
    ['decimal', Decimal128.fromString('1.00')],
    ['id', new ObjectId()],
    ['regex', new BSON.BSONRegExp('a', 'i')],
    ['code', new BSON.Code('f()', { x: 1 })],
    ['symbol', new BSON.BSONSymbol('s')],
    ['stamp', new Timestamp({ t: 5, i: 6 })],
    ['binary', new BSON.Binary(new Uint8Array([1, 2]), 0x80)],
    ['ref', { $ref: 'c', $id: 1, extra: 2 }],
    ['min', new BSON.MinKey()],
    ['max', new BSON.MaxKey()],
    ['nested', { z: 1, a: [new Double(2), null, { deep: new Double(3) }] }],
    ['1', 'numeric name last'],
  ]);
  await collection.insertOne(doc as unknown as Document);
  const before = (await collection.findOne({ _id: 7 as never }, { raw: true })) as unknown as Buffer;
  expect(Buffer.from(before)).toEqual(Buffer.from(BSON.serialize(doc as unknown as Document)));
  await collection.updateOne({ _id: 7 as never }, { $set: { added: 1 } });
  const after = (await collection.findOne({ _id: 7 as never }, { raw: true })) as unknown as Buffer;
  expect(Buffer.from(after).subarray(4, before.length - 1)).toEqual(
    Buffer.from(before).subarray(4, before.length - 1),
  );
  await collection.updateOne({ _id: 7 as never }, { $unset: { added: 1 } });
  const again = (await collection.findOne({ _id: 7 as never }, { raw: true })) as unknown as Buffer;
  expect(Buffer.from(again)).toEqual(Buffer.from(before));
});

test('an upsert takes equalities from the filter and tells what it inserted', async () => {
  const collection = held.db.collection<Document>('upserts');
  await collection.deleteMany({});
  const result = await collection.updateOne(
    { _id: 5 as never, 'a.b': 1, c: { $gt: 3 } },
    { $set: { d: 1 }, $setOnInsert: { e: 2 } },
    { upsert: true },
  );
  expect(result).toMatchObject({ matchedCount: 0, modifiedCount: 0, upsertedCount: 1, upsertedId: 5 });
  expect(await collection.findOne({})).toEqual({ _id: 5, a: { b: 1 }, d: 1, e: 2 });
  const again = await collection.updateOne(
    { _id: 5 as never },
    { $set: { d: 1 }, $setOnInsert: { e: 3 } },
    { upsert: true },
  );
  expect(again).toMatchObject({ matchedCount: 1, modifiedCount: 0, upsertedCount: 0 });
});

test('bulk writes report each refused statement', async () => {
  const collection = held.db.collection<Document>('bulk');
  await collection.deleteMany({});
  await collection.insertOne({ _id: 1 as never });
  const error = await collection
    .insertMany([{ _id: 1 }, { _id: 2 }, { _id: 1 }] as never, { ordered: false })
    .catch((e: unknown) => e);
  expect(error).toMatchObject({ code: 11000, result: { insertedCount: 1 } });
  expect((error as { writeErrors: { index: number }[] }).writeErrors.map((item) => item.index)).toEqual([
    0, 2,
  ]);
  await expect(collection.insertMany([{ _id: 1 }, { _id: 3 }] as never)).rejects.toMatchObject({
    code: 11000,
  });
  expect(await collection.countDocuments()).toBe(2);
});

test('findAndModify returns the document before or after', async () => {
  const collection = held.db.collection<Document>('modify');
  await collection.deleteMany({});
  await collection.insertMany([
    { _id: 1, n: 1 },
    { _id: 2, n: 2 },
  ] as never);
  expect(await collection.findOneAndUpdate({}, { $inc: { n: 10 } }, { sort: { n: -1 } })).toEqual({
    _id: 2,
    n: 2,
  });
  expect(
    await collection.findOneAndReplace({ _id: 2 as never }, { m: 1 }, { returnDocument: 'after' }),
  ).toEqual({ _id: 2, m: 1 });
  expect(await collection.findOneAndDelete({ n: 1 }, { projection: { _id: 0 } })).toEqual({ n: 1 });
  expect(await collection.findOneAndDelete({ n: 1 })).toBeNull();
  expect(
    await collection.findOneAndUpdate(
      { k: 1 },
      { $set: { v: 2 } },
      { upsert: true, returnDocument: 'after', projection: { _id: 0 } },
    ),
  ).toEqual({ k: 1, v: 2 });
});
