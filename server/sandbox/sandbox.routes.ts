import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Type } from 'typebox';
import type { App } from '../app';
import type { Environment } from '../context';
import { moveToNextWorkingDay, readClock } from './clock.service';
import { readHealth } from './health';
import {
  answerSubscription,
  listPhones,
  markPhoneRead,
  mintLoginCode,
  mintPhoneCode,
  openidOf,
  readPhone,
  recentMessages,
  refuseTemplate,
  strayTexts,
} from './phones.service';
import { smsEndpoint } from './sms-endpoint';
import { createPush } from './wechat-push';
import { createAccount, type Account } from './wechat-account';
import { wechatEndpoints } from './wechat-endpoints';

/**
 * The WeChat sandbox of the demonstration: WeChat's endpoints below /sandbox/wechat, what steers them below /sandbox,
 * the start page at / and everybody's phone at /phones.
 */
export async function sandbox(app: FastifyInstance, environment: Environment): Promise<void> {
  const account = createAccount(environment.config, environment.clock);
  account.push = createPush(app, environment);
  // Secrets stand in the query of these calls, as they do at WeChat: they stay out of the log.
  await app.register(wechatEndpoints(account), { prefix: '/sandbox/wechat', logLevel: 'silent' });
  await app.register(smsEndpoint(environment), { prefix: '/sandbox', logLevel: 'silent' });
  // The pages ask every few seconds: only what goes wrong is worth a line.
  const control = { prefix: '/sandbox', logLevel: 'warn' } as const;
  await app.register(async (scope) => phoneRoutes(scope as App, account), control);
  await app.register(async (scope) => switchRoutes(scope as App, account), control);
  await app.register(sandboxPages);
}

const PhoneParams = Type.Object({ id: Type.String({ maxLength: 24 }) });

async function phoneRoutes(app: App, account: Account): Promise<void> {
  app.get('/phones', () => listPhones());
  app.get('/phones/:id', { schema: { params: PhoneParams } }, (req) =>
    readPhone(req.params.id, account.book),
  );
  app.post('/phones/:id/login-codes', { schema: { params: PhoneParams } }, async (req, reply) => {
    reply.code(201);
    return mintLoginCode(req.params.id, account.clock.now());
  });
  app.post('/phones/:id/phone-codes', { schema: { params: PhoneParams } }, async (req, reply) => {
    reply.code(201);
    return mintPhoneCode(req.params.id, account.clock.now());
  });
  app.post('/phones/:id/reading', { schema: { params: PhoneParams } }, (req) => markPhoneRead(req.params.id));
  app.post(
    '/phones/:id/subscriptions',
    {
      schema: {
        params: PhoneParams,
        body: Type.Object({
          // WeChat takes at most five templates at once.
          templateIds: Type.Array(Type.String(), { minItems: 1, maxItems: 5 }),
          choice: Type.Union([Type.Literal('accept'), Type.Literal('reject')]),
        }),
      },
    },
    async (req) => {
      const answers = await answerSubscription(req.params.id, account.book, req.body);
      await account.push.popup(await openidOf(req.params.id), answers);
      return answers;
    },
  );
  app.post(
    '/phones/:id/refusals',
    { schema: { params: PhoneParams, body: Type.Object({ templateId: Type.String() }) } },
    async (req) => {
      const refused = await refuseTemplate(req.params.id, req.body.templateId);
      await account.push.change(await openidOf(req.params.id), req.body.templateId);
      return refused;
    },
  );
  app.get('/recent', () => recentMessages(20));
  app.get('/stray-texts', () => strayTexts(10));
}

const Switches = Type.Partial(
  Type.Object({
    timeout: Type.Boolean(),
    answerLost: Type.Boolean(),
    systemError: Type.Boolean(),
    invalidToken: Type.Boolean(),
    dailyQuota: Type.Boolean(),
    refused: Type.Boolean(),
    undelivered: Type.Boolean(),
  }),
);

const Limit = Type.Integer({ minimum: 0 });
const LimitChanges = Type.Partial(
  Type.Object({ loginsPerMinute: Limit, tokensPerMinute: Limit, sendsPerMinute: Limit, sendsPerDay: Limit }),
);

async function switchRoutes(app: App, account: Account): Promise<void> {
  app.get('/faults', () => account.faults);
  app.put('/faults', { schema: { body: Switches } }, (req) => Object.assign(account.faults, req.body));
  app.get('/limits', () => account.limits);
  app.put('/limits', { schema: { body: LimitChanges } }, (req) => Object.assign(account.limits, req.body));
  app.get('/clock', () => readClock(account.clock));
  app.post('/clock/next-working-day', () => moveToNextWorkingDay(account.clock));
  app.get('/health', () => readHealth(account.faults));
}

async function sandboxPages(app: FastifyInstance): Promise<void> {
  const root = resolve('server/sandbox/pages');
  await app.register(fastifyStatic, { root, prefix: '/sandbox/pages/', decorateReply: false, maxAge: 0 });
  for (const [path, file] of [
    ['/', 'start.html'],
    ['/phones', 'phones.html'],
  ] as const) {
    app.get(path, { schema: { hide: true } }, async (_req, reply) =>
      reply.type('text/html; charset=utf-8').send(await readFile(resolve(root, file))),
    );
  }
}
