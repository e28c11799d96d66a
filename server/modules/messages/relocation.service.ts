import type { Types } from 'mongoose';
import { rescopeRecords, type Relocation } from '../organizations/rescope';
import { PhoneTaskModel } from './phone-tasks.model';

/** Lets the phone tasks of a subtree follow a body that moved; gives how many changed. */
export function rescopePhoneTasks(
  relocation: Relocation,
  onUpdated: (count: number) => Promise<void>,
): Promise<number> {
  return rescopeRecords(PhoneTaskModel, relocation, onUpdated);
}

/** How many phone tasks carry a body. */
export function countPhoneTasksOf(organizationId: Types.ObjectId): Promise<number> {
  return PhoneTaskModel.countDocuments({ scope: organizationId });
}
