import { organizationRoutes as table } from '@contract/organizations';
import type { App } from '../../app';
import { endpoint } from '../../endpoint';
import {
  addOrganization,
  describeOrganization,
  listChanges,
  listContacts,
  setContacts,
  updateOrganization,
  viewContactPhone,
} from './bodies.service';
import { addMember, listMembers, removeMember } from './members.service';
import { previewRestructuring } from './moves.service';
import {
  clearResponsibility,
  getMatrix,
  listResponsibilityChanges,
  setResponsibility,
} from './responsibilities.service';
import { closeOrganization, mergeOrganization, moveOrganization } from './restructuring.service';

/** Routes of one body: facts, contacts, members, its place in the tree, and what it answers for. */
export async function bodyRoutes(app: App): Promise<void> {
  app.route({
    ...endpoint(table, 'POST /organizations', ['create', 'organization']),
    handler: async (req, reply) => reply.code(201).send(await addOrganization(req.ctx, req.body)),
  });
  app.route({
    ...endpoint(table, 'GET /organizations/:id', 'public'),
    handler: (req) => describeOrganization(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'PUT /organizations/:id', ['update', 'organization']),
    handler: (req) => updateOrganization(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'GET /organizations/:id/restructuring', ['decide', 'organization']),
    handler: (req) => previewRestructuring(req.ctx, req.params.id, req.query),
  });
  app.route({
    ...endpoint(table, 'POST /organizations/:id/moves', ['decide', 'organization']),
    handler: (req) => moveOrganization(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /organizations/:id/mergers', ['decide', 'organization']),
    handler: (req) => mergeOrganization(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /organizations/:id/closure', ['decide', 'organization']),
    handler: (req) => closeOrganization(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'GET /organizations/:id/history', ['read', 'organization']),
    handler: (req) => listChanges(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'GET /organizations/:id/contacts', ['read', 'organization']),
    handler: (req) => listContacts(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'PUT /organizations/:id/contacts', ['update', 'organization']),
    handler: (req) => setContacts(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /organizations/:id/contacts/:role/phone-views', ['reveal', 'organization']),
    handler: (req) => viewContactPhone(req.ctx, req.params, req.body),
  });
  app.route({
    ...endpoint(table, 'GET /organizations/:id/members', ['read', 'association-member']),
    handler: (req) => listMembers(req.ctx, req.params.id, req.query),
  });
  app.route({
    ...endpoint(table, 'POST /organizations/:id/members', ['create', 'association-member']),
    handler: async (req, reply) => reply.code(201).send(await addMember(req.ctx, req.params.id, req.body)),
  });
  app.route({
    ...endpoint(table, 'DELETE /organizations/:id/members/:enterpriseId', ['delete', 'association-member']),
    handler: async (req) => {
      await removeMember(req.ctx, req.params);
      return { ok: true as const };
    },
  });
  app.route({
    ...endpoint(table, 'GET /responsibilities', ['read', 'responsibility']),
    handler: (req) => getMatrix(req.query.regionCode),
  });
  app.route({
    ...endpoint(table, 'PUT /responsibilities', ['update', 'responsibility']),
    handler: (req) => setResponsibility(req.ctx, req.body),
  });
  app.route({
    ...endpoint(table, 'DELETE /responsibilities', ['update', 'responsibility']),
    handler: (req) => clearResponsibility(req.ctx, req.query),
  });
  app.route({
    ...endpoint(table, 'GET /responsibilities/history', ['read', 'responsibility']),
    handler: (req) => listResponsibilityChanges(req.query),
  });
}
