import { messageRoutes as table } from '@contract/messages';
import type { App } from '../../app';
import { endpoint } from '../../endpoint';
import { changeSettings, countUnread, listMessages, markRead, readSettings } from './messages.service';
import { proveAddress, takeEvents } from './wechat-events.service';
import { listPhoneTasks, recordCall, revealNumbers } from './phone-tasks.service';

/** The caller's inbox and subscription centre, and the calls to enterprises that no message reached. */
export async function messageRoutes(app: App): Promise<void> {
  app.route({
    ...endpoint(table, 'GET /messages', ['read', 'message']),
    handler: (req) => listMessages(req.ctx, req.query),
  });
  app.route({
    ...endpoint(table, 'GET /messages/unread', ['read', 'message']),
    handler: (req) => countUnread(req.ctx),
  });
  app.route({
    ...endpoint(table, 'POST /messages/:id/reading', ['update', 'message']),
    handler: (req) => markRead(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'GET /messages/settings', ['read', 'message']),
    handler: (req) => readSettings(req.ctx),
  });
  app.route({
    ...endpoint(table, 'PUT /messages/settings', ['update', 'message']),
    handler: (req) => changeSettings(req.ctx, req.body),
  });
  app.route({
    ...endpoint(table, 'GET /phone-tasks', ['read', 'phone-task']),
    handler: (req) => listPhoneTasks(req.ctx, req.query),
  });
  app.route({
    ...endpoint(table, 'POST /phone-tasks/:id/calls', ['update', 'phone-task']),
    handler: (req) => recordCall(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /phone-tasks/:id/numbers', ['reveal', 'phone-task']),
    handler: (req) => revealNumbers(req.ctx, req.params.id),
  });
  await app.register(async (scope) => wechatEventRoutes(scope as App));
}

/** What WeChat itself calls. */
async function wechatEventRoutes(app: App): Promise<void> {
  // WeChat's content type says nothing: the text is read as JSON whatever it is called.
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 100_000 }, (_req, body, done) =>
    done(null, body),
  );
  app.route({
    ...endpoint(table, 'GET /wechat-events', 'public'),
    handler: async (req, reply) =>
      reply.type('text/plain; charset=utf-8').send(proveAddress(req.ctx, req.query)),
  });
  app.route({
    ...endpoint(table, 'POST /wechat-events', 'public'),
    handler: async (req, reply) =>
      reply.type('text/plain; charset=utf-8').send(await takeEvents(req.ctx, req.query, req.body)),
  });
}
