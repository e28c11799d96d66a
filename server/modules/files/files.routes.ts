import multipart from '@fastify/multipart';
import { fileRoutes as table } from '@contract/files';
import type { FastifyReply, FastifyRequest } from 'fastify';
import parseRange from 'range-parser';
import type { App } from '../../app';
import { endpoint } from '../../endpoint';
import { AppError, invalidField } from '../../errors';
import { dispositionOf } from './file-kinds';
import { createLink, openFile, type OpenedFile } from './files.service';
import { dropArrival, keepArrival, mostBytes, receiveContent, type Arrival } from './uploads.service';

/** Routes of uploaded files. */
export async function fileRoutes(app: App): Promise<void> {
  await app.register(multipart, { limits: { fileSize: mostBytes + 1, files: 1, fields: 4, parts: 5 } });
  const upload = endpoint(table, 'POST /files', 'signed-in');
  app.route({
    ...upload,
    config: { ...upload.config, rateLimit: { max: 120, timeWindow: '1 minute' } },
    handler: async (req, reply) => {
      const arrival = await receiveUpload(req);
      let isKept = false;
      try {
        if (await req.claimUpload?.(`${arrival.name} ${arrival.sentHash}`, reply)) return reply;
        isKept = true;
      } finally {
        if (!isKept) await dropArrival(arrival);
      }
      return reply.code(201).send(await keepArrival(req.ctx, arrival));
    },
  });
  app.route({
    ...endpoint(table, 'GET /files/:id', 'public'),
    handler: async (req, reply) => {
      const isContinued = /^bytes=0*[1-9]/.test(req.headers.range ?? '');
      const opened = await openFile(req.ctx, req.params.id, { token: req.query.token, isContinued });
      return sendFile(req, reply, opened);
    },
  });
  app.route({
    ...endpoint(table, 'POST /files/:id/links', 'signed-in'),
    handler: async (req, reply) => reply.code(201).send(await createLink(req.ctx, req.params.id)),
  });
}

/**
 * Answers with the file, or the one part of it that was asked for. What stands under an id never changes, so the id is
 * its tag; several parts at once are answered with the whole.
 * @source RFC 9110, sections 13 and 14
 */
function sendFile(req: FastifyRequest, reply: FastifyReply, { file, read }: OpenedFile): FastifyReply {
  const etag = `"${file.id}"`;
  reply.headers({
    etag,
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=600',
    'content-disposition': dispositionOf(file),
    'x-content-type-options': 'nosniff',
    // Should a file hold a script after all, it runs without an origin.
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  });
  const known = req.headers['if-none-match'];
  if (known && known.split(',').some((tag) => ['*', etag, `W/${etag}`].includes(tag.trim())))
    return reply.code(304).send();
  const part = partOf(req, file.sizeBytes, etag);
  if (part === 'unsatisfiable')
    return reply
      .code(416)
      .header('content-range', `bytes */${file.sizeBytes}`)
      .removeHeader('content-disposition')
      .send();
  reply.type(file.mediaType);
  if (!part) return reply.header('content-length', file.sizeBytes).send(read());
  const { start, end } = part;
  return reply
    .code(206)
    .headers({
      'content-range': `bytes ${start}-${end}/${file.sizeBytes}`,
      'content-length': end - start + 1,
    })
    .send(read({ start, end: end + 1 }));
}

function partOf(
  req: FastifyRequest,
  sizeBytes: number,
  etag: string,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const { range, 'if-range': ifRange } = req.headers;
  // Another version than the one a part is already there of: all of it again.
  if (!range || (ifRange !== undefined && ifRange !== etag)) return undefined;
  const ranges = parseRange(sizeBytes, range);
  if (ranges === -1) return 'unsatisfiable';
  if (ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return undefined;
  return ranges[0];
}

/** Takes in the one file of a multipart form. */
async function receiveUpload(req: FastifyRequest): Promise<Arrival> {
  try {
    const part = await req.file();
    if (!part) throw invalidField('body.file', '请选择一个文件');
    const { file } = part;
    // A connection that is lost ends the request without an end of the form: what waits for more must hear of it.
    req.raw.once('close', () => {
      if (!req.raw.complete) file.destroy(new Error('the upload broke off'));
    });
    return await receiveContent(req.ctx, { name: part.filename, pieces: file });
  } catch (error) {
    if (error instanceof AppError || (error instanceof Error && 'statusCode' in error)) throw error;
    // The form parser's own errors carry no status: the body is no form (boundary missing, end cut off).
    throw invalidField('body', '上传的内容不完整，请重试');
  }
}
