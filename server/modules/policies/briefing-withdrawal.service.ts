import type { Types } from 'mongoose';
import type { Context } from '../../context';
import { withdrawDeliveries } from '../messages/messages.service';
import { noticeKey } from './briefing-view.service';
import { BriefingModel, type BriefingDoc } from './briefings.model';
import { PolicyModel } from './policies.model';

/** Whether all that a briefing speaks of has been withdrawn: then nobody is told of it any more. */
export async function isVoid({ policyIds }: Pick<BriefingDoc, 'policyIds'>): Promise<boolean> {
  return (await PolicyModel.exists({ _id: { $in: policyIds }, status: { $ne: 'withdrawn' } })) === null;
}

/** Stops what of a briefing is still on its way to people outside the product. */
export function stopBriefing(ctx: Context, briefingId: Types.ObjectId): Promise<void> {
  return withdrawDeliveries(ctx, noticeKey(briefingId.toString()));
}

/** Stops the briefings that speak of nothing else than a policy that has been withdrawn. */
export async function stopBriefingsOf(ctx: Context, policyId: Types.ObjectId): Promise<void> {
  const sent = await BriefingModel.find({ policyIds: policyId, status: 'sent' }, { policyIds: 1 }).lean();
  for (const briefing of sent) if (await isVoid(briefing)) await stopBriefing(ctx, briefing._id);
}
