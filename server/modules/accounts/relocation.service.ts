import type { Types } from 'mongoose';
import { rescopeRecords, type Relocation } from '../organizations/rescope';
import { InvitationModel } from './invitations.model';
import { MembershipModel, OfficeModel } from './memberships.model';

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

/** Lets the offices of a subtree follow a body that moved; gives how many changed. */
export function rescopeOffices(
  relocation: Relocation,
  onUpdated: (count: number) => Promise<void>,
): Promise<number> {
  return rescopeRecords(OfficeModel, relocation, onUpdated);
}

/** How many offices carry a body. */
export function countOfficesOf(organizationId: Types.ObjectId): Promise<number> {
  return OfficeModel.countDocuments({ scope: organizationId });
}

/** Lets the invitations of a subtree follow a body that moved; gives how many changed. */
export function rescopeInvitations(
  relocation: Relocation,
  onUpdated: (count: number) => Promise<void>,
): Promise<number> {
  return rescopeRecords(InvitationModel, relocation, onUpdated);
}

/** How many invitations carry a body. */
export function countInvitationsOf(organizationId: Types.ObjectId): Promise<number> {
  return InvitationModel.countDocuments({ scope: organizationId });
}
