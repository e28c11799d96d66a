import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { createHash } from 'node:crypto';
import type { Environment } from '../context';
import { AppError, invalidField } from '../errors';
import { claimKey, keepAnswer, keepUnknown, releaseKey, type Answer, type Claim } from './idempotency-store';

declare module 'fastify' {
  interface FastifyRequest {
    /** Held by this request until it is answered. */
    idempotencyClaim?: Claim;
    /** An upload settles its own claim: its content isn't known before the route has read it. */
    claimUpload(contentHash: string, reply: FastifyReply): Promise<boolean>;
  }
}

const keyHeader = 'idempotency-key';
const minute = 60_000;
/** How long an answer is repeated; to guests, whose answers open sessions, only as long as a retry takes. */
const keptMs = 24 * 60 * minute;
const keptForGuestsMs = 10 * minute;
/** A guest's key must be none that somebody guesses. */
const shortestGuestKey = 16;
/** They only compute: repeating them needs no memory. */
const computations = new Set(['/api/issues/preview', '/api/audiences']);

const headerSchema = {
  type: 'object',
  properties: {
    [keyHeader]: {
      type: 'string',
      minLength: 1,
      maxLength: 80,
      pattern: '^[\\x21-\\x7e]+$',
      description:
        'The same key gives the same answer for 24 hours: send a request again with it after a lost connection',
    },
  },
};

/**
 * Every POST of the API takes an Idempotency-Key: the same person, route, key and content get the stored answer, and
 * twins at once have one effect. A refusal releases the key; what failed after it wrote something stays unknown.
 */
export const idempotency = fastifyPlugin(async (app: FastifyInstance, environment: Environment) => {
  const secret = environment.config.keys.linkKey;
  app.addHook('onRoute', (route) => {
    if (takesKey(route)) route.schema = { ...route.schema, headers: headerSchema };
  });
  app.decorateRequest('idempotencyClaim');
  app.decorateRequest('claimUpload', function (this: FastifyRequest, contentHash, reply) {
    return answered(this, reply, contentHash);
  });

  app.addHook('preHandler', async (req, reply) => {
    if (!hasKey(req) || req.isMultipart?.()) return;
    if (await answered(req, reply, hashOf(req.body))) return reply;
  });
  app.addHook('onSend', async (req, reply, payload) => {
    const claim = req.idempotencyClaim;
    if (!claim) return;
    req.idempotencyClaim = undefined;
    const { statusCode } = reply;
    // What streams out isn't kept: asked for again, it is made again.
    if (statusCode < 400 && isStream(payload)) await releaseKey(claim);
    else if (statusCode < 400) await keepAnswer(secret, claim, answerOf(reply, payload));
    // A refusal by the rules leaves nothing behind; a fault may have come after something was written.
    else if (statusCode >= 500 && (req.ctx.effects?.size ?? 0) > 0) await keepUnknown(claim);
    else await releaseKey(claim);
  });

  /** Sends what a former attempt was answered and gives true, or takes the key for this one. */
  async function answered(req: FastifyRequest, reply: FastifyReply, contentHash: string): Promise<boolean> {
    const key = req.headers[keyHeader];
    if (typeof key !== 'string') return false;
    const { actor, now } = req.ctx;
    const requestHash = hashOf([req.url, contentHash]);
    if (actor.kind !== 'person' && key.length < shortestGuestKey)
      throw invalidField(`headers.${keyHeader}`, `提交编号至少 ${shortestGuestKey} 个字符`);
    // Whoever isn't signed in is known by nothing but what they send: a guessed key alone finds nothing.
    const owner = actor.kind === 'person' ? `person ${actor.personId}` : `guest ${requestHash}`;
    const found = await claimKey({
      secret,
      owner,
      route: `${req.method} ${req.routeOptions.url ?? ''}`,
      key,
      requestHash,
      now,
      keptMs: actor.kind === 'person' ? keptMs : keptForGuestsMs,
    }).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'REQUEST_IN_PROGRESS') reply.header('retry-after', '5');
      throw error;
    });
    if ('claimed' in found) {
      req.idempotencyClaim = found.claimed;
      return false;
    }
    const { status, contentType, body } = found.answer;
    await reply.code(status).header('idempotency-replayed', 'true').type(contentType).send(body);
    return true;
  }
});

function takesKey({ method, url }: Pick<RouteOptions, 'method' | 'url'>): boolean {
  return method === 'POST' && !computations.has(url);
}

function hasKey(req: FastifyRequest): boolean {
  const { url = '' } = req.routeOptions;
  return req.headers[keyHeader] !== undefined && takesKey({ method: req.method, url });
}

function isStream(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && 'pipe' in payload;
}

function answerOf(reply: FastifyReply, payload: unknown): Answer {
  const contentType = reply.getHeader('content-type');
  return {
    status: reply.statusCode,
    contentType: typeof contentType === 'string' ? contentType : 'application/json; charset=utf-8',
    body: typeof payload === 'string' ? payload : Buffer.isBuffer(payload) ? payload.toString('utf8') : '',
  };
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(sorted(value)).digest('hex');
}

/** One text for one JSON value: keys in order. */
function sorted(value: unknown): string {
  return (
    JSON.stringify(value, (_key, field: unknown) =>
      typeof field === 'object' && field !== null && !Array.isArray(field)
        ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
        : field,
    ) ?? ''
  );
}
