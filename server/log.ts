import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import { pino, type DestinationStream } from 'pino';

/**
 * The process's log, JSON lines. Of a request it keeps method, path and address: what people search for (names, phone
 * tails) and the tokens of file links stand in the query and stay out.
 */
export function createLog(level: string, destination?: DestinationStream): FastifyBaseLogger {
  const options = { level, serializers: { req: requestLine } };
  return destination ? pino(options, destination) : pino(options);
}

function requestLine({ method, url, ip }: FastifyRequest): Record<string, string> {
  return { method, path: url.replace(/\?.*$/s, ''), remoteAddress: ip };
}
