import type { BriefingReading, ItemVerdict, Policy, Query, Reply } from '@contract';
import { request } from './request';

/** Published policies, searched by words or 文号 and narrowed by topic, level, region, kind and status. */
export function listPolicies(query: Query<'GET /policies'> = {}): Promise<Reply<'GET /policies'>> {
  return request('GET /policies', { query });
}

/**
 * Policy items for my enterprise with their verdicts, nearest deadline first, and the counts per verdict.
 * @throws NOT_BOUND when I act for no enterprise
 */
export function listMatches(
  query: Query<'GET /policies/matches'> = {},
): Promise<Reply<'GET /policies/matches'>> {
  return request('GET /policies/matches', { query });
}

/**
 * One policy with its items and text.
 * @throws NOT_FOUND when it isn’t published
 */
export function getPolicy(id: string): Promise<Policy> {
  return request('GET /policies/:id', { params: { id } });
}

/**
 * Verdict per item of a policy for my enterprise, clause by clause.
 * @throws NOT_BOUND when I act for no enterprise
 */
export function getVerdicts(policyId: string): Promise<ItemVerdict[]> {
  return request('GET /policies/:id/verdicts', { params: { id: policyId } });
}

/** Briefings sent to my enterprise, newest first. */
export function listBriefings(query: Query<'GET /briefings'> = {}): Promise<Reply<'GET /briefings'>> {
  return request('GET /briefings', { query });
}

/**
 * A briefing with my enterprise’s verdicts; the opening is recorded.
 * @throws NOT_FOUND when it was never sent
 */
export function readBriefing(id: string): Promise<BriefingReading> {
  return request('GET /briefings/:id', { params: { id } });
}

/** Says 与我无关 for my enterprise; saying it again changes nothing. */
export function judgeIrrelevant(briefingId: string): Promise<Reply<'POST /briefings/:id/feedback'>> {
  return request('POST /briefings/:id/feedback', { params: { id: briefingId } });
}
