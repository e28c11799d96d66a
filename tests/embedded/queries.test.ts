import {
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  type Document,
  type Filter,
} from 'mongodb';

import { useEngine } from './support/engine';

const held = useEngine();

async function matching(docs: Document[], filter: Document): Promise<unknown[]> {
  const collection = held.db.collection('queries');
  await collection.deleteMany({});
  await collection.insertMany(docs);
  const found = await collection
    .find(filter as Filter<Document>)
    .sort({ _id: 1 })
    .toArray();
  return found.map((doc) => doc._id);
}

const arrays = [
  { _id: 1, a: [1, 2, 3] },
  { _id: 2, a: 2 },
  { _id: 3, a: [] },
  { _id: 4, a: null },
  { _id: 5 },
  { _id: 6, a: [[1, 2], 9] },
  {
    _id: 7,
    a: [
      { b: 1, c: 1 },
      { b: 2, c: 2 },
    ],
  },
  { _id: 8, a: { b: [5, 6] } },
  { _id: 9, a: 'text' },
];

const cases: [string, Document[], Document, unknown[]][] = [
  ['equality looks into arrays', arrays, { a: 2 }, [1, 2]],
  ['an array equals itself and an element equal to it', arrays, { a: [1, 2] }, [6]],
  ['null stands for null and for missing', arrays, { a: null }, [4, 5]],
  ['an empty array is not null', arrays, { a: { $eq: [] } }, [3]],
  ['a missing field does not exist', arrays, { a: { $exists: false } }, [5]],
  ['$ne is the opposite of equality', arrays, { a: { $ne: 2 } }, [3, 4, 5, 6, 7, 8, 9]],
  ['$nin with null leaves out missing fields', arrays, { a: { $nin: [null, 2] } }, [3, 6, 7, 8, 9]],
  ['a path goes through the documents of an array', arrays, { 'a.b': 2 }, [7]],
  ['a number in a path names a place of an array', arrays, { 'a.0.b': 1 }, [7]],
  ['$elemMatch needs one element for all conditions', arrays, { a: { $elemMatch: { b: 1, c: 2 } } }, []],
  ['conditions without $elemMatch may meet different elements', arrays, { 'a.b': 1, 'a.c': 2 }, [7]],
  ['$elemMatch with operators tests elements', arrays, { a: { $elemMatch: { $gt: 1, $lt: 3 } } }, [1]],
  ['$size counts elements', arrays, { a: { $size: 2 } }, [6, 7]],
  ['$all needs every value', arrays, { a: { $all: [1, 3] } }, [1]],
  ['a missing path below scalars is not null in arrays', arrays, { 'a.b': null }, [2, 4, 5, 9]],
  ['comparison stays within a kind', arrays, { a: { $gt: 0 } }, [1, 2, 6]],
  ['$type array sees the array itself', arrays, { a: { $type: 'array' } }, [1, 3, 6, 7]],
  ['$type looks at elements too', arrays, { a: { $type: 'object' } }, [7, 8]],
  ['$not of a comparison takes everything else', arrays, { a: { $not: { $gt: 0 } } }, [3, 4, 5, 7, 8, 9]],
  ['regular expressions match strings', arrays, { a: /^te/ }, [9]],
  [
    '$mod takes whole numbers',
    [
      { _id: 1, n: 10 },
      { _id: 2, n: 11 },
      { _id: 3, n: new Double(10.5) },
    ],
    { n: { $mod: [5, 0] } },
    [1, 3],
  ],
  [
    'numbers of different types are equal',
    [
      { _id: 1, n: new Int32(1) },
      { _id: 2, n: Long.fromNumber(1) },
      { _id: 3, n: new Double(1) },
      { _id: 4, n: Decimal128.fromString('1.0') },
    ],
    { n: 1 },
    [1, 2, 3, 4],
  ],
  [
    'longs beyond 2^53 are told apart',
    [
      { _id: 1, n: Long.fromString('9007199254740993') },
      { _id: 2, n: Long.fromString('9007199254740992') },
    ],
    { n: Long.fromString('9007199254740993') },
    [1],
  ],
  [
    'NaN equals NaN',
    [
      { _id: 1, n: NaN },
      { _id: 2, n: 1 },
    ],
    { n: NaN },
    [1],
  ],
  [
    'NaN is not less than a number',
    [
      { _id: 1, n: NaN },
      { _id: 2, n: 1 },
    ],
    { n: { $lt: 5 } },
    [2],
  ],
  [
    'documents are equal with their fields in order',
    [
      { _id: 1, d: { x: 1, y: 2 } },
      { _id: 2, d: { y: 2, x: 1 } },
    ],
    { d: { x: 1, y: 2 } },
    [1],
  ],
  [
    '$or, $nor and $and combine',
    arrays,
    { $and: [{ $or: [{ a: 2 }, { a: 'text' }] }, { $nor: [{ _id: 1 }] }] },
    [2, 9],
  ],
  [
    '$expr compares two fields',
    [
      { _id: 1, x: 5, y: 3 },
      { _id: 2, x: 1, y: 3 },
    ],
    { $expr: { $gt: ['$x', '$y'] } },
    [1],
  ],
  [
    'bits are tested',
    [
      { _id: 1, n: 6 },
      { _id: 2, n: 1 },
    ],
    { n: { $bitsAllSet: [1, 2] } },
    [1],
  ],
];

