import type { Document } from 'mongodb';

import { useEngine } from './support/engine';
import { RawClient } from './support/raw-client';

const held = useEngine();

function failing(data: Document, mode: Document | string = { times: 1 }): Promise<Document> {
  return held.client.db('admin').command({ configureFailPoint: 'failCommand', mode, data });
}

test('a command fails as often as asked, after those that are skipped', async () => {
  await failing({ failCommands: ['ping'], errorCode: 2 }, { times: 1, skip: 1 });
  expect(await held.db.command({ ping: 1 })).toMatchObject({ ok: 1 });
  await expect(held.db.command({ ping: 1 })).rejects.toMatchObject({ code: 2, codeName: 'BadValue' });
  expect(await held.db.command({ ping: 1 })).toMatchObject({ ok: 1 });
});

test('a fail point stays on until it is turned off', async () => {
  await failing({ failCommands: ['ping'], errorCode: 2 }, 'alwaysOn');
  for (let i = 0; i < 3; i += 1)
    await expect(held.db.command({ ping: 1 })).rejects.toMatchObject({ code: 2 });
  await failing({}, 'off');
  expect(await held.db.command({ ping: 1 })).toMatchObject({ ok: 1 });
});

test('the labels that are given are the only ones', async () => {
  await failing({ failCommands: ['insert'], errorCode: 112, errorLabels: ['Chosen'] });
  const error = await held.db
    .collection('labels')
    .insertOne({})
    .catch((e: unknown) => e);
  expect(error).toMatchObject({ code: 112 });
  expect((error as { errorLabels: string[] }).errorLabels).toEqual(['Chosen']);
  expect((error as { errorResponse: Document }).errorResponse).not.toHaveProperty('errorLabelsGiven');
});

test('a write concern error that may be retried is, and the write has one effect', async () => {
  await failing({ failCommands: ['insert'], writeConcernError: { code: 91, errmsg: 'shutting down' } });
  await held.db.collection<Document>('retried').insertOne({ _id: 1 as never });
  expect(await held.db.collection('retried').countDocuments()).toBe(1);
});

test('a write concern error that may not be retried is reported, though the write is done', async () => {
  await failing({ failCommands: ['insert'], writeConcernError: { code: 100, errmsg: 'not enough' } });
  await expect(held.db.collection('reported').insertOne({})).rejects.toMatchObject({ code: 100 });
  expect(await held.db.collection('reported').countDocuments()).toBe(1);
});

test('only the client with the given name fails', async () => {
  const other = new RawClient(held.engine.uri);
  await other.command({ hello: 1, client: { application: { name: 'chosen' } } });
  await failing({ failCommands: ['ping'], errorCode: 2, appName: 'chosen' });
  expect(await held.db.command({ ping: 1 })).toMatchObject({ ok: 1 });
  expect(await other.command({ ping: 1 })).toMatchObject({ ok: 0, code: 2 });
  other.close();
});

test('a write whose answer is lost is sent again and has one effect', async () => {
  await held.client
    .db('admin')
    .command({ configureFailPoint: 'onPrimaryTransactionalWrite', mode: { times: 1 } });
  const collection = held.db.collection<Document>('lost');
  await collection.insertOne({ _id: 1 as never, n: 0 });
  await held.client.db('admin').command({
    configureFailPoint: 'onPrimaryTransactionalWrite',
    mode: { times: 1 },
    data: { failBeforeCommitExceptionCode: 1 },
  });
  expect(await collection.updateOne({}, { $inc: { n: 1 } })).toMatchObject({ modifiedCount: 1 });
  expect(await collection.find().toArray()).toEqual([{ _id: 1, n: 1 }]);
});

test('what a fail point does not do is refused', async () => {
  await expect(failing({ failCommands: ['ping'], threadName: 'x' })).rejects.toMatchObject({ code: 238 });
  await expect(failing({ failCommands: ['ping'] }, 'sometimes')).rejects.toMatchObject({ code: 2 });
});

test.each([
  [10107, 'insert', ['TransientTransactionError']],
  [112, 'commitTransaction', ['TransientTransactionError']],
  [11601, 'commitTransaction', []],
])('code %i at %s has the labels %j', async (errorCode, command, labels) => {
  await failing({ failCommands: [command], errorCode });
  const session = held.client.startSession();
  session.startTransaction();
  const error = await held.db
    .collection('labelled')
    .insertOne({}, { session })
    .then(() => session.commitTransaction())
    .catch((e: unknown) => e);
  expect(error).toMatchObject({ code: errorCode });
  expect((error as { errorLabels: string[] }).errorLabels).toEqual(labels);
  await session.endSession();
});
