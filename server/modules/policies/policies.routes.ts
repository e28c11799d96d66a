import { policyRoutes as table } from '@contract/policies';
import type { App } from '../../app';
import { endpoint } from '../../endpoint';
import { previewAudience } from './audiences.service';
import { previewBriefing } from './briefing-audience.service';
import {
  createBriefing,
  judgeIrrelevant,
  listBriefings,
  readBriefing,
  updateBriefing,
} from './briefings.service';
import { listMatches, verdictsFor } from './matches.service';
import {
  createPolicy,
  getPolicy,
  listDrafts,
  listPolicies,
  publishPolicy,
  updatePolicy,
} from './policies.service';
import { pushBriefing } from './pushes.service';

/** Routes of policies, their verdicts, audiences and briefings. */
export async function policyRoutes(app: App): Promise<void> {
  app.route({
    ...endpoint(table, 'GET /policies', 'public'),
    handler: (req) => listPolicies(req.ctx, req.query),
  });
  app.route({
    ...endpoint(table, 'GET /policies/matches', ['read', 'verdict']),
    handler: (req) => listMatches(req.ctx, req.query),
  });
  app.route({
    ...endpoint(table, 'GET /policies/drafts', ['read', 'policy']),
    handler: (req) => listDrafts(req.ctx),
  });
  app.route({
    ...endpoint(table, 'GET /policies/:id', 'public'),
    handler: (req) => getPolicy(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'GET /policies/:id/verdicts', ['read', 'verdict']),
    handler: (req) => verdictsFor(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'POST /policies', ['create', 'policy']),
    handler: async (req, reply) => reply.code(201).send(await createPolicy(req.ctx, req.body)),
  });
  app.route({
    ...endpoint(table, 'PUT /policies/:id', ['update', 'policy']),
    handler: (req) => updatePolicy(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /policies/:id/publication', ['publish', 'policy']),
    handler: (req) => publishPolicy(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'POST /audiences', ['read', 'audience']),
    handler: (req) => previewAudience(req.ctx, req.body.rule),
  });
  app.route({
    ...endpoint(table, 'GET /briefings', ['read', 'briefing']),
    handler: (req) => listBriefings(req.ctx, req.query),
  });
  app.route({
    ...endpoint(table, 'POST /briefings', ['create', 'briefing']),
    handler: async (req, reply) => reply.code(201).send(await createBriefing(req.ctx, req.body)),
  });
  app.route({
    ...endpoint(table, 'PUT /briefings/:id', ['update', 'briefing']),
    handler: (req) => updateBriefing(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'GET /briefings/:id', 'public'),
    handler: (req) => readBriefing(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'GET /briefings/:id/audience', ['read', 'audience']),
    handler: (req) => previewBriefing(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'POST /briefings/:id/pushes', ['publish', 'briefing']),
    handler: (req) => pushBriefing(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'POST /briefings/:id/feedback', ['update', 'briefing-delivery']),
    handler: (req) => judgeIrrelevant(req.ctx, req.params.id),
  });
}
