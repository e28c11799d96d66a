import type { Introduction, Listing, ListingInput, Match, Query, Reply } from '@contract';
import { request } from './request';

/** Published listings; mine; or those waiting for review in my scope. */
export function listListings(query: Query<'GET /listings'> = {}): Promise<Reply<'GET /listings'>> {
  return request('GET /listings', { query });
}

/** Published listings per market. */
export function countListings(): Promise<Reply<'GET /listings/counts'>> {
  return request('GET /listings/counts');
}

/** Scored matches for my enterprise’s listings, best first. */
export function listListingMatches(query: Query<'GET /listings/matches'> = {}): Promise<Match[]> {
  return request('GET /listings/matches', { query });
}

/**
 * One listing.
 * @throws NOT_FOUND when it is neither published nor mine
 */
export function getListing(id: string): Promise<Listing> {
  return request('GET /listings/:id', { params: { id } });
}

/** Posts an offer or a need; it is reviewed before others see it. */
export function postListing(body: ListingInput): Promise<Listing> {
  return request('POST /listings', { body });
}

/** Publishes a listing or sends it back with a reason. */
export function reviewListing(id: string, publish: boolean, reason?: string): Promise<Listing> {
  return request('POST /listings/:id/review', {
    params: { id },
    body: { publish, ...(reason ? { reason } : {}) },
  });
}

/** Takes my listing down. */
export function withdrawListing(id: string): Promise<Listing> {
  return request('POST /listings/:id/withdrawal', { params: { id } });
}

/**
 * Expresses interest in a listing.
 * @throws LISTING_NOT_OPEN when it is expired or taken down
 * @throws OWN_LISTING when it is ours
 * @throws ALREADY_INTERESTED when we said so before
 */
export function expressInterest(listingId: string, note?: string): Promise<Introduction> {
  return request('POST /listings/:id/interests', { params: { id: listingId }, body: note ? { note } : {} });
}

/** Introductions of my enterprise, asked by us or by others. */
export function listIntroductions(): Promise<Introduction[]> {
  return request('GET /introductions');
}

/** One introduction; contacts are there after acceptance. */
export function getIntroduction(id: string): Promise<Introduction> {
  return request('GET /introductions/:id', { params: { id } });
}

/** The owner accepts or declines; acceptance reveals both contacts. */
export function decideIntroduction(id: string, accept: boolean): Promise<Introduction> {
  return request('POST /introductions/:id/decision', { params: { id }, body: { accept } });
}
