import mongoose, { Types, type ClientSession } from 'mongoose';
import type { Colleague, Reply } from '@contract';
import { accessible, reaches } from '../../access/access';
import { requirePerson, type Context } from '../../context';
import { AppError, invalidField } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { enterpriseHeads } from '../enterprises/enterprises.service';
import { tellDecision } from './membership-notices.service';
import { toColleagues } from './membership-views.service';
import { MembershipModel, type MembershipDoc } from './memberships.model';
import { PersonModel } from './people.model';

/** Requests that the caller's desk may decide about, oldest first. */
export async function listRequests(ctx: Context): Promise<Reply<'GET /memberships/requests'>> {
  const docs = await MembershipModel.find({
    $and: [accessible(ctx, 'decide', 'membership', 'officer'), { status: 'pending' }],
  })
    .sort({ requestedAt: 1, _id: 1 })
    .limit(200)
    .lean();
  const [colleagues, heads] = await Promise.all([
    toColleagues(ctx, docs),
    enterpriseHeads(docs.map((doc) => doc.enterpriseId)),
  ]);
  return docs.flatMap((doc, index) => {
    const head = heads.get(doc.enterpriseId.toString());
    const colleague = colleagues[index];
    if (!head || !colleague) return [];
    return {
      ...colleague,
      enterprise: { id: head.id, name: head.name, regionName: head.regionName },
      creditCode: head.creditCode,
      requestedAt: doc.requestedAt.toISOString(),
      ...(doc.licenceFileId ? { licenceFileId: doc.licenceFileId.toString() } : {}),
    };
  });
}

/**
 * Accepts or refuses a request: an enterprise's administrator decides about colleagues, its desk about both these
 * and administrators. Nobody decides about their own request.
 * @throws NOT_FOUND when the request is none of the caller's enterprise or desk
 * @throws FORBIDDEN when an administrator decides about another one, or somebody about themselves
 * @throws CONFLICT when it was decided already
 * @throws VALIDATION_FAILED when it is refused without a reason
 */
export async function decideMembership(
  ctx: Context,
  id: string,
  decision: { accept: boolean; reason?: string },
): Promise<Colleague> {
  const { personId } = requirePerson(ctx);
  const reason = decision.reason?.trim();
  if (!decision.accept && !reason) throw invalidField('body.reason', '请写明不同意的原因，对方会看到');
  const asked = await MembershipModel.findOne({
    $and: [accessible(ctx, 'decide', 'membership'), { _id: id }],
  }).lean();
  if (!asked) throw new AppError('NOT_FOUND');
  if (asked.personId.equals(personId)) throw new AppError('FORBIDDEN', { message: '不能审批自己的申请' });
  if (asked.role === 'admin' && !reaches(ctx, 'decide', 'membership', asked, 'officer'))
    throw new AppError('FORBIDDEN', { message: '管理员的申请由企业服务办审核' });
  const decided = await mongoose.connection.transaction((session) =>
    writeDecision(ctx, asked, decision.accept ? { accept: true } : { accept: false, reason }, session),
  );
  await tellDecision(ctx, decided);
  const [colleague] = await toColleagues(ctx, [decided]);
  if (!colleague) throw new AppError('NOT_FOUND');
  return colleague;
}

async function writeDecision(
  ctx: Context,
  asked: MembershipDoc,
  { accept, reason }: { accept: boolean; reason?: string | undefined },
  session: ClientSession,
): Promise<MembershipDoc> {
  const decided = await MembershipModel.findOneAndUpdate(
    { _id: asked._id, status: 'pending', requestedAt: asked.requestedAt },
    {
      $set: {
        status: accept ? 'active' : 'refused',
        decidedAt: ctx.now,
        decidedById: new Types.ObjectId(requirePerson(ctx).personId),
        ...(reason ? { refusalReason: reason } : {}),
      },
      ...(accept ? {} : { $unset: { isFirst: 1 } }),
    },
    { returnDocument: 'after', session },
  ).lean();
  if (!decided) throw new AppError('CONFLICT', { message: '这份申请刚刚已经有人处理过' });
  if (accept) {
    await PersonModel.updateOne(
      { _id: decided.personId, currentEnterpriseId: { $exists: false } },
      { $set: { currentEnterpriseId: decided.enterpriseId } },
      { session },
    );
  } else if (asked.isFirst) {
    await promoteNext(asked.enterpriseId, session);
  }
  await recordAudit(
    ctx,
    {
      action: accept ? 'membership.accepted' : 'membership.refused',
      subject: { kind: 'membership', id: asked._id.toString() },
      enterpriseId: asked.enterpriseId.toString(),
      ...(reason ? { reason } : {}),
    },
    session,
  );
  return decided;
}

/** The next who asked moves up, that the enterprise isn't left without anybody who can become its administrator. */
export async function promoteNext(enterpriseId: Types.ObjectId, session: ClientSession): Promise<void> {
  await MembershipModel.findOneAndUpdate(
    { enterpriseId, status: 'pending' },
    { $set: { isFirst: true, role: 'admin' } },
    { sort: { requestedAt: 1, _id: 1 }, session },
  );
}
