import type { ErrorCode, Route } from '@contract';
import { newNonce } from './nonce';

/** They only compute, or ask again and again whether something has happened: nothing is lost by sending them anew. */
const repeatable: readonly Route[] = [
  'POST /issues/preview',
  'POST /audiences',
  'POST /console-sign-ins/:id/session',
];

/** Whether a call goes out under a key. */
export function takesKey(route: Route): boolean {
  return route.startsWith('POST ') && !repeatable.includes(route);
}

/** Keys of requests whose outcome isn't known, by path and content. */
const open = new Map<string, string>();

/**
 * The key under which a POST goes out: the one it went out with before, as long as nobody knows what became of that
 * attempt. `name` stands for the request until its outcome is known.
 */
export function keyFor(path: string, body: unknown): { name: string; headers: Record<string, string> } {
  const name = `${path} ${JSON.stringify(body) ?? ''}`;
  const key = open.get(name) ?? newNonce();
  open.set(name, key);
  return { name, headers: { 'idempotency-key': key } };
}

/** The outcome of a request is known. */
export function settledKey(name: string): void {
  open.delete(name);
}

/** Whether after this error nobody here knows what became of the request. */
export function leavesOpen(code: ErrorCode | 'OFFLINE'): boolean {
  return code === 'OFFLINE' || code === 'REQUEST_IN_PROGRESS' || code === 'INTERNAL';
}
