import { policyVersionRoutes as table } from '@contract/policy-versions';
import type { App } from '../../app';
import { endpoint } from '../../endpoint';
import { withdrawPolicy } from './policies.service';
import { listVersions, readDifference } from './policy-versions.service';

/** Routes of the versions of policies and of their withdrawal. */
export async function policyVersionRoutes(app: App): Promise<void> {
  app.route({
    ...endpoint(table, 'GET /policies/:id/versions', 'public'),
    handler: (req) => listVersions(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'GET /policies/:id/difference', 'public'),
    handler: (req) => readDifference(req.ctx, req.params.id, req.query.to),
  });
  app.route({
    ...endpoint(table, 'POST /policies/:id/withdrawal', ['publish', 'policy']),
    handler: (req) => withdrawPolicy(req.ctx, req.params.id, req.body.reason),
  });
}
