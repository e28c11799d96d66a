import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Environment } from '../context';
import { smsSignature } from '../gateways/sms';
import { TextModel } from './sandbox.model';

/** A signature older than this is refused, seconds. */
const oldest = 300;

/** A provider of text messages that keeps what it is given for the sandbox's phones to show. */
export function smsEndpoint({ config, clock }: Environment) {
  return async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 10_000 }, (_req, body, done) =>
      done(null, body),
    );
    app.post('/sms', { schema: { hide: true } }, async (req, reply) => {
      const now = clock.now();
      const message = isSigned(req, config.keys.signInKey, now) ? readMessage(req.body) : undefined;
      if (!message) return reply.code(401).send({ error: 'signature' });
      await TextModel.create({ number: message.phone, text: message.text, receivedAt: now });
      return { ok: true };
    });
  };
}

function isSigned(req: FastifyRequest, key: string, now: Date): boolean {
  const timestamp = String(req.headers['x-timestamp'] ?? '');
  const given = Buffer.from(String(req.headers['x-signature'] ?? ''));
  const expected = Buffer.from(smsSignature(key, timestamp, String(req.body)));
  if (!(Math.abs(now.getTime() / 1000 - Number(timestamp)) <= oldest)) return false;
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function readMessage(body: unknown): { phone: string; text: string } | undefined {
  const { phone, text } = JSON.parse(String(body)) as { phone?: unknown; text?: unknown };
  return typeof phone === 'string' && typeof text === 'string' ? { phone, text } : undefined;
}
