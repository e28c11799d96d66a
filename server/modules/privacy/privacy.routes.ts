import { privacyRoutes as table } from '@contract/privacy';
import type { App } from '../../app';
import { endpoint } from '../../endpoint';
import {
  getPrivacyText,
  givePrivacyConsent,
  listPrivacyConsents,
  withdrawPrivacyConsent,
} from '../accounts/privacy-consents.service';
import { cancelDeletion, getDeletion, requestDeletion } from './deletions.service';
import { linkExport, listExports, openExport, requestExport } from './exports.service';
import { listPhoneReadings } from './readings.service';

/** Routes of consent, of who read what, of copies of one's data and of closing one's account. */
export async function privacyRoutes(app: App): Promise<void> {
  app.route({
    ...endpoint(table, 'GET /privacy-text', 'public'),
    handler: async (req) => getPrivacyText(req.ctx),
  });
  app.route({
    ...endpoint(table, 'GET /me/privacy-consents', 'signed-in'),
    handler: (req) => listPrivacyConsents(req.ctx),
  });
  app.route({
    ...endpoint(table, 'POST /me/privacy-consents', 'signed-in'),
    handler: async (req, reply) => reply.code(201).send(await givePrivacyConsent(req.ctx, req.body)),
  });
  app.route({
    ...endpoint(table, 'DELETE /me/privacy-consents', 'signed-in'),
    handler: (req) => withdrawPrivacyConsent(req.ctx),
  });
  app.route({
    ...endpoint(table, 'GET /me/phone-readings', 'signed-in'),
    handler: (req) => listPhoneReadings(req.ctx, req.query),
  });
  app.route({
    ...endpoint(table, 'GET /me/exports', 'signed-in'),
    handler: (req) => listExports(req.ctx),
  });
  app.route({
    ...endpoint(table, 'POST /me/exports', 'signed-in'),
    handler: async (req, reply) => reply.code(201).send(await requestExport(req.ctx)),
  });
  app.route({
    ...endpoint(table, 'POST /me/exports/:id/links', 'signed-in'),
    handler: async (req, reply) => reply.code(201).send(await linkExport(req.ctx, req.params.id)),
  });
  const copy = endpoint(table, 'GET /exports/:id', 'public');
  app.route({
    ...copy,
    config: { ...copy.config, rateLimit: { max: 30, timeWindow: '1 minute' } },
    handler: async (req, reply) => {
      const { content, mediaType, fileName } = await openExport(req.ctx, req.params.id, req.query);
      const isPage = mediaType.startsWith('text/html');
      reply.headers({
        'content-type': mediaType,
        'content-disposition': `${isPage ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(fileName)}`,
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
      return reply.send(content);
    },
  });
  app.route({
    ...endpoint(table, 'GET /me/deletion', 'signed-in'),
    handler: (req) => getDeletion(req.ctx),
  });
  app.route({
    ...endpoint(table, 'POST /me/deletion', 'signed-in'),
    handler: async (req, reply) => reply.code(201).send(await requestDeletion(req.ctx)),
  });
  app.route({
    ...endpoint(table, 'DELETE /me/deletion', 'signed-in'),
    handler: (req) => cancelDeletion(req.ctx),
  });
}
