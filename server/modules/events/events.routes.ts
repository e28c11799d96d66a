import { eventRoutes as table } from '@contract/events';
import type { App } from '../../app';
import { endpoint } from '../../endpoint';
import { listAttendees } from './attendees.service';
import { checkIn, getGateManifest, listCheckIns } from './check-in.service';
import { getEvent, listEvents } from './event-reading.service';
import { callOffEvent, changeEvent, createEvent, publishEvent } from './events.service';
import { listRegistrations } from './registration-reading.service';
import { cancelRegistration, registerAttendees } from './registrations.service';

/** Events, registrations and check-in. */
export async function eventRoutes(app: App): Promise<void> {
  app.route({
    ...endpoint(table, 'GET /events', 'public'),
    handler: (req) => listEvents(req.ctx, req.query),
  });
  app.route({
    ...endpoint(table, 'GET /events/:id', 'public'),
    handler: (req) => getEvent(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'POST /events', ['create', 'event']),
    handler: async (req, reply) => {
      reply.code(201);
      return createEvent(req.ctx, req.body);
    },
  });
  app.route({
    ...endpoint(table, 'PUT /events/:id', ['update', 'event']),
    handler: (req) => changeEvent(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /events/:id/publication', ['publish', 'event']),
    handler: (req) => publishEvent(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'POST /events/:id/cancellation', ['withdraw', 'event']),
    handler: (req) => callOffEvent(req.ctx, req.params.id, req.body.reason),
  });
  app.route({
    ...endpoint(table, 'POST /events/:id/registrations', ['create', 'registration']),
    handler: async (req, reply) => {
      reply.code(201);
      return registerAttendees(req.ctx, req.params.id, req.body);
    },
  });
  app.route({
    ...endpoint(table, 'GET /registrations', ['read', 'registration']),
    handler: (req) => listRegistrations(req.ctx),
  });
  app.route({
    ...endpoint(table, 'POST /registrations/:id/cancellation', ['withdraw', 'registration']),
    handler: (req) => cancelRegistration(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'GET /events/:id/attendees', ['admit', 'event']),
    handler: (req) => listAttendees(req.ctx, req.params.id, req.query),
  });
  app.route({
    ...endpoint(table, 'GET /events/:id/gate', ['admit', 'event']),
    handler: (req) => getGateManifest(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'POST /events/:id/check-ins', ['admit', 'event']),
    handler: (req) => checkIn(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'GET /events/:id/check-ins', ['admit', 'event']),
    handler: (req) => listCheckIns(req.ctx, req.params.id),
  });
}
