import type { Listing, ListingInput } from '../../server/contract/matchmaking';
import type { Context } from '../../server/context';
import { createListing, reviewListing } from '../../server/modules/matchmaking/listings.service';

/** A listing's fields: an offer of cast brackets, valid until the end of May 2026. */
export function listingInput(input: Partial<ListingInput> = {}): ListingInput {
  return {
    market: 'trade',
    side: 'offer',
    title: '铸铁支架、减速机壳体，可数控加工',
    text: '球墨铸铁支架和减速机壳体，材质 QT450-10，砂铸后数控加工，可出探伤报告。',
    validUntil: '2026-05-31',
    isNameHidden: false,
    ...input,
  };
}

/** A published listing of the owner's enterprise. */
export async function aPublishedListing(
  owner: Context,
  reviewer: Context,
  input: Partial<ListingInput> = {},
): Promise<Listing> {
  const { id } = await createListing(owner, listingInput(input));
  return reviewListing(reviewer, id, { publish: true });
}
