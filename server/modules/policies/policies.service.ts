import mongoose, { Types } from 'mongoose';
import type { Policy, PolicyChange, PolicyInput, PolicyRow } from '@contract/policies';
import { accessible, bodiesOf } from '../../access/access';
import { requirePerson, type Context } from '../../context';
import { AppError, invalidField, type ErrorDetail } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { dayOf } from '../issues/calendar';
import { getOrganization, scopeOf } from '../organizations/organizations.service';
import { stopBriefingsOf } from './briefing-withdrawal.service';
import { touchCatalogue } from './catalogue';
import { nextChangeNumber, PolicyModel, type PolicyDoc } from './policies.model';
import { sanitizeBody } from './policy-body';
import { checkPolicy } from './policy-check';
import { contentOf, isSameContent } from './policy-content';
import { findReadable } from './policy-reading.service';
import { toPolicy, toPolicyRow } from './policy-view';
import { isCurrent } from './policy-status';
import { keepVersion } from './policy-versions.service';

export { listPolicies } from './policy-list.service';

/**
 * A published policy; a draft too for editors of its body and of the bodies above.
 * @throws NOT_FOUND when there is none, or a draft isn't the caller's
 */
export async function getPolicy(ctx: Context, id: string): Promise<Policy> {
  return toPolicy(await findReadable(ctx, id), dayOf(ctx.now));
}

/** Drafts of the caller's bodies and of those below, latest change first. */
export async function listDrafts(ctx: Context): Promise<PolicyRow[]> {
  const docs = await PolicyModel.find({ $and: [accessible(ctx, 'read', 'policy'), { status: 'draft' }] })
    .sort({ updatedAt: -1, _id: -1 })
    .limit(100)
    .lean();
  return docs.map((doc) => toPolicyRow(doc, dayOf(ctx.now)));
}

/**
 * Writes a draft for the caller's body.
 * @throws VALIDATION_FAILED naming every field that is wrong, rules included
 */
export async function createPolicy(ctx: Context, input: PolicyInput): Promise<Policy> {
  const organizationId = editorOffice(ctx);
  const fields = toFields(input);
  const doc = await PolicyModel.create({
    ...fields,
    status: 'draft',
    organizationId: new Types.ObjectId(organizationId),
    scope: await scopeOf([organizationId]),
    createdAt: ctx.now,
    updatedAt: ctx.now,
    changeNumber: await nextChangeNumber(),
  });
  await recordAudit(ctx, { action: 'policy.created', subject: { kind: 'policy', id: doc._id.toString() } });
  return toPolicy(doc.toObject(), dayOf(ctx.now));
}

/**
 * Changes a draft, or corrects a published policy: then a new version is kept, and readers see the note.
 * @throws VALIDATION_FAILED naming every field that is wrong, rules included
 * @throws NOT_FOUND when it isn't the caller's
 * @throws CONFLICT when it has been withdrawn
 */
export async function updatePolicy(
  ctx: Context,
  id: string,
  { correctionNote, ...input }: PolicyChange,
): Promise<Policy> {
  const fields = toFields(input);
  const absent = Object.fromEntries(
    optionalFields.flatMap((name) => (fields[name] === undefined ? [[name, 1]] : [])),
  );
  const note = correctionNote?.trim() || undefined;
  const changeNumber = await nextChangeNumber();
  const doc = await mongoose.connection.transaction(async (session) => {
    const mine = { $and: [accessible(ctx, 'update', 'policy'), { _id: id }] };
    const before = await PolicyModel.findOne(mine, null, { session }).lean();
    if (!before) throw new AppError('NOT_FOUND');
    if (before.status === 'withdrawn')
      throw new AppError('CONFLICT', { message: '这件政策已经撤回，不能再改' });
    const content = contentOf(fields);
    const isCorrection = before.status !== 'draft' && !isSameContent(contentOf(before), content);
    const correction = isCorrection
      ? {
          version: await keepVersion(before, content, { at: ctx.now, ...(note ? { note } : {}) }, session),
          correctedAt: ctx.now,
          ...(note ? { correctionNote: note } : {}),
        }
      : {};
    const gone = { ...absent, ...(isCorrection && !note ? { correctionNote: 1 } : {}) };
    return PolicyModel.findOneAndUpdate(
      { _id: before._id },
      {
        $set: { ...fields, ...correction, updatedAt: ctx.now, changeNumber },
        ...(Object.keys(gone).length > 0 ? { $unset: gone } : {}),
      },
      { returnDocument: 'after', session },
    ).lean();
  });
  if (!doc) throw new AppError('NOT_FOUND');
  touchCatalogue();
  await recordAudit(ctx, {
    action: doc.status === 'draft' ? 'policy.changed' : 'policy.corrected',
    subject: { kind: 'policy', id },
    ...(note ? { reason: note } : {}),
  });
  return toPolicy(doc, dayOf(ctx.now));
}

/**
 * Publishes a draft: from now on everybody can find it.
 * @throws NOT_FOUND when it isn't the caller's
 * @throws CONFLICT when it has been published already
 * @throws VALIDATION_FAILED when its validity has passed
 */
