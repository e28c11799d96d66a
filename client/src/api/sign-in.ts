import type { ConsoleSignIn, InvitationOffer, Me, Reply, Session, SessionRow } from '@contract';
import { request } from './request';

/**
 * Has a sign-in code sent to a phone number.
 * @throws RATE_LIMITED when too many were asked for
 * @throws SMS_UNAVAILABLE when it could not be sent
 */
export function sendPhoneCode(phone: string): Promise<Reply<'POST /phone-codes'>> {
  return request('POST /phone-codes', { body: { phone } });
}

/**
 * Signs in with a phone number and the code sent to it.
 * @param privacyVersion the privacy text the person agreed to before
 * @throws PHONE_CODE_INVALID when the code is wrong, used or too old
 * @throws CONSENT_REQUIRED when the privacy text has changed since
 */
export function openSessionByPhone(phone: string, code: string, privacyVersion: string): Promise<Session> {
  return request('POST /sessions/phone', { body: { phone, code, privacyVersion } });
}

/**
 * Proves my phone number with the code of WeChat’s phone-number button.
 * @throws LOGIN_CODE_INVALID when the code is used or too old
 * @throws PHONE_TAKEN when the number is another account’s that can’t become one with mine
 */
export function provePhone(code: string): Promise<Me> {
  return request('PUT /me/phone', { body: { code } });
}

/** Where I am signed in, last used first. */
export function listSessions(): Promise<SessionRow[]> {
  return request('GET /sessions');
}

/** Signs out one of my devices. */
export function endSession(id: string): Promise<Reply<'DELETE /sessions/:id'>> {
  return request('DELETE /sessions/:id', { params: { id } });
}

/** Signs out all my devices but this one. */
export function endOtherSessions(): Promise<Reply<'DELETE /sessions'>> {
  return request('DELETE /sessions', { query: { keepCurrent: true } });
}

/**
 * Which console asks to be signed in, by what its QR carries.
 * @throws FORBIDDEN when I hold no office
 * @throws NOT_FOUND when there is no such request
 */
export function getConsoleSignIn(code: string): Promise<ConsoleSignIn> {
  return request('GET /console-sign-ins/:code', { params: { code } });
}

/**
 * Lets the console in as myself, or refuses it.
 * @throws SIGN_IN_REQUEST_OVER when it has expired or was decided already
 */
export function decideConsoleSignIn(code: string, accept: boolean): Promise<ConsoleSignIn> {
  return request('POST /console-sign-ins/:code/decision', { params: { code }, body: { accept } });
}

/**
 * What an invitation’s code invites to.
 * @throws INVITATION_INVALID when it is wrong, used, revoked or too old
 */
export function previewInvitation(code: string): Promise<InvitationOffer> {
  return request('POST /invitations/previews', { body: { code } });
}

/**
 * Takes up the office that a code invites to.
 * @throws INVITATION_INVALID when it is wrong, used, revoked or too old
 */
export function acceptInvitation(code: string): Promise<Me> {
  return request('POST /invitations/acceptances', { body: { code } });
}
