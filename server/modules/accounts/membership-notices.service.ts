import type { Context } from '../../context';
import { enterpriseHeads, type EnterpriseHead } from '../enterprises/enterprises.service';
import { notify, settleAction } from '../messages/messages.service';
import { MembershipModel, type MembershipDoc } from './memberships.model';
import { findAccountable, findOfficers } from './offices.service';
import { nameMap } from './people.service';

/** Tells whoever decides that somebody asks to join: the administrators about a colleague, the desk about an administrator. */
export async function tellRequest(ctx: Context, asked: MembershipDoc, head: EnterpriseHead): Promise<void> {
  const name = (await nameMap([asked.personId])).get(asked.personId.toString()) ?? '';
  const admins = asked.role === 'admin' ? [] : await findAdmins(head.id);
  await notify(ctx, {
    key: requestKey(asked),
    personIds: admins.length > 0 ? admins : await findDeskOfficers(head.deskOrganizationId),
    topic: 'account',
    title: asked.role === 'admin' ? '有人申请当企业管理员' : '有同事申请加入',
    text: `${name}申请${asked.role === 'admin' ? '当' : '加入'}${head.name}${asked.role === 'admin' ? '的管理员' : ''}，请审核。`,
    ...(admins.length > 0 ? { page: 'features/enterprises/colleagues/index' } : {}),
    needsAction: true,
  });
}

/** Tells the person who asked how it was decided; nobody else has anything left to do about it. */
export async function tellDecision(ctx: Context, decided: MembershipDoc): Promise<void> {
  await settleAction(ctx, { key: requestKey(decided) });
  const head = (await enterpriseHeads([decided.enterpriseId])).get(decided.enterpriseId.toString());
  const isAccepted = decided.status === 'active';
  await notify(ctx, {
    key: `membership-decision:${decided._id.toString()}:${decided.requestedAt.getTime()}`,
    personIds: [decided.personId.toString()],
    topic: 'account',
    page: isAccepted ? 'features/enterprises/profile/index' : 'features/enterprises/bind/index',
    title: isAccepted ? '您已加入企业' : '加入企业的申请没有通过',
    text: isAccepted
      ? `您已加入${head?.name ?? ''}，可以看政策、提诉求、报名活动了。`
      : `您加入${head?.name ?? ''}的申请没有通过，可以核对后重新申请，或联系当地企业服务办。`,
  });
}

/** One request of one person; asking again after a refusal is another one. */
function requestKey(asked: MembershipDoc): string {
  return `membership-request:${asked._id.toString()}:${asked.requestedAt.getTime()}`;
}

async function findAdmins(enterpriseId: string): Promise<string[]> {
  const docs = await MembershipModel.find(
    { enterpriseId, role: 'admin', status: 'active' },
    { personId: 1 },
  ).lean();
  return docs.map((doc) => doc.personId.toString());
}

async function findDeskOfficers(organizationId: string): Promise<string[]> {
  const officers = await findOfficers(organizationId, 'desk');
  if (officers.length > 0) return officers.map(({ personId }) => personId);
  const accountable = await findAccountable(organizationId);
  return accountable ? [accountable.personId] : [];
}
