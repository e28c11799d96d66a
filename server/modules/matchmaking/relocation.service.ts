import type { ClientSession, Types } from 'mongoose';
import { rescopeRecords, type Relocation } from '../organizations/rescope';
import { ListingModel } from './listings.model';

/** Lets the listings of a subtree follow a body that moved; gives how many changed. */
export function rescopeListings(
  relocation: Relocation,
  onUpdated: (count: number) => Promise<void>,
): Promise<number> {
  return rescopeRecords(ListingModel, relocation, onUpdated);
}

/** Gives the listings of enterprises to the desk that looks after these now: it reviews what waits. */
export async function giveListingsTo(
  enterpriseIds: readonly Types.ObjectId[],
  scope: readonly Types.ObjectId[],
  session: ClientSession,
): Promise<void> {
  await ListingModel.updateMany(
    { enterpriseId: { $in: [...enterpriseIds] } },
    { $set: { scope: [...scope] } },
    { session },
  );
}

/** How many listings carry a body. */
export function countListingsOf(organizationId: Types.ObjectId): Promise<number> {
  return ListingModel.countDocuments({ scope: organizationId });
}
