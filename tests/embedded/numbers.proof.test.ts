import fc from 'fast-check';
import { Decimal128, Double, Int32, Long, type Document } from 'mongodb';

import { useEngine } from './support/engine';
import { report, seeds, sized } from './support/random';

const held = useEngine();
const RUNS = sized(2000, 30);

/** A number as it is stored, with what it is exactly worth: a whole number of hundredths. */
interface Stored {
  kind: 'int' | 'long' | 'double' | 'decimal';
  hundredths: bigint;
}

const whole = fc.oneof(
  fc.integer({ min: -9, max: 9 }).map(BigInt),
  fc.constantFrom(2_147_483_647n, -2_147_483_648n, 2_147_483_648n, 1_000_000_000n),
  fc.constantFrom(9_007_199_254_740_993n, -9_007_199_254_740_993n, 9_223_372_036_854_775_807n),
);
const stored: fc.Arbitrary<Stored> = fc.oneof(
  fc.integer({ min: -2_147_483_648, max: 2_147_483_647 }).map((n) => of('int', BigInt(n))),
  fc.constantFrom(2_147_483_647n, -2_147_483_648n, 0n, 1n, -1n).map((n) => of('int', n)),
  whole.map((n) => of('long', n)),
  fc.integer({ min: -400, max: 400 }).map((n): Stored => ({ kind: 'double', hundredths: BigInt(n * 25) })),
  fc.constantFrom(9_007_199_254_740_992n, 2_147_483_648n).map((n) => of('double', n)),
  fc.integer({ min: -999, max: 999 }).map((n): Stored => ({ kind: 'decimal', hundredths: BigInt(n) })),
  whole.map((n) => of('decimal', n)),
);

function of(kind: Stored['kind'], n: bigint): Stored {
  return { kind, hundredths: n * 100n };
}

/** The double nearest to a stored number. */
function asDouble({ kind, hundredths }: Stored): number {
  return kind === 'double' ? Number(hundredths) / 100 : Number(hundredths / 100n);
}

