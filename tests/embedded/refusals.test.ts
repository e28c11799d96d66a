import type { Document } from 'mongodb';

import { useEngine } from './support/engine';
import { RawClient } from './support/raw-client';

const held = useEngine();

beforeAll(async () => {
  await held.db.collection<Document>('r').insertMany([
    { _id: 1 as never, a: 1, l: [1, 2] },
    { _id: 2 as never, a: 2, l: [3] },
  ]);
});

const find = (fields: Document): Document => ({ find: 'r', ...fields });
const aggregate = (stage: Document, fields: Document = {}): Document => ({
  aggregate: 'r',
  pipeline: [stage],
  cursor: {},
  ...fields,
});
const update = (statement: Document): Document => ({
  update: 'r',
  updates: [{ q: { _id: 1 }, ...statement }],
});
const index = (options: Document, key: Document = { a: 1 }): Document => ({
  createIndexes: 'r',
  indexes: [{ key, name: 'n', ...options }],
});

const REFUSED: [string, Document, number][] = [
  // Options that are known and not honoured.
  ...['collation', 'min', 'max', 'encryptionInformation'].map((option): [string, Document, number] => [
    `find with ${option}`,
    find({ [option]: option === 'collation' ? { locale: 'de' } : {} }),
    238,
  ]),
  ...['tailable', 'awaitData', 'returnKey', 'showRecordId', 'rawData'].map(
    (option): [string, Document, number] => [`find with ${option}`, find({ [option]: true }), 238],
  ),
  ...['capped', 'validator', 'viewOn', 'timeseries', 'clusteredIndex', 'storageEngine'].map(
    (option): [string, Document, number] => [`create with ${option}`, { create: 'c', [option]: {} }, 238],
  ),
  ...['text', '2d', '2dsphere', 'hashed'].map((kind): [string, Document, number] => [
    `an index of kind ${kind}`,
    index({}, { a: kind }),
    238,
  ]),
  ['an index with a collation', index({ collation: { locale: 'de' } }), 238],
  ['a wildcard index', index({}, { '$**': 1 }), 238],
  ...['$out', '$merge', '$graphLookup', '$setWindowFields', '$bucketAuto', '$changeStream'].map(
    (stage): [string, Document, number] => [`the stage ${stage}`, aggregate({ [stage]: {} }), 238],
  ),
  ['the accumulator $top', aggregate({ $group: { _id: 1, x: { $top: {} } } }), 238],
  ['a snapshot outside a transaction', find({ readConcern: { level: 'snapshot' } }), 238],
  // What no server knows.
  ['an unknown command', { nonsense: 1 }, 59],
  ['the command of several collections', { bulkWrite: 1, ops: [], nsInfo: [] }, 59],
  ['an unknown field of find', find({ nonsense: 1 }), 40415],
  ['an unknown field of a statement', update({ u: { $set: { a: 1 } }, nonsense: 1 }), 40415],
  ['an order of the documents to update', update({ u: { $set: { a: 1 } }, sort: { a: 1 } }), 40415],
  ['an unknown field of cursor', aggregate({ $match: {} }, { cursor: { nonsense: 1 } }), 40415],
  ['an unknown stage', aggregate({ $nonsense: {} }), 40324],
  ['an unknown accumulator', aggregate({ $group: { _id: 1, x: { $nonsense: 1 } } }), 15952],
  ['an unknown expression', aggregate({ $project: { x: { $nonsense: 1 } } }), 168],
  ['an unknown operator', find({ filter: { a: { $nonsense: 1 } } }), 2],
  ['an unknown top-level operator', find({ filter: { $nonsense: 1 } }), 2],
  ['an unknown option of $unwind', aggregate({ $unwind: { path: '$l', nonsense: 1 } }), 28811],
  ['an unknown option of $bucket', aggregate({ $bucket: { nonsense: 1 } }), 40197],
  ['an unknown kind of index', index({}, { a: 'nonsense' }), 67],
  ['an unknown index option', index({ nonsense: 1 }), 197],
  ['an unknown field of readConcern', find({ readConcern: { nonsense: 1 } }), 40415],
  ['an unknown level of readConcern', find({ readConcern: { level: 'nonsense' } }), 9],
  // What is known and said wrongly.
  ['a hint that names no index', find({ hint: 'nonsense' }), 2],
  ['a hint that is a number', find({ hint: 1 }), 9],
  ['a negative time limit', find({ maxTimeMS: -1 }), 2],
  ['a time limit beyond an int', find({ maxTimeMS: 2 ** 31 }), 2],
  ['natural order among others', find({ sort: { $natural: 1, a: 1 } }), 2],
  ['a negative batch', aggregate({ $match: {} }, { cursor: { batchSize: -1 } }), 51024],
  ['a batch that is a text', aggregate({ $match: {} }, { cursor: { batchSize: 'x' } }), 14],
  ['an insert without documents', { insert: 'r' }, 40414],
  ['an insert of no document', { insert: 'r', documents: [] }, 9],
  ['an insert of a number', { insert: 'r', documents: [5] }, 14],
  ['an update that is a number', update({ u: 5 }), 9],
  ['a delete of two', { delete: 'r', deletes: [{ q: {}, limit: 2 }] }, 9],
  ['no sort key', aggregate({ $sort: {} }), 15976],
  ['nothing to unset', aggregate({ $unset: [] }), 31119],
  ['a computed field named by an operator', aggregate({ $set: { $a: 1 } }), 16410],
  ['a facet within a facet', aggregate({ $facet: { x: [{ $facet: { y: [] } }] } }), 40600],
  [
    'a default between the boundaries',
    aggregate({ $bucket: { groupBy: '$a', boundaries: [1, 3], default: 2 } }),
    40199,
  ],
  ['counting by a number', aggregate({ $sortByCount: 5 }), 40149],
  ['a partial index of what is not', index({ partialFilterExpression: { a: { $ne: 1 } } }), 67],
  ['a partial index of what is missing', index({ partialFilterExpression: { a: { $exists: false } } }), 67],
  ['a partial index of a number', index({ partialFilterExpression: 5 }), 14],
  ['an expiry below nothing', index({ expireAfterSeconds: -1 }), 67],
  ['a write concern below nothing', { insert: 'r', documents: [{}], writeConcern: { w: -1 } }, 9],
  ['another version of the API', { ping: 1, apiVersion: '2' }, 322],
  ['a command outside the strict API', { distinct: 'r', key: 'a', apiVersion: '1', apiStrict: true }, 323],
  ['a strict API without a version', { ping: 1, apiStrict: true }, 72],
  ['a time that no server gave', { ping: 1, $clusterTime: { clusterTime: 1 } }, 14],
];

