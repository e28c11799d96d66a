import fc from 'fast-check';
import type { Collection, CreateIndexesOptions, Document } from 'mongodb';

import { useEngine } from './support/engine';
import { report, seeds, sized } from './support/random';

const held = useEngine();
/** Sets of documents and indexes, and searches tried on each. */
const SETS = sized(150, 6);
const SEARCHES = 25;

const scalar = fc.oneof(
  fc.integer({ min: 0, max: 4 }),
  fc.constantFrom(Infinity, -Infinity, 1.5),
  fc.constantFrom('a', 'ab', 'b'),
  fc.constant(null),
  fc.boolean(),
);
const field = fc.constantFrom('a', 'b', 'c');
const doc = fc.dictionary(
  field,
  fc.oneof(
    { weight: 6, arbitrary: scalar },
    { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.dictionary(field, scalar, { maxKeys: 2, noNullPrototype: true }) },
    {
      weight: 1,
      arbitrary: fc.array(fc.dictionary(field, scalar, { maxKeys: 2, noNullPrototype: true }), {
        maxLength: 3,
      }),
    },
  ),
  { maxKeys: 3, noNullPrototype: true },
);
const path = fc.constantFrom('a', 'b', 'c', 'a.b', 'b.c', 'a.0');
const direction = fc.constantFrom(1, -1);
const anyKeys = fc
  .uniqueArray(fc.tuple(path, direction), { minLength: 1, maxLength: 3, selector: ([name]) => name })
  .map((pairs) => Object.fromEntries(pairs));
// Points first and an order behind them, as lists of the product ask for.
const listKeys = fc.tuple(direction, direction).map(([b, c]) => ({ a: 1, b, c }));
const keys = fc.oneof({ weight: 3, arbitrary: anyKeys }, { weight: 1, arbitrary: listKeys });
const options: fc.Arbitrary<CreateIndexesOptions> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constant({ sparse: true }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { partialFilterExpression: { a: { $gt: 1 } } },
      { partialFilterExpression: { b: { $exists: true } } },
    ),
  },
);
const list = fc.array(scalar, { maxLength: 3 });
const condition = fc.oneof(
  { weight: 3, arbitrary: scalar.map((value) => value as unknown) },
  { weight: 3, arbitrary: fc.record({ $in: list }) },
  { weight: 2, arbitrary: fc.record({ $gte: scalar }) },
  { weight: 1, arbitrary: fc.record({ $gt: scalar, $lte: scalar }) },
  { weight: 1, arbitrary: fc.record({ $lt: scalar }) },
  { weight: 1, arbitrary: fc.record({ $exists: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ $ne: scalar }) },
  { weight: 1, arbitrary: fc.record({ $nin: list }) },
  { weight: 1, arbitrary: fc.record({ $elemMatch: fc.record({ $gte: scalar, $lt: scalar }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ $elemMatch: fc.record({ b: scalar, c: fc.record({ $gte: scalar }) }) }),
  },
  { weight: 1, arbitrary: fc.constant({ $regex: '^a' }) },
  { weight: 1, arbitrary: list.map((value) => value as unknown) },
);
const plain = fc.dictionary(path, condition, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
const filter = fc.oneof(
  { weight: 4, arbitrary: plain },
  {
    weight: 2,
    arbitrary: fc
      .tuple(plain, fc.array(plain, { minLength: 1, maxLength: 3 }))
      .map(([a, $or]) => ({ ...a, $or })),
  },
  { weight: 1, arbitrary: fc.array(plain, { minLength: 1, maxLength: 3 }).map(($or) => ({ $or })) },
);
interface Search {
  filter: Document;
  sort: Document;
  limit: number;
}
const anySearch = fc.record({ filter, sort: anyKeys, limit: fc.constantFrom(0, 3) });
const listSearch = fc.record({
  filter: fc.record({ a: fc.record({ $in: list }), b: fc.record({ $in: list }) }),
  sort: direction.map((c) => ({ c })),
  limit: fc.constantFrom(0, 3),
});
const search: fc.Arbitrary<Search> = fc.oneof(
  { weight: 3, arbitrary: anySearch },
  { weight: 1, arbitrary: listSearch },
);

/** What a document is sorted by, as text; two documents may change places only where it is the same. */
async function sortedBy(collection: Collection<Document>, { filter, sort, limit }: Search, hint?: Document) {
  // The same order by identifiers at the end makes the answer one and only.
  let cursor = collection.find(filter as never).sort({ ...sort, _id: 1 });
  if (limit > 0) cursor = cursor.limit(limit);
  if (hint) cursor = cursor.hint(hint);
  return (await cursor.toArray()).map(({ _id }) => Number(_id));
}

test.each(seeds())(
  `${SETS * SEARCHES} random searches find the same with indexes as by reading everything (seed %i)`,
  async (seed) => {
    let byIndex = 0;
    let merged = 0;
    let set = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(doc, { minLength: 5, maxLength: 40 }),
        fc.array(fc.tuple(keys, options), { minLength: 1, maxLength: 4 }),
        fc.array(search, { minLength: SEARCHES, maxLength: SEARCHES }),
        async (docs, indexes, searches) => {
          const collection = held.db.collection<Document>(`plans${(set += 1)}`);
          await collection.deleteMany({});
          await collection.dropIndexes().catch(() => undefined);
          for (const [i, [key, given]] of indexes.entries())
            // The same keys twice with other options are refused, by MongoDB too.
            await collection
              .createIndex({ ...key, _id: 1 }, { ...given, name: `i${i}` })
              .catch((error: { code: unknown }) => {
                if (error.code !== 85) throw error;
              });
          for (const [i, item] of docs.entries())
            // A document that has two arrays where an index wants one is refused, by MongoDB too.
            await collection.insertOne({ _id: i as never, ...item }).catch((error: { code: unknown }) => {
              if (error.code !== 171) throw error;
            });
          for (const each of searches) {
            const expected = await sortedBy(collection, each, { $natural: 1 });
            expect(await sortedBy(collection, each)).toEqual(expected);
            const all = await sortedBy(collection, { ...each, limit: 0 }, { $natural: 1 });
            expect(await collection.countDocuments(each.filter as never)).toBe(all.length);
            expect(
              await held.db.command({ count: collection.collectionName, query: each.filter }),
            ).toMatchObject({
              n: all.length,
            });
            const { queryPlanner } = await collection
              .find(each.filter as never)
              .sort({ ...each.sort, _id: 1 })
              .explain();
            const stages = JSON.stringify(queryPlanner.winningPlan);
            if (stages.includes('IXSCAN')) byIndex += 1;
            if (stages.includes('SORT_MERGE')) merged += 1;
          }
          await collection.drop();
        },
      ),
      { seed, numRuns: SETS },
    );
    expect(byIndex).toBeGreaterThan(SETS);
    report(`${SETS * SEARCHES} searches, ${byIndex} by an index, ${merged} of them merged (seed ${seed})`);
  },
  900_000,
);
