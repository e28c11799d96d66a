import fc from 'fast-check';
import { Query } from 'mingo';
import { update as mingoUpdate } from 'mingo';
import type { Document, Filter, UpdateFilter } from 'mongodb';

import { useEngine } from './support/engine';
import { report, seeds, sized } from './support/random';

const held = useEngine();
const RUNS = sized(1000, 15);

// Values on which MongoDB and the plain model agree: the model has one kind of number and no raw BSON.
const scalar = fc.oneof(
  fc.integer({ min: -3, max: 5 }),
  fc.constantFrom('a', 'b', 'bb', ''),
  fc.boolean(),
  fc.constant(null),
);
const name = fc.constantFrom('a', 'b', 'c');
const doc = fc.dictionary(
  name,
  fc.oneof(
    { weight: 5, arbitrary: scalar },
    { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.dictionary(name, scalar, { maxKeys: 2, noNullPrototype: true }) },
  ),
  { maxKeys: 3, noNullPrototype: true },
);
const number = fc.integer({ min: -3, max: 5 });
const path = fc.constantFrom('a', 'b', 'c', 'a.b', 'b.c');
const condition = fc.oneof(
  scalar.map((value) => value as unknown),
  fc.record({ $gt: number }),
  fc.record({ $gte: number, $lt: number }),
  fc.record({ $in: fc.array(scalar, { minLength: 1, maxLength: 3 }) }),
  fc.record({ $ne: scalar }),
  fc.record({ $exists: fc.boolean() }),
  fc.record({ $nin: fc.array(scalar, { minLength: 1, maxLength: 2 }) }),
);
const plain = fc.dictionary(path, condition, { minKeys: 1, maxKeys: 2, noNullPrototype: true });
const filter = fc.oneof(
  plain,
  fc.record({ $or: fc.array(plain, { minLength: 1, maxLength: 2 }) }),
  fc.record({ $and: fc.array(plain, { minLength: 2, maxLength: 2 }) }),
  fc.record({ $nor: fc.array(plain, { minLength: 1, maxLength: 2 }) }),
);
const update = fc.oneof(
  fc.record({ $set: fc.dictionary(name, scalar, { minKeys: 1, maxKeys: 2, noNullPrototype: true }) }),
  fc.record({
    $unset: fc.dictionary(name, fc.constant(''), { minKeys: 1, maxKeys: 2, noNullPrototype: true }),
  }),
);
type Step =
  | { kind: 'insert'; doc: Document }
  | { kind: 'update'; filter: Document; update: Document; many: boolean }
  | { kind: 'delete'; filter: Document }
  | { kind: 'find'; filter: Document };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: doc.map((value): Step => ({ kind: 'insert', doc: value })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(filter, update, fc.boolean())
      .map(([f, u, many]): Step => ({ kind: 'update', filter: f, update: u, many })),
  },
  { weight: 1, arbitrary: filter.map((value): Step => ({ kind: 'delete', filter: value })) },
  { weight: 4, arbitrary: filter.map((value): Step => ({ kind: 'find', filter: value })) },
);
const indexes = fc.subarray(
  [{ a: 1 }, { b: -1 }, { a: 1, c: 1 }, { 'a.b': 1 }, { c: 1, b: 1 }, { 'b.c': -1 }],
  { maxLength: 4 },
);

/** Runs a history against the engine and against plain arrays and compares every answer. */
async function replay(
  steps: readonly Step[],
  keys: readonly Document[],
  inTransaction: boolean,
): Promise<void> {
  const collection = held.db.collection<Document>(`m${Math.random().toString(36).slice(2)}`);
  await held.db.createCollection(collection.collectionName);
  for (const key of keys) await collection.createIndex(key as never).catch(() => undefined);
  let model: Document[] = [];
  let next = 1;
  const session = inTransaction ? held.client.startSession() : undefined;
  session?.startTransaction();
  for (const item of steps) {
    if (item.kind === 'insert') {
      const inserted = { _id: next, ...structuredClone(item.doc) };
      next += 1;
      await collection.insertOne(structuredClone(inserted) as never, { session });
      model.push(inserted);
    } else if (item.kind === 'update') {
      const query = new Query(item.filter);
      const hit = model.filter((entry) => query.test(entry));
      if (item.many) {
        for (const entry of hit) mingoUpdate(entry, item.update as never);
        await collection.updateMany(item.filter as Filter<Document>, item.update as UpdateFilter<Document>, {
          session,
        });
      } else {
        const [first] = [...hit].sort((x, y) => x._id - y._id);
        if (first) {
          mingoUpdate(first, item.update as never);
          await collection.updateOne(
            { $and: [{ _id: first._id }, item.filter] } as Filter<Document>,
            item.update as UpdateFilter<Document>,
            { session },
          );
        }
      }
    } else if (item.kind === 'delete') {
      const query = new Query(item.filter);
      model = model.filter((entry) => !query.test(entry));
      await collection.deleteMany(item.filter as Filter<Document>, { session });
    } else {
      const query = new Query(item.filter);
      const expected = model.filter((entry) => query.test(entry)).map((entry) => entry._id);
      const found = (await collection.find(item.filter as Filter<Document>, { session }).toArray()).map(
        (entry) => entry._id as unknown as number,
      );
      expect(found.sort((x, y) => x - y)).toEqual(expected.sort((x, y) => x - y));
    }
  }
  await session?.commitTransaction();
  await session?.endSession();
  expect(await collection.find({}).sort({ _id: 1 }).toArray()).toEqual(
    [...model].sort((x, y) => x._id - y._id),
  );
  for (const key of await collection.indexes()) {
    // Every index must hold exactly the collection's documents.
    const byIndex = await collection.find({}).hint(key.name!).toArray();
    expect(new Set(byIndex.map((entry) => entry._id))).toEqual(new Set(model.map((entry) => entry._id)));
  }
  await collection.drop();
}

const parallel = (keys: readonly Document[]): Document[] =>
  keys.filter((key) => Object.keys(key).length === 1);

test.each(seeds())(
  `${RUNS} random histories of single commands give what a plain model gives (seed %i)`,
  async (seed) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), indexes, (steps, keys) =>
        replay(steps, parallel(keys), false),
      ),
      { seed, numRuns: RUNS },
    );
    report(`${RUNS} histories of single commands (seed ${seed})`);
  },
  900_000,
);

test.each(seeds())(
  `${RUNS} random histories inside a transaction give what a plain model gives (seed %i)`,
  async (seed) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 20 }), indexes, (steps, keys) =>
        replay(steps, parallel(keys), true),
      ),
      { seed, numRuns: RUNS },
    );
    report(`${RUNS} histories inside a transaction (seed ${seed})`);
  },
  900_000,
);
