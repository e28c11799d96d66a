import type { Introduction, Listing, Match } from '@contract';
import {
  expressInterest,
  getListing,
  listIntroductions,
  listListingMatches,
  withdrawListing,
} from '@/api/matchmaking';
import { useDraft } from '@/hooks/use-draft';
import { useResource } from '@/hooks/use-resource';

export interface ListingContent {
  listing: Listing;
  /** Empty for somebody who acts for no enterprise. */
  introductions: Introduction[];
  matches: Match[];
}

const mostMatches = 50;

/** One listing, what my enterprise has to do with it, and what can be done about it. */
export function useListing(id: string, enterpriseId: string | undefined) {
  const content = useResource<ListingContent>(
    async () => {
      const [listing, introductions, matches] = await Promise.all([
        getListing(id),
        enterpriseId ? listIntroductions() : [],
        // Without it the listing can still be read.
        enterpriseId ? listListingMatches({ limit: mostMatches }).catch(() => []) : [],
      ]);
      return { listing, introductions, matches };
    },
    `${id}:${enterpriseId ?? ''}`,
  );
  const draft = useDraft(`interest:${id}`, { note: '' });
  return {
    ...content,
    note: draft.form.note,
    writeNote: (note: string) => draft.update({ note }),
    /** Tells the owner that we would like to talk, with the note that was written. */
    express: async (): Promise<Introduction> => {
      const introduction = await expressInterest(id, draft.form.note.trim());
      draft.clear();
      await content.refresh();
      return introduction;
    },
    withdraw: async () => {
      await withdrawListing(id);
      await content.refresh();
    },
  };
}
