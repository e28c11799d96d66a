import type { ClientSession, Collection, Document } from 'mongodb';

import { useEngine } from './support/engine';
import { randomOf, report, seeds, sized } from './support/random';

const held = useEngine();
const ACCOUNTS = 6;
const CLIENTS = 8;
const ROUNDS = sized(120, 8);

async function accounts(name: string): Promise<Collection<Document>> {
  const collection = held.db.collection<Document>(name);
  await collection.insertMany(
    Array.from({ length: ACCOUNTS }, (_, i) => ({ _id: i as never, balance: 100, version: 0 })),
  );
  return collection;
}

async function asClients(work: (session: ClientSession, client: number) => Promise<void>): Promise<void> {
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      const session = held.client.startSession();
      try {
        await work(session, client);
      } finally {
        await session.endSession();
      }
    }),
  );
}

const sumOf = (docs: readonly Document[]) => docs.reduce((sum, { balance }) => sum + Number(balance), 0);

test.each(seeds())(
  `transfers by ${CLIENTS} clients keep the sum, every snapshot is whole and no transfer is lost (seed %i)`,
  async (seed) => {
    const collection = await accounts(`bank${seed}`);
    const entries = held.db.collection<Document>(`entries${seed}`);
    await entries.createIndex({ at: 1, version: 1 }, { unique: true });
    const wrong: Document[][] = [];
    let done = 0;
    let abandoned = 0;
    await asClients(async (session, client) => {
      const random = randomOf(seed + client * 7919);
      for (let round = 0; round < ROUNDS; round += 1) {
        const from = random(ACCOUNTS);
        const to = (from + 1 + random(ACCOUNTS - 1)) % ACCOUNTS;
        const amount = 1 + random(20);
        const abandons = random(5) === 0;
        const isBlind = random(2) === 0;
        await session
          .withTransaction(async () => {
            const all = await collection.find({}, { session }).toArray();
            if (sumOf(all) !== ACCOUNTS * 100) wrong.push(all);
            const giver = all.find(({ _id }) => Number(_id) === from)!;
            // Writing a value that was read, or adding: neither may lose another's transfer.
            const paid = isBlind
              ? { $inc: { balance: -amount, version: 1 } }
              : { $set: { balance: giver.balance - amount, version: giver.version + 1 } };
            await collection.updateOne({ _id: from as never }, paid, { session });
            await entries.insertOne({ at: from, version: giver.version + 1, amount }, { session });
            await collection.updateOne({ _id: to as never }, { $inc: { balance: amount } }, { session });
            const again = await collection.find({}, { session }).toArray();
            if (sumOf(again) !== ACCOUNTS * 100) wrong.push(again);
            if (abandons) throw new Error('abandoned');
          })
          .then(
            () => {
              done += 1;
            },
            (error: unknown) => {
              if (!(error instanceof Error) || error.message !== 'abandoned') throw error;
              abandoned += 1;
            },
          );
      }
    });
    expect(wrong).toEqual([]);
    const final = await collection.find({}).toArray();
    expect(sumOf(final)).toBe(ACCOUNTS * 100);
    // Each committed transfer took the giver's next version: as many entries as transfers, none twice, none missing.
    expect(await entries.countDocuments()).toBe(done);
    expect(final.reduce((sum, { version }) => sum + Number(version), 0)).toBe(done);
    expect(done + abandoned).toBe(CLIENTS * ROUNDS);
    report(`${done} transfers committed, ${abandoned} abandoned, sum kept (seed ${seed})`);
  },
  600_000,
);

test.each(seeds())(
  'counting by reading and writing in transactions and by $inc outside of them loses nothing (seed %i)',
  async (seed) => {
    const collection = held.db.collection<Document>(`counter${seed}`);
    await collection.insertOne({ _id: 1 as never, n: 0 });
    await asClients(async (session, client) => {
      const random = randomOf(seed + client * 104_729);
      for (let round = 0; round < ROUNDS; round += 1) {
        if (random(2) === 0) {
          await collection.updateOne({}, { $inc: { n: 1 } });
        } else {
          await session.withTransaction(async () => {
            const doc = await collection.findOne({}, { session });
            await collection.updateOne({}, { $set: { n: Number(doc!.n) + 1 } }, { session });
          });
        }
      }
    });
    expect(await collection.findOne({})).toMatchObject({ n: CLIENTS * ROUNDS });
    report(`${CLIENTS * ROUNDS} increments, none lost (seed ${seed})`);
  },
  600_000,
);

test('of two transactions that read both documents and each write another one, both commit: write skew, as in MongoDB', async () => {
  const collection = held.db.collection<Document>('skew');
  await collection.insertMany([
    { _id: 1 as never, onDuty: true },
    { _id: 2 as never, onDuty: true },
  ]);
  const [first, second] = [held.client.startSession(), held.client.startSession()];
  try {
    first.startTransaction();
    second.startTransaction();
    expect(await collection.countDocuments({ onDuty: true }, { session: first })).toBe(2);
    expect(await collection.countDocuments({ onDuty: true }, { session: second })).toBe(2);
    await collection.updateOne({ _id: 1 as never }, { $set: { onDuty: false } }, { session: first });
    await collection.updateOne({ _id: 2 as never }, { $set: { onDuty: false } }, { session: second });
    await first.commitTransaction();
    await second.commitTransaction();
    expect(await collection.countDocuments({ onDuty: true })).toBe(0);
  } finally {
    await first.endSession();
    await second.endSession();
  }
});
