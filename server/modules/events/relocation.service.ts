import type { Types } from 'mongoose';
import { rescopeRecords, type Relocation } from '../organizations/rescope';
import { EventModel } from './events.model';

/** Lets the events of a subtree follow a body that moved; gives how many changed. */
export function rescopeEvents(
  relocation: Relocation,
  onUpdated: (count: number) => Promise<void>,
): Promise<number> {
  return rescopeRecords(EventModel, relocation, onUpdated);
}

/** How many events carry a body. */
export function countEventsOf(organizationId: Types.ObjectId): Promise<number> {
  return EventModel.countDocuments({ scope: organizationId });
}
