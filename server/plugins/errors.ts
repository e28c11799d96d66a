import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { ErrorCode } from '@contract/errors';
import { AppError, defaultMessage, httpStatus, isDuplicateKey, type ErrorDetail } from '../errors';
import { toDetails } from './validation';

/** One error shape on the wire, logged once; whatever isn't foreseen is a 500 with a fixed sentence. */
export const errorHandling = fastifyPlugin(async (app: FastifyInstance) => {
  app.setErrorHandler((error: FastifyError, req, reply) => {
    const appError = toAppError(error);
    // What the operator has to look into, with its cause; a caller's mistake is a line.
    if (httpStatus[appError.code] >= 500) req.log.error({ err: error }, 'request failed');
    else req.log.info({ code: appError.code }, appError.message);
    return sendError(req, reply, appError);
  });
  app.setNotFoundHandler((req, reply) => sendError(req, reply, new AppError('ROUTE_NOT_FOUND')));
});

/** Answers with an error in its one shape. */
export function sendError(req: FastifyRequest, reply: FastifyReply, error: AppError): FastifyReply {
  return reply
    .code(httpStatus[error.code])
    .type('application/json; charset=utf-8')
    .send(
      JSON.stringify({
        code: error.code,
        message: error.message,
        requestId: req.id,
        ...(error.details ? { details: error.details } : {}),
      }),
    );
}

function toAppError(
  error: FastifyError & { codeName?: string; errorResponse?: { code?: number } },
): AppError {
  if (error instanceof AppError) return error;
  if (error.validation)
    return validationError(toDetails(error.validation, error.validationContext ?? 'body'));
  if (isDuplicateKey(error)) return new AppError('CONFLICT', { cause: error });
  // Fastify's own refusals (bad JSON, wrong content type, too large, too many requests) keep their meaning, not their text.
  const status = error.statusCode ?? 500;
  const code = statusCodes[status] ?? (status < 500 ? 'VALIDATION_FAILED' : 'INTERNAL');
  return new AppError(code, { cause: error });
}

function validationError(details: ErrorDetail[]): AppError {
  const first = details[0];
  const message =
    details.length === 1 && first ? `${defaultMessage.VALIDATION_FAILED}：${first.rule}` : undefined;
  return new AppError('VALIDATION_FAILED', { ...(message ? { message } : {}), details });
}

const statusCodes: Record<number, ErrorCode | undefined> = {
  404: 'ROUTE_NOT_FOUND',
  406: 'UNSUPPORTED_MEDIA_TYPE',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'RATE_LIMITED',
};
