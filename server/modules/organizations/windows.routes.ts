import { windowRoutes as table } from '@contract/windows';
import type { App } from '../../app';
import { endpoint } from '../../endpoint';
import { getRoster, setRoster } from './window-rosters.service';
import { closeWindow, createWindow, getWindow, listWindows, updateWindow } from './windows.service';

/** Routes of service windows and their rosters. */
export async function windowRoutes(app: App): Promise<void> {
  app.route({
    ...endpoint(table, 'GET /windows', 'public'),
    handler: (req) => listWindows(req.ctx, req.query),
  });
  app.route({
    ...endpoint(table, 'GET /windows/:id', 'public'),
    handler: (req) => getWindow(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'POST /windows', ['create', 'window']),
    handler: async (req, reply) => reply.code(201).send(await createWindow(req.ctx, req.body)),
  });
  app.route({
    ...endpoint(table, 'PUT /windows/:id', ['update', 'window']),
    handler: (req) => updateWindow(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'DELETE /windows/:id', ['delete', 'window']),
    handler: async (req) => {
      await closeWindow(req.ctx, req.params.id);
      return { ok: true as const };
    },
  });
  app.route({
    ...endpoint(table, 'GET /windows/:id/roster', ['read', 'window']),
    handler: (req) => getRoster(req.ctx, req.params.id, req.query.days),
  });
  app.route({
    ...endpoint(table, 'PUT /windows/:id/roster', ['update', 'window']),
    handler: (req) => setRoster(req.ctx, req.params.id, req.body),
  });
}
