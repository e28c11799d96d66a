import type { QueryFilter, Types } from 'mongoose';
import type { ListingSide, Market } from '@contract/enums';
import type { Listing } from '@contract/matchmaking';
import { accessible, reaches } from '../../access/access';
import type { Context } from '../../context';
import { readCursor, writeCursor } from '../../cursor';
import { AppError } from '../../errors';
import { wordsPattern } from '../../search/pattern';
import { enterpriseRefs } from '../enterprises/enterprises.service';
import { industryName } from '../enterprises/industries';
import { regionName } from '../organizations/regions';
import { IntroductionModel } from './introductions.model';
import { ListingModel, type StoredListing } from './listings.model';

export interface ListingQuery {
  cursor?: string;
  limit?: number;
  group?: 'published' | 'mine' | 'to-review';
  market?: Market;
  side?: ListingSide;
  q?: string;
}

/**
 * A page of listings: published and valid ones newest first, those of the caller's enterprise newest first, or those
 * that wait for the caller's review oldest first with their count.
 * @throws NOT_BOUND when `mine` is asked for without an enterprise
 * @throws FORBIDDEN when `to-review` is asked for by who reviews nothing
 */
export async function listListings(
  ctx: Context,
  query: ListingQuery,
): Promise<{ items: Listing[]; next?: string; total?: number }> {
  const { group = 'published', limit = 20, market, side } = query;
  const filter: QueryFilter<StoredListing> = {
    $and: [
      inGroup(ctx, group),
      { ...(market ? { market } : {}), ...(side ? { side } : {}) },
      wordsFilter(query.q),
    ],
  };
  const direction = group === 'to-review' ? 1 : -1;
  const byPublication = group === 'published';
  const [found, total] = await Promise.all([
    ListingModel.find({ $and: [filter, afterCursor(query.cursor, byPublication, direction)] })
      .sort(byPublication ? { publishedAt: -1, _id: -1 } : { _id: direction })
      .limit(limit + 1)
      .lean(),
    group === 'to-review' ? ListingModel.countDocuments(filter) : undefined,
  ]);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await toListings(ctx, page),
    ...(found.length > limit && last
      ? { next: writeCursor({ at: last.publishedAt ?? last.createdAt, id: last._id }) }
      : {}),
    ...(total === undefined ? {} : { total }),
  };
}

function inGroup(ctx: Context, group: 'published' | 'mine' | 'to-review'): QueryFilter<StoredListing> {
  switch (group) {
    case 'published':
      return isLive(ctx.now);
    case 'mine':
      return accessible(ctx, 'read', 'listing', 'enterprise');
    case 'to-review':
      return { $and: [{ status: 'in-review' }, accessible(ctx, 'review', 'listing')] };
  }
}

function isLive(now: Date) {
  return { status: 'published' as const, expiresAt: { $gt: now } };
}

// Each word must stand somewhere; parted words needn't stand together.
function wordsFilter(q: string | undefined): QueryFilter<StoredListing> {
  const words = (q ?? '').trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return {};
  return {
    $and: words.map((word) => {
      const pattern = { $regex: wordsPattern(word), $options: 'i' };
      return { $or: [{ title: pattern }, { text: pattern }] };
    }),
  };
}

/** How many published and valid listings each market has. */
export async function countListings(ctx: Context): Promise<Record<string, number>> {
  const counts = await ListingModel.aggregate<{ _id: string; count: number }>([
    { $match: isLive(ctx.now) },
    { $group: { _id: '$market', count: { $sum: 1 } } },
  ]);
  return Object.fromEntries(counts.map(({ _id, count }) => [_id, count]));
}

/**
 * One listing: published and valid for everybody, else for its owner, its reviewers and who asked for it.
 * @throws NOT_FOUND otherwise
 */
export async function getListing(ctx: Context, id: string): Promise<Listing> {
  const listing = await ListingModel.findById(id).lean();
  if (!listing || !(await maySee(ctx, listing))) throw new AppError('NOT_FOUND');
  return toListing(ctx, listing);
}

async function maySee(ctx: Context, listing: StoredListing): Promise<boolean> {
  if (listing.status === 'published' && listing.expiresAt > ctx.now) return true;
  if (isMine(ctx, listing) || isReviewer(ctx, listing)) return true;
  const enterpriseId = enterpriseOf(ctx);
  if (!enterpriseId) return false;
  return (await IntroductionModel.exists({ listingId: listing._id, enterpriseId })) !== null;
}

