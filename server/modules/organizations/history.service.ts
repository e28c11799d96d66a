import { type ClientSession, Types } from 'mongoose';
import type { OrganizationChange } from '@contract';
import type { OrganizationChangeKind } from '@contract/enums';
import type { Context } from '../../context';
import { OrganizationChangeModel, type ChangeDetail, type OrganizationChangeDoc } from './changes.model';

/** For how long after a move records written by requests that read the old tree are still looked for. */
const settlingMs = 2 * 60_000;

export interface ChangeInput {
  organizationId: Types.ObjectId;
  kind: OrganizationChangeKind;
  details: ChangeDetail[];
  reason?: string;
  /** True where the records of the body's subtree have to follow. */
  propagates?: true;
}

/** Who acts, as a body's history names them. */
export function authorOf(ctx: Context): { by: string; personId?: Types.ObjectId } {
  const { actor } = ctx;
  if (actor.kind === 'person') return { by: actor.name, personId: new Types.ObjectId(actor.personId) };
  return { by: '系统' };
}

/** Adds to the history of bodies; stands or falls with the change itself. */
export async function recordChange(
  ctx: Context,
  changes: readonly ChangeInput[],
  session: ClientSession,
): Promise<void> {
  if (changes.length === 0) return;
  const docs: Omit<OrganizationChangeDoc, '_id'>[] = changes.map(({ propagates, ...change }) => ({
    ...change,
    ...authorOf(ctx),
    at: ctx.now,
    ...(propagates
      ? { propagation: { isDone: false, updated: 0, settlesAt: new Date(ctx.now.getTime() + settlingMs) } }
      : {}),
  }));
  await OrganizationChangeModel.insertMany(docs, { session });
}

/** What became of a body, newest first. */
export async function changesOf(organizationId: string): Promise<OrganizationChange[]> {
  const docs = await OrganizationChangeModel.find({ organizationId }).sort({ _id: -1 }).limit(200).lean();
  return docs.map(({ _id, kind, at, by, reason, details, propagation }) => ({
    id: _id.toString(),
    kind,
    at: at.toISOString(),
    by,
    details,
    ...(reason ? { reason } : {}),
    ...(propagation ? { propagation: { isDone: propagation.isDone, updated: propagation.updated } } : {}),
  }));
}
