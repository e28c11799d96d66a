import type { Types } from 'mongoose';
import { rescopeRecords, type Relocation } from '../organizations/rescope';
import { BriefingModel } from './briefings.model';

/** Lets the briefings of a subtree follow a body that moved; gives how many changed. */
export function rescopeBriefings(
  relocation: Relocation,
  onUpdated: (count: number) => Promise<void>,
): Promise<number> {
  return rescopeRecords(BriefingModel, relocation, onUpdated);
}

/** How many briefings carry a body. */
export function countBriefingsOf(organizationId: Types.ObjectId): Promise<number> {
  return BriefingModel.countDocuments({ scope: organizationId });
}
