import type { Industry, Organization, Query, Region } from '@contract';
import { request } from './request';

/** Directory of bodies, with address and published phone. */
export function listOrganizations(query: Query<'GET /organizations'> = {}): Promise<Organization[]> {
  return request('GET /organizations', { query });
}

/** Henan, its cities and counties. */
export function listRegions(): Promise<Region[]> {
  return request('GET /regions');
}

/** GB/T 4754-2017 classes, by words or below one class. */
export function listIndustries(query: Query<'GET /industries'> = {}): Promise<Industry[]> {
  return request('GET /industries', { query });
}
