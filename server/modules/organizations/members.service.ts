import type { AssociationMember, Query } from '@contract';
import { manageable } from '../../access/access';
import type { Context } from '../../context';
import { readCursor, writeCursor } from '../../cursor';
import { AppError, isDuplicateKey } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { enterpriseRefs, getHeadByCode } from '../enterprises/enterprises.service';
import { AssociationMemberModel, type AssociationMemberDoc } from './members.model';
import { OrganizationModel } from './organizations.model';

/**
 * Member enterprises of an association, newest first.
 * @throws NOT_FOUND when the body isn't an association within the caller's offices
 */
export async function listMembers(
  ctx: Context,
  id: string,
  { cursor, limit = 20 }: Query<'GET /organizations/:id/members'>,
): Promise<{ items: AssociationMember[]; next?: string; total: number }> {
  const organizationId = await findAssociation(ctx, 'read', id);
  const after = cursor ? readCursor(cursor) : undefined;
  const [docs, total] = await Promise.all([
    AssociationMemberModel.find({ organizationId, ...(after ? { _id: { $lt: after.id } } : {}) })
      .sort({ _id: -1 })
      .limit(limit + 1)
      .lean(),
    AssociationMemberModel.countDocuments({ organizationId }),
  ]);
  const shown = docs.slice(0, limit);
  const last = docs.length > limit ? shown.at(-1) : undefined;
  return {
    items: await toMembers(shown),
    ...(last ? { next: writeCursor({ at: last.joinedAt, id: last._id }) } : {}),
    total,
  };
}

/**
 * Enters an enterprise as a member of an association.
 * @throws NOT_FOUND when the body isn't an association whose list the caller keeps
 * @throws CREDIT_CODE_INVALID when the code is wrong
 * @throws ENTERPRISE_NOT_FOUND when no enterprise has it
 * @throws CONFLICT when it is a member already
 */
export async function addMember(
  ctx: Context,
  id: string,
  { creditCode }: { creditCode: string },
): Promise<AssociationMember> {
  const organizationId = await findAssociation(ctx, 'create', id);
  const head = await getHeadByCode(creditCode, 'body.creditCode');
  try {
    const doc = await AssociationMemberModel.create({
      organizationId,
      enterpriseId: head.id,
      joinedAt: ctx.now,
    });
    await recordAudit(ctx, {
      action: 'association.member-added',
      subject: { kind: 'organization', id },
      enterpriseId: head.id,
    });
    const [member] = await toMembers([doc]);
    if (!member) throw new AppError('ENTERPRISE_NOT_FOUND');
    return member;
  } catch (error) {
    if (isDuplicateKey(error))
      throw new AppError('CONFLICT', { message: '这家企业已经是会员', cause: error });
    throw error;
  }
}

/**
 * Strikes an enterprise off an association's list.
 * @throws NOT_FOUND when the caller doesn't keep the list, or the enterprise isn't on it
 */
export async function removeMember(
  ctx: Context,
  { id, enterpriseId }: { id: string; enterpriseId: string },
): Promise<void> {
  const organizationId = await findAssociation(ctx, 'delete', id);
  const gone = await AssociationMemberModel.deleteOne({ organizationId, enterpriseId });
  if (gone.deletedCount === 0) throw new AppError('NOT_FOUND');
  await recordAudit(ctx, {
    action: 'association.member-removed',
    subject: { kind: 'organization', id },
    enterpriseId,
  });
}

async function findAssociation(ctx: Context, action: 'create' | 'read' | 'delete', id: string) {
  const body = await OrganizationModel.findOne({
    $and: [
      { _id: id, kind: 'association' },
      manageable(ctx, action, 'association-member'),
      action === 'create' ? { closedAt: { $exists: false } } : {},
    ],
  }).lean();
  if (!body) throw new AppError('NOT_FOUND');
  return body._id;
}

async function toMembers(docs: readonly AssociationMemberDoc[]): Promise<AssociationMember[]> {
  const names = await enterpriseRefs(docs.map(({ enterpriseId }) => enterpriseId));
  return docs.flatMap(({ enterpriseId, joinedAt }) => {
    const enterprise = names.get(enterpriseId.toString());
    return enterprise ? [{ enterprise, joinedAt: joinedAt.toISOString() }] : [];
  });
}
