import type { RestructuringPreview } from '@contract';
import type { Restructuring, ScopedRecord } from '@contract/enums';
import type { Types } from 'mongoose';
import type { Context } from '../../context';
import { invalidField } from '../../errors';
import { countOffices } from '../accounts/offices.service';
import {
  countInvitationsOf,
  countMembershipsOf,
  countOfficesOf,
  rescopeInvitations,
  rescopeMemberships,
  rescopeOffices,
} from '../accounts/relocation.service';
import {
  countEnterprisesOf,
  countImportsOf,
  handOverEnterprises,
  rescopeEnterprises,
  rescopeImports,
} from '../enterprises/relocation.service';
import { countEventsOf, rescopeEvents } from '../events/relocation.service';
import { countFilesOf, rescopeFiles } from '../files/files.service';
import { countIssuesOf, countOpenIssues, rescopeIssues } from '../issues/relocation.service';
import { countListingsOf, rescopeListings } from '../matchmaking/relocation.service';
import { countPhoneTasksOf, rescopePhoneTasks } from '../messages/relocation.service';
import { countBriefingsOf, rescopeBriefings } from '../policies/briefing-relocation.service';
import { countPoliciesOf, rescopePolicies } from '../policies/relocation.service';
import { OrganizationChangeModel, type OrganizationChangeDoc } from './changes.model';
import { OrganizationModel, ResponsibilityModel, type OrganizationDoc } from './organizations.model';
import { organizationRefs } from './organizations.service';
import type { Relocation } from './rescope';
import { closeObstacle, mergeObstacle, moveObstacle, ownBody, reachable } from './restructuring.service';
import { pathOf } from './tree';
import { countWindowsOf, rescopeWindows } from './window-transfers.service';
import { WindowModel } from './windows.model';

type OnUpdated = (count: number) => Promise<void>;

/** One function per kind of record that carries the bodies above it: its module lets it follow, and counts it. */
const followers: Record<
  ScopedRecord,
  {
    follow: (ctx: Context, relocation: Relocation, onUpdated: OnUpdated) => Promise<number>;
    count: (organizationId: Types.ObjectId) => Promise<number>;
  }
> = {
  enterprises: { follow: (_ctx, move, then) => rescopeEnterprises(move, then), count: countEnterprisesOf },
  imports: { follow: (_ctx, move, then) => rescopeImports(move, then), count: countImportsOf },
  memberships: { follow: (_ctx, move, then) => rescopeMemberships(move, then), count: countMembershipsOf },
  offices: { follow: (_ctx, move, then) => rescopeOffices(move, then), count: countOfficesOf },
  invitations: { follow: (_ctx, move, then) => rescopeInvitations(move, then), count: countInvitationsOf },
  policies: { follow: (_ctx, move, then) => rescopePolicies(move, then), count: countPoliciesOf },
  briefings: { follow: (_ctx, move, then) => rescopeBriefings(move, then), count: countBriefingsOf },
  events: { follow: (_ctx, move, then) => rescopeEvents(move, then), count: countEventsOf },
  listings: { follow: (_ctx, move, then) => rescopeListings(move, then), count: countListingsOf },
  windows: { follow: (_ctx, move, then) => rescopeWindows(move, then), count: countWindowsOf },
  files: { follow: (_ctx, move, then) => rescopeFiles(move, then), count: countFilesOf },
  issues: { follow: rescopeIssues, count: countIssuesOf },
  'phone-tasks': { follow: (_ctx, move, then) => rescopePhoneTasks(move, then), count: countPhoneTasksOf },
};

/**
 * Lets the records of every body that moved follow it, in batches. A round that finds nothing more, once requests that
 * had read the old tree must have ended, completes the move; a round that was cut off is begun again by the next run, in
 * whatever process. Gives how many records changed.
 */
