import { type Types, type ClientSession } from 'mongoose';
import type { OrganizationDetail } from '@contract';
import { manageable } from '../../access/access';
import type { Context } from '../../context';
import { AppError } from '../../errors';
import { endOffices, transferOffices } from '../accounts/offices.service';
import { recordAudit } from '../audit/audit.service';
import { countDeskEnterprises } from '../enterprises/relocation.service';
import { countOpenIssues, handOverIssues } from '../issues/relocation.service';
import { describeOrganization } from './bodies.service';
import { recordChange } from './history.service';
import { OrganizationModel, ResponsibilityModel, type OrganizationDoc } from './organizations.model';
import { recordCell } from './responsibilities.service';
import { isWithinBody, replanted } from './tree';
import { changeTree } from './tree-lock';
import { closeWindowsOf, transferWindows } from './window-transfers.service';

/** Most open issues that a merger hands over in its one transaction. */
const mostOpenIssues = 2_000;

/**
 * Moves a body with everything below it under another. The tree stands anew at once; records follow in batches, see
 * `followMoves`.
 * @throws NOT_FOUND when the body, the one it stands below or the new one isn't the caller's to rearrange
 * @throws CONFLICT when the new place lies within the body itself, is where it stands already, or has ended
 */
export async function moveOrganization(
  ctx: Context,
  id: string,
  { parentId, reason }: { parentId: string; reason: string },
): Promise<OrganizationDetail> {
  await changeTree(async (session) => {
    const [body, parent] = await bothBodies(ctx, id, parentId, session);
    refuse(moveObstacle(body, parent));
    const former = body.parentId && (await OrganizationModel.findById(body.parentId).session(session).lean());
    await replant(body, parent, session);
    await recordChange(
      ctx,
      [
        {
          organizationId: body._id,
          kind: 'moved',
          reason,
          details: [{ field: 'parent', ...(former ? { from: former.name } : {}), to: parent.name }],
          propagates: true,
        },
      ],
      session,
    );
  });
  await recordAudit(ctx, { action: 'organization.moved', subject: { kind: 'organization', id }, reason });
  return describeOrganization(ctx, id);
}

/**
 * Merges a body into another of its kind, in one transaction: officers, windows, responsibilities and open issues go to
 * that one, and the ended body stands below it with all that it has done, so that whoever reaches the one reaches the
 * records of the other. Its enterprises and everything else follow in batches.
 * @throws NOT_FOUND when one of the bodies isn't the caller's to rearrange
 * @throws CONFLICT when they are of different kinds, one has ended, or one stands below the other the wrong way round
 */
export async function mergeOrganization(
  ctx: Context,
  id: string,
  { intoId, reason }: { intoId: string; reason: string },
): Promise<OrganizationDetail> {
  await changeTree(async (session) => {
    const [body, heir] = await bothBodies(ctx, id, intoId, session);
    refuse(mergeObstacle(body, heir));
    if ((await countOpenIssues(body._id, session)) > mostOpenIssues)
      refuse(`未办结的诉求超过 ${mostOpenIssues} 件，请先办结一部分再合并`);
    const children = await OrganizationModel.find({ parentId: body._id }).session(session).lean();
    for (const child of children) await replant(child, heir, session);
    await replant(body, heir, session);
    await OrganizationModel.updateOne(
      { _id: body._id },
      { $set: { closedAt: ctx.now, mergedIntoId: heir._id } },
      { session },
    );
    await transferOffices(body._id, heir, session);
    await transferWindows(body._id, heir, session);
    await transferResponsibilities(ctx, body._id, heir._id, reason, session);
    await handOverIssues(ctx, body._id, session);
    await recordChange(
      ctx,
      [
        {
          organizationId: body._id,
          kind: 'merged',
          reason,
          details: [{ field: 'mergedInto', to: heir.name }],
          propagates: true,
        },
        ...children.map((child) => ({
          organizationId: child._id,
          kind: 'moved' as const,
          reason,
          details: [{ field: 'parent', from: body.name, to: heir.name }],
          propagates: true as const,
        })),
        {
          organizationId: heir._id,
          kind: 'absorbed',
          reason,
          details: [{ field: 'absorbed', to: body.name }],
        },
      ],
      session,
    );
  });
  await recordAudit(ctx, {
    action: 'organization.merged',
    subject: { kind: 'organization', id },
    reason: `${intoId}: ${reason}`,
  });
  return describeOrganization(ctx, id);
}

/**
 * Ends a body that has nothing left to do. Its offices end, its windows close, its fields fall back to the level above;
 * it stays where it stands in the tree and in old records.
 * @throws NOT_FOUND when the body or the one above it isn't the caller's to rearrange
 * @throws CONFLICT when bodies stand below it, it has open issues or looks after enterprises, or has ended already
 */
