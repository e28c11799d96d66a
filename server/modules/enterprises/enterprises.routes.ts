import { enterpriseRoutes as table } from '@contract/enterprises';
import type { App } from '../../app';
import { endpoint } from '../../endpoint';
import { listAttributes } from './attributes';
import { findByCode, getEnterprise, getMine, listEnterprises, patchMine } from './enterprises.service';

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
}
