import type { ClientSession, Types } from 'mongoose';
import type { Node } from './tree';
import { pathOf } from './tree';
import { rescopeRecords, type Relocation } from './rescope';
import { DutyModel, WindowModel } from './windows.model';

/** Gives the windows of a body that was merged, with their rosters, to the body that took over. */
export async function transferWindows(
  from: Types.ObjectId,
  heir: Node,
  session: ClientSession,
): Promise<void> {
  await WindowModel.updateMany(
    { organizationId: from },
    { $set: { organizationId: heir._id, scope: pathOf(heir) } },
    { session },
  );
  await DutyModel.updateMany({ organizationId: from }, { $set: { organizationId: heir._id } }, { session });
}

/** Closes the windows of a body that ends; nobody is on duty there any more. */
export async function closeWindowsOf(
  organizationId: Types.ObjectId,
  now: Date,
  session: ClientSession,
): Promise<void> {
  await WindowModel.updateMany(
    { organizationId, closedAt: { $exists: false } },
    { $set: { closedAt: now, updatedAt: now } },
    { session },
  );
  await DutyModel.deleteMany({ organizationId }, { session });
}

/** Lets the windows of a subtree follow a body that moved; gives how many changed. */
export function rescopeWindows(
  relocation: Relocation,
  onUpdated: (count: number) => Promise<void>,
): Promise<number> {
  return rescopeRecords(WindowModel, relocation, onUpdated);
}

/** How many windows carry a body. */
export function countWindowsOf(organizationId: Types.ObjectId): Promise<number> {
  return WindowModel.countDocuments({ scope: organizationId });
}
