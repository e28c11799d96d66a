import type { Body, ErrorCode, ErrorReply, FileRef, Params, Query, Reply, Route } from '@contract';
import { hearServerDate } from './clock';
import { keyFor, leavesOpen, settledKey, takesKey } from './idempotency';

/** One call as it goes over the wire; `path` stands below the API's base, query included. */
export interface HttpRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: unknown;
}
export interface HttpReply {
  status: number;
  /** Parsed JSON, or whatever came instead of it. */
  body: unknown;
  /** The `Date` header, where the transport can read it. */
  date?: string;
}
export interface HttpUpload {
  path: string;
  headers: Record<string, string>;
  /** Local path or blob address of the picked file. */
  filePath: string;
  fileName: string;
}

/** What carries calls: Taro on a phone, `app.inject` in tests. It rejects only where no reply came back at all. */
export interface Transport {
  /** Where the API answers, without a slash at the end. */
  baseUrl: string;
  send(request: HttpRequest): Promise<HttpReply>;
  upload(upload: HttpUpload): Promise<HttpReply>;
}

/** Who keeps the token: see `session.ts`. */
export interface SessionKeeper {
  token(): string | undefined;
  /** Signs in again without asking the person; false where that can’t be done. */
  renew(): Promise<boolean>;
  /** The session is over and could not be renewed. */
  lost(): void;
}

/** `OFFLINE`: no reply came. The others are the server’s. */
export type ApiErrorCode = ErrorCode | 'OFFLINE';

/** A call that did not succeed: its code, a Chinese sentence that may be shown, and the fields it is about. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  readonly details: NonNullable<ErrorReply['details']>;
  readonly requestId: string | undefined;

  constructor(reply: {
    code: ApiErrorCode;
    message: string;
    requestId?: string;
    details?: ErrorReply['details'];
  }) {
    super(reply.message);
    this.name = 'ApiError';
    this.code = reply.code;
    this.details = reply.details ?? [];
    this.requestId = reply.requestId;
  }

  /** What is wrong with one field, e.g. `body.creditCode`. */
  ruleOf(path: string): string | undefined {
    return this.details.find((detail) => detail.path === path)?.rule;
  }
}

/** True where no reply came back: what was typed is still here and may be sent again. */
export function isOffline(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'OFFLINE';
}

let transport: Transport | undefined;
let keeper: SessionKeeper = { token: () => undefined, renew: async () => false, lost: () => undefined };

export function setTransport(next: Transport): void {
  transport = next;
}

export function setSessionKeeper(next: SessionKeeper): void {
  keeper = next;
}

function currentTransport(): Transport {
  if (!transport) throw new Error('setTransport has not been called');
  return transport;
}

type ParamsInput<R extends Route> = Params<R> extends undefined ? object : { params: Params<R> };
type BodyInput<R extends Route> = Body<R> extends undefined ? object : { body: Body<R> };
type QueryInput<R extends Route> =
  Query<R> extends undefined ? object : object extends Query<R> ? { query?: Query<R> } : { query: Query<R> };
export type RequestInput<R extends Route> = ParamsInput<R> & BodyInput<R> & QueryInput<R>;
type RequestArguments<R extends Route> =
  object extends RequestInput<R> ? [input?: RequestInput<R>] : [input: RequestInput<R>];

interface LooseInput {
  params?: Record<string, string>;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
}

/**
 * Calls one route of the contract and answers its reply. A GET that got no reply is tried once more. A POST carries a
 * key under which the server acts once: sent again by the person after a lost connection, it carries the same one. A
 * call whose session is over is replayed once after signing in again silently.
 * @throws ApiError with the server’s code, or OFFLINE when no reply came
 */
