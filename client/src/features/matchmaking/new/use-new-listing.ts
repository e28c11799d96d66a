import { useState } from 'react';
import type { Listing, ListingInput } from '@contract';
import { getMyEnterprise } from '@/api/enterprises';
import { getListing, postListing } from '@/api/matchmaking';
import { listRegions } from '@/api/organizations';
import { ApiError } from '@/api/request';
import { wanForInput } from '@/format/amounts';
import { useDraft } from '@/hooks/use-draft';
import { useResource } from '@/hooks/use-resource';
import {
  emptyListing,
  nearRegions,
  otherCities,
  toFieldErrors,
  toListingInput,
  type FieldErrors,
  type ListingForm,
} from './view-model';

const lookAbove = '有没填好的，看标红的地方。';

/** Places to choose from; without them the enterprise’s own place is meant. */
export function useRegionChoices(enterpriseId: string) {
  return useResource(async () => {
    const [regions, enterprise] = await Promise.all([listRegions(), getMyEnterprise()]);
    const near = nearRegions(regions, enterprise);
    return { near, others: otherCities(regions, near) };
  }, enterpriseId);
}

/** The form of a listing with its draft, what is wrong with it, and sending it. */
export function useNewListing(enterpriseId: string, first: Partial<ListingForm>, today: string) {
  const draft = useDraft<ListingForm>(`listing:${enterpriseId}`, { ...emptyListing, ...first });
  const [errors, setErrors] = useState<FieldErrors>({});
  const [refusal, setRefusal] = useState<string>();
  const [isSending, setIsSending] = useState(false);
  const [posted, setPosted] = useState<Listing>();

  const update = (change: Partial<ListingForm>) => {
    setErrors({});
    setRefusal(undefined);
    draft.update(change);
  };
  const send = async () => {
    const checked = toListingInput(draft.form, today);
    if ('errors' in checked) {
      setErrors(checked.errors);
      setRefusal(lookAbove);
      return;
    }
    await post(checked.input);
  };
  const post = async (input: ListingInput) => {
    setIsSending(true);
    setErrors({});
    setRefusal(undefined);
    try {
      setPosted(await postListing(input));
      draft.clear();
    } catch (error) {
      if (!(error instanceof ApiError)) setRefusal('没发出去，写的都还在，请再试一次。');
      else {
        const found = toFieldErrors(error.details);
        setErrors(found);
        setRefusal(Object.keys(found).length > 0 ? lookAbove : error.message);
      }
    } finally {
      setIsSending(false);
    }
  };
  return { ...draft, update, errors, refusal, isSending, send, posted, again: () => setPosted(undefined) };
}

/** A listing of mine that was sent back or has expired, as the form takes it: to be put right and posted again. */
export function useEarlierListing(id: string | undefined) {
  return useResource<Partial<ListingForm>>(async () => {
    if (!id) return {};
    const listing = await getListing(id);
    return {
      side: listing.side,
      market: listing.market,
      title: listing.title,
      text: listing.text,
      quantity: listing.quantity ?? '',
      amount: listing.amountFen ? wanForInput(listing.amountFen) : '',
      regionCode: listing.regionCode ?? '',
      isNameHidden: listing.isNameHidden,
    };
  }, id ?? '');
}
