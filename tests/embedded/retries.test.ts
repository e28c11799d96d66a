import { Long, UUID, type Document } from 'mongodb';

import { startEngine, stopEngine } from './support/engine';
import { RawClient } from './support/raw-client';

test('a write sent twice under one number has one effect and one answer, also after a restart', async () => {
  let held = await startEngine();
  let raw = new RawClient(held.engine.uri);
  const lsid = { id: new UUID().toBinary() };
  /** An answer without the set's time, which goes on. */
  const send = async (command: Document, number: number): Promise<Document> => {
    const reply = await raw.command({ ...command, lsid, txnNumber: Long.fromNumber(number) });
    delete reply.$clusterTime;
    delete reply.operationTime;
    return reply;
  };
  const insert = {
    insert: 'retries',
    documents: [
      { _id: 1, n: 0 },
      { _id: 2, n: 0 },
    ],
  };
  const update = {
    update: 'retries',
    updates: [
      { q: { _id: 1 }, u: { $inc: { n: 1 } } },
      { q: { _id: 9 }, u: { $set: { n: 5 } }, upsert: true },
    ],
  };
  const modify = { findAndModify: 'retries', query: { _id: 2 }, update: { $inc: { n: 1 } }, new: true };

  expect(await send(insert, 1)).toMatchObject({ n: 2, ok: 1 });
  expect(await send(insert, 1)).toMatchObject({ n: 2, ok: 1 });
  const first = await send(update, 2);
  expect(first).toMatchObject({ n: 2, nModified: 1, upserted: [{ index: 1, _id: 9 }] });
  expect(await send(update, 2)).toEqual(first);
  expect(await send(insert, 1)).toMatchObject({ ok: 0, code: 225, codeName: 'TransactionTooOld' });
  const modified = await send(modify, 3);
  expect(modified).toMatchObject({ value: { _id: 2, n: 1 } });

  const { dataDir } = held;
  raw.close();
  await held.client.close();
  await held.engine.stop();
  held = await startEngine({ dataDir });
  raw = new RawClient(held.engine.uri);
  try {
    expect(await send(modify, 3)).toEqual(modified);
    expect(await held.db.collection('retries').find({}).sort({ _id: 1 }).toArray()).toEqual([
      { _id: 1, n: 1 },
      { _id: 2, n: 1 },
      { _id: 9, n: 5 },
    ]);
  } finally {
    raw.close();
    await stopEngine(held);
  }
});
