import { Types, type QueryFilter } from 'mongoose';
import type { Query } from '@contract';
import type { Briefing, BriefingInput, BriefingReading } from '@contract/policies';
import { accessible, isAble } from '../../access/access';
import type { Action } from '../../access/grants';
import { requireEnterprise, requirePerson, type Context } from '../../context';
import { nextNumber } from '../../database/counters';
import { readCursor, writeCursor, type Place } from '../../cursor';
import { AppError, invalidField, isDuplicateKey } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { getProfile } from '../enterprises/enterprises.service';
import { dayOf, isDay } from '../issues/calendar';
import { scopeOf } from '../organizations/organizations.service';
import { toBriefing, toBriefings } from './briefing-view.service';
import {
  BriefingDeliveryModel,
  BriefingModel,
  type BriefingDeliveryDoc,
  type BriefingDoc,
} from './briefings.model';
import { toMatch } from './matches.service';
import { editorOffice, findPolicies, getCurrentPolicies } from './policies.service';

/**
 * Composes a briefing for the caller's body; it gets the next number of the body and year.
 * @throws POLICY_NOT_PUBLISHED when a policy is a draft or no longer holds
 * @throws NOT_FOUND when a policy doesn't exist
 * @throws VALIDATION_FAILED when the day doesn't exist
 */
export async function createBriefing(ctx: Context, input: BriefingInput): Promise<Briefing> {
  const organizationId = editorOffice(ctx);
  const fields = await toFields(ctx, input);
  const year = Number(dayOf(ctx.now).slice(0, 4));
  const doc = await BriefingModel.create({
    ...fields,
    year,
    number: await nextNumber(`briefings:${organizationId}:${year}`),
    status: 'draft',
    organizationId: new Types.ObjectId(organizationId),
    scope: await scopeOf([organizationId]),
    authorId: new Types.ObjectId(requirePerson(ctx).personId),
    createdAt: ctx.now,
  });
  await recordAudit(ctx, {
    action: 'briefing.created',
    subject: { kind: 'briefing', id: doc._id.toString() },
  });
  return toBriefing(ctx, doc.toObject());
}

/**
 * Changes a briefing that hasn't been sent.
 * @throws NOT_FOUND when it isn't the caller's
 * @throws BRIEFING_ALREADY_SENT when it has been pushed
 * @throws POLICY_NOT_PUBLISHED when a policy is a draft or no longer holds
 */
export async function updateBriefing(ctx: Context, id: string, input: BriefingInput): Promise<Briefing> {
  const own = await getOwnBriefing(ctx, id, 'update');
  if (own.status !== 'draft') throw new AppError('BRIEFING_ALREADY_SENT');
  const { untilOn, ...fields } = await toFields(ctx, input);
  const doc = await BriefingModel.findOneAndUpdate(
    { _id: id, status: 'draft' },
    { $set: { ...fields, ...(untilOn ? { untilOn } : {}) }, ...(untilOn ? {} : { $unset: { untilOn: 1 } }) },
    { returnDocument: 'after' },
  ).lean();
  if (!doc) throw new AppError('BRIEFING_ALREADY_SENT');
  await recordAudit(ctx, { action: 'briefing.changed', subject: { kind: 'briefing', id } });
  return toBriefing(ctx, doc);
}

/**
 * Briefings sent to the caller's enterprise, latest first; as=editor those of the caller's bodies and those below.
 * @throws NOT_BOUND when the person acts for no enterprise
 * @throws FORBIDDEN when as=editor and the caller is no editor
 * @throws VALIDATION_FAILED when the cursor is none of ours
 */
export async function listBriefings(
  ctx: Context,
  query: Query<'GET /briefings'>,
): Promise<{ items: Briefing[]; next?: string }> {
  const limit = query.limit ?? 20;
  const before = query.cursor === undefined ? undefined : readCursor(query.cursor);
  return query.as === 'editor' ? listOwn(ctx, limit, before) : listReceived(ctx, limit, before);
}

type Before = Place | undefined;

async function listOwn(ctx: Context, limit: number, before: Before) {
  const conditions: QueryFilter<BriefingDoc>[] = [accessible(ctx, 'read', 'briefing', 'officer')];
  if (before)
    conditions.push({
      $or: [{ createdAt: { $lt: before.at } }, { createdAt: before.at, _id: { $lt: before.id } }],
    });
  const docs = await BriefingModel.find({ $and: conditions })
    .sort({ createdAt: -1, _id: -1 })
    .limit(limit + 1)
    .lean();
  const last = docs[limit - 1];
  return {
    items: await toBriefings(ctx, docs.slice(0, limit)),
    ...(docs.length > limit && last ? { next: writeCursor({ at: last.createdAt, id: last._id }) } : {}),
  };
}

