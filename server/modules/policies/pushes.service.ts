import { Types } from 'mongoose';
import type { Briefing } from '@contract/policies';
import { asSystem, type Context } from '../../context';
import { AppError, isDuplicateKey } from '../../errors';
import { membersOfEnterprises } from '../accounts/memberships.service';
import { recordAudit } from '../audit/audit.service';
import { dayText } from '../enterprises/attributes';
import type { EnterpriseProfile } from '../enterprises/enterprises.service';
import { dayOf } from '../issues/calendar';
import { notify } from '../messages/messages.service';
import { getOrganization } from '../organizations/organizations.service';
import { profilesIn } from './audiences.service';
import { bestVerdict, itemsOf, reasonsFor, regionsOf } from './briefing-audience.service';
import { noticeKey, toBriefing } from './briefing-view.service';
import {
  BriefingDeliveryModel,
  BriefingModel,
  type BriefingDoc,
  type DeliveryReason,
} from './briefings.model';
import { getOwnBriefing } from './briefings.service';
import { getCurrentPolicies } from './policies.service';

const batchSize = 100;
/** How long a silent push is taken to be alive, milliseconds. */
const leaseMs = 60_000;

/**
 * Pushes a briefing to its audience, once: inbox for everybody, a WeChat message where consent is left.
 * @throws NOT_FOUND when it isn't the caller's
 * @throws POLICY_NOT_PUBLISHED when one of its policies is a draft or no longer holds
 * @throws BRIEFING_ALREADY_SENT when it has been pushed
 */
export async function pushBriefing(ctx: Context, id: string): Promise<Briefing> {
  const draft = await getOwnBriefing(ctx, id, 'publish');
  if (draft.status !== 'draft') throw new AppError('BRIEFING_ALREADY_SENT');
  await getCurrentPolicies(ctx, draft.policyIds.map(String));
  // Of two presses of the button at once, one finds a draft.
  const briefing = await BriefingModel.findOneAndUpdate(
    { _id: draft._id, status: 'draft' },
    { $set: { status: 'sent', sentAt: ctx.now, leasedUntil: new Date(ctx.now.getTime() + leaseMs) } },
    { returnDocument: 'after' },
  ).lean();
  if (!briefing) throw new AppError('BRIEFING_ALREADY_SENT');
  await recordAudit(ctx, { action: 'briefing.pushed', subject: { kind: 'briefing', id } });
  try {
    await deliver(ctx, briefing);
  } catch (error) {
    // It is sent from the moment it says so: what is left of the push is taken up when the lease has run out.
    ctx.log.error({ err: error, briefingId: id }, 'push of a briefing was cut off');
  }
  return toBriefing(ctx, briefing);
}

/** Takes up pushes that were cut off half-way, by a kill or a failure; whoever has been told isn't told again. */
export async function finishPushes(ctx: Context): Promise<{ finished: number }> {
  let finished = 0;
  for (;;) {
    const briefing = await BriefingModel.findOneAndUpdate(
      { status: 'sent', pushedAt: { $exists: false }, leasedUntil: { $lt: ctx.now } },
      { $set: { leasedUntil: new Date(ctx.now.getTime() + leaseMs) } },
      { returnDocument: 'after' },
    ).lean();
    if (!briefing) return { finished };
    await deliver(asSystem(ctx, 'briefing-push'), briefing);
    finished += 1;
  }
}

async function deliver(ctx: Context, briefing: BriefingDoc): Promise<void> {
  // Judged as of the push, also when it is finished later.
  const at = briefing.sentAt ?? ctx.now;
  const items = await itemsOf(briefing, dayOf(at));
  const issuer = (await getOrganization(briefing.organizationId.toString())).name;
  let batch: { profile: EnterpriseProfile; reasons: DeliveryReason[] }[] = [];
  const flush = async () => {
    await deliverBatch(ctx, briefing, batch, issuer);
    batch = [];
    const now = ctx.environment.clock.now();
    await BriefingModel.updateOne(
      { _id: briefing._id },
      { $set: { leasedUntil: new Date(now.getTime() + leaseMs) } },
    );
  };
  for await (const profile of profilesIn(await regionsOf(briefing), at)) {
    if (bestVerdict(items, profile, at) === 'not-met') continue;
    batch.push({ profile, reasons: reasonsFor(items, profile, at) });
    if (batch.length >= batchSize) await flush();
  }
  if (batch.length > 0) await flush();
  await BriefingModel.updateOne(
    { _id: briefing._id },
    { $set: { pushedAt: ctx.environment.clock.now() }, $unset: { leasedUntil: 1 } },
  );
}

async function deliverBatch(
  ctx: Context,
  briefing: BriefingDoc,
  batch: { profile: EnterpriseProfile; reasons: DeliveryReason[] }[],
  issuer: string,
): Promise<void> {
  try {
    await recordDeliveries(ctx, briefing, batch);
  } catch (error) {
    // A firm opened the card at this instant and has made its record: now it is there to be completed.
    if (!isDuplicateKey(error)) throw error;
    await recordDeliveries(ctx, briefing, batch);
  }
  const members = await membersOfEnterprises(batch.map(({ profile }) => profile.id));
  // One notice for all who read the same words.
  const byText = new Map<string, string[]>();
  for (const { profile, reasons } of batch) {
    const met = reasons.filter(({ verdict }) => verdict === 'met').length;
    const text = `与您有关 ${reasons.length} 条${met > 0 ? `，其中 ${met} 条符合` : '，补上资料就能判断'}`;
    const people = members.filter(({ enterpriseId }) => enterpriseId === profile.id);
    byText.set(text, [...(byText.get(text) ?? []), ...people.map(({ personId }) => personId)]);
  }
  const id = briefing._id.toString();
  for (const [text, personIds] of byText) {
    if (personIds.length === 0) continue;
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

async function recordDeliveries(
  ctx: Context,
  briefing: BriefingDoc,
  batch: { profile: EnterpriseProfile; reasons: DeliveryReason[] }[],
): Promise<void> {
  const enterpriseIds = batch.map(({ profile }) => new Types.ObjectId(profile.id));
  const done = await BriefingDeliveryModel.find(
    { briefingId: briefing._id, enterpriseId: { $in: enterpriseIds }, deliveredAt: { $exists: true } },
    { enterpriseId: 1 },
  ).lean();
  const told = new Set(done.map(({ enterpriseId }) => enterpriseId.toString()));
  const missing = batch.filter(({ profile }) => !told.has(profile.id));
  if (missing.length === 0) return;
  await BriefingDeliveryModel.bulkWrite(
    missing.map(({ profile, reasons }) => ({
      updateOne: {
        filter: { briefingId: briefing._id, enterpriseId: new Types.ObjectId(profile.id) },
        update: { $set: { deliveredAt: briefing.sentAt ?? ctx.now, reasons } },
        upsert: true,
      },
    })),
    { ordered: false },
  );
}
