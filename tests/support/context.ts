import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import rateLimit from '@fastify/rate-limit';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyBaseLogger } from 'fastify';
import type { EnterpriseRole, OfficerRole } from '../../server/contract/enums';
import type { App } from '../../server/app';
import { createClock } from '../../server/clock';
import type { Config } from '../../server/config';
import type { Actor, Context, Environment, PersonActor } from '../../server/context';
import type { Sms, TextMessage } from '../../server/gateways/sms';
import type { SubscribeMessage, WeChat } from '../../server/gateways/wechat';
import { grantEnterprise, grantOffice } from '../../server/modules/accounts/memberships.service';
import { actorOf, startSession } from '../../server/modules/accounts/sessions.service';
import { context } from '../../server/plugins/context';
import { idempotency } from '../../server/plugins/idempotency';
import { errorHandling } from '../../server/plugins/errors';
import { validation } from '../../server/plugins/validation';
import { aPerson } from './accounts';

/** A Wednesday, 10:00 in Asia/Shanghai, in a week without holidays: the “now” of a test that names no other. */
export const testNow = new Date('2026-03-11T02:00:00Z');

const aSigningKey = () =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');

const config: Config = {
  host: '127.0.0.1',
  port: 0,
  dataDir: join(tmpdir(), `qifutong-tests-${process.pid}`),
  checkpointFile: join(tmpdir(), `qifutong-tests-${process.pid}`, 'checkpoints.jsonl'),
  role: 'all',
  logLevel: 'silent',
  trustedProxies: [],
  isDemonstration: false,
  wechat: {
    baseUrl: 'http://127.0.0.1:9',
    appId: 'wx-test',
    appSecret: 'test',
    templateIds: {
      'policy-briefing': 'template-briefing',
      'issue-progress': 'template-issue',
      'event-reminder': 'template-event',
    },
    callback: { token: 'callbacktoken', key: 'k'.repeat(43) },
  },
  keys: {
    phoneEncryptionKeys: [{ id: 'k1', key: randomBytes(32).toString('base64') }],
    phoneIndexKeys: [{ id: 'k1', key: randomBytes(32).toString('base64') }],
    linkKey: randomBytes(32).toString('base64'),
    signInKey: randomBytes(32).toString('base64'),
    ticketPrivateKey: aSigningKey(),
    auditPrivateKey: aSigningKey(),
  },
};

const silent = () => {};
/** A logger that keeps quiet. */
export const testLog: FastifyBaseLogger = {
  level: 'silent',
  fatal: silent,
  error: silent,
  warn: silent,
  info: silent,
  debug: silent,
  trace: silent,
  silent,
  child: () => testLog,
};

/** WeChat as a fake: any code signs in as `openid-<code>`, a phone code is the number, every message arrives and is kept in `sent`. */
export function aWeChat(overrides: Partial<WeChat> = {}): WeChat & { sent: SubscribeMessage[] } {
  const sent: SubscribeMessage[] = [];
  return {
    sent,
    code2Session: async (code) => ({ openid: `openid-${code}` }),
    phoneNumber: async (code) => ({ phone: code }),
    sendSubscribeMessage: async (message) => {
      sent.push(message);
      return { messageId: String(sent.length) };
    },
    ...overrides,
  };
}

/** Text messages as a fake: every one arrives and is kept in `sent`. */
export function anSms(overrides: Partial<Sms> = {}): Sms & { sent: TextMessage[] } {
  const sent: TextMessage[] = [];
  return {
    sent,
    send: async (message) => {
      sent.push(message);
    },
    ...overrides,
  };
}

/** What a process shares: test configuration, a clock that stands at `now` until it is moved, WeChat as a fake. */
export function anEnvironment(options: { wechat?: WeChat; sms?: Sms; now?: Date } = {}): Environment {
  const clock = createClock();
  const now = options.now ?? testNow;
  return {
    config,
    clock: { ...clock, now: () => new Date(now.getTime()) },
    wechat: options.wechat ?? aWeChat(),
    sms: options.sms ?? anSms(),
  };
}

/** A context in which the actor (the system where none is named) acts at `now`. */
export function contextOf(
  actor: Actor = { kind: 'system', name: 'tests' },
  options: { now?: Date; environment?: Environment } = {},
): Context {
  const now = options.now ?? testNow;
  return {
    actor,
    now,
    log: testLog,
    requestId: 'test',
    environment: options.environment ?? anEnvironment({ now }),
  };
}

/** The same person again, with the roles they hold by now, at another instant where one is named. */
export async function renewed(ctx: Context, options: { now?: Date } = {}): Promise<Context> {
  const { personId, sessionId } = personOf(ctx);
  const actor = await actorOf(personId, sessionId);
  if (!actor) throw new Error('the person is gone');
  return contextOf(actor, { now: options.now ?? ctx.now });
}

/** The person of a context; fails the test where it is somebody else. */
export function personOf(ctx: Context): PersonActor {
  if (ctx.actor.kind !== 'person') throw new Error('not a person');
  return ctx.actor;
}

/** A signed-in person without enterprise or office. */
export async function aVisitor(
  options: { name?: string; phone?: string; now?: Date; isUnasked?: boolean } = {},
): Promise<Context> {
  return contextFor((await aPerson(options)).id, options.now);
}

/** A new active member of an enterprise, signed in. */
export async function memberOf(
  enterprise: { id: string },
  options: { role?: EnterpriseRole; name?: string; phone?: string; now?: Date } = {},
): Promise<Context> {
  const person = await aPerson(options);
  const grant = { personId: person.id, enterpriseId: enterprise.id, role: options.role ?? 'admin' };
  await grantEnterprise(contextOf(), grant);
  return contextFor(person.id, options.now);
}

/** A new officer of a body with the roles (desk where none is named), signed in; desk officers are on duty. */
export async function officerIn(organization: { id: string }, ...roles: OfficerRole[]): Promise<Context> {
  const held: OfficerRole[] = roles.length > 0 ? roles : ['desk'];
  const person = await aPerson();
  await grantOffice(contextOf(), {
    personId: person.id,
    organizationId: organization.id,
    roles: held,
    isOnDuty: held.includes('desk'),
  });
  return contextFor(person.id);
}

async function contextFor(personId: string, now?: Date): Promise<Context> {
  const actor = await actorOf(personId, '0'.repeat(24));
  if (!actor) throw new Error('the person is gone');
  return contextOf(actor, now ? { now } : {});
}

/** Headers of a request that the context's person sends: a session of their own, begun at the context's instant. */
export async function headersOf(ctx: Context): Promise<{ authorization: string }> {
  const { token } = await startSession(ctx, personOf(ctx).personId);
  return { authorization: `Bearer ${token}` };
}

/** An HTTP application of the named modules' routes only, below /api, as the whole one is built. */
export async function appWith(
  environment: Environment,
  ...plugins: ((app: App) => Promise<void>)[]
): Promise<App> {
  const app = Fastify({ genReqId: () => crypto.randomUUID() }).withTypeProvider<TypeBoxTypeProvider>() as App;
  await app.register(errorHandling);
  await app.register(validation);
  await app.register(rateLimit, { global: false });
  await app.register(
    async (api) => {
      await api.register(context, environment);
      await api.register(idempotency, environment);
      for (const plugin of plugins) await api.register(plugin);
    },
    { prefix: '/api' },
  );
  return app;
}
