import type { FastifyInstance, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { requireAble } from '../access/access';
import type { Actor, Context, Environment } from '../context';
import type { Access } from '../endpoint';
import { AppError } from '../errors';
import { findActor } from '../modules/accounts/sessions.service';

declare module 'fastify' {
  interface FastifyRequest {
    ctx: Context;
  }
}

/**
 * Gives each request its context (who, when, with what) and enforces the access its route declares.
 * A route without declared access makes the process refuse to start: the default is deny.
 */
export const context = fastifyPlugin(async (app: FastifyInstance, environment: Environment) => {
  app.decorateRequest('ctx');
  app.addHook('onRoute', (route) => {
    if (!route.config?.access)
      throw new Error(`route ${String(route.method)} ${route.url} declares no access`);
  });
  app.addHook('onRequest', async (req) => {
    const now = environment.clock.now();
    const actor = await readActor(req, now);
    const origin = { address: req.ip, userAgent: req.headers['user-agent'] ?? '' };
    req.ctx = { actor, now, log: req.log, requestId: req.id, origin, effects: new Set(), environment };
    checkAccess(actor, req.routeOptions.config.access);
  });
  // Clients count limits by this clock: the demonstration's may run ahead of the machine's.
  app.addHook('onSend', async (_req, reply) => {
    reply.header('date', environment.clock.now().toUTCString());
  });
});

async function readActor(req: FastifyRequest, now: Date): Promise<Actor> {
  const [scheme, token] = (req.headers.authorization ?? '').split(' ');
  if (scheme !== 'Bearer' || !token) return { kind: 'guest' };
  const actor = await findActor(token, now);
  if (actor) return actor;
  // A public page stays readable with a stale token; anything else says so, that the client signs in again.
  if (req.routeOptions.config.access === 'public') return { kind: 'guest' };
  throw new AppError('SESSION_EXPIRED');
}

function checkAccess(actor: Actor, access: Access | undefined): void {
  if (access === 'public' || access === undefined) return;
  if (actor.kind !== 'person') throw new AppError('NOT_SIGNED_IN');
  if (access === 'signed-in') return;
  requireAble(actor, ...access);
}