async function listReceived(ctx: Context, limit: number, before: Before) {
  const conditions: QueryFilter<BriefingDeliveryDoc>[] = [
    accessible(ctx, 'read', 'briefing-delivery'),
    { deliveredAt: { $exists: true } },
  ];
  if (before)
    conditions.push({
      $or: [{ deliveredAt: { $lt: before.at } }, { deliveredAt: before.at, _id: { $lt: before.id } }],
    });
  const found = await BriefingDeliveryModel.find({ $and: conditions })
    .sort({ deliveredAt: -1, _id: -1 })
    .limit(limit + 1)
    .lean();
  const page = found.slice(0, limit);
  const docs = await BriefingModel.find({ _id: { $in: page.map(({ briefingId }) => briefingId) } }).lean();
  const byId = new Map(docs.map((doc) => [doc._id.toString(), doc]));
  const last = found[limit - 1];
  return {
    items: await toBriefings(
      ctx,
      page.flatMap(({ briefingId }) => byId.get(briefingId.toString()) ?? []),
    ),
    ...(found.length > limit && last?.deliveredAt
      ? { next: writeCursor({ at: last.deliveredAt, id: last._id }) }
      : {}),
  };
}

/**
 * A briefing as its reader sees it: with the verdicts of the reader's enterprise, whose first opening is recorded.
 * Visitors without an enterprise read it without verdicts.
 * @throws NOT_FOUND when there is none, or it hasn't been sent and isn't the caller's
 */
export async function readBriefing(ctx: Context, id: string): Promise<BriefingReading> {
  const doc = await BriefingModel.findOne({
    _id: id,
    $or: [
      { status: 'sent' },
      ...(isAble(ctx, 'read', 'briefing') ? [accessible(ctx, 'read', 'briefing')] : []),
    ],
  }).lean();
  if (!doc) throw new AppError('NOT_FOUND');
  const enterprise = ctx.actor.kind === 'person' ? ctx.actor.enterprise : undefined;
  if (!enterprise || doc.status !== 'sent')
    return { ...(await toBriefing(ctx, doc)), matches: [], judgedIrrelevant: false };
  const mine = { briefingId: doc._id, enterpriseId: new Types.ObjectId(enterprise.id) };
  await recordOnce(mine, 'openedAt', ctx.now);
  const [profile, policies, delivery] = await Promise.all([
    getProfile(enterprise.id, ctx.now),
    findPolicies(doc.policyIds.map(String)),
    BriefingDeliveryModel.findOne(mine).lean(),
  ]);
  const reason = delivery?.reasons?.[0];
  return {
    ...(await toBriefing(ctx, doc)),
    matches: policies
      .filter(({ status }) => status !== 'draft')
      .flatMap(({ _id, title, items }) =>
        items.map((item) =>
          toMatch({ policyId: _id.toString(), policyTitle: title, item }, profile, ctx.now),
        ),
      ),
    ...(reason ? { whyMe: `${reason.title}：${reason.because}` } : {}),
    judgedIrrelevant: delivery?.irrelevantAt !== undefined,
  };
}

/**
 * Keeps that the caller's enterprise says 与我无关; saying it again changes nothing.
 * @throws NOT_FOUND when no such briefing was sent
 * @throws NOT_BOUND when the person acts for no enterprise
 */
export async function judgeIrrelevant(ctx: Context, id: string): Promise<{ ok: true }> {
  const enterprise = requireEnterprise(ctx);
  const briefing = await BriefingModel.findOne({ _id: id, status: 'sent' }, { _id: 1 }).lean();
  if (!briefing) throw new AppError('NOT_FOUND');
  const mine = { briefingId: briefing._id, enterpriseId: new Types.ObjectId(enterprise.id) };
  await recordOnce(mine, 'irrelevantAt', ctx.now);
  await recordAudit(ctx, { action: 'briefing.judged-irrelevant', subject: { kind: 'briefing', id } });
  return { ok: true };
}

/**
 * A briefing of the caller's bodies or those below, for an editor who does this to it.
 * @throws NOT_FOUND when it isn't the caller's
 */
export async function getOwnBriefing(ctx: Context, id: string, action: Action): Promise<BriefingDoc> {
  const mine = accessible(ctx, action, 'briefing', 'officer');
  const doc = await BriefingModel.findOne({ $and: [mine, { _id: id }] }).lean();
  if (!doc) throw new AppError('NOT_FOUND');
  return doc;
}

/** Sets an instant on an enterprise's record of a briefing unless it stands there already. */
async function recordOnce(
  mine: { briefingId: Types.ObjectId; enterpriseId: Types.ObjectId },
  name: 'openedAt' | 'irrelevantAt',
  now: Date,
): Promise<void> {
  // The record may be made by the push or by a colleague at this very instant: make sure of it first, then set once.
  try {
    await BriefingDeliveryModel.updateOne(mine, { $setOnInsert: mine }, { upsert: true });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  await BriefingDeliveryModel.updateOne({ ...mine, [name]: { $exists: false } }, { $set: { [name]: now } });
}

async function toFields(ctx: Context, input: BriefingInput) {
  if (input.untilOn !== undefined && !isDay(input.untilOn)) throw invalidField('body.untilOn', '没有这一天');
  const policies = await getCurrentPolicies(ctx, input.policyIds);
  return {
    title: input.title.trim(),
    sentences: input.sentences.map((sentence) => sentence.trim()),
    whoText: input.whoText.trim(),
    amountText: input.amountText.trim(),
    untilOn: input.untilOn,
    policyIds: policies.map(({ _id }) => _id),
  };
}
