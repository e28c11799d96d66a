import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Environment } from '../context';

/** The built clients: the mini-program's browser build below /m/, the console below /console/. */
export const pages = fastifyPlugin(async (app: FastifyInstance, environment: Environment) => {
  for (const [prefix, folder] of [
    ['/m', 'dist/h5'],
    ['/console', 'dist/console'],
  ] as const) {
    const root = resolve(folder);
    // On a first start the build arrives after the server; the folder must be there for files to be found later.
    mkdirSync(root, { recursive: true });
    await app.register(fastifyStatic, {
      root,
      prefix,
      decorateReply: false,
      // A path without its last slash is led to the one with it.
      redirect: true,
      maxAge: 0,
    });
  }
  if (!environment.config.isDemonstration) app.get('/', (_req, reply) => reply.redirect('/console/'));
  app.get('/healthz', { schema: { hide: true } }, () => ({ status: 'ok' }));
});
