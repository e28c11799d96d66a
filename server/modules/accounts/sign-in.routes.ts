import { sessionRoutes as table } from '@contract/sessions';
import type { App } from '../../app';
import { endpoint } from '../../endpoint';
import {
  decideConsoleSignIn,
  fetchConsoleSession,
  getConsoleSignIn,
  openConsoleSignIn,
} from './console-sign-ins.service';
import {
  beginSecondFactor,
  confirmSecondFactor,
  getCredential,
  openSessionByPassword,
  setPassword,
} from './credentials.service';
import { sendPhoneCode } from './phone-codes.service';
import { openSessionByPhone } from './phone-proof.service';
import { closeSession, endSession, endSessions, listSessions } from './sessions.service';
import { openSession, provePhoneByWeChat } from './wechat-sign-in.service';

/** Per address: a whole office may sit behind one, a guesser needs far more. */
const rateLimit = { max: 60, timeWindow: '1 minute' };

/** Routes of signing in: sessions, consoles that ask, password and second factor. */
export async function signInRoutes(app: App): Promise<void> {
  const byWeChat = endpoint(table, 'POST /sessions', 'public');
  app.route({
    ...byWeChat,
    config: { ...byWeChat.config, rateLimit },
    handler: async (req, reply) => reply.code(201).send(await openSession(req.ctx, req.body)),
  });
  app.route({
    ...endpoint(table, 'POST /phone-codes', 'public'),
    handler: async (req, reply) => reply.code(201).send(await sendPhoneCode(req.ctx, req.body)),
  });
  app.route({
    ...endpoint(table, 'POST /sessions/phone', 'public'),
    handler: async (req, reply) => reply.code(201).send(await openSessionByPhone(req.ctx, req.body)),
  });
  app.route({
    ...endpoint(table, 'POST /sessions/password', 'public'),
    handler: async (req, reply) => reply.code(201).send(await openSessionByPassword(req.ctx, req.body)),
  });
  app.route({
    ...endpoint(table, 'GET /sessions', 'signed-in'),
    handler: (req) => listSessions(req.ctx),
  });
  app.route({
    ...endpoint(table, 'DELETE /sessions', 'signed-in'),
    handler: (req) => endSessions(req.ctx, req.query),
  });
  app.route({
    ...endpoint(table, 'DELETE /sessions/current', 'signed-in'),
    handler: async (req) => {
      await closeSession(req.ctx);
      return { ok: true as const };
    },
  });
  app.route({
    ...endpoint(table, 'DELETE /sessions/:id', 'signed-in'),
    handler: async (req) => {
      await endSession(req.ctx, req.params.id);
      return { ok: true as const };
    },
  });
  app.route({
    ...endpoint(table, 'PUT /me/phone', 'signed-in'),
    handler: (req) => provePhoneByWeChat(req.ctx, req.body),
  });
  await consoleRoutes(app);
  await credentialRoutes(app);
}

async function consoleRoutes(app: App): Promise<void> {
  const asking = endpoint(table, 'POST /console-sign-ins', 'public');
  app.route({
    ...asking,
    config: { ...asking.config, rateLimit },
    handler: async (req, reply) => reply.code(201).send(await openConsoleSignIn(req.ctx)),
  });
  app.route({
    ...endpoint(table, 'GET /console-sign-ins/:code', 'signed-in'),
    handler: (req) => getConsoleSignIn(req.ctx, req.params.code),
  });
  app.route({
    ...endpoint(table, 'POST /console-sign-ins/:code/decision', 'signed-in'),
    handler: (req) => decideConsoleSignIn(req.ctx, req.params.code, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /console-sign-ins/:id/session', 'public'),
    handler: (req) => fetchConsoleSession(req.ctx, req.params.id, req.body),
  });
}

async function credentialRoutes(app: App): Promise<void> {
  app.route({
    ...endpoint(table, 'GET /me/credential', 'signed-in'),
    handler: (req) => getCredential(req.ctx),
  });
  app.route({
    ...endpoint(table, 'PUT /me/password', 'signed-in'),
    handler: (req) => setPassword(req.ctx, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /me/second-factor', 'signed-in'),
    handler: async (req, reply) => reply.code(201).send(await beginSecondFactor(req.ctx, req.body)),
  });
  app.route({
    ...endpoint(table, 'PUT /me/second-factor', 'signed-in'),
    handler: (req) => confirmSecondFactor(req.ctx, req.body),
  });
}
