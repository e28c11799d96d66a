import { useState } from 'react';
import type {
  Event,
  EventKind,
  Introduction,
  Listing,
  ListingSide,
  Market,
  Match,
  Registration,
} from '@contract';
import { listEvents, listRegistrations } from '@/api/events';
import {
  countListings,
  expressInterest,
  listIntroductions,
  listListingMatches,
  listListings,
} from '@/api/matchmaking';
import { useList } from '@/hooks/use-list';
import { useResource } from '@/hooks/use-resource';
import { readStored, store } from '@/platform/storage';

export interface Mine {
  registrations: Registration[];
  introductions: Introduction[];
}

/** What the enterprise has signed up for and whom it talks to; nothing where nobody is bound. */
export function useMine(enterpriseId: string | undefined) {
  return useResource<Mine>(async () => {
    if (enterpriseId === undefined) return { registrations: [], introductions: [] };
    const [registrations, introductions] = await Promise.all([listRegistrations(), listIntroductions()]);
    return { registrations, introductions };
  }, enterpriseId ?? '');
}

export type EventGroup = 'open' | 'past';

/** Events to come, soonest first, or past ones, latest first; anybody may read them. */
export function useEvents(group: EventGroup, kind: EventKind | undefined, viewer: string) {
  return useList<Event>((cursor) => listEvents({ cursor, group, kind }), `${viewer}:${group}:${kind ?? ''}`, {
    keepAs: 'events',
  });
}

/** Listings of mine, newest first. */
export function useMyListings(enterpriseId: string) {
  return useList<Listing>((cursor) => listListings({ cursor, group: 'mine' }), enterpriseId, {
    keepAs: 'my-listings',
  });
}

/** Published listings of one market, newest first. */
export function useMarket(market: Market, side: ListingSide | undefined, q: string) {
  return useList<Listing>(
    (cursor) => listListings({ cursor, group: 'published', market, side, q: q || undefined }),
    `${market}:${side ?? ''}:${q}`,
  );
}

/** How many listings each market has. */
export function useMarketCounts() {
  return useResource<Record<string, number>>(countListings);
}

/**
 * What fits my listings, best first; which of it was put aside as unfitting (kept on this phone); and how interest
 * is expressed.
 */
export function useFits(enterpriseId: string) {
  const name = `aside:${enterpriseId}`;
  const fits = useResource<Match[]>(() => listListingMatches({ limit: 30 }), enterpriseId);
  const [aside, setAside] = useState<string[]>(() => readStored<string[]>(name) ?? []);

  const keep = (ids: string[]) => {
    setAside(ids);
    store(name, ids);
  };
  return {
    ...fits,
    aside,
    putAside: (listingId: string) => keep([...aside, listingId]),
    takeBack: () => keep([]),
    express: expressInterest,
  };
}