export async function closeOrganization(
  ctx: Context,
  id: string,
  { reason }: { reason: string },
): Promise<OrganizationDetail> {
  await changeTree(async (session) => {
    const body = await ownBody(ctx, id, session);
    refuse(await closeObstacle(body, session));
    await OrganizationModel.updateOne({ _id: body._id }, { $set: { closedAt: ctx.now } }, { session });
    await endOffices(body._id, ctx.now, session);
    await closeWindowsOf(body._id, ctx.now, session);
    for (const row of await ResponsibilityModel.find({ organizationId: body._id }).session(session).lean()) {
      await ResponsibilityModel.deleteOne({ _id: row._id }, { session });
      await recordCell(
        ctx,
        { field: row.field, regionCode: row.regionCode },
        { from: body._id, reason },
        session,
      );
    }
    await recordChange(ctx, [{ organizationId: body._id, kind: 'closed', reason, details: [] }], session);
  });
  await recordAudit(ctx, { action: 'organization.closed', subject: { kind: 'organization', id }, reason });
  return describeOrganization(ctx, id);
}

/** Why a body can't be moved below another; undefined where it can. */
export function moveObstacle(body: OrganizationDoc, parent: OrganizationDoc): string | undefined {
  if (body.closedAt) return '这个单位已经撤销，不能再移动';
  if (parent.closedAt) return '新的上级已经撤销';
  if (isWithinBody(parent, body._id)) return '不能移到自己或自己的下级下面';
  if (body.parentId?.equals(parent._id)) return '它现在就在这个上级下面';
  return undefined;
}

/** Why a body can't be merged into another; undefined where it can. */
export function mergeObstacle(body: OrganizationDoc, heir: OrganizationDoc): string | undefined {
  if (body.closedAt) return '这个单位已经撤销，不能再合并';
  if (heir.closedAt) return '要并入的单位已经撤销';
  if (isWithinBody(heir, body._id)) return '不能并入自己或自己的下级';
  if (body.kind !== heir.kind) return '只能并入同一类的单位';
  return undefined;
}

/** Why a body can't be closed; undefined where it can. */
export async function closeObstacle(
  body: OrganizationDoc,
  session?: ClientSession,
): Promise<string | undefined> {
  if (body.closedAt) return '这个单位已经撤销';
  const below = await OrganizationModel.countDocuments({
    parentId: body._id,
    closedAt: { $exists: false },
  }).session(session ?? null);
  if (below > 0) return `下面还有 ${below} 个单位，请先移走或合并`;
  const issues = await countOpenIssues(body._id, session);
  if (issues > 0) return `还有 ${issues} 件没有办结的诉求，请办结，或改为并入别的单位`;
  const enterprises = await countDeskEnterprises(body._id, session);
  if (enterprises > 0) return `还有 ${enterprises} 家企业归它服务，请改为并入别的单位`;
  return undefined;
}

function refuse(obstacle: string | undefined): void {
  if (obstacle) throw new AppError('CONFLICT', { message: obstacle });
}

/** Puts a body with its subtree below another: parents and the bodies above each. */
async function replant(
  body: OrganizationDoc,
  parent: OrganizationDoc,
  session: ClientSession,
): Promise<void> {
  // Read anew: a merger moves the children before the body itself.
  const subtree = await OrganizationModel.find({ $or: [{ _id: body._id }, { ancestorIds: body._id }] })
    .session(session)
    .lean();
  await OrganizationModel.bulkWrite(
    replanted(subtree, body, parent).map(({ _id, ancestorIds }) => ({
      updateOne: {
        filter: { _id },
        update: { $set: { ancestorIds, ...(_id.equals(body._id) ? { parentId: parent._id } : {}) } },
      },
    })),
    { session },
  );
}

async function transferResponsibilities(
  ctx: Context,
  from: Types.ObjectId,
  to: Types.ObjectId,
  reason: string,
  session: ClientSession,
): Promise<void> {
  for (const row of await ResponsibilityModel.find({ organizationId: from }).session(session).lean()) {
    await ResponsibilityModel.updateOne({ _id: row._id }, { $set: { organizationId: to } }, { session });
    await recordCell(ctx, { field: row.field, regionCode: row.regionCode }, { from, to, reason }, session);
  }
}

/** The body and the other one, both the caller's to rearrange, and so is the place that the body leaves. */
async function bothBodies(
  ctx: Context,
  id: string,
  otherId: string,
  session: ClientSession,
): Promise<[OrganizationDoc, OrganizationDoc]> {
  return [await ownBody(ctx, id, session), await reachable(ctx, otherId, session)];
}

/** A body that is the caller's to rearrange: it and the one above it lie within their offices. */
export async function ownBody(ctx: Context, id: string, session?: ClientSession): Promise<OrganizationDoc> {
  const body = await reachable(ctx, id, session);
  if (body.parentId) await reachable(ctx, body.parentId.toString(), session);
  // A root stands below nobody: only the product itself could take it away.
  else if (ctx.actor.kind !== 'system') throw new AppError('NOT_FOUND');
  return body;
}

/** A body within the offices in which the caller rearranges the tree. */
export async function reachable(ctx: Context, id: string, session?: ClientSession): Promise<OrganizationDoc> {
  const body = await OrganizationModel.findOne({
    $and: [{ _id: id }, manageable(ctx, 'decide', 'organization')],
  })
    .session(session ?? null)
    .lean();
  if (!body) throw new AppError('NOT_FOUND');
  return body;
}
