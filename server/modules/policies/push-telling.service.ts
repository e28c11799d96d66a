import type { Types } from 'mongoose';
import type { Context } from '../../context';
import { membersOfEnterprises } from '../accounts/memberships.service';
import { dayText } from '../enterprises/attributes';
import { notify } from '../messages/messages.service';
import { getOrganization } from '../organizations/organizations.service';
import { noticeKey } from './briefing-view.service';
import { isVoid, stopBriefing } from './briefing-withdrawal.service';
import { BriefingDeliveryModel, type BriefingDeliveryDoc, type BriefingDoc } from './briefings.model';

/** Enterprises whose people are told in one go. */
const batchSize = 500;

/**
 * Tells the people of the enterprises that have a delivery, in order of the enterprises' ids; whoever has been told
 * isn't told again, and once the policies are withdrawn nobody is. `onProgress` is told after every batch up to which
 * enterprise that is done.
 */
export async function tellPeople(
  ctx: Context,
  briefing: BriefingDoc,
  onProgress: (through: Types.ObjectId) => Promise<void>,
): Promise<void> {
  const issuer = (await getOrganization(briefing.organizationId.toString())).name;
  let through = briefing.toldThrough;
  for (;;) {
    // Looked at again after the last batch: what was told while the policies were withdrawn goes no further either.
    if (await isVoid(briefing)) return stopBriefing(ctx, briefing._id);
    const batch = await BriefingDeliveryModel.find({
      briefingId: briefing._id,
      ...(through ? { enterpriseId: { $gt: through } } : {}),
    })
      .sort({ enterpriseId: 1 })
      .limit(batchSize)
      .lean();
    const last = batch.at(-1);
    if (!last) return;
    // A firm that was only forwarded the card has a record without a delivery.
    const delivered = batch.filter(({ deliveredAt }) => deliveredAt !== undefined);
    if (delivered.length > 0) await tellBatch(ctx, briefing, delivered, issuer);
    through = last.enterpriseId;
    await onProgress(through);
  }
}

async function tellBatch(
  ctx: Context,
  briefing: BriefingDoc,
  deliveries: BriefingDeliveryDoc[],
  issuer: string,
): Promise<void> {
  const members = await membersOfEnterprises(deliveries.map(({ enterpriseId }) => enterpriseId));
  const textOf = new Map(
    deliveries.map(({ enterpriseId, reasons = [] }) => [enterpriseId.toString(), noticeText(reasons)]),
  );
  // One notice for all who read the same words.
  const byText = new Map<string, string[]>();
  for (const { enterpriseId, personId } of members) {
    const text = textOf.get(enterpriseId) ?? '';
    const people = byText.get(text);
    if (people) people.push(personId);
    else byText.set(text, [personId]);
  }
  const id = briefing._id.toString();
  for (const [text, personIds] of byText) {
    await notify(ctx, {
      key: noticeKey(id),
      personIds,
      topic: 'briefing',
      title: briefing.title,
      text,
      page: `features/policies/briefing/index?id=${id}`,
      subscription: {
        template: 'policy-briefing',
        fields: {
          title: briefing.title,
          issuer,
          benefit: briefing.amountText,
          ...(briefing.untilOn ? { deadline: dayText(briefing.untilOn) } : {}),
        },
      },
    });
  }
}

function noticeText(reasons: { verdict: string }[]): string {
  const met = reasons.filter(({ verdict }) => verdict === 'met').length;
  return `与您有关 ${reasons.length} 条${met > 0 ? `，其中 ${met} 条符合` : '，补上资料就能判断'}`;
}
