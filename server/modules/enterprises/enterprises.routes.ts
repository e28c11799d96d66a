import { enterpriseRoutes as table } from '@contract/enterprises';
import type { App } from '../../app';
import { endpoint } from '../../endpoint';
import { listAttributes } from './attributes';
import {
  factHistory,
  findByCode,
  getEnterprise,
  getMine,
  listEnterprises,
  patchMine,
  verifyFacts,
} from './enterprises.service';

/** Routes of enterprise profiles and the attribute dictionary. */
export async function enterpriseRoutes(app: App): Promise<void> {
  app.route({
    ...endpoint(table, 'GET /attributes', 'public'),
    handler: () => listAttributes(),
  });
  app.route({
    ...endpoint(table, 'GET /enterprises/mine', ['read', 'enterprise', 'enterprise']),
    handler: (req) => getMine(req.ctx),
  });
  app.route({
    ...endpoint(table, 'PUT /enterprises/mine', ['update', 'enterprise', 'enterprise']),
    handler: (req) => patchMine(req.ctx, req.body),
  });
  const byCode = endpoint(table, 'GET /enterprises/by-code/:creditCode', 'signed-in');
  app.route({
    ...byCode,
    // A code is typed, not guessed: slow enough that nobody walks through the register.
    config: { ...byCode.config, rateLimit: { max: 60, timeWindow: '1 minute' } },
    handler: (req) => findByCode(req.ctx, req.params.creditCode),
  });
  app.route({
    ...endpoint(table, 'GET /enterprises', ['read', 'enterprise', 'officer']),
    handler: (req) => listEnterprises(req.ctx, req.query),
  });
  app.route({
    ...endpoint(table, 'GET /enterprises/:id', ['read', 'enterprise', 'officer']),
    handler: (req) => getEnterprise(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'GET /enterprises/:id/facts/:attribute/history', ['read', 'enterprise', 'officer']),
    handler: (req) => factHistory(req.ctx, req.params.id, req.params.attribute),
  });
  app.route({
    ...endpoint(table, 'POST /enterprises/:id/verifications', ['verify', 'enterprise', 'officer']),
    handler: (req) => verifyFacts(req.ctx, req.params.id, req.body),
  });
}
