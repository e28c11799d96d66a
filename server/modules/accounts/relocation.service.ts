import type { ClientSession, Types } from 'mongoose';
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

/** Gives the memberships of enterprises to the desk that looks after these now; answers their ids. */
export async function giveMembershipsTo(
  enterpriseIds: readonly Types.ObjectId[],
  scope: readonly Types.ObjectId[],
  session: ClientSession,
): Promise<Types.ObjectId[]> {
  const theirs = { enterpriseId: { $in: [...enterpriseIds] } };
  await MembershipModel.updateMany(theirs, { $set: { scope: [...scope] } }, { session });
  return (await MembershipModel.find(theirs, { _id: 1 }, { session }).lean()).map(({ _id }) => _id);
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
