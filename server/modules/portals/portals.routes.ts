import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App } from '../../app';
import type { Context } from '../../context';
import { AppError, httpStatus } from '../../errors';
import { portalStyle } from './portal-style';
import { renderMessage, renderPage, type PortalPage } from './portal-page';
import { areaOf, changesIn, homeOf, policyIn, searchIn } from './portals.service';

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 16);

/** The stylesheet's address changes with it: browsers keep it for a year. */
const stylesheet = `/portal/style-${hashOf(portalStyle)}.css`;

const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

const RegionParams = Type.Object({ region: Type.String({ pattern: '^\\d{6}$' }) });
const AreaParams = Type.Object({ ...RegionParams.properties, area: Type.String({ maxLength: 20 }) });
const PolicyParams = Type.Object({
  ...RegionParams.properties,
  id: Type.String({ pattern: '^[0-9a-f]{24}$' }),
});
const PageQuery = Type.Object({ page: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })) });
const ChangesQuery = Type.Object({ to: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })) });
const SearchQuery = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 60 })),
  cursor: Type.Optional(Type.String({ maxLength: 300 })),
});

const open = { config: { access: 'public' } } as const;

/** The public homes of province, cities and counties: pages without scripts, the same for everybody. */
export async function portalRoutes(app: App): Promise<void> {
  app.addHook('onSend', async (_req, reply) => {
    reply.header('content-security-policy', contentSecurityPolicy);
  });
  app.setErrorHandler((error, req, reply) => sendFailure(error, req, reply));
  app.setNotFoundHandler((req, reply) => sendFailure(new AppError('NOT_FOUND'), req, reply));

  app.get('/', { ...open, schema: { hide: true } }, (_req, reply) => reply.redirect('/portal/410000'));
  app.get(stylesheet.replace('/portal', ''), { ...open, schema: { hide: true } }, (_req, reply) =>
    reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type('text/css; charset=utf-8')
      .send(portalStyle),
  );
  app.get('/:region', { ...open, schema: { hide: true, params: RegionParams } }, async (req, reply) =>
    sendPage(req, reply, await homeOf(asGuest(req.ctx), req.params.region)),
  );
  app.get('/:region/', { ...open, schema: { hide: true, params: RegionParams } }, (req, reply) =>
    reply.redirect(`/portal/${req.params.region}`, 301),
  );
  app.get(
    '/:region/:area',
    { ...open, schema: { hide: true, params: AreaParams, querystring: PageQuery } },
    async (req, reply) => {
      const { region, area } = req.params;
      return sendPage(req, reply, await areaOf(asGuest(req.ctx), region, area, req.query.page ?? 1));
    },
  );
  app.get(
    '/:region/search',
    { ...open, schema: { hide: true, params: RegionParams, querystring: SearchQuery } },
    async (req, reply) => {
      const { q = '', cursor } = req.query;
      return sendPage(req, reply, await searchIn(asGuest(req.ctx), req.params.region, q, cursor));
    },
  );
  app.get(
    '/:region/policies/:id',
    { ...open, schema: { hide: true, params: PolicyParams } },
    async (req, reply) => {
      const { region, id } = req.params;
      const page = await policyIn(asGuest(req.ctx), region, id);
      if ('elsewhere' in page) return reply.redirect(`/portal/${page.elsewhere}/policies/${id}`);
      return sendPage(req, reply, page);
    },
  );
  app.get(
    '/:region/policies/:id/changes',
    { ...open, schema: { hide: true, params: PolicyParams, querystring: ChangesQuery } },
    async (req, reply) => {
      const { region, id } = req.params;
      return sendPage(req, reply, await changesIn(asGuest(req.ctx), region, id, req.query.to));
    },
  );
}

// Caches hand the page to anybody: it never shows more than a guest may see.
function asGuest(ctx: Context): Context {
  return { ...ctx, actor: { kind: 'guest' } };
}

function sendPage(req: FastifyRequest, reply: FastifyReply, page: PortalPage): FastifyReply {
  const text = renderPage(page, stylesheet);
  const etag = `"${hashOf(text)}"`;
  // A window opens and shuts by the minute: a kept page is asked for again after one.
  reply.header('cache-control', 'public, max-age=60').header('etag', etag);
  if (matches(req.headers['if-none-match'], etag)) return reply.code(304).send();
  return reply.type('text/html; charset=utf-8').send(text);
}

function matches(header: string | undefined, etag: string): boolean {
  return (header ?? '').split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
}

function sendFailure(error: unknown, req: FastifyRequest, reply: FastifyReply): FastifyReply {
  const isUnknown =
    (error instanceof AppError && httpStatus[error.code] < 500) ||
    (typeof error === 'object' && error !== null && 'validation' in error);
  if (!isUnknown) req.log.error({ err: error }, 'page failed');
  const text = isUnknown
    ? renderMessage('没有这个页面', '地址可能写错了，或者内容已经撤下。', stylesheet)
    : renderMessage('页面暂时打不开', '系统出了点问题，请稍后再试；急事请打 12345。', stylesheet);
  return reply
    .code(isUnknown ? 404 : 500)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(text);
}
