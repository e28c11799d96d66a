import { dayOf } from '../modules/issues/calendar';
import { isWithinIndustry } from '../modules/enterprises/industries';
import { decideIntroduction, expressInterest } from '../modules/matchmaking/introductions.service';
import { createListing, reviewListing } from '../modules/matchmaking/listings.service';
import { listingPatterns, namedListings, type DemoListing } from './listings';
import { dayMs, need, personAt, type World } from './world';

const wanted = 80;
/** The newest wait for their review. */
const waiting = 8;

/** About 80 offers and needs over all markets, and two introductions of the tour's firm. */
export async function loadListings(world: World): Promise<void> {
  const staffed = [...world.enterprises].filter(([, { personId }]) => personId).map(([key]) => key);
  const posts: { enterprise: string; listing: DemoListing }[] = namedListings.map(
    ({ enterprise, ...listing }) => ({ enterprise, listing }),
  );
  for (let round = 0; posts.length < wanted && round < 12; round++) {
    for (const listing of listingPatterns) {
      const fitting = staffed.filter((key) => {
        const { industryCode } = need(world.enterprises, key);
        return listing.industries.some((code) => isWithinIndustry(industryCode, code));
      });
      // Where the province has no firm of the line, a firm of another line posts it: makers buy and sell outside theirs.
      const enterprise =
        fitting[round] ??
        (round === 0 ? staffed[(listingPatterns.indexOf(listing) * 3 + 5) % staffed.length] : undefined);
      if (enterprise && posts.length < wanted) posts.push({ enterprise, listing });
    }
  }
  const reviewer = need(world.people, 'li-guodong');
  const ids: string[] = [];
  for (const [index, { enterprise, listing }] of posts.entries()) {
    const daysAgo = index < namedListings.length ? 3 : 1 + world.random.next() * 20;
    const isWaiting = index >= posts.length - waiting;
    const at = new Date(world.now.getTime() - (isWaiting ? 0.3 : daysAgo) * dayMs);
    const firm = need(world.enterprises, enterprise);
    const ctx = await personAt(world, firm.personId ?? '', at);
    const { industries: _, ...fields } = listing;
    const { id } = await createListing(ctx, {
      ...fields,
      regionCode: firm.regionCode,
      industryCode: firm.industryCode,
      validUntil: dayOf(new Date(world.now.getTime() + (20 + index) * dayMs)),
      isNameHidden: world.random.chance(0.4),
    });
    ids.push(id);
    if (!isWaiting)
      await reviewListing(await personAt(world, reviewer, new Date(at.getTime() + 3_600_000)), id, {
        publish: true,
      });
  }
  await loadIntroductions(world, posts, ids);
}

async function loadIntroductions(
  world: World,
  posts: { enterprise: string; listing: DemoListing }[],
  ids: string[],
): Promise<void> {
  const owner = need(world.enterprises, 'precision').personId ?? '';
  const offered = ids[0];
  const askers = posts.filter(
    ({ enterprise, listing }) => enterprise !== 'precision' && listing.title.includes('铸铁支架'),
  );
  if (!offered) return;
  for (const [index, { enterprise }] of askers.slice(0, 2).entries()) {
    const at = new Date(world.now.getTime() - (2 - index) * dayMs);
    const asker = need(world.enterprises, enterprise).personId ?? '';
    const introduction = await expressInterest(await personAt(world, asker, at), offered, {
      note: '我们每月要两千件，想先看样件。',
    });
    if (index === 0)
      await decideIntroduction(
        await personAt(world, owner, new Date(at.getTime() + 7_200_000)),
        introduction.id,
        { accept: true },
      );
  }
}
