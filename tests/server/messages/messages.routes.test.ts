import type { App } from '../../../server/app';
import { messageRoutes } from '../../../server/modules/messages/messages.routes';
import { listMessages, notify } from '../../../server/modules/messages/messages.service';
import { anEnvironment, appWith, aVisitor, contextOf, headersOf, personOf } from '../../support/context';
import { useDatabase } from '../../support/database';
import { aNotice } from '../../support/messages';

useDatabase();

let app: App;
beforeAll(async () => {
  app = await appWith(anEnvironment(), messageRoutes);
});
afterAll(() => app.close());

test('a person reads their inbox, the unread count, and marks a message read', async () => {
  const ctx = await aVisitor();
  const headers = await headersOf(ctx);
  await notify(contextOf(), aNotice([personOf(ctx).personId]));
  const list = await app.inject({ url: '/api/messages?limit=1', headers });
  expect(list.statusCode).toBe(200);
  const [message] = list.json().items;
  expect(message).toMatchObject({ topic: 'issue', title: '诉求已受理', needsAction: false });
  expect((await app.inject({ url: '/api/messages/unread', headers })).json()).toEqual({
    unread: 1,
    needsAction: 0,
  });
  const reading = await app.inject({ method: 'POST', url: `/api/messages/${message.id}/reading`, headers });
  expect([reading.statusCode, reading.json()]).toEqual([200, { ok: true }]);
  expect((await app.inject({ url: '/api/messages/unread', headers })).json().unread).toBe(0);
});

test('a guest has no inbox', async () => {
  for (const url of ['/api/messages', '/api/messages/unread']) {
    const reply = await app.inject({ url });
    expect([reply.statusCode, reply.json().code]).toEqual([401, 'NOT_SIGNED_IN']);
  }
});

test('another person’s message does not exist', async () => {
  const [owner, stranger] = [await aVisitor(), await aVisitor()];
  await notify(contextOf(), aNotice([personOf(owner).personId]));
  const [message] = (await listMessages(owner, {})).items;
  const reply = await app.inject({
    method: 'POST',
    url: `/api/messages/${message?.id}/reading`,
    headers: await headersOf(stranger),
  });
  expect([reply.statusCode, reply.json().code]).toEqual([404, 'NOT_FOUND']);
  expect((await listMessages(owner, {})).items[0]?.readAt).toBeUndefined();
});

test.each([
  ['an unknown topic', '/api/messages?topic=gossip'],
  ['a cursor of somebody’s own making', '/api/messages?cursor=bm90LW91cnM'],
  ['too large a page', '/api/messages?limit=1000'],
])('%s is refused with the field named', async (_case, url) => {
  const reply = await app.inject({ url, headers: await headersOf(await aVisitor()) });
  expect([reply.statusCode, reply.json().code]).toEqual([400, 'VALIDATION_FAILED']);
  expect(reply.json().details[0].path).toMatch(/^query/);
});
