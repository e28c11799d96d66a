import type { Industry, Organization, Query, Region, ServiceWindow, WindowRow } from '@contract';
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

/** Service windows near a region, open ones first, or by words in the whole province. */
export function listWindows(query: Query<'GET /windows'> = {}): Promise<WindowRow[]> {
  return request('GET /windows', { query });
}

/** One service window with its hours. */
export function getWindow(id: string): Promise<ServiceWindow> {
  return request('GET /windows/:id', { params: { id } });
}
