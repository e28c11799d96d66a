import { createTextIndex, segment, type TextIndex } from '../../search/text-index';
import { ListingModel, type StoredListing } from './listings.model';
import { passesGates, type Candidate, type WordsInCommon } from './score';
import { tellingWords } from './telling-words';

/** Writers take their number before they write: so many numbers back, one may still be on its way. */
const overlap = 200;
/** What a writer that stalled longer than that hid is found by a look at everything, this often. */
const wholeLookMs = 3_600_000;
/** Few at a time, so that segmenting a whole market lets other requests in between. */
const batchSize = 50;
/** Candidates that are scored exactly. */
const mostCandidates = 500;
const mostShared = 4;

export type PublishedListing = StoredListing & { publishedAt: Date };
interface Entry {
  listing: PublishedListing;
  candidate: Candidate;
}

/** The published listings in memory; the database holds the truth, this follows it. */
const market = {
  lookedAt: undefined as number | undefined,
  /** Highest number seen. */
  sequence: 0,
  entries: new Map<string, Entry>(),
  index: createTextIndex(),
};
let following: Promise<void> | undefined;

/** Brings the market up to the database's state; callers at the same time share one look. */
function follow(now: Date): Promise<void> {
  following ??= look(now).finally(() => {
    following = undefined;
  });
  return following;
}

async function look(now: Date): Promise<void> {
  const since = now.getTime() - (market.lookedAt ?? -Infinity);
  const isWhole = Math.abs(since) > wholeLookMs;
  const found = new Set<string>();
  const listings = ListingModel.find(
    isWhole ? { status: 'published' } : { sequence: { $gt: market.sequence - overlap } },
  )
    .lean()
    .cursor({ batchSize });
  for await (const listing of listings) found.add(take(listing));
  if (!isWhole) return;
  for (const id of market.entries.keys()) if (!found.has(id)) drop(id);
  market.lookedAt = now.getTime();
}

function take(listing: StoredListing): string {
  const id = listing._id.toHexString();
  market.sequence = Math.max(market.sequence, listing.sequence);
  if (!isPublished(listing)) drop(id);
  else if (market.entries.get(id)?.listing.sequence !== listing.sequence) {
    market.entries.set(id, { listing, candidate: toCandidate(listing) });
    market.index.add(id, [{ text: wordsOf(listing), weight: 1 }]);
  }
  return id;
}

function drop(id: string): void {
  market.entries.delete(id);
  market.index.remove(id);
}

function isPublished(listing: StoredListing): listing is PublishedListing {
  return listing.status === 'published' && listing.publishedAt !== undefined;
}

// One field of weight 1, the title twice: so likeness is the same from both sides.
function wordsOf({ title, text, quantity }: StoredListing): string {
  return tellingWords(`${title}\n${title}\n${text}\n${quantity ?? ''}`);
}

/**
 * The listings that pass the gates with a published one, each with their words in common: at most 500, those most
 * alike in words; in finance, where amounts count more than words, filled up with the newest of the rest.
 */
export async function findCandidates(
  mine: PublishedListing,
  now: Date,
): Promise<{ listing: PublishedListing; words: WordsInCommon }[]> {
  await follow(now);
  const { entries, index } = market;
  const words = wordsOf(mine);
  const terms = [...new Set(segment(words))];
  const self = toCandidate(mine);
  const passes = (id: string) => {
    const entry = entries.get(id);
    return entry !== undefined && passesGates(self, entry.candidate, now);
  };
  const alike = index.search(terms, { limit: mostCandidates, filter: passes }).map(({ id }) => id);
  const found = new Set(alike);
  const rest =
    mine.market === 'finance' ? newest([...entries.keys()].filter((id) => !found.has(id) && passes(id))) : [];
  return [...alike, ...rest].slice(0, mostCandidates).flatMap((id) => {
    const listing = entries.get(id)?.listing;
    if (!listing) return [];
    if (!found.has(id)) return [{ listing, words: { likeness: 0, shared: [] } }];
    return [
      { listing, words: { likeness: index.similarity(words, id), shared: sharedWords(index, terms, id) } },
    ];
  });
}

function newest(ids: string[]): string[] {
  const publishedAt = (id: string) => market.entries.get(id)?.listing.publishedAt.getTime() ?? 0;
  return ids.sort((one, other) => publishedAt(other) - publishedAt(one) || one.localeCompare(other));
}

/** What of a listing counts in a match. */
export function toCandidate(listing: PublishedListing): Candidate {
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