test.each(REFUSED)('%s is refused', async (_what, command, code) => {
  const raw = new RawClient(held.engine.uri);
  const reply = await raw.command(command);
  raw.close();
  expect(reply).toMatchObject({ ok: 0, code, codeName: expect.any(String), errmsg: expect.any(String) });
});

test.each([
  ['an unknown modifier', { u: { $nonsense: { a: 1 } } }, 9],
  ['an unknown stage of an update', { u: [{ $nonsense: {} }] }, 40324],
  ['a stage that is not for updates', { u: [{ $match: {} }] }, 72],
  ['another identifier', { u: { _id: 5 } }, 66],
  ['two changes of one path', { u: { $set: { a: 1 }, $inc: { a: 1 } } }, 40],
] as [string, Document, number][])('%s refuses its own statement only', async (_what, statement, code) => {
  const reply = await held.db.command({
    update: 'r',
    updates: [
      { q: { _id: 1 }, ...statement },
      { q: { _id: 2 }, u: { $set: { seen: true } } },
    ],
    ordered: false,
  });
  expect(reply).toMatchObject({ ok: 1, n: 1, writeErrors: [{ index: 0, code }] });
});

test('options that change nothing are taken', async () => {
  for (const option of [
    { noCursorTimeout: true },
    { allowDiskUse: true },
    { comment: { any: 1 } },
    { let: { x: 1 } },
    { collation: { locale: 'simple' } },
    { apiVersion: '1', apiStrict: true },
    { readConcern: { level: 'majority' } },
    { hint: {} },
  ])
    expect(await held.db.command(find({ filter: { _id: 1 }, ...option }))).toMatchObject({
      ok: 1,
      cursor: { firstBatch: [{ _id: 1 }] },
    });
});

test('a field named by a dollar sign is set and found by reference', async () => {
  const collection = held.db.collection<Document>('references');
  await collection.insertOne({ _id: 1 as never, l: [{ $ref: 'r', $id: 7 }, { n: 1 }, { n: 2 }] });
  expect(await collection.countDocuments({ l: { $elemMatch: { $ref: 'r', $id: 7 } } })).toBe(1);
  await collection.updateOne({ _id: 1 as never }, { $pull: { l: { $or: [{ n: 1 }, { n: 3 }] } } } as never);
  await collection.updateOne({ _id: 1 as never }, { $set: { 'o.$price': 5 } });
  expect(await collection.findOne({ 'l.n': 2 })).toMatchObject({ l: [{}, { n: 2 }], o: { $price: 5 } });
});
