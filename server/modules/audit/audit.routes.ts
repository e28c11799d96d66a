import { auditRoutes as table } from '@contract/audit';
import type { App } from '../../app';
import { endpoint } from '../../endpoint';
import { auditState, exportEntries, getEntry, listEntries } from './audit-reading.service';

/** Routes of the audit trail. */
export async function auditRoutes(app: App): Promise<void> {
  app.route({
    ...endpoint(table, 'GET /audit/entries', ['read', 'audit-entry']),
    handler: (req) => listEntries(req.ctx, req.query),
  });
  app.route({
    ...endpoint(table, 'GET /audit/entries/:id', ['read', 'audit-entry']),
    handler: (req) => getEntry(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'GET /audit/state', ['read', 'audit-entry']),
    handler: (req) => auditState(req.ctx),
  });
  app.route({
    ...endpoint(table, 'POST /audit/exports', ['export', 'audit-entry']),
    handler: async (req, reply) => reply.code(201).send(await exportEntries(req.ctx, req.body)),
  });
}
