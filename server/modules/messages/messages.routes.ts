import { messageRoutes as table } from '@contract/messages';
import type { App } from '../../app';
import { endpoint } from '../../endpoint';
import { countUnread, listMessages, markRead } from './messages.service';

/** The caller's inbox. */
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
}
