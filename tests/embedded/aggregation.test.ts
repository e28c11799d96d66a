import { Double, ObjectId, type Document } from 'mongodb';

import { useEngine } from './support/engine';

const held = useEngine();

const docs = [
  { _id: 1, kind: 'a', n: 5, tags: ['x', 'y'], when: new Date('2026-01-31T16:30:00Z'), of: 10 },
  { _id: 2, kind: 'b', n: 7, tags: [], when: new Date('2026-02-01T00:00:00Z'), of: 20 },
  { _id: 3, kind: 'a', n: 2, tags: ['x'], when: new Date('2026-02-03T00:00:00Z'), of: null },
  { _id: 4, kind: 'c', when: new Date('2026-03-01T00:00:00Z') },
];

beforeAll(async () => {
  await held.db.collection<Document>('agg').insertMany(docs as never);
  await held.db.collection<Document>('other').insertMany([
    { _id: 10, name: 'ten', list: [1, 3] },
    { _id: 20, name: 'twenty', list: [2] },
  ] as never);
});

const cases: [string, Document[], Document[]][] = [
  [
    '$group counts, adds and averages',
    [
      {
        $group: {
          _id: '$kind',
          n: { $sum: 1 },
          sum: { $sum: '$n' },
          avg: { $avg: '$n' },
          max: { $max: '$n' },
        },
      },
      { $sort: { _id: 1 } },
    ],
    [
      { _id: 'a', n: 2, sum: 7, avg: 3.5, max: 5 },
      { _id: 'b', n: 1, sum: 7, avg: 7, max: 7 },
      { _id: 'c', n: 1, sum: 0, avg: null, max: null },
    ],
  ],
  [
    '$group over nothing gives nothing',
    [{ $match: { _id: 99 } }, { $group: { _id: null, n: { $sum: 1 } } }],
    [],
  ],
  [
    '$project computes and leaves out',
    [
      { $match: { _id: 1 } },
      {
        $project: {
          _id: 0,
          double: { $multiply: ['$n', 2] },
          has: { $in: ['x', '$tags'] },
          first: { $arrayElemAt: ['$tags', 0] },
        },
      },
    ],
    [{ double: 10, has: true, first: 'x' }],
  ],
  [
    '$unwind multiplies and can keep the empty',
    [{ $unwind: { path: '$tags', preserveNullAndEmptyArrays: true } }, { $project: { tags: 1 } }],
    [{ _id: 1, tags: 'x' }, { _id: 1, tags: 'y' }, { _id: 2 }, { _id: 3, tags: 'x' }, { _id: 4 }],
  ],
  [
    '$lookup joins equal values',
    [
      { $match: { _id: { $lte: 2 } } },
      { $lookup: { from: 'other', localField: 'of', foreignField: '_id', as: 'o' } },
      { $project: { name: '$o.name' } },
    ],
    [
      { _id: 1, name: ['ten'] },
      { _id: 2, name: ['twenty'] },
    ],
  ],
  [
    '$lookup runs a pipeline with variables',
    [
      { $match: { _id: 1 } },
      {
        $lookup: {
          from: 'other',
          let: { k: 3 },
          pipeline: [{ $match: { $expr: { $in: ['$$k', '$list'] } } }, { $project: { _id: 0, name: 1 } }],
          as: 'o',
        },
      },
      { $project: { o: 1 } },
    ],
    [{ _id: 1, o: [{ name: 'ten' }] }],
  ],
  [
    '$facet runs several pipelines',
    [{ $facet: { count: [{ $count: 'n' }], ids: [{ $match: { kind: 'a' } }, { $project: { _id: 1 } }] } }],
    [{ count: [{ n: 4 }], ids: [{ _id: 1 }, { _id: 3 }] }],
  ],
  [
    '$bucket sorts values into ranges',
    [{ $match: { n: { $exists: true } } }, { $bucket: { groupBy: '$n', boundaries: [0, 5, 10] } }],
    [
      { _id: 0, count: 1 },
      { _id: 5, count: 2 },
    ],
  ],
  [
    '$sortByCount counts and sorts',
    [{ $unwind: '$tags' }, { $sortByCount: '$tags' }],
    [
      { _id: 'x', count: 2 },
      { _id: 'y', count: 1 },
    ],
  ],
  [
    '$replaceRoot puts a part in the whole’s place',
    [{ $match: { _id: 1 } }, { $replaceRoot: { newRoot: { k: '$kind', n: { $add: ['$n', 1] } } } }],
    [{ k: 'a', n: 6 }],
  ],
  [
    'dates are written in a time zone',
    [
      { $match: { _id: 1 } },
      { $project: { day: { $dateToString: { date: '$when', format: '%Y-%m-%d', timezone: '+08:00' } } } },
    ],
    [{ _id: 1, day: '2026-02-01' }],
  ],
  [
    'conditions choose values',
    [
      { $match: { _id: { $in: [1, 4] } } },
      { $project: { v: { $cond: [{ $gt: ['$n', 3] }, 'big', { $ifNull: ['$n', 'none'] }] } } },
    ],
    [
      { _id: 1, v: 'big' },
      { _id: 4, v: 'none' },
    ],
  ],
  [
    '$map, $filter and $reduce bind variables',
    [
      { $match: { _id: 1 } },
      {
        $project: {
          m: { $map: { input: '$tags', as: 't', in: { $concat: ['$$t', '!'] } } },
          f: { $filter: { input: '$tags', as: 't', cond: { $eq: ['$$t', 'y'] } } },
          r: { $reduce: { input: [1, 2, 3], initialValue: 0, in: { $add: ['$$value', '$$this'] } } },
        },
      },
    ],
    [{ _id: 1, m: ['x!', 'y!'], f: ['y'], r: 6 }],
  ],
];

