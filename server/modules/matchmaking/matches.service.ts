import type { Match } from '@contract/matchmaking';
import { accessible } from '../../access/access';
import type { Context } from '../../context';
import { AppError } from '../../errors';
import { toListings } from './listing-reading.service';
import { ListingModel } from './listings.model';
import { findCandidates, toCandidate, type PublishedListing } from './live-market';
import { isWorthShowing, scoreMatch } from './score';

/**
 * The best matches of the enterprise's published listings, offers and needs alike, best first; of one listing where it
 * is named.
 * @throws NOT_FOUND when the named listing isn't of the caller's enterprise
 */
export async function matchesForEnterprise(
  ctx: Context,
  { listingId, limit = 10 }: { listingId?: string; limit?: number },
): Promise<Match[]> {
  const inEnterprise = {
    $and: [accessible(ctx, 'read', 'listing', 'enterprise'), listingId ? { _id: listingId } : {}],
  };
  if (listingId && !(await ListingModel.exists(inEnterprise))) throw new AppError('NOT_FOUND');
  const mine = await ListingModel.find({
    ...inEnterprise,
    status: 'published',
    expiresAt: { $gt: ctx.now },
  }).lean<PublishedListing[]>();
  const found: { mine: PublishedListing; listing: PublishedListing; match: ReturnType<typeof scoreMatch> }[] =
    [];
  for (const own of mine) {
    for (const { listing, words } of await findCandidates(own, ctx.now)) {
      const match = scoreMatch(toCandidate(own), toCandidate(listing), words, ctx.now);
      if (isWorthShowing(own.market, match)) found.push({ mine: own, listing, match });
    }
  }
  const best = found
    .sort(
      (one, other) =>
        other.match.score - one.match.score ||
        one.listing._id.toHexString().localeCompare(other.listing._id.toHexString()),
    )
    .slice(0, limit);
  const listings = await toListings(
    ctx,
    best.map(({ listing }) => listing),
  );
  return best.flatMap(({ mine: own, match }, at) => {
    const listing = listings[at];
    return listing ? { mine: { id: own._id.toHexString(), title: own.title }, listing, ...match } : [];
  });
}