export async function publishPolicy(ctx: Context, id: string): Promise<Policy> {
  const mine = { $and: [accessible(ctx, 'publish', 'policy'), { _id: id }] };
  const today = dayOf(ctx.now);
  const draft = await PolicyModel.findOne(mine, { validUntil: 1 }).lean();
  if (!draft) throw new AppError('NOT_FOUND');
  if (draft.validUntil !== undefined && draft.validUntil < today)
    throw invalidField('body.validUntil', '有效期已经过了，不能发布');
  const doc = await PolicyModel.findOneAndUpdate(
    { ...mine, status: 'draft' },
    {
      $set: {
        status: 'in-force',
        publishedAt: ctx.now,
        updatedAt: ctx.now,
        changeNumber: await nextChangeNumber(),
      },
    },
    { returnDocument: 'after' },
  ).lean();
  if (!doc) throw new AppError('CONFLICT', { message: '这件政策已经发布过了' });
  touchCatalogue();
  await recordAudit(ctx, { action: 'policy.published', subject: { kind: 'policy', id } });
  return toPolicy(doc, today);
}

/**
 * Takes back the publication of a policy: whoever opens it sees that, since when and why; firms aren't told of it any more.
 * @throws NOT_FOUND when it isn't the caller's
 * @throws CONFLICT when it is a draft, or has been withdrawn already
 */
export async function withdrawPolicy(ctx: Context, id: string, reason: string): Promise<Policy> {
  const mine = { $and: [accessible(ctx, 'publish', 'policy'), { _id: id }] };
  const doc = await PolicyModel.findOneAndUpdate(
    { ...mine, status: { $nin: ['draft', 'withdrawn'] } },
    {
      $set: {
        status: 'withdrawn',
        withdrawnAt: ctx.now,
        withdrawalReason: reason.trim(),
        updatedAt: ctx.now,
        changeNumber: await nextChangeNumber(),
      },
    },
    { returnDocument: 'after' },
  ).lean();
  if (!doc) {
    if (!(await PolicyModel.exists(mine))) throw new AppError('NOT_FOUND');
    throw new AppError('CONFLICT', { message: '没有发布，或者已经撤回' });
  }
  touchCatalogue();
  await stopBriefingsOf(ctx, doc._id);
  await recordAudit(ctx, {
    action: 'policy.withdrawn',
    subject: { kind: 'policy', id },
    reason: reason.trim(),
  });
  return toPolicy(doc, dayOf(ctx.now));
}

/**
 * Policies by id, in the given order, that may be told to firms today.
 * @throws NOT_FOUND when one doesn't exist
 * @throws POLICY_NOT_PUBLISHED when one is a draft or no longer holds
 */
export async function getCurrentPolicies(ctx: Context, ids: readonly string[]): Promise<PolicyDoc[]> {
  const docs = await findPolicies(ids);
  if (docs.length < new Set(ids).size) throw new AppError('NOT_FOUND', { message: '有一件政策没有找到' });
  for (const doc of docs) {
    if (doc.status === 'draft') throw new AppError('POLICY_NOT_PUBLISHED');
    if (!isCurrent(doc, dayOf(ctx.now)))
      throw new AppError('POLICY_NOT_PUBLISHED', { message: `《${doc.title}》已失效，不能推送` });
  }
  return docs;
}

/** Published policies and drafts by id, in the given order; unknown ids are left out. */
export async function findPolicies(ids: readonly string[]): Promise<PolicyDoc[]> {
  const docs = await PolicyModel.find({ _id: { $in: [...ids] } }).lean();
  const byId = new Map(docs.map((doc) => [doc._id.toString(), doc]));
  return [...new Set(ids)].flatMap((id) => byId.get(id) ?? []);
}

/** Bodies for which the caller writes policies. */
export function editorIds(ctx: Context): string[] {
  return bodiesOf(ctx, 'create', 'policy');
}

/**
 * The body for which the caller writes.
 * @throws FORBIDDEN when the caller is no editor
 */
export function editorOffice(ctx: Context): string {
  requirePerson(ctx);
  const [organizationId] = editorIds(ctx);
  if (organizationId === undefined) throw new AppError('FORBIDDEN');
  return organizationId;
}

/** Regions that the caller's bodies answer for. */
export async function editorRegions(ctx: Context): Promise<string[]> {
  const bodies = await Promise.all(editorIds(ctx).map((id) => getOrganization(id)));
  return [...new Set(bodies.map(({ regionCode }) => regionCode))];
}

const optionalFields = ['docNo', 'issuedOn', 'effectiveOn', 'validUntil', 'reading'] as const;

function toFields(input: PolicyInput) {
  const bodyHtml = sanitizeBody(input.bodyHtml);
  const details: ErrorDetail[] = checkPolicy({ ...input, bodyHtml });
  const [first] = details;
  if (first) {
    throw new AppError('VALIDATION_FAILED', {
      ...(details.length === 1 ? { message: first.rule } : {}),
      details,
    });
  }
  const text = (value: string | undefined) => value?.trim() || undefined;
  return {
    title: input.title.trim(),
    docNo: text(input.docNo),
    kind: input.kind,
    issuer: input.issuer.trim(),
    level: input.level,
    regionCode: input.regionCode,
    issuedOn: input.issuedOn,
    effectiveOn: input.effectiveOn,
    validUntil: input.validUntil,
    topics: [...new Set(input.topics)],
    reading: text(input.reading),
    bodyHtml,
    items: input.items,
  };
}
