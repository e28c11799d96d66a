import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyServerOptions,
  type RawServerDefault,
} from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Environment } from './context';
import { accountRoutes } from './modules/accounts/accounts.routes';
import { networkOf } from './modules/accounts/devices';
import { officerRoutes } from './modules/accounts/officers.routes';
import { signInRoutes } from './modules/accounts/sign-in.routes';
import { auditRoutes } from './modules/audit/audit.routes';
import { enterpriseRoutes } from './modules/enterprises/enterprises.routes';
import { enterpriseImportRoutes } from './modules/enterprises/imports.routes';
import { eventRoutes } from './modules/events/events.routes';
import { fileRoutes } from './modules/files/files.routes';
import { issueRoutes } from './modules/issues/issues.routes';
import { matchmakingRoutes } from './modules/matchmaking/matchmaking.routes';
import { messageRoutes } from './modules/messages/messages.routes';
import { organizationRoutes } from './modules/organizations/organizations.routes';
import { policyRoutes } from './modules/policies/policies.routes';
import { policyVersionRoutes } from './modules/policies/policy-versions.routes';
import { portalRoutes } from './modules/portals/portals.routes';
import { privacyRoutes } from './modules/privacy/privacy.routes';
import { context } from './plugins/context';
import { AppError } from './errors';
import { errorHandling, sendError } from './plugins/errors';
import { idempotency } from './plugins/idempotency';
import { openapi } from './plugins/openapi';
import { pages } from './plugins/pages';
import { validation } from './plugins/validation';
import { sandbox } from './sandbox/sandbox.routes';

/** The app of this product: Fastify with the contract's types inferred from each route's schema. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/**
 * Builds the whole HTTP application over a connected database: the API below /api, its OpenAPI page at /docs, the
 * public homes below /portal, the built clients below /m and /console and, in the demonstration only, the WeChat sandbox below /sandbox.
 */
export async function buildApp(environment: Environment, options: FastifyServerOptions = {}): Promise<App> {
  const app = Fastify({
    trustProxy: environment.config.trustedProxies.length > 0 ? environment.config.trustedProxies : false,
    genReqId: () => crypto.randomUUID(),
    // An address that can't be read (broken escapes, a part without end) is no address; no error handler sees it.
    frameworkErrors: (_error, req, reply) => {
      sendError(req, reply, new AppError('ROUTE_NOT_FOUND'));
    },
    ...options,
  }).withTypeProvider<TypeBoxTypeProvider>() as App;
  // Before any route: Fastify takes the error handler and the validator a route is registered with.
  await app.register(errorHandling);
  await app.register(validation);
  await app.register(helmet, {
    contentSecurityPolicy: false,
    crossOriginResourcePolicy: false,
    frameguard: { action: 'sameorigin' },
  });
  await app.register(rateLimit, { global: false, keyGenerator: (req) => networkOf(req.ip) });
  await app.register(openapi);
  await app.register(
    async (api) => {
      await api.register(context, environment);
      await api.register(idempotency, environment);
      for (const routes of [
        signInRoutes,
        accountRoutes,
        privacyRoutes,
        officerRoutes,
        auditRoutes,
        organizationRoutes,
        enterpriseRoutes,
        enterpriseImportRoutes,
        fileRoutes,
        policyRoutes,
        policyVersionRoutes,
        messageRoutes,
        issueRoutes,
        eventRoutes,
        matchmakingRoutes,
      ]) {
        await api.register(routes);
      }
    },
    { prefix: '/api' },
  );
  await app.register(
    async (portal) => {
      await portal.register(context, environment);
      await portal.register(portalRoutes);
    },
    { prefix: '/portal' },
  );
  if (environment.config.isDemonstration) await app.register(sandbox, environment);
  await app.register(pages, environment);
  return app;
}
