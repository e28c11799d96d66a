import type { EnterpriseMembership, Me, Office, Session } from '@contract';
import { closeSession, getMe, openSession, switchEnterprise } from './accounts';
import { ApiError, setSessionKeeper } from './request';

/**
 * `starting`: not known yet. `visitor`: nobody is signed in; public pages stay readable. `unreachable`: the server
 * gave no answer, so it isn’t known who is here.
 */
export type SessionState =
  { status: 'starting' | 'visitor' | 'unreachable'; me?: undefined } | { status: 'signed-in'; me: Me };

/** What the phone adds to a session: login codes, memory, and the way to the sign-in page. */
export interface SessionPlatform {
  /** The page was opened with a code: it says who is here, whatever was remembered. */
  opensWithCode: boolean;
  /** A login code that can be had without asking the person; undefined where there is none. */
  loginCode(): Promise<string | undefined>;
  rememberedToken(): string | undefined;
  remember(token: string | undefined): void;
  goToSignIn(): void;
}

let platform: SessionPlatform = {
  opensWithCode: false,
  loginCode: async () => undefined,
  rememberedToken: () => undefined,
  remember: () => undefined,
  goToSignIn: () => undefined,
};
let token: string | undefined;
let state: SessionState = { status: 'starting' };
let renewing: Promise<boolean> | undefined;
const listeners = new Set<() => void>();

function become(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

/** Who is here now. */
export function getSession(): SessionState {
  return state;
}

/** Calls the listener after each change until the answered function is called. */
export function subscribeSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Takes what the phone offers and finds out who is here: by the remembered token, else by a login code. */
export async function startSession(parts: SessionPlatform): Promise<void> {
  platform = parts;
  token = platform.rememberedToken();
  setSessionKeeper({ token: () => token, renew: renewSession, lost: endSession });
  await restoreSession();
}

/** Finds out again who is here, after the server could not be reached. */
export async function restoreSession(): Promise<void> {
  become({ status: 'starting' });
  try {
    if (platform.opensWithCode && (await renewSession())) return;
    if (token) become({ status: 'signed-in', me: await getMe() });
    else if (!(await renewSession())) become({ status: 'visitor' });
  } catch (error) {
    // A renewal on the way may have found out already.
    if (getSession().status === 'starting') become({ status: isRefusal(error) ? 'visitor' : 'unreachable' });
  }
}

/**
 * Signs in with what the phone offers and answers whether that worked.
 * @throws WECHAT_UNAVAILABLE when WeChat gave no answer
 * @throws OFFLINE when no reply came
 */
export function renewSession(): Promise<boolean> {
  // Several calls may find their session over at once; a login code serves once only.
  renewing ??= signIn().finally(() => {
    renewing = undefined;
  });
  return renewing;
}

async function signIn(): Promise<boolean> {
  const code = await platform.loginCode();
  if (!code) return false;
  try {
    keepSession(await openSession(code));
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'LOGIN_CODE_INVALID') return false;
    throw error;
  }
}

/** Takes up a session that another way of signing in has given. */
export function startWith(session: Session): void {
  keepSession(session);
}

function keepSession(session: Session): void {
  token = session.token;
  platform.remember(token);
  become({ status: 'signed-in', me: session.me });
}

function forgetSession(): void {
  token = undefined;
  platform.remember(undefined);
  become({ status: 'visitor' });
}

/** While it isn’t known who is here, nobody is sent away from what they wanted to read. */
function endSession(): void {
  const wasStarting = state.status === 'starting';
  forgetSession();
  if (!wasStarting) platform.goToSignIn();
}

function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 'SESSION_EXPIRED' || error.code === 'NOT_SIGNED_IN');
}

/** Ends the session of this device; the device forgets it even when the server can’t be told. */
export async function signOut(): Promise<void> {
  try {
    await closeSession();
  } finally {
    forgetSession();
  }
}

/** Reads my person again, after joining an enterprise for example. */
export async function refreshMe(): Promise<Me> {
  return keepMe(await getMe());
}

/** Shows a person that a call has just answered. */
export function keepMe(me: Me): Me {
  become({ status: 'signed-in', me });
  return me;
}

/**
 * Acts for another of my enterprises from now on.
 * @throws NOT_FOUND when I am no active member of it
 */
export async function actFor(enterpriseId: string): Promise<Me> {
  return keepMe(await switchEnterprise(enterpriseId));
}

/** My active membership in the enterprise I act for. */
export function currentMembership(me: Me | undefined): EnterpriseMembership | undefined {
  return me?.enterprises.find(
    (membership) => membership.enterpriseId === me.currentEnterpriseId && membership.status === 'active',
  );
}

/** A membership that still waits for a decision. */
export function pendingMembership(me: Me | undefined): EnterpriseMembership | undefined {
  return me?.enterprises.find((membership) => membership.status === 'pending');
}

/** The offices I hold, empty for staff of an enterprise. */
export function officesOf(me: Me | undefined): Office[] {
  return me?.offices ?? [];
}
