import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify from 'fastify';
import type { AddressInfo } from 'node:net';
import type { App } from '../../server/app';
import type { Clock } from '../../server/clock';
import type { MessageTemplate } from '../../server/contract/enums';
import type { Environment } from '../../server/context';
import { createWeChat, type WeChat } from '../../server/gateways/wechat';
import { errorHandling } from '../../server/plugins/errors';
import { validation } from '../../server/plugins/validation';
import type { Faults } from '../../server/sandbox/faults';
import { registerPhone, type PhoneMessage } from '../../server/sandbox/phones.service';
import { sandbox } from '../../server/sandbox/sandbox.routes';
import type { Limits } from '../../server/sandbox/wechat-quotas';
import { anEnvironment, testNow } from './context';

/** A WeChat user of the sandbox, with what a test does on their phone. */
export interface SandboxPhone {
  id: string;
  openid: string;
  loginCode(): Promise<string>;
  /** The person accepts one message of the template. */
  allow(template: MessageTemplate): Promise<void>;
  /** Messages received, newest first. */
  messages(): Promise<PhoneMessage[]>;
  /** Messages of the template that the person still accepts. */
  left(template: MessageTemplate): Promise<number>;
}

export interface Sandbox {
  /** Environment whose WeChat is the real gateway, talking to this sandbox over HTTP. */
  environment: Environment;
  wechat: WeChat;
  /** Where WeChat's endpoints are. */
  baseUrl: string;
  /** A gateway of its own, e.g. with a shorter time-out or another secret. */
  gateway(options?: Partial<Parameters<typeof createWeChat>[0]>): WeChat;
  /** Calls the sandbox's control interface, e.g. `control('GET', '/clock')`. */
  control<T = unknown>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }>;
  faults(changes: Partial<Faults>): Promise<void>;
  limits(changes: Partial<Limits>): Promise<void>;
  phone(options?: {
    name?: string;
    openid?: string;
    number?: string;
    isAtRisk?: boolean;
  }): Promise<SandboxPhone>;
  /** Lets the clock of product and sandbox run ahead. */
  pass(milliseconds: number): void;
  close(): Promise<void>;
}

/** A clock that stands still at `now` until it is moved ahead. */
export function aStillClock(now: Date = testNow): Clock {
  return {
    offsetMs: 0,
    now() {
      return new Date(now.getTime() + this.offsetMs);
    },
  };
}

let phones = 0;

/** Starts the WeChat sandbox on a port of its own, over the test's database. */
export async function startSandbox(options: { now?: Date; timeoutMs?: number } = {}): Promise<Sandbox> {
  const clock = aStillClock(options.now);
  const { config } = anEnvironment();
  const environment = { config, clock } as Environment;
  // The client may keep a connection that never carried a request, and a polite close would wait for it.
  const app = Fastify({ forceCloseConnections: true }).withTypeProvider<TypeBoxTypeProvider>() as App;
  await app.register(errorHandling);
  await app.register(validation);
  await app.register(sandbox, environment);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const baseUrl = `${address}/sandbox/wechat`;
  const gateway: Sandbox['gateway'] = (changes = {}) =>
    createWeChat({
      ...config.wechat,
      baseUrl,
      clock,
      ...(options.timeoutMs ? { timeoutMs: options.timeoutMs } : {}),
      ...changes,
    });
  environment.wechat = gateway();

  const control: Sandbox['control'] = async (method, path, body) => {
    const response = await fetch(`${address}/sandbox${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
  return {
    environment,
    wechat: environment.wechat,
    baseUrl,
    gateway,
    control,
    async faults(changes) {
      await control('PUT', '/faults', changes);
    },
    async limits(changes) {
      await control('PUT', '/limits', changes);
    },
    async phone({
      name = '王海燕',
      openid = `openid-of-phone-${(phones += 1)}`,
      number,
      isAtRisk = false,
    } = {}) {
      const owner = { openid, name, group: 'enterprise' as const, line: '企业管理员', isAtRisk };
      const { id } = await registerPhone({ ...owner, ...(number ? { number } : {}) });
      const read = async () =>
        (
          await control<{ messages: PhoneMessage[]; credits: { templateId: string; left: number }[] }>(
            'GET',
            `/phones/${id}`,
          )
        ).body;
      const idOf = (template: MessageTemplate) => config.wechat.templateIds[template];
      return {
        id,
        openid,
        loginCode: async () =>
          (await control<{ code: string }>('POST', `/phones/${id}/login-codes`)).body.code,
        async allow(template) {
          const answer = { templateIds: [idOf(template)], choice: 'accept' };
          await control('POST', `/phones/${id}/subscriptions`, answer);
        },
        messages: async () => (await read()).messages,
        left: async (template) =>
          (await read()).credits.find(({ templateId }) => templateId === idOf(template))?.left ?? 0,
      };
    },
    pass(milliseconds) {
      clock.offsetMs += milliseconds;
    },
    close: () => app.close(),
  };
}