function enterpriseOf(ctx: Context): string | undefined {
  return ctx.actor.kind === 'person' ? ctx.actor.enterprise?.id : undefined;
}

/** Whether a listing is the caller's enterprise's own. */
export function isMine(ctx: Context, listing: StoredListing): boolean {
  return reaches(ctx, 'read', 'listing', listing, 'enterprise');
}

function isReviewer(ctx: Context, listing: StoredListing): boolean {
  return reaches(ctx, 'review', 'listing', listing);
}

/** One stored listing as the caller sees it. */
export async function toListing(ctx: Context, stored: StoredListing): Promise<Listing> {
  const [listing] = await toListings(ctx, [stored]);
  if (!listing) throw new AppError('NOT_FOUND');
  return listing;
}

/** Stored listings as the caller sees them, in the same order; hidden names only where the caller may know them. */
export async function toListings(ctx: Context, listings: StoredListing[]): Promise<Listing[]> {
  const mine = listings.filter((listing) => isMine(ctx, listing)).map(({ _id }) => _id);
  const hidden = listings.filter(({ isNameHidden }) => isNameHidden).map(({ _id }) => _id);
  const enterpriseId = enterpriseOf(ctx);
  const [owners, interests, accepted] = await Promise.all([
    enterpriseRefs(listings.map((listing) => listing.enterpriseId)),
    mine.length > 0 ? countInterests(mine) : undefined,
    enterpriseId && hidden.length > 0
      ? IntroductionModel.find({ listingId: { $in: hidden }, enterpriseId, status: 'accepted' })
          .select({ listingId: 1 })
          .lean()
      : [],
  ]);
  const known = new Set(accepted.map(({ listingId }) => listingId.toHexString()));
  return listings.map((stored) => {
    const id = stored._id.toHexString();
    const maySeeName =
      !stored.isNameHidden || known.has(id) || isMine(ctx, stored) || isReviewer(ctx, stored);
    return {
      id,
      market: stored.market,
      side: stored.side,
      title: stored.title,
      text: stored.text,
      ...(stored.quantity ? { quantity: stored.quantity } : {}),
      ...(stored.amountFen === undefined ? {} : { amountFen: stored.amountFen }),
      industryCode: stored.industryCode,
      industryName: industryName(stored.industryCode),
      regionCode: stored.regionCode,
      regionName: regionName(stored.regionCode),
      validUntil: stored.validUntil,
      isNameHidden: stored.isNameHidden,
      // The job may be a little behind; a reader isn't.
      status: stored.status === 'published' && stored.expiresAt <= ctx.now ? 'expired' : stored.status,
      ownerName:
        (maySeeName ? owners.get(stored.enterpriseId.toHexString())?.name : undefined) ??
        stored.ownerDescription,
      isMine: isMine(ctx, stored),
      ...(stored.publishedAt ? { publishedAt: stored.publishedAt.toISOString() } : {}),
      ...(stored.returnReason && (isMine(ctx, stored) || isReviewer(ctx, stored))
        ? { returnReason: stored.returnReason }
        : {}),
      ...(stored.resembles && isReviewer(ctx, stored)
        ? { resembles: { id: stored.resembles.listingId.toHexString(), title: stored.resembles.title } }
        : {}),
      interestCount: interests?.get(id) ?? 0,
    };
  });
}

async function countInterests(listingIds: Types.ObjectId[]): Promise<Map<string, number>> {
  const counts = await IntroductionModel.aggregate<{ _id: Types.ObjectId; count: number }>([
    { $match: { listingId: { $in: listingIds } } },
    { $group: { _id: '$listingId', count: { $sum: 1 } } },
  ]);
  return new Map(counts.map(({ _id, count }) => [_id.toHexString(), count]));
}

function afterCursor(
  cursor: string | undefined,
  byPublication: boolean,
  direction: 1 | -1,
): QueryFilter<StoredListing> {
  if (cursor === undefined) return {};
  const { at: publishedAt, id } = readCursor(cursor);
  if (!byPublication) return { _id: direction === 1 ? { $gt: id } : { $lt: id } };
  return { $or: [{ publishedAt: { $lt: publishedAt } }, { publishedAt, _id: { $lt: id } }] };
}
