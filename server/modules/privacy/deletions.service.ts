import mongoose from 'mongoose';
import type { Deletion } from '@contract/privacy';
import { requirePerson, type Context } from '../../context';
import { AppError, isDuplicateKey } from '../../errors';
import {
  accountTies,
  beginClosing,
  closeAccount,
  licenceRecords,
  type AccountTie,
} from '../accounts/personal-data.service';
import { nameMap } from '../accounts/people.service';
import { recordAudit } from '../audit/audit.service';
import { forgetAttendee } from '../events/personal-data.service';
import { removePersonalFiles } from '../files/personal-data.service';
import { forgetContact, openIssuesOf } from '../issues/personal-data.service';
import { notify, settleAction } from '../messages/messages.service';
import { forgetMessages } from '../messages/personal-data.service';
import { DeletionModel, type DeletionDoc } from './deletions.model';
import { removeExportsOf } from './exports.service';

/** Days in which a person may change their mind. */
const waitDays = 7;
const dayMs = 86_400_000;
const page = 'features/accounts/privacy/index';

const rules = {
  administrator: '您是唯一的管理员，先在“同事”里交给一位同事；没有同事可交，请当地企业服务办办理',
  office: '您还有工作岗位，先请单位的机构管理员停用',
} as const;

/** Whether the caller's account is being closed, what would stand in the way, and which issues go on without them. */
export async function getDeletion(ctx: Context): Promise<Deletion> {
  const { personId } = requirePerson(ctx);
  const asked = await DeletionModel.findOne({ personId, status: 'waiting' }).lean();
  return describe(personId, asked);
}

/**
 * Asks for the caller's account to be closed after a week. Asking again changes nothing.
 * @throws CONFLICT when an enterprise would be left without administrator, or the caller holds an office
 */
export async function requestDeletion(ctx: Context): Promise<Deletion> {
  const { personId } = requirePerson(ctx);
  const [tie] = await accountTies(personId);
  if (tie) throw new AppError('CONFLICT', { message: `${tie.name}：${rules[tie.kind]}` });
  const dueAt = new Date(ctx.now.getTime() + waitDays * dayMs);
  try {
    await DeletionModel.create({ personId, status: 'waiting', requestedAt: ctx.now, dueAt });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return getDeletion(ctx);
  }
  await recordAudit(ctx, { action: 'account.deletion-asked', subject: { kind: 'person', id: personId } });
  await notify(ctx, {
    key: `account-deletion:${personId}:${ctx.now.getTime()}`,
    personIds: [personId],
    topic: 'account',
    title: `账号将在 ${waitDays} 天后注销`,
    text: '这几天里随时可以在“隐私”里反悔。注销后姓名、手机号删掉，不能恢复。',
    page,
  });
  return getDeletion(ctx);
}

/**
 * Keeps the caller's account after all.
 * @throws NOT_FOUND when closing it wasn't asked for, or has begun
 */
export async function cancelDeletion(ctx: Context): Promise<Deletion> {
  const { personId } = requirePerson(ctx);
  const { deletedCount } = await DeletionModel.deleteOne({ personId, status: 'waiting' });
  if (deletedCount === 0) throw new AppError('NOT_FOUND');
  await recordAudit(ctx, { action: 'account.deletion-cancelled', subject: { kind: 'person', id: personId } });
  return getDeletion(ctx);
}

/** Closes the accounts whose wait is over; answers how many. One that is tied again waits until it isn't. */
export async function closeDueAccounts(ctx: Context): Promise<number> {
  const due = await DeletionModel.find({
    $or: [{ status: 'waiting', dueAt: { $lte: ctx.now } }, { status: 'running' }],
  })
    .sort({ dueAt: 1 })
    .limit(50)
    .lean();
  let closed = 0;
  for (const deletion of due) if (await close(ctx, deletion)) closed += 1;
  return closed;
}

/** Every step may be done twice: a process that ends in between leaves the rest to the next run. */
async function close(ctx: Context, { _id, personId: owner, status, dueAt }: DeletionDoc): Promise<boolean> {
  const personId = owner.toHexString();
  if (status === 'waiting') {
    const key = `account-deletion:${personId}:tied:${dueAt.getTime()}`;
    const begun = await mongoose.connection.transaction(async (session): Promise<AccountTie | boolean> => {
      const [tie] = await accountTies(personId, session);
      if (tie) return tie;
      const { modifiedCount } = await DeletionModel.updateOne(
        { _id, status: 'waiting' },
        { $set: { status: 'running' } },
        { session },
      );
      if (modifiedCount > 0) await beginClosing(ctx, personId, session);
      return modifiedCount > 0;
    });
    if (begun === false) return false;
    if (begun !== true) {
      const text = `${begun.name}：${rules[begun.kind]}。办好后自动注销。`;
      const notice = { key, personIds: [personId], topic: 'account', title: '注销还差一步', text } as const;
      await notify(ctx, { ...notice, page, needsAction: true });
      return false;
    }
    await settleAction(ctx, { key });
  }
  const name = (await nameMap([personId])).get(personId) ?? '';
  await forgetContact(personId);
  await forgetAttendee(personId, name);
  await removePersonalFiles(personId, await licenceRecords(personId));
  await removeExportsOf(personId);
  await closeAccount(ctx, personId);
  // Last: until the sessions have ended something may still be told to them.
  await forgetMessages(personId);
  await DeletionModel.updateOne({ _id }, { $set: { status: 'done', doneAt: ctx.now } });
  await recordAudit(ctx, { action: 'account.closed', subject: { kind: 'person', id: personId } });
  return true;
}

async function describe(personId: string, asked: DeletionDoc | null): Promise<Deletion> {
  const [ties, openIssues] = await Promise.all([accountTies(personId), openIssuesOf(personId)]);
  return {
    isAsked: asked !== null,
    waitDays,
    ...(asked ? { requestedAt: asked.requestedAt.toISOString(), dueAt: asked.dueAt.toISOString() } : {}),
    obstacles: ties.map(({ kind, name }) => ({ kind, name, rule: rules[kind] })),
    openIssues,
  };
}
