import mongoose, { Types, type ClientSession } from 'mongoose';
import { accessible, reaches } from '../../access/access';
import { requirePerson, type Context } from '../../context';
import { AppError, invalidField } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { promoteNext } from './membership-decisions.service';
import { tellEnding, tellHandoverOver } from './membership-notices.service';
import { MembershipModel, type MembershipDoc } from './memberships.model';
import { PersonModel } from './people.model';

/**
 * Ends a membership or takes a request back: somebody leaves, the administrator takes a colleague out, or the desk ends
 * it. The last administrator doesn't leave an enterprise without one; only the desk may end theirs.
 * @throws NOT_FOUND when it is none of the caller's, their enterprise's or their desk's, or has ended
 * @throws VALIDATION_FAILED when somebody else's is ended without a reason
 * @throws FORBIDDEN when an administrator would take out another one
 * @throws LAST_ADMINISTRATOR when nobody would be left who may let colleagues in
 */
export async function endMembership(ctx: Context, id: string, body: { reason?: string }): Promise<void> {
  const { personId } = requirePerson(ctx);
  const found = await MembershipModel.findOne({
    $and: [accessible(ctx, 'delete', 'membership'), { _id: id, status: { $in: ['active', 'pending'] } }],
  }).lean();
  if (!found) throw new AppError('NOT_FOUND');
  const isOwn = found.personId.equals(personId);
  const isDesk = !isOwn && reaches(ctx, 'delete', 'membership', found, 'officer');
  const reason = body.reason?.trim();
  if (!isOwn && !reason) throw invalidField('body.reason', '请写明原因，对方会看到');
  if (!isOwn && !isDesk && found.role === 'admin')
    throw new AppError('FORBIDDEN', { message: '管理员的身份由企业服务办处理，或由本人交接' });
  const ended = await mongoose.connection.transaction((session) =>
    writeEnding(ctx, found, { reason, mayEndLast: isDesk }, session),
  );
  await tellHandoverOver(ctx, found, undefined);
  await tellEnding(ctx, ended, isOwn);
}

async function writeEnding(
  ctx: Context,
  found: MembershipDoc,
  { reason, mayEndLast }: { reason: string | undefined; mayEndLast: boolean },
  session: ClientSession,
): Promise<MembershipDoc> {
  const { _id, enterpriseId, personId, role, status } = found;
  const ended = await MembershipModel.findOneAndUpdate(
    { _id, status, role },
    {
      $set: {
        status: 'ended',
        endedAt: ctx.now,
        endedById: new Types.ObjectId(requirePerson(ctx).personId),
        ...(reason ? { endReason: reason } : {}),
      },
      $unset: { isFirst: 1, handover: 1, ...(reason ? {} : { endReason: 1 }) },
    },
    { returnDocument: 'after', session },
  ).lean();
  if (!ended) throw new AppError('CONFLICT');
  if (status === 'active' && role === 'admin') {
    // Written, not only read: of the last two who leave at once, one runs into the other's write and looks again.
    const other = await MembershipModel.findOneAndUpdate(
      { enterpriseId, role: 'admin', status: 'active' },
      { $set: { stayedAt: ctx.now } },
      { sort: { _id: 1 }, session },
    ).lean();
    if (!other && !mayEndLast)
      throw new AppError('LAST_ADMINISTRATOR', {
        message: '您是企业唯一的管理员：请先交给一位同事，没有同事可交时请当地企业服务办办理',
      });
    await MembershipModel.updateMany(
      { enterpriseId, 'handover.fromPersonId': personId },
      { $unset: { handover: 1 } },
      { session },
    );
  }
  if (found.isFirst && status === 'pending') await promoteNext(enterpriseId, session);
  await PersonModel.updateOne(
    { _id: personId, currentEnterpriseId: enterpriseId },
    { $unset: { currentEnterpriseId: 1 } },
    { session },
  );
  await recordAudit(
    ctx,
    {
      action: 'membership.ended',
      subject: { kind: 'membership', id: _id.toString() },
      enterpriseId: enterpriseId.toString(),
      ...(reason ? { reason } : {}),
    },
    session,
  );
  return ended;
}
