import type { Document } from 'mongodb';

import { useEngine } from './support/engine';

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
