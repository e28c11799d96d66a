import type { Body, Issue, IssueCounts, IssuePreview, OpenIssueBody, Query, Reply } from '@contract';
import { request } from './request';

/** Category, promised date and accountable person of a text that is not sent yet. */
export function previewIssue(body: Body<'POST /issues/preview'>): Promise<IssuePreview> {
  return request('POST /issues/preview', { body });
}

/**
 * Raises an issue for my enterprise; the same nonce opens one issue only.
 * @throws NOT_BOUND when I act for no enterprise
 * @throws IDEMPOTENCY_KEY_REUSED when the nonce came with another text before
 */
export function openIssue(body: OpenIssueBody): Promise<Issue> {
  return request('POST /issues', { body });
}

/** Issues of my enterprise, or those in my scope as an officer. */
export function listIssues(query: Query<'GET /issues'>): Promise<Reply<'GET /issues'>> {
  return request('GET /issues', { query });
}

/** Counts per group of the same lists. */
export function countIssues(as: Query<'GET /issues/counts'>['as']): Promise<IssueCounts> {
  return request('GET /issues/counts', { query: { as } });
}

/**
 * One issue with its ledger and what I may do now.
 * @throws NOT_FOUND when it isn’t mine
 */
export function getIssue(id: string): Promise<Issue> {
  return request('GET /issues/:id', { params: { id } });
}

/**
 * Accepts a submitted issue: I become its first owner.
 * @throws ISSUE_STATE_CHANGED when somebody was faster
 */
export function acceptIssue(id: string): Promise<Issue> {
  return request('POST /issues/:id/acceptance', { params: { id } });
}

/**
 * Dispatches an issue to a body with a numbered notice.
 * @throws BODY_NOT_IN_SCOPE when the body can’t be given issues from here
 * @throws ISSUE_STATE_CHANGED when somebody was faster
 */
export function dispatchIssue(id: string, body: Body<'POST /issues/:id/dispatches'>): Promise<Issue> {
  return request('POST /issues/:id/dispatches', { params: { id }, body });
}

/**
 * Signs the receipt of a dispatched issue: I become accountable.
 * @throws ISSUE_STATE_CHANGED when somebody was faster
 */
export function signReceipt(id: string): Promise<Issue> {
  return request('POST /issues/:id/receipt', { params: { id } });
}

/**
 * Returns a dispatched issue with a coded reason.
 * @throws ISSUE_STATE_CHANGED when it was received or moved meanwhile
 */
export function returnIssue(id: string, body: Body<'POST /issues/:id/returns'>): Promise<Issue> {
  return request('POST /issues/:id/returns', { params: { id }, body });
}

/** Adds progress; public notes are shown to the enterprise. */
export function noteProgress(id: string, body: Body<'POST /issues/:id/notes'>): Promise<Issue> {
  return request('POST /issues/:id/notes', { params: { id }, body });
}

/**
 * Answers the enterprise.
 * @throws ISSUE_STATE_CHANGED when it was answered or moved meanwhile
 */
export function answerIssue(id: string, body: Body<'POST /issues/:id/answers'>): Promise<Issue> {
  return request('POST /issues/:id/answers', { params: { id }, body });
}

/**
 * Rates an answered issue: solved closes it, partly solved or unsolved sends it back to the same handler.
 * @throws ISSUE_STATE_CHANGED when the time to confirm is over or a colleague rated it
 */
export function resolveIssue(id: string, body: Body<'POST /issues/:id/resolution'>): Promise<Issue> {
  return request('POST /issues/:id/resolution', { params: { id }, body });
}

/**
 * Withdraws an issue of my enterprise.
 * @throws ISSUE_STATE_CHANGED when it is closed already
 */
export function withdrawIssue(id: string, note?: string): Promise<Issue> {
  return request('POST /issues/:id/withdrawal', { params: { id }, body: note ? { note } : {} });
}

/** Shows the contact’s phone in full; the reading and its reason are audited. */
export function viewContact(id: string, reason: string): Promise<Reply<'POST /issues/:id/contact-views'>> {
  return request('POST /issues/:id/contact-views', { params: { id }, body: { reason } });
}
