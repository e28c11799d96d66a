import multipart from '@fastify/multipart';
import { fileRoutes as table } from '@contract/files';
import type { FastifyRequest } from 'fastify';
import type { App } from '../../app';
import { endpoint } from '../../endpoint';
import { AppError, invalidField } from '../../errors';
import { createLink, openFile, storeFile } from './files.service';

const mostBytes = 10 * 1024 * 1024;

/** Routes of uploaded files. */
export async function fileRoutes(app: App): Promise<void> {
  await app.register(multipart, { limits: { fileSize: mostBytes, files: 1, fields: 4, parts: 5 } });
  const upload = endpoint(table, 'POST /files', 'signed-in');
  app.route({
    ...upload,
    config: { ...upload.config, rateLimit: { max: 120, timeWindow: '1 minute' } },
    handler: async (req, reply) => reply.code(201).send(await storeFile(req.ctx, await readUpload(req))),
  });
  app.route({
    ...endpoint(table, 'GET /files/:id', 'public'),
    handler: async (req, reply) => {
      const { file, content } = await openFile(req.ctx, req.params.id, req.query.token);
      reply.headers({
        'content-type': file.mediaType,
        'content-length': file.sizeBytes,
        'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(file.name)}`,
        'cache-control': 'private, max-age=600',
      });
      return reply.send(content);
    },
  });
  app.route({
    ...endpoint(table, 'POST /files/:id/links', 'signed-in'),
    handler: async (req, reply) => reply.code(201).send(await createLink(req.ctx, req.params.id)),
  });
}

/** The one file of a multipart form, whole in memory: at most 10 MB, and pictures are redrawn as a whole anyway. */
async function readUpload(req: FastifyRequest): Promise<{ name: string; bytes: Buffer }> {
  try {
    const part = await req.file();
    if (!part) throw invalidField('body.file', '请选择一个文件');
    return { name: part.filename, bytes: await part.toBuffer() };
  } catch (error) {
    if (error instanceof AppError || (error instanceof Error && 'statusCode' in error)) throw error;
    // The form parser's own errors carry no status: the body is no form (boundary missing, end cut off).
    throw invalidField('body', '上传的内容不完整，请重试');
  }
}
