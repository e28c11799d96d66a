import type { ClientSession, Types } from 'mongoose';
import { rescopeRecords, type Relocation } from '../organizations/rescope';
import { EnterpriseModel } from './enterprises.model';

/** Lets the enterprises of a subtree follow a body that moved; gives how many changed. */
export function rescopeEnterprises(
  relocation: Relocation,
  onUpdated: (count: number) => Promise<void>,
): Promise<number> {
  return rescopeRecords(EnterpriseModel, relocation, onUpdated);
}

/** How many enterprises carry a body. */
export function countEnterprisesOf(organizationId: Types.ObjectId): Promise<number> {
  return EnterpriseModel.countDocuments({ scope: organizationId });
}

/** How many enterprises a body looks after itself. */
export async function countDeskEnterprises(
  organizationId: Types.ObjectId,
  session?: ClientSession,
): Promise<number> {
  return EnterpriseModel.countDocuments({
    scope: organizationId,
    deskOrganizationId: organizationId,
  }).session(session ?? null);
}

/** Gives the enterprises of a desk that was merged to the desk that took over; gives how many changed. */
export async function handOverEnterprises(
  from: Types.ObjectId,
  to: Types.ObjectId,
  path: readonly Types.ObjectId[],
): Promise<number> {
  const { modifiedCount } = await EnterpriseModel.updateMany(
    { scope: from, deskOrganizationId: from },
    { $set: { deskOrganizationId: to, scope: [...path] } },
  );
  return modifiedCount;
}