function text(hundredths: bigint): string {
  const digits = (hundredths < 0n ? -hundredths : hundredths).toString().padStart(3, '0');
  return `${hundredths < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function toBson({ kind, hundredths }: Stored): Int32 | Long | Double | Decimal128 {
  if (kind === 'int') return new Int32(Number(hundredths / 100n));
  if (kind === 'long') return Long.fromBigInt(hundredths / 100n);
  if (kind === 'double') return new Double(Number(hundredths) / 100);
  return Decimal128.fromString(text(hundredths));
}

function kindOf(value: unknown): Stored['kind'] {
  if (value instanceof Int32) return 'int';
  if (value instanceof Long) return 'long';
  if (value instanceof Double) return 'double';
  if (value instanceof Decimal128) return 'decimal';
  throw new Error(`not a number: ${String(value)}`);
}

const MAX_LONG = 2n ** 63n - 1n;
const isInt = (n: bigint) => n >= -(2n ** 31n) && n < 2n ** 31n;
const isLong = (n: bigint) => n >= -MAX_LONG - 1n && n <= MAX_LONG;

/** What MongoDB says of $inc and $mul: the wider kind wins, an int that overflows becomes a long, a long is refused. */
function expected(
  operator: '$inc' | '$mul',
  a: Stored,
  b: Stored,
): { kind: Stored['kind']; scaled: bigint } | 'refused' {
  // Scaled by 10,000, so that a product of hundredths stays whole.
  const scaled = operator === '$inc' ? (a.hundredths + b.hundredths) * 100n : a.hundredths * b.hundredths;
  const kinds = [a.kind, b.kind];
  if (kinds.includes('decimal')) return { kind: 'decimal', scaled };
  if (kinds.includes('double')) return { kind: 'double', scaled };
  const n = scaled / 10_000n;
  if (!isLong(n)) return 'refused';
  return { kind: kinds.includes('long') || !isInt(n) ? 'long' : 'int', scaled };
}

/** A whole number with the 34 digits that a decimal holds, halves going to the even neighbour. */
function rounded(n: bigint): bigint {
  const digits = (n < 0n ? -n : n).toString().length;
  if (digits <= 34) return n;
  const unit = 10n ** BigInt(digits - 34);
  const size = n < 0n ? -n : n;
  const [kept, rest] = [size / unit, size % unit];
  const isUp = rest * 2n > unit || (rest * 2n === unit && kept % 2n === 1n);
  return (isUp ? kept + 1n : kept) * unit * (n < 0n ? -1n : 1n);
}

/** A decimal text as ten-thousandths. */
function scaledOf(value: Decimal128): bigint {
  const [, sign, digits, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:E([+-]?\d+))?$/.exec(
    value.toString(),
  )!;
  const power = Number(exponent) - fraction.length + 4;
  const all = BigInt(digits! + fraction);
  const scaled = power >= 0 ? all * 10n ** BigInt(power) : all / 10n ** BigInt(-power);
  return sign === '-' ? -scaled : scaled;
}

const options = { promoteValues: false, promoteLongs: false } as const;

test.each(seeds())(
  `$inc and $mul keep MongoDB’s numeric types and exact values in ${RUNS} random cases (seed %i)`,
  async (seed) => {
    const collection = held.db.collection<Document>(`numbers${seed}`, options);
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(
        stored,
        stored,
        fc.constantFrom('$inc' as const, '$mul' as const),
        async (a, b, operator) => {
          await collection.deleteMany({});
          await collection.insertOne({ _id: 1 as never, before: 'x', n: toBson(a), after: new Double(1) });
          const want = expected(operator, a, b);
          const update = collection.updateOne({}, { [operator]: { n: toBson(b) } } as never);
          if (want === 'refused') {
            refused += 1;
            const refusal = await update.catch((error: unknown) => error);
            expect(Number((refusal as { code: unknown }).code)).toBe(2);
            expect((await collection.findOne({}))!.n).toEqual(toBson(a));
            return;
          }
          await update;
          const doc = (await collection.findOne({}))!;
          expect(Object.keys(doc)).toEqual(['_id', 'before', 'n', 'after']);
          // What the update didn't touch keeps its type.
          expect(kindOf(doc.after)).toBe('double');
          expect(kindOf(doc.n)).toBe(want.kind);
          if (want.kind === 'decimal') {
            // A double becomes a decimal of 15 digits, which its largest ones don't fit into.
            const isExact = [a, b].every(
              ({ kind, hundredths }) => kind !== 'double' || hundredths < 10n ** 15n,
            );
            if (isExact) expect(scaledOf(doc.n as Decimal128)).toBe(rounded(want.scaled));
          } else if (want.kind === 'double') {
            const [x, y] = [asDouble(a), asDouble(b)];
            expect((doc.n as Double).value).toBe(operator === '$inc' ? x + y : x * y);
          } else {
            expect(BigInt((doc.n as Int32 | Long).toString()) * 10_000n).toBe(want.scaled);
          }
        },
      ),
      { seed, numRuns: RUNS },
    );
    report(`${RUNS} cases of $inc and $mul, ${refused} refused for overflow (seed ${seed})`);
  },
  600_000,
);

test.each(seeds())(
  `numbers of all kinds compare and sort by their exact value, with an index and without, in ${RUNS} cases (seed %i)`,
  async (seed) => {
    const collection = held.db.collection<Document>(`compare${seed}`, options);
    await collection.createIndex({ n: 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(stored, { minLength: 2, maxLength: 12 }), stored, async (values, limit) => {
        await collection.deleteMany({});
        await collection.insertMany(values.map((value, i) => ({ _id: i as never, n: toBson(value) })));
        const ids = async (filter: Document, hint: Document): Promise<number[]> =>
          (await collection.find(filter).hint(hint).toArray())
            .map(({ _id }) => Number(_id))
            .sort((x, y) => x - y);
        const tests: [string, (n: bigint) => boolean][] = [
          ['$lt', (n) => n < limit.hundredths],
          ['$lte', (n) => n <= limit.hundredths],
          ['$eq', (n) => n === limit.hundredths],
          ['$gte', (n) => n >= limit.hundredths],
          ['$gt', (n) => n > limit.hundredths],
        ];
        for (const [operator, test] of tests) {
          const want = values.flatMap(({ hundredths }, i) => (test(hundredths) ? [i] : []));
          const filter = { n: { [operator]: toBson(limit) } };
          expect([operator, await ids(filter, { n: 1 })]).toEqual([operator, want]);
          expect([operator, await ids(filter, { $natural: 1 })]).toEqual([operator, want]);
        }
        for (const hint of [{ n: 1 }, { $natural: 1 }]) {
          const sorted = await collection.find({}).sort({ n: 1 }).hint(hint).toArray();
          const order = sorted.map(({ _id }) => values[Number(_id)]!.hundredths);
          expect(order).toEqual([...order].sort((x, y) => (x < y ? -1 : x > y ? 1 : 0)));
        }
      }),
      { seed, numRuns: RUNS },
    );
    report(`${RUNS} comparisons of mixed numbers (seed ${seed})`);
  },
  600_000,
);
