import type { Types } from 'mongoose';
import { rescopeRecords, type Relocation } from '../organizations/rescope';
import { PolicyModel } from './policies.model';

/** Lets the policies of a subtree follow a body that moved; gives how many changed. */
export function rescopePolicies(
  relocation: Relocation,
  onUpdated: (count: number) => Promise<void>,
): Promise<number> {
  return rescopeRecords(PolicyModel, relocation, onUpdated);
}

/** How many policies carry a body. */
export function countPoliciesOf(organizationId: Types.ObjectId): Promise<number> {
  return PolicyModel.countDocuments({ scope: organizationId });
}
