import type { Body, Colleague, EnterpriseMembership, Me, MembershipRequest, Reply, Session } from '@contract';
import { request } from './request';

/**
 * Signs in with a login code of WeChat (or of the demonstration’s phone).
 * @throws LOGIN_CODE_INVALID when the code is used up, too old or unknown
 * @throws WECHAT_UNAVAILABLE when WeChat gave no answer
 */
export function openSession(code: string): Promise<Session> {
  return request('POST /sessions', { body: { code } });
}

/** Ends the session of this device. */
export function closeSession(): Promise<Reply<'DELETE /sessions/current'>> {
  return request('DELETE /sessions/current');
}

/** Who I am, with my enterprises and offices. */
export function getMe(): Promise<Me> {
  return request('GET /me');
}

/**
 * Changes my name, post or phone.
 * @throws VALIDATION_FAILED when the phone is no mainland mobile number
 */
export function changeMe(body: Body<'PUT /me'>): Promise<Me> {
  return request('PUT /me', { body });
}

/**
 * Switches the enterprise I act for.
 * @throws NOT_FOUND when I am no active member of it
 */
export function switchEnterprise(enterpriseId: string): Promise<Me> {
  return request('PUT /me/enterprise', { body: { enterpriseId } });
}

/** Subscription messages left to me per template, with the ids the phone asks with. */
export function getConsents(): Promise<Reply<'GET /me/consents'>> {
  return request('GET /me/consents');
}

/** Records what the person answered to WeChat’s question, per template id. */
export function recordConsents(
  answers: Body<'POST /me/consents'>['answers'],
): Promise<Reply<'POST /me/consents'>> {
  return request('POST /me/consents', { body: { answers } });
}

/**
 * Asks to join an enterprise by its unified social credit code.
 * @throws CONSENT_REQUIRED when I haven't agreed to the privacy text as it holds now
 * @throws CREDIT_CODE_INVALID when the check digit is wrong
 * @throws ENTERPRISE_NOT_FOUND when nobody has registered it here
 * @throws ALREADY_MEMBER when I am in it or have asked before
 */
export function joinEnterprise(body: Body<'POST /memberships'>): Promise<EnterpriseMembership> {
  return request('POST /memberships', { body });
}

/** Colleagues in the enterprise I act for, those who wait for a decision included. */
export function listColleagues(): Promise<Colleague[]> {
  return request('GET /memberships');
}

/** Requests to join an enterprise that wait for my desk, oldest first. */
export function listMembershipRequests(): Promise<MembershipRequest[]> {
  return request('GET /memberships/requests');
}

/**
 * Accepts or refuses a colleague who asked to join; a refusal tells them why.
 * @throws FORBIDDEN when I am neither the administrator nor at the local desk
 */
export function decideMembership(
  id: string,
  decision: Body<'POST /memberships/:id/decision'>,
): Promise<Colleague> {
  return request('POST /memberships/:id/decision', { params: { id }, body: decision });
}

/**
 * Leaves an enterprise, or takes a colleague out of it with a reason.
 * @throws LAST_ADMINISTRATOR when nobody would be left who lets colleagues in
 */
export function endMembership(id: string, reason?: string): Promise<Reply<'POST /memberships/:id/ending'>> {
  return request('POST /memberships/:id/ending', { params: { id }, body: reason ? { reason } : {} });
}

/** Offers my role as administrator to a colleague. */
export function offerAdministration(id: string): Promise<Colleague> {
  return request('POST /memberships/:id/handover', { params: { id } });
}

/** Takes my offer back. */
export function withdrawOffer(id: string): Promise<Colleague> {
  return request('DELETE /memberships/:id/handover', { params: { id } });
}

/**
 * Accepts or declines the role of administrator that I am offered.
 * @throws CONFLICT when the offer was taken back
 */
export function answerHandover(id: string, accept: boolean): Promise<Me> {
  return request('POST /memberships/:id/handover/decision', { params: { id }, body: { accept } });
}