test.each(cases)('%s', async (...row) => {
  const [, pipeline, expected] = row;
  expect(await held.db.collection('agg').aggregate(pipeline).toArray()).toEqual(expected);
});

test('numbers keep their types through a pipeline', async () => {
  const collection = held.db.collection<Document>('types', { promoteValues: false });
  await collection.insertOne({ _id: new ObjectId(), d: new Double(1), i: 1 });
  const [result] = await collection
    .aggregate([
      {
        $project: {
          _id: 0,
          d: 1,
          i: 1,
          sum: { $add: ['$d', '$i'] },
          ints: { $add: ['$i', 1] },
          half: { $divide: ['$i', 1] },
        },
      },
    ])
    .toArray();
  const kinds = Object.fromEntries(
    Object.entries(result!).map(([name, value]) => [name, (value as { _bsontype: string })._bsontype]),
  );
  expect(kinds).toEqual({ d: 'Double', i: 'Int32', sum: 'Double', ints: 'Int32', half: 'Double' });
});

test('identifiers and dates become text, text becomes an identifier', async () => {
  const id = '507f1f77bcf86cd799439011';
  const [result] = await held.db
    .collection('agg')
    .aggregate([
      { $match: { _id: 1 } },
      {
        $project: {
          _id: 0,
          number: { $toString: '$_id' },
          at: { $toString: '$when' },
          id: { $toObjectId: id },
        },
      },
    ])
    .toArray();
  expect(result).toEqual({ number: '1', at: '2026-01-31T16:30:00.000Z', id: new ObjectId(id) });
});

test('a leading filter and sort use an index', async () => {
  await held.db.collection('agg').createIndex({ kind: 1, n: -1 });
  const plan = await held.db
    .collection('agg')
    .aggregate([{ $match: { kind: 'a' } }, { $sort: { n: -1 } }, { $limit: 1 }])
    .explain('executionStats');
  expect(plan.executionStats).toMatchObject({ totalKeysExamined: 1, totalDocsExamined: 1 });
});

test('stages and operators that are not there are refused by name', async () => {
  const run = (stage: Document): Promise<Document[]> =>
    held.db.collection('agg').aggregate([stage]).toArray();
  await expect(run({ $graphLookup: {} })).rejects.toMatchObject({ code: 238 });
  await expect(run({ $nothing: {} })).rejects.toMatchObject({ code: 40324 });
  await expect(run({ $project: { a: { $nothing: 1 } } })).rejects.toMatchObject({ code: 168 });
  await expect(held.db.collection('agg').watch().next()).rejects.toMatchObject({ code: expect.any(Number) });
});
