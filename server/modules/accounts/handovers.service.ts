import mongoose, { Types, type ClientSession } from 'mongoose';
import type { Colleague, Me } from '@contract';
import { accessible } from '../../access/access';
import { requireEnterprise, requirePerson, type Context } from '../../context';
import { AppError } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { getMe } from './me.service';
import { tellHandover, tellHandoverOver } from './membership-notices.service';
import { toColleagues } from './membership-views.service';
import { MembershipModel, type MembershipDoc } from './memberships.model';

/**
 * Offers the caller's role as administrator to a colleague, in place of any earlier offer of theirs. It changes hands
 * when the colleague accepts.
 * @throws NOT_FOUND when it is no active colleague of the caller's enterprise
 * @throws CONFLICT when they are an administrator already
 */
export async function offerAdministration(ctx: Context, id: string): Promise<Colleague> {
  const { personId } = requirePerson(ctx);
  const enterprise = requireEnterprise(ctx);
  const mine = accessible(ctx, 'update', 'membership', 'enterprise');
  const found = await MembershipModel.findOne({ $and: [mine, { _id: id, status: 'active' }] }).lean();
  if (!found) throw new AppError('NOT_FOUND');
  if (found.role === 'admin') throw new AppError('CONFLICT', { message: '这位同事已经是管理员' });
  const offered = await mongoose.connection.transaction(async (session) => {
    await MembershipModel.updateMany(
      { enterpriseId: enterprise.id, 'handover.fromPersonId': personId },
      { $unset: { handover: 1 } },
      { session },
    );
    const doc = await MembershipModel.findOneAndUpdate(
      { _id: found._id, status: 'active', role: 'staff' },
      { $set: { handover: { fromPersonId: new Types.ObjectId(personId), offeredAt: ctx.now } } },
      { returnDocument: 'after', session },
    ).lean();
    if (!doc) throw new AppError('CONFLICT');
    await audit(ctx, 'membership.handover-offered', doc, session);
    return doc;
  });
  await tellHandover(ctx, offered);
  return toColleague(ctx, offered);
}

/**
 * Takes an offer back that a colleague hasn't answered.
 * @throws NOT_FOUND when no colleague of the caller's enterprise is offered the role
 */
export async function withdrawOffer(ctx: Context, id: string): Promise<Colleague> {
  const mine = accessible(ctx, 'update', 'membership', 'enterprise');
  const offered = await MembershipModel.findOneAndUpdate(
    { $and: [mine, { _id: id, handover: { $exists: true } }] },
    { $unset: { handover: 1 } },
    { returnDocument: 'before' },
  ).lean();
  if (!offered) throw new AppError('NOT_FOUND');
  await audit(ctx, 'membership.handover-withdrawn', offered);
  await tellHandoverOver(ctx, offered, undefined);
  const { handover: _handover, ...standing } = offered;
  return toColleague(ctx, standing);
}

/**
 * Accepts or declines the role of administrator that the caller is offered: accepting, they become administrator and who
 * offered it becomes a colleague like the others, both or neither.
 * @throws NOT_FOUND when the caller is offered nothing there
 * @throws CONFLICT when the offer was taken back, or who made it is administrator no more
 */
export async function answerHandover(ctx: Context, id: string, accept: boolean): Promise<Me> {
  const own = accessible(ctx, 'accept', 'membership', 'self');
  const offered = await MembershipModel.findOne({
    $and: [own, { _id: id, status: 'active', handover: { $exists: true } }],
  }).lean();
  if (!offered?.handover) throw new AppError('NOT_FOUND');
  const { fromPersonId, offeredAt } = offered.handover;
  await mongoose.connection.transaction(async (session) => {
    const answered = await MembershipModel.updateOne(
      { _id: offered._id, status: 'active', 'handover.offeredAt': offeredAt },
      { $unset: { handover: 1 }, ...(accept ? { $set: { role: 'admin' } } : {}) },
      { session },
    );
    if (answered.modifiedCount === 0) throw new AppError('CONFLICT', { message: '对方刚刚收回了交接' });
    if (accept) {
      const handed = await MembershipModel.updateOne(
        { enterpriseId: offered.enterpriseId, personId: fromPersonId, role: 'admin', status: 'active' },
        { $set: { role: 'staff' }, $unset: { isFirst: 1 } },
        { session },
      );
      if (handed.modifiedCount === 0) throw new AppError('CONFLICT', { message: '对方已经不是管理员' });
    }
    await audit(ctx, `membership.handover-${accept ? 'accepted' : 'declined'}`, offered, session);
  });
  await tellHandoverOver(ctx, offered, accept);
  const { enterprise, ...person } = requirePerson(ctx);
  const isHere = enterprise?.id === offered.enterpriseId.toString();
  const role = isHere && accept ? 'admin' : enterprise?.role;
  return getMe({
    ...ctx,
    actor: { ...person, ...(enterprise && role ? { enterprise: { id: enterprise.id, role } } : {}) },
  });
}

async function audit(
  ctx: Context,
  action: string,
  { _id, enterpriseId }: MembershipDoc,
  session?: ClientSession,
): Promise<void> {
  const subject = { kind: 'membership', id: _id.toString() };
  await recordAudit(ctx, { action, subject, enterpriseId: enterpriseId.toString() }, session);
}

async function toColleague(ctx: Context, doc: MembershipDoc): Promise<Colleague> {
  const [colleague] = await toColleagues(ctx, [doc]);
  if (!colleague) throw new AppError('NOT_FOUND');
  return colleague;
}
