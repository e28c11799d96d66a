import type { Body, ErrorReply, Params, Query, Reply, Route } from '@contract/index';
import type { ErrorCode } from '@contract/errors';
import { keyFor, leavesOpen, settledKey, takesKey } from '@/api/idempotency';
import { hearServerDate } from './clock';

const tokenKey = 'qifutong-console-token';
let onSignedOut: () => void = () => undefined;

/** What the API refused, with a sentence that may be shown and the fields it is about. */
export class ApiError extends Error {
  readonly code: ErrorCode | 'OFFLINE';
  readonly details: { path: string; rule: string }[];
  constructor(code: ErrorCode | 'OFFLINE', message: string, details: { path: string; rule: string }[] = []) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

export const readToken = () => sessionStorage.getItem(tokenKey);

/** Keeps or forgets the session's token; each browser tab has its own, so that two people can be tried side by side. */
export function writeToken(token: string | null): void {
  if (token) sessionStorage.setItem(tokenKey, token);
  else sessionStorage.removeItem(tokenKey);
}

/** Called when the API says that nobody is signed in any more. */
export function whenSignedOut(callback: () => void): void {
  onSignedOut = callback;
}

interface Options<R extends Route> {
  params?: Params<R>;
  query?: Query<R>;
  body?: Body<R>;
}

/**
 * Calls one route of the contract. A POST carries a key under which the server acts once: sent again by the person after
 * a lost connection, it carries the same one.
 * @throws ApiError with the API's code and sentence; OFFLINE when it can't be reached
 */
export async function request<R extends Route>(route: R, options: Options<R> = {}): Promise<Reply<R>> {
  const [method = 'GET', template = ''] = route.split(' ');
  const params = (options.params ?? {}) as Record<string, string>;
  const path = template.replace(/:(\w+)/g, (_match, name: string) => encodeURIComponent(params[name] ?? ''));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries((options.query ?? {}) as Record<string, unknown>)) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  const token = readToken();
  const keyed = takesKey(route) ? keyFor(path, options.body) : undefined;
  let response: Response;
  try {
    response = await fetch(`/api${path}${query.size > 0 ? `?${query}` : ''}`, {
      method,
      headers: {
        ...keyed?.headers,
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
  } catch {
    throw new ApiError('OFFLINE', '连不上服务，您填的内容没有丢');
  }
  hearServerDate(response.headers.get('date'));
  const reply: unknown = await response.json().catch(() => null);
  const refused = reply as ErrorReply | null;
  if (keyed && (response.ok || !leavesOpen(refused?.code ?? 'INTERNAL'))) settledKey(keyed.name);
  if (response.ok) return reply as Reply<R>;
  const error = new ApiError(
    refused?.code ?? 'INTERNAL',
    refused?.message ?? '系统出了点问题，请稍后再试',
    refused?.details,
  );
  if (error.code === 'SESSION_EXPIRED' || error.code === 'NOT_SIGNED_IN') {
    writeToken(null);
    onSignedOut();
  }
  throw error;
}

/** What was refused, in one sentence: the API's, or which fields are wrong; for anything else the given words. */
export function refusalText(error: unknown, otherwise = '没有存上，请再试一次'): string {
  if (!(error instanceof ApiError)) return otherwise;
  const rules = error.details.map(({ rule }) => rule).filter((rule) => !error.message.includes(rule));
  return [error.message, ...rules].join('；');
}
