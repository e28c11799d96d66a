import type { HttpReply, HttpRequest, HttpUpload, Transport } from '@/api/request';

/** Answers one call; throwing means that no reply came. */
export type Answer = (call: HttpRequest) => HttpReply;

/** A transport that answers call after call from a list and keeps what was sent. */
export function scriptedTransport(
  answers: Answer[],
): Transport & { sent: HttpRequest[]; uploads: HttpUpload[] } {
  const sent: HttpRequest[] = [];
  const uploads: HttpUpload[] = [];
  const next = (call: HttpRequest): HttpReply => {
    const answer = answers.shift();
    if (!answer) throw new Error(`unexpected call ${call.method} ${call.path}`);
    return answer(call);
  };
  return {
    baseUrl: '/api',
    sent,
    uploads,
    send: async (call) => {
      sent.push(call);
      return next(call);
    },
    upload: async (call) => {
      uploads.push(call);
      return next({ method: 'POST', path: call.path, headers: call.headers });
    },
  };
}

export function ok(body: unknown, status = 200): Answer {
  return () => ({ status, body });
}

export function refused(status: number, code: string, message = '不行', details?: unknown): Answer {
  return () => ({ status, body: { code, message, requestId: 'r-1', ...(details ? { details } : {}) } });
}

export function noReply(): Answer {
  return () => {
    throw new Error('connection lost');
  };
}
