import type { FastifyBaseLogger } from 'fastify';
import type { EnterpriseRole, OfficerRole } from '@contract/enums';
import type { Config } from './config';
import type { Clock } from './clock';
import type { Sms } from './gateways/sms';
import type { WeChat } from './gateways/wechat';
import { AppError } from './errors';

/** A person who is signed in, with the enterprise they act for and the roles they hold in organizations. */
export interface PersonActor {
  kind: 'person';
  personId: string;
  name: string;
  sessionId: string;
  enterprise?: { id: string; role: EnterpriseRole };
  offices: { organizationId: string; roles: OfficerRole[] }[];
}
export type Actor = { kind: 'guest' } | { kind: 'system'; name: string } | PersonActor;

/** What a process shares between all its requests and jobs. */
export interface Environment {
  config: Config;
  clock: Clock;
  wechat: WeChat;
  sms: Sms;
}

/** From where a request came. */
export interface Origin {
  address: string;
  userAgent: string;
}

/** Who acts, when, and with what: the first argument of every service function. */
export interface Context {
  actor: Actor;
  /** The instant of the act, from the process's clock; services never read another one. */
  now: Date;
  log: FastifyBaseLogger;
  requestId: string;
  /** Absent where no request is behind the act: jobs and commands. */
  origin?: Origin;
  /** What the request has written, as the audit trail names it: whether repeating it is safe hangs on it. */
  effects?: Set<string>;
  environment: Environment;
}

/**
 * The signed-in person of a context.
 * @throws NOT_SIGNED_IN when a guest or a job acts
 */
export function requirePerson(ctx: Context): PersonActor {
  if (ctx.actor.kind !== 'person') throw new AppError('NOT_SIGNED_IN');
  return ctx.actor;
}

/**
 * The enterprise the caller acts for.
 * @throws NOT_SIGNED_IN when nobody is signed in
 * @throws NOT_BOUND when the person acts for no enterprise
 */
export function requireEnterprise(ctx: Context): { id: string; role: EnterpriseRole } {
  const { enterprise } = requirePerson(ctx);
  if (!enterprise) throw new AppError('NOT_BOUND');
  return enterprise;
}

/** A copy of the context in which a job of the product acts, not a person. */
export function asSystem(ctx: Context, name: string): Context {
  return { ...ctx, actor: { kind: 'system', name } };
}