export async function followMoves(ctx: Context): Promise<number> {
  const moves = await OrganizationChangeModel.find({ 'propagation.isDone': false }).sort({ _id: 1 }).lean();
  let updated = 0;
  for (const move of moves) updated += await followMove(ctx, move);
  return updated;
}

async function followMove(
  ctx: Context,
  { _id, organizationId, propagation }: OrganizationChangeDoc,
): Promise<number> {
  const body = await OrganizationModel.findById(organizationId).lean();
  const onUpdated: OnUpdated = async (count) => {
    await OrganizationChangeModel.updateOne({ _id }, { $inc: { 'propagation.updated': count } });
  };
  let updated = 0;
  if (body) {
    if (body.mergedIntoId) updated += await handOver(body, onUpdated);
    const subtree = await OrganizationModel.find({
      $or: [{ _id: body._id }, { ancestorIds: body._id }],
    }).lean();
    const relocation = {
      rootId: body._id,
      paths: new Map(subtree.map((node) => [node._id.toString(), pathOf(node)])),
    };
    for (const { follow } of Object.values(followers)) updated += await follow(ctx, relocation, onUpdated);
  }
  if (updated === 0 && propagation && propagation.settlesAt <= ctx.now)
    await OrganizationChangeModel.updateOne({ _id }, { $set: { 'propagation.isDone': true } });
  return updated;
}

/** The enterprises of a desk that was merged belong to the one that took over, however often that was merged again. */
async function handOver(body: OrganizationDoc, onUpdated: OnUpdated): Promise<number> {
  const heir = await heirOf(body);
  const count = await handOverEnterprises(body._id, heir._id, pathOf(heir));
  if (count > 0) await onUpdated(count);
  return count;
}

async function heirOf(body: OrganizationDoc): Promise<OrganizationDoc> {
  const heir = body.mergedIntoId && (await OrganizationModel.findById(body.mergedIntoId).lean());
  return heir ? heirOf(heir) : body;
}

/**
 * What moving, merging or closing a body would change, before it is done.
 * @throws NOT_FOUND when one of the bodies isn't the caller's to rearrange
 * @throws VALIDATION_FAILED when a move or a merger names no other body
 */
export async function previewRestructuring(
  ctx: Context,
  id: string,
  { kind, targetId }: { kind: Restructuring; targetId?: string },
): Promise<RestructuringPreview> {
  const body = await ownBody(ctx, id);
  if (kind !== 'close' && targetId === undefined)
    throw invalidField('querystring.targetId', '另一个单位：请选一个');
  const target = kind === 'close' || targetId === undefined ? undefined : await reachable(ctx, targetId);
  const obstacle =
    kind === 'close' || !target
      ? await closeObstacle(body)
      : kind === 'move'
        ? moveObstacle(body, target)
        : mergeObstacle(body, target);
  const [bodies, officers, windows, responsibilities, openIssues, records] = await Promise.all([
    OrganizationModel.countDocuments({ $or: [{ _id: body._id }, { ancestorIds: body._id }] }),
    countOffices(body._id),
    WindowModel.countDocuments({ organizationId: body._id, closedAt: { $exists: false } }),
    ResponsibilityModel.countDocuments({ organizationId: body._id }),
    countOpenIssues(body._id),
    Promise.all(
      Object.entries(followers).map(async ([record, { count }]) => ({
        kind: record as ScopedRecord,
        count: await count(body._id),
      })),
    ),
  ]);
  const before = body.ancestorIds.map(String);
  const after = target ? pathOf(target).map(String) : before;
  const names = await organizationRefs([...before, ...after]);
  const namesOf = (ids: string[]) => ids.flatMap((each) => names.get(each) ?? []);
  return {
    bodies,
    officers,
    windows,
    responsibilities,
    openIssues,
    records: records.filter(({ count }) => count > 0),
    gains: namesOf(after.filter((each) => !before.includes(each))),
    loses: namesOf(before.filter((each) => !after.includes(each))),
    ...(obstacle ? { obstacle } : {}),
  };
}
