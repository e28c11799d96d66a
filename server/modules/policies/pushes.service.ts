import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Briefing } from '@contract/policies';
import { asSystem, type Context } from '../../context';
import { AppError } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { toBriefing } from './briefing-view.service';
import { BriefingModel, type BriefingDoc } from './briefings.model';
import { getOwnBriefing } from './briefings.service';
import { getCurrentPolicies } from './policies.service';
import { planDeliveries } from './push-plan.service';
import { tellPeople } from './push-telling.service';

/** How long a silent push is taken to be alive, milliseconds. */
const leaseMs = 60_000;
/** How long the editor waits for the end of a push; a province's goes on without being waited for. */
const patienceMs = 5_000;

/** The push isn't this process's any more: it was silent for too long, and another one has taken it up. */
class LeaseLost extends Error {}

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
    { $set: { status: 'sent', sentAt: ctx.now, ...leaseFrom(ctx.now) } },
    { returnDocument: 'after' },
  ).lean();
  if (!briefing) throw new AppError('BRIEFING_ALREADY_SENT');
  await recordAudit(ctx, { action: 'briefing.pushed', subject: { kind: 'briefing', id } });
  const waiting = new AbortController();
  const patience = pause(patienceMs, undefined, { ref: false, signal: waiting.signal }).catch(() => {});
  await Promise.race([deliver(ctx, briefing), patience]);
  waiting.abort();
  return toBriefing(ctx, briefing);
}

/** Takes up pushes that were cut off half-way, by a kill or a failure; whoever has been told isn't told again. */
export async function finishPushes(ctx: Context): Promise<{ finished: number }> {
  let finished = 0;
  for (;;) {
    const briefing = await BriefingModel.findOneAndUpdate(
      { status: 'sent', pushedAt: { $exists: false }, leasedUntil: { $lt: ctx.now } },
      { $set: leaseFrom(ctx.now) },
      { returnDocument: 'after' },
    ).lean();
    if (!briefing) return { finished };
    if (await deliver(asSystem(ctx, 'briefing-push'), briefing)) finished += 1;
  }
}

const leaseFrom = (now: Date) => ({ leaseId: randomUUID(), leasedUntil: new Date(now.getTime() + leaseMs) });

/** First settles who gets the briefing and why, then tells the people; each goes on where it was cut off. */
async function deliver(ctx: Context, briefing: BriefingDoc): Promise<boolean> {
  const record = (progress: Progress) => keepProgress(ctx, briefing, progress);
  const instant = () => ctx.environment.clock.now();
  try {
    if (!briefing.plannedAt) {
      await planDeliveries(ctx, briefing, (plannedThrough) => record({ plannedThrough }));
      await record({ plannedAt: instant() });
    }
    await tellPeople(ctx, briefing, (toldThrough) => record({ toldThrough }));
    await record({ pushedAt: instant() });
    return true;
  } catch (error) {
    // It is sent from the moment it says so: what is left of the push is taken up when the lease has run out.
    ctx.log.error({ err: error, briefingId: briefing._id.toString() }, 'push of a briefing was cut off');
    return false;
  }
}

type Progress = Partial<Pick<BriefingDoc, 'plannedThrough' | 'plannedAt' | 'toldThrough' | 'pushedAt'>>;

async function keepProgress(ctx: Context, { _id, leaseId }: BriefingDoc, progress: Progress): Promise<void> {
  const { leasedUntil } = leaseFrom(ctx.environment.clock.now());
  const { matchedCount } = await BriefingModel.updateOne(
    { _id, leaseId },
    progress.pushedAt
      ? { $set: progress, $unset: { leaseId: 1, leasedUntil: 1 } }
      : { $set: { ...progress, leasedUntil } },
  );
  if (matchedCount === 0) throw new LeaseLost('another process has taken up the push');
}
