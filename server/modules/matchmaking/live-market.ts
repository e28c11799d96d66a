import { createTextIndex, segment, type TextIndex } from '../../search/text-index';
import { ListingModel, type StoredListing } from './listings.model';
import { passesGates, type WordsInCommon } from './score';
import { tellingWords } from './telling-words';

/** Writers take their number before they write: so many numbers back, one may still be on its way. */
const overlap = 200;
/** What a stalled writer hid longer than that shows at the next rebuild. */
const rebuildMs = 3_600_000;
/** Candidates that are scored exactly. */
const mostCandidates = 500;
const mostShared = 4;

interface Market {
  builtAt: number;
  /** Highest number seen. */
  sequence: number;
  seen: Map<string, number>;
  listings: Map<string, PublishedListing>;
  index: TextIndex;
}
export type PublishedListing = StoredListing & { publishedAt: Date };

let market: Market | undefined;
let following: Promise<Market> | undefined;

/** The published listings in memory, brought up to the database's state; callers at the same time share one look. */
function liveMarket(now: Date): Promise<Market> {
  following ??= follow(now).finally(() => {
    following = undefined;
  });
  return following;
}

async function follow(now: Date): Promise<Market> {
  const current = market;
  if (!current || Math.abs(now.getTime() - current.builtAt) > rebuildMs) {
    const built: Market = {
      builtAt: now.getTime(),
      sequence: 0,
      seen: new Map(),
      listings: new Map(),
      index: createTextIndex(),
    };
    for await (const listing of ListingModel.find({ status: 'published' }).lean().cursor())
      take(built, listing);
    market = built;
    return built;
  }
  const changed = ListingModel.find({ sequence: { $gt: current.sequence - overlap } })
    .sort({ sequence: 1 })
    .lean()
    .cursor();
  for await (const listing of changed) take(current, listing);
  return current;
}

function take(into: Market, listing: StoredListing): void {
  const id = listing._id.toHexString();
  into.sequence = Math.max(into.sequence, listing.sequence);
  if (into.seen.get(id) === listing.sequence) return;
  into.seen.set(id, listing.sequence);
  if (isPublished(listing)) {
    into.listings.set(id, listing);
    into.index.add(id, [{ text: wordsOf(listing), weight: 1 }]);
  } else {
    into.listings.delete(id);
    into.index.remove(id);
  }
}

function isPublished(listing: StoredListing): listing is PublishedListing {
  return listing.status === 'published' && listing.publishedAt !== undefined;
}

// One field of weight 1, the title twice: so likeness is the same from both sides.
function wordsOf({ title, text, quantity }: StoredListing): string {
  return tellingWords(`${title}\n${title}\n${text}\n${quantity ?? ''}`);
}

/**
 * The listings that pass the gates with a published one, each with their words in common: those most alike in words,
 * filled up with the newest of the rest, at most 500.
 */
export async function findCandidates(
  mine: PublishedListing,
  now: Date,
): Promise<{ listing: PublishedListing; words: WordsInCommon }[]> {
  const { listings, index } = await liveMarket(now);
  const words = wordsOf(mine);
  const terms = [...new Set(segment(words))];
  const passes = (id: string) => {
    const other = listings.get(id);
    return other !== undefined && passesGates(toCandidate(mine), toCandidate(other), now);
  };
  const alike = index.search(terms, { limit: mostCandidates, filter: passes }).map(({ id }) => id);
  const found = new Set(alike);
  const rest = [...listings.keys()]
    .filter((id) => !found.has(id) && passes(id))
    .sort(
      (one, other) => publishedAt(listings, other) - publishedAt(listings, one) || one.localeCompare(other),
    )
    .slice(0, mostCandidates - alike.length);
  return [...alike, ...rest].flatMap((id) => {
    const listing = listings.get(id);
    if (!listing) return [];
    const shared = found.has(id) ? sharedWords(index, terms, id) : [];
    return { listing, words: { likeness: found.has(id) ? index.similarity(words, id) : 0, shared } };
  });
}

function publishedAt(listings: Map<string, PublishedListing>, id: string): number {
  return listings.get(id)?.publishedAt.getTime() ?? 0;
}

/** What of a listing counts in a match. */
export function toCandidate(listing: PublishedListing) {
  return { ...listing, enterpriseId: listing.enterpriseId.toHexString() };
}

// Parts of a longer word that is shared too say nothing more; single characters read badly.
function sharedWords(index: TextIndex, terms: string[], id: string): string[] {
  const shared = index
    .explain(terms, id)
    .filter(({ term }) => [...term].length > 1)
    .sort((one, other) => other.score - one.score || one.term.localeCompare(other.term))
    .map(({ term }) => term);
  return shared
    .filter((term) => !shared.some((other) => other !== term && other.includes(term)))
    .slice(0, mostShared);
}