export async function request<R extends Route>(route: R, ...[input]: RequestArguments<R>): Promise<Reply<R>> {
  const [method = '', pattern = ''] = route.split(' ');
  const { params, query, body } = (input ?? {}) as LooseInput;
  const path = fillPath(pattern, params ?? {}) + queryText(query ?? {});
  // Fastify refuses an empty body that says it is JSON, so the header comes with a body only.
  const content: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  const keyed = takesKey(route) ? keyFor(path, body) : undefined;
  const send = () =>
    currentTransport().send({
      method,
      path,
      headers: { ...content, ...keyed?.headers, ...authorization() },
      ...(body === undefined ? {} : { body }),
    });
  return (await withKey(keyed, () =>
    withSession(route, () => (method === 'GET' ? twice(send) : send())),
  )) as Reply<R>;
}

/**
 * Uploads one picture or PDF.
 * @param filePath local path or blob address
 * @throws ApiError FILE_TYPE_REFUSED, PAYLOAD_TOO_LARGE, or OFFLINE when no reply came
 */
export async function upload(filePath: string, fileName = lastSegment(filePath)): Promise<FileRef> {
  const keyed = keyFor('/files', filePath);
  const send = () =>
    currentTransport().upload({
      path: '/files',
      headers: { ...keyed.headers, ...authorization() },
      filePath,
      fileName,
    });
  return (await withKey(keyed, () => withSession('POST /files', send))) as FileRef;
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1) || 'file';
}

/** The full address of a path below the API’s base, for picture elements. */
export function addressOf(path: string): string {
  return currentTransport().baseUrl + path;
}

function authorization(): Record<string, string> {
  const token = keeper.token();
  return token ? { authorization: `Bearer ${token}` } : {};
}

function fillPath(pattern: string, params: Record<string, string>): string {
  return pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}

function queryText(query: NonNullable<LooseInput['query']>): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

/** Once the outcome is known the key has served: the same content again is something new. */
async function withKey<T>(keyed: { name: string } | undefined, call: () => Promise<T>): Promise<T> {
  try {
    const result = await call();
    if (keyed) settledKey(keyed.name);
    return result;
  } catch (error) {
    if (keyed && !(error instanceof ApiError && leavesOpen(error.code))) settledKey(keyed.name);
    throw error;
  }
}

async function twice(send: () => Promise<HttpReply>): Promise<HttpReply> {
  try {
    return await send();
  } catch {
    return send();
  }
}

async function withSession(route: Route, send: () => Promise<HttpReply>): Promise<unknown> {
  const sentWith = keeper.token();
  const first = await attempt(send);
  // A wrong login code is no lost session, and renewing calls this route itself.
  if (!(first instanceof ApiError) || !isSignedOut(first) || route === 'POST /sessions') return settle(first);
  // Another call may have renewed the session while this one was on its way.
  if (keeper.token() === sentWith && !(await keeper.renew())) {
    keeper.lost();
    throw first;
  }
  return settle(await attempt(send));
}

function isSignedOut(error: ApiError): boolean {
  return error.code === 'SESSION_EXPIRED' || error.code === 'NOT_SIGNED_IN';
}

function settle(result: { body: unknown } | ApiError): unknown {
  if (result instanceof ApiError) throw result;
  return result.body;
}

async function attempt(send: () => Promise<HttpReply>): Promise<{ body: unknown } | ApiError> {
  let reply: HttpReply;
  try {
    reply = await send();
  } catch {
    return new ApiError({ code: 'OFFLINE', message: '网络没连上，内容都还在，请稍后再试' });
  }
  hearServerDate(reply.date);
  if (reply.status >= 200 && reply.status < 300) return { body: reply.body };
  return toApiError(reply.body);
}

/** A gateway on the way may answer something that is no error reply of ours. */
function toApiError(body: unknown): ApiError {
  const reply = body as Partial<ErrorReply> | null | undefined;
  if (typeof reply?.code === 'string' && typeof reply.message === 'string')
    return new ApiError({ ...reply, code: reply.code, message: reply.message });
  return new ApiError({ code: 'INTERNAL', message: '系统出了点问题，内容都还在，请稍后再试' });
}
