import { accountRoutes as table } from '@contract/accounts';
import type { App } from '../../app';
import { endpoint } from '../../endpoint';
import { listConsents, recordConsents } from './consents.service';
import { getMe, patchMe } from './me.service';
import {
  answerHandover,
  decideMembership,
  endMembership,
  joinEnterprise,
  listColleagues,
  listMembers,
  listRequests,
  offerAdministration,
  switchEnterprise,
  withdrawOffer,
} from './memberships.service';

/** Routes of the own account and memberships. */
export async function accountRoutes(app: App): Promise<void> {
  app.route({
    ...endpoint(table, 'GET /me', 'signed-in'),
    handler: (req) => getMe(req.ctx),
  });
  app.route({
    ...endpoint(table, 'PUT /me', 'signed-in'),
    handler: (req) => patchMe(req.ctx, req.body),
  });
  app.route({
    ...endpoint(table, 'PUT /me/enterprise', 'signed-in'),
    handler: (req) => switchEnterprise(req.ctx, req.body.enterpriseId),
  });
  app.route({
    ...endpoint(table, 'GET /me/consents', 'signed-in'),
    handler: (req) => listConsents(req.ctx),
  });
  app.route({
    ...endpoint(table, 'POST /me/consents', 'signed-in'),
    handler: async (req, reply) => reply.code(201).send(await recordConsents(req.ctx, req.body.answers)),
  });
  app.route({
    ...endpoint(table, 'POST /memberships', 'signed-in'),
    handler: async (req, reply) => reply.code(201).send(await joinEnterprise(req.ctx, req.body)),
  });
  app.route({
    ...endpoint(table, 'GET /memberships', ['read', 'membership', 'enterprise']),
    handler: (req) => listColleagues(req.ctx),
  });
  app.route({
    ...endpoint(table, 'GET /memberships/requests', ['decide', 'membership', 'officer']),
    handler: (req) => listRequests(req.ctx),
  });
  app.route({
    ...endpoint(table, 'GET /enterprises/:id/memberships', ['delete', 'membership', 'officer']),
    handler: (req) => listMembers(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'POST /memberships/:id/decision', ['decide', 'membership']),
    handler: (req) => decideMembership(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /memberships/:id/ending', ['delete', 'membership']),
    handler: async (req) => {
      await endMembership(req.ctx, req.params.id, req.body);
      return { ok: true as const };
    },
  });
  app.route({
    ...endpoint(table, 'POST /memberships/:id/handover', ['update', 'membership', 'enterprise']),
    handler: async (req, reply) => reply.code(201).send(await offerAdministration(req.ctx, req.params.id)),
  });
  app.route({
    ...endpoint(table, 'DELETE /memberships/:id/handover', ['update', 'membership', 'enterprise']),
    handler: (req) => withdrawOffer(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'POST /memberships/:id/handover/decision', ['accept', 'membership', 'self']),
    handler: (req) => answerHandover(req.ctx, req.params.id, req.body.accept),
  });
}
