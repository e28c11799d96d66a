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
      : `您加入${head?.name ?? ''}的申请没有通过。原因：${decided.refusalReason ?? '没有写明'}。可以核对后重新申请，或联系当地企业服务办。`,
  });
}

const colleaguesPage = 'features/enterprises/colleagues/index';

/** Tells a person whose membership somebody else ended, and the administrators of whom left by themselves. */
export async function tellEnding(ctx: Context, ended: MembershipDoc, isOwn: boolean): Promise<void> {
  const enterpriseId = ended.enterpriseId.toString();
  const head = (await enterpriseHeads([enterpriseId])).get(enterpriseId);
  const key = `membership-ended:${ended._id.toString()}:${ended.endedAt?.getTime() ?? 0}`;
  await settleAction(ctx, { key: requestKey(ended) });
  if (isOwn) {
    const name = (await nameMap([ended.personId])).get(ended.personId.toString()) ?? '';
    await notify(ctx, {
      key,
      personIds: await findAdmins(enterpriseId),
      topic: 'account',
      title: '有同事退出了企业',
      text: `${name}不再代表${head?.name ?? ''}。`,
      page: colleaguesPage,
    });
    return;
  }
  await notify(ctx, {
    key,
    personIds: [ended.personId.toString()],
    topic: 'account',
    title: '您不再代表这家企业',
    text: `您在${head?.name ?? ''}的身份已结束。原因：${ended.endReason ?? ''}。有疑问可联系企业管理员或当地企业服务办。`,
  });
}

/** Asks a colleague whether they take over as administrator. */
export async function tellHandover(ctx: Context, offered: MembershipDoc): Promise<void> {
  const { handover } = offered;
  if (!handover) return;
  const [names, heads] = await Promise.all([
    nameMap([handover.fromPersonId]),
    enterpriseHeads([offered.enterpriseId]),
  ]);
  await notify(ctx, {
    key: handoverKey(offered),
    personIds: [offered.personId.toString()],
    topic: 'account',
    title: '请您接任企业管理员',
    text: `${names.get(handover.fromPersonId.toString()) ?? ''}想把${heads.get(offered.enterpriseId.toString())?.name ?? ''}的管理员交给您，请您答复。`,
    page: colleaguesPage,
    needsAction: true,
  });
}

/** Nobody has to answer the offer any more; who made it is told the answer where there is one. */
export async function tellHandoverOver(
  ctx: Context,
  offered: MembershipDoc,
  accepted: boolean | undefined,
): Promise<void> {
  const { handover } = offered;
  if (!handover) return;
  await settleAction(ctx, { key: handoverKey(offered) });
  if (accepted === undefined) return;
  const name = (await nameMap([offered.personId])).get(offered.personId.toString()) ?? '';
  await notify(ctx, {
    key: `${handoverKey(offered)}:answer`,
    personIds: [handover.fromPersonId.toString()],
    topic: 'account',
    title: accepted ? '管理员已交接' : '同事没有接任管理员',
    text: accepted ? `${name}已接任管理员，您现在是员工。` : `${name}这次没有接任，您仍是管理员。`,
    page: colleaguesPage,
  });
}

function handoverKey({ _id, handover }: MembershipDoc): string {
  return `handover:${_id.toString()}:${handover?.offeredAt.getTime() ?? 0}`;
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
