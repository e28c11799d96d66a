import type { Types } from 'mongoose';
import { rescopeRecords, type Relocation } from '../organizations/rescope';
import { MembershipModel } from './memberships.model';

/** Lets the memberships of a subtree follow a body that moved; gives how many changed. */
export function rescopeMemberships(
  relocation: Relocation,
  onUpdated: (count: number) => Promise<void>,
): Promise<number> {
  return rescopeRecords(MembershipModel, relocation, onUpdated);
}

/** How many memberships carry a body. */
export function countMembershipsOf(organizationId: Types.ObjectId): Promise<number> {
  return MembershipModel.countDocuments({ scope: organizationId });
}
