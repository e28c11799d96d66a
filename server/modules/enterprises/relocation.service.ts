import type { ClientSession, Types } from 'mongoose';
import { giveMembershipsTo } from '../accounts/relocation.service';
import { setFileScope } from '../files/files.service';
import { giveListingsTo } from '../matchmaking/relocation.service';
import { scopeOf } from '../organizations/organizations.service';
import { rescopeRecords, type Relocation } from '../organizations/rescope';
import { samePath } from '../organizations/tree';
import { EnterpriseModel } from './enterprises.model';
import { ImportModel } from './imports.model';

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

/**
 * Lets people, papers and listings follow enterprises that came to another desk: requests, members and what waits for
 * review are that desk's from now on.
 */
export async function letRecordsFollow(
  enterpriseIds: readonly Types.ObjectId[],
  scope: readonly Types.ObjectId[],
  session: ClientSession,
): Promise<void> {
  const membershipIds = await giveMembershipsTo(enterpriseIds, scope, session);
  const subjects = [
    ...enterpriseIds.map((id) => ({ kind: 'enterprise' as const, id: id.toString() })),
    ...membershipIds.map((id) => ({ kind: 'membership' as const, id: id.toString() })),
  ];
  for (const subject of subjects) await setFileScope(subject, scope, session);
  await giveListingsTo(enterpriseIds, scope, session);
}

/** Lets the imports of officers of a subtree follow a body that moved; gives how many changed. */
export async function rescopeImports(
  { rootId }: Relocation,
  onUpdated: (count: number) => Promise<void>,
): Promise<number> {
  let updated = 0;
  const found = ImportModel.find({ scope: rootId }, { scope: 1, bodyIds: 1 })
    .lean()
    .cursor({ batchSize: 200 });
  for await (const { _id, scope, bodyIds = [] } of found) {
    const path = await scopeOf(bodyIds.map(String));
    if (path.length === 0 || samePath(scope, path)) continue;
    await ImportModel.updateOne({ _id }, { $set: { scope: path } });
    updated += 1;
    await onUpdated(1);
  }
  return updated;
}

/** How many imports carry a body. */
export function countImportsOf(organizationId: Types.ObjectId): Promise<number> {
  return ImportModel.countDocuments({ scope: organizationId });
}
