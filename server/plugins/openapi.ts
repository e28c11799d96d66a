import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

/** The OpenAPI document of the contract's routes, and its page at /docs. */
export const openapi = fastifyPlugin(async (app: FastifyInstance) => {
  await app.register(swagger, {
    openapi: {
      info: {
        title: '企服通 API',
        version: '1',
        description: 'Government-to-enterprise service: policies, issues, events, matchmaking.',
      },
      components: { securitySchemes: { session: { type: 'http', scheme: 'bearer' } } },
      security: [{ session: [] }],
    },
    transform: ({ schema, url }) => ({
      schema: { ...schema, hide: !url.startsWith('/api/') || schema?.hide === true },
      url,
    }),
  });
  await app.register(swaggerUi, { routePrefix: '/docs' });
});
