import type { Attribute, Body, Enterprise, EnterpriseCard, Query, Reply } from '@contract';
import { request } from './request';

/** The attribute dictionary: what a profile can hold, with types and units. */
export function listAttributes(): Promise<Attribute[]> {
  return request('GET /attributes');
}

/**
 * Profile of the enterprise I act for.
 * @throws NOT_BOUND when I act for none
 */
export function getMyEnterprise(): Promise<Enterprise> {
  return request('GET /enterprises/mine');
}

/**
 * Fills in profile fields; each is stored as self-declared with today’s date. Amounts are in fen.
 * @throws VALIDATION_FAILED when a value doesn’t fit its attribute
 */
export function declareFacts(body: Body<'PUT /enterprises/mine'>): Promise<Enterprise> {
  return request('PUT /enterprises/mine', { body });
}

/**
 * Finds an enterprise by its unified social credit code.
 * @throws CREDIT_CODE_INVALID when the check digit is wrong
 * @throws ENTERPRISE_NOT_FOUND when nobody has registered it here
 */
export function findEnterprise(creditCode: string): Promise<EnterpriseCard> {
  return request('GET /enterprises/by-code/:creditCode', { params: { creditCode } });
}

/** Enterprises in my scope as an officer. */
export function listEnterprises(query: Query<'GET /enterprises'> = {}): Promise<Reply<'GET /enterprises'>> {
  return request('GET /enterprises', { query });
}

/**
 * One enterprise in my scope as an officer.
 * @throws NOT_FOUND when it lies outside
 */
export function getEnterprise(id: string): Promise<Enterprise> {
  return request('GET /enterprises/:id', { params: { id } });
}
