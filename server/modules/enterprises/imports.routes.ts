import multipart from '@fastify/multipart';
import type { FastifyReply } from 'fastify';
import { enterpriseRoutes as table } from '@contract/enterprises';
import type { App } from '../../app';
import { endpoint } from '../../endpoint';
import { AppError, invalidField } from '../../errors';
import { exportEnterprises } from './export.service';
import { withArrival } from './import-content.service';
import { getImport, importReport, listImports } from './import-reading.service';
import { createImport, listImportFields, runImport, stopImport } from './imports.service';

const mostBytes = 50 * 1024 * 1024;

/** Routes of lists of enterprises that come in from files, and go out to them. */
export async function enterpriseImportRoutes(app: App): Promise<void> {
  await app.register(multipart, { limits: { fileSize: mostBytes, files: 1, fields: 4, parts: 5 } });
  app.route({
    ...endpoint(table, 'GET /enterprise-import-fields', ['create', 'enterprise-import']),
    handler: () => listImportFields(),
  });
  const upload = endpoint(table, 'POST /enterprise-imports', ['create', 'enterprise-import']);
  app.route({
    ...upload,
    config: { ...upload.config, rateLimit: { max: 20, timeWindow: '1 minute' } },
    handler: async (req, reply) => {
      const part = await filePart(() => req.file());
      return withArrival(part.file, async (arrival) => {
        if (await req.claimUpload?.(`${part.filename} ${arrival.hash}`, reply)) return reply;
        return reply.code(201).send(await createImport(req.ctx, { name: part.filename, arrival }));
      });
    },
  });
  app.route({
    ...endpoint(table, 'GET /enterprise-imports', ['read', 'enterprise-import']),
    handler: (req) => listImports(req.ctx, req.query),
  });
  app.route({
    ...endpoint(table, 'GET /enterprise-imports/:id', ['read', 'enterprise-import']),
    handler: (req) => getImport(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'POST /enterprise-imports/:id/run', ['create', 'enterprise-import']),
    handler: (req) => runImport(req.ctx, req.params.id, req.body),
  });
  app.route({
    ...endpoint(table, 'POST /enterprise-imports/:id/stop', ['withdraw', 'enterprise-import']),
    handler: (req) => stopImport(req.ctx, req.params.id),
  });
  app.route({
    ...endpoint(table, 'GET /enterprise-imports/:id/report', ['read', 'enterprise-import']),
    handler: async (req, reply) => sendCsv(reply, await importReport(req.ctx, req.params.id)),
  });
  app.route({
    ...endpoint(table, 'POST /enterprise-exports', ['export', 'enterprise', 'officer']),
    handler: async (req, reply) => sendCsv(reply, await exportEnterprises(req.ctx, req.body)),
  });
}

function sendCsv(
  reply: FastifyReply,
  { fileName, content }: Awaited<ReturnType<typeof importReport>>,
): FastifyReply {
  return reply
    .headers({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      'cache-control': 'no-store',
    })
    .send(content);
}

/** The one file of a multipart form, as a stream. */
async function filePart<T>(read: () => Promise<T | undefined>): Promise<T> {
  try {
    const part = await read();
    if (!part) throw invalidField('body.file', '请选择一个文件');
    return part;
  } catch (error) {
    if (error instanceof AppError || (error instanceof Error && 'statusCode' in error)) throw error;
    throw invalidField('body', '上传的内容不完整，请重试');
  }
}
