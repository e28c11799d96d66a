import { officerRoutes as table } from '@contract/officers';
import type { App } from '../../app';
import { endpoint } from '../../endpoint';
import {
  acceptInvitation,
  inviteOfficer,
  listInvitations,
  previewInvitation,
  revokeInvitation,
} from './invitations.service';
import { changeOffice, endOffice, listOffices, moveOffice } from './office-changes.service';

/** Routes of officers: who holds which roles where, and invitations. */
export async function officerRoutes(app: App): Promise<void> {
  app.route({
    ...endpoint(table, 'GET /offices', ['read', 'office']),
    handler: (req) => listOffices(req.ctx, req.query),
  });
  app.route({
    ...endpoint(table, 'PUT /offices/:id', ['update', 'office']),
    handler: (req) => changeOffice(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'PUT /offices/:id/organization', ['update', 'office']),
    handler: (req) => moveOffice(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'DELETE /offices/:id', ['delete', 'office']),
    handler: (req) => endOffice(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'GET /invitations', ['read', 'invitation']),
    handler: (req) => listInvitations(req.ctx, req.query),
  });
  app.route({
    ...endpoint(table, 'POST /invitations', ['create', 'invitation']),
    handler: async (req, reply) => reply.code(201).send(await inviteOfficer(req.ctx, req.body)),
  });
  app.route({
    ...endpoint(table, 'DELETE /invitations/:id', ['delete', 'invitation']),
    handler: async (req) => {
      await revokeInvitation(req.ctx, req.params.id);
      return { ok: true as const };
    },
  });
  app.route({
    ...endpoint(table, 'POST /invitations/previews', 'signed-in'),
    handler: (req) => previewInvitation(req.ctx, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /invitations/acceptances', 'signed-in'),
    handler: async (req, reply) => reply.code(201).send(await acceptInvitation(req.ctx, req.body)),
  });
}