test.each(cases)('%s', async (_name, docs, filter, expected) => {
  expect(await matching(docs, filter)).toEqual(expected);
});

test('values of all kinds sort in one order', async () => {
  const collection = held.db.collection<Document>('order');
  const ordered: unknown[] = [
    new MinKey(),
    [],
    null,
    NaN,
    -Infinity,
    Decimal128.fromString('-1E+400'),
    Long.fromString('-9007199254740993'),
    new Double(-0.5),
    0,
    Decimal128.fromString('0.1'),
    new Double(0.1),
    1,
    Long.fromString('9007199254740993'),
    Infinity,
    '',
    'A',
    'a',
    '中文',
    {},
    { a: 1 },
    { a: 'x' },
    new Uint8Array([1]),
    new ObjectId('000000000000000000000001'),
    false,
    true,
    new Date(-1),
    new Date(0),
    new Timestamp({ t: 1, i: 1 }),
    /a/,
    new MaxKey(),
  ];
  await collection.deleteMany({});
  await collection.insertMany(ordered.map((v, i) => ({ _id: i as never, v })).reverse());
  const byScan = await collection.find({}).sort({ v: 1, _id: 1 }).toArray();
  expect(byScan.map((doc) => doc._id)).toEqual(ordered.map((_, i) => i));
  await collection.createIndex({ v: -1 });
  const explained = await collection
    .find({}, { promoteValues: true })
    .sort({ v: -1 })
    .explain('executionStats');
  // The empty array makes the index multikey, which then can't give the order.
  expect(explained.queryPlanner.winningPlan.stage).toBe('SORT');
});

test('an unknown operator is refused by name', async () => {
  const collection = held.db.collection('queries');
  await expect(collection.find({ a: { $foo: 1 } }).toArray()).rejects.toMatchObject({
    code: 2,
    message: 'unknown operator: $foo',
  });
  await expect(collection.find({ $foo: 1 } as never).toArray()).rejects.toMatchObject({ code: 2 });
  await expect(collection.find({ a: 1 }).collation({ locale: 'zh' }).toArray()).rejects.toMatchObject({
    code: 238,
  });
  await expect(held.db.command({ replSetGetStatus: 1 })).rejects.toMatchObject({
    code: 59,
    codeName: 'CommandNotFound',
  });
  await expect(held.db.command({ find: 'queries', surprise: 1 })).rejects.toMatchObject({ code: 40415 });
});

test('projections include, exclude, slice and pick elements', async () => {
  const collection = held.db.collection<Document>('projections');
  await collection.deleteMany({});
  await collection.insertOne({
    _id: 1 as never,
    a: { b: 1, c: 2 },
    list: [{ x: 1 }, { x: 2 }, { x: 3 }],
    s: 'q',
  });
  const project = (projection: Document, filter: Document = {}): Promise<Document | null> =>
    collection.findOne(filter as Filter<Document>, { projection });
  expect(await project({ 'a.b': 1 })).toEqual({ _id: 1, a: { b: 1 } });
  expect(await project({ _id: 0, s: 0, list: 0 })).toEqual({ a: { b: 1, c: 2 } });
  expect(await project({ list: { $slice: -1 } })).toEqual({
    _id: 1,
    a: { b: 1, c: 2 },
    list: [{ x: 3 }],
    s: 'q',
  });
  expect(await project({ list: { $elemMatch: { x: { $gt: 1 } } } })).toEqual({ _id: 1, list: [{ x: 2 }] });
  expect(await project({ 'list.$': 1 }, { 'list.x': 3 })).toEqual({ _id: 1, list: [{ x: 3 }] });
  expect(await project({ _id: 0, sum: { $add: ['$a.b', '$a.c'] } })).toEqual({ sum: 3 });
  await expect(project({ a: 1, s: 0 })).rejects.toMatchObject({ code: 31254 });
});
