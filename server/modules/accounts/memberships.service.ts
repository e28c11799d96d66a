import mongoose, { Types, type ClientSession } from 'mongoose';
import type { Body, Colleague, EnterpriseMembership, Me, Reply } from '@contract';
import type { EnterpriseRole, MembershipStatus } from '@contract/enums';
import { officeIds, requireEnterprise, requirePerson, type Context } from '../../context';
import { AppError } from '../../errors';
import { isDuplicateKey } from '../../plugins/errors';
import { recordAudit } from '../audit/audit.service';
import { enterpriseHeads, getHeadByCode, type EnterpriseHead } from '../enterprises/enterprises.service';
import { attachFiles } from '../files/files.service';
import { getMe, toMemberships } from './me.service';
import { tellDecision, tellRequest } from './membership-notices.service';
import { MembershipModel, type MembershipDoc } from './memberships.model';
import { PersonModel } from './people.model';
import { nameMap, people } from './people.service';

export { accountableOfficer, findAccountable, findOfficers, grantOffice } from './offices.service';

/** Officers who decide about an enterprise's first administrator: those of its desk, or of an office above it. */
export const deciders = ['desk', 'org-admin'] as const;

/**
 * Asks to join an enterprise. Whoever comes first, or shows a licence, asks to be its administrator and is examined
 * by its desk; everybody else is let in by the administrator.
 * @throws CREDIT_CODE_INVALID when the code is wrong, with the position where one can be named
 * @throws ENTERPRISE_NOT_FOUND when no enterprise has it
 * @throws ALREADY_MEMBER when the caller belongs to it or has asked already
 * @throws NOT_FOUND when the licence isn't a fresh upload of the caller's
 */
export async function joinEnterprise(
  ctx: Context,
  body: Body<'POST /memberships'>,
): Promise<EnterpriseMembership> {
  const { personId } = requirePerson(ctx);
  const head = await getHeadByCode(body.creditCode, 'body.creditCode');
  const hasAdmin = await MembershipModel.exists({ enterpriseId: head.id, role: 'admin', status: 'active' });
  const asLater = { role: body.licenceFileId ? 'admin' : 'staff', isFirst: false } as const;
  const doc = hasAdmin
    ? await ask(ctx, personId, head, body.licenceFileId, asLater)
    : ((await ask(ctx, personId, head, body.licenceFileId, { role: 'admin', isFirst: true })) ??
      // Somebody else is the first already, or this person has asked: the next write tells which.
      (await ask(ctx, personId, head, body.licenceFileId, asLater)));
  if (!doc) throw new AppError('ALREADY_MEMBER');
  await tellRequest(ctx, doc, head);
  const [membership] = await toMemberships([doc]);
  if (!membership) throw new AppError('NOT_FOUND');
  return membership;
}

/** Writes a request with its licence and trace, all or nothing; null where a unique index refuses it. */
async function ask(
  ctx: Context,
  personId: string,
  head: EnterpriseHead,
  licenceFileId: string | undefined,
  { role, isFirst }: { role: EnterpriseRole; isFirst: boolean },
): Promise<MembershipDoc | null> {
  try {
    return await mongoose.connection.transaction(async (session) => {
      const doc = await MembershipModel.findOneAndUpdate(
        // A standing membership isn't matched: the upsert then runs into the unique index of person and enterprise.
        { personId, enterpriseId: head.id, status: { $in: ['refused', 'ended'] } },
        {
          $set: {
            scope: head.scope,
            role,
            status: 'pending',
            requestedAt: ctx.now,
            ...(isFirst ? { isFirst } : {}),
            ...(licenceFileId ? { licenceFileId } : {}),
          },
          $unset: {
            decidedAt: 1,
            decidedById: 1,
            ...(isFirst ? {} : { isFirst: 1 }),
            ...(licenceFileId ? {} : { licenceFileId: 1 }),
          },
        },
        { upsert: true, returnDocument: 'after', session },
      ).lean();
      const id = doc._id.toString();
      if (licenceFileId) {
        const subject = { kind: 'membership', id };
        await attachFiles(ctx, [licenceFileId], { subject, scope: head.scope }, session);
      }
      await recordAudit(
        ctx,
        {
          action: 'membership.requested',
          subject: { kind: 'membership', id },
          enterpriseId: head.id,
          reason: role,
        },
        session,
      );
      return doc;
    });
  } catch (error) {
    if (isDuplicateKey(error)) return null;
    throw error;
  }
}

/** Colleagues in the caller's enterprise; requests that wait are shown to its administrator only. */
export async function listColleagues(ctx: Context): Promise<Colleague[]> {
  const enterprise = requireEnterprise(ctx);
  const statuses: MembershipStatus[] = enterprise.role === 'admin' ? ['pending', 'active'] : ['active'];
  const docs = await MembershipModel.find({ enterpriseId: enterprise.id, status: { $in: statuses } })
    .sort({ _id: 1 })
    .lean();
  return toColleagues(ctx, docs);
}

/** Requests that the caller's desk may decide about, oldest first. */
export async function listRequests(ctx: Context): Promise<Reply<'GET /memberships/requests'>> {
  const docs = await MembershipModel.find({
    scope: { $in: officeIds(ctx, ...deciders) },
    status: 'pending',
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
 */
export async function decideMembership(ctx: Context, id: string, accept: boolean): Promise<Colleague> {
  const { personId, enterprise } = requirePerson(ctx);
  const asked = await MembershipModel.findById(id).lean();
  const desks = officeIds(ctx, ...deciders);
  const isDesk = asked !== null && asked.scope.some((bodyId) => desks.includes(bodyId.toString()));
  const isAdmin = asked !== null && enterprise?.role === 'admin' && asked.enterpriseId.equals(enterprise.id);
  if (!asked || (!isDesk && !isAdmin)) throw new AppError('NOT_FOUND');
  if (asked.personId.equals(personId)) throw new AppError('FORBIDDEN', { message: '不能审批自己的申请' });
  if (!isDesk && asked.role === 'admin')
    throw new AppError('FORBIDDEN', { message: '管理员的申请由企业服务办审核' });
  const decided = await mongoose.connection.transaction((session) =>
    writeDecision(ctx, asked, accept, session),
  );
  await tellDecision(ctx, decided);
  const [colleague] = await toColleagues(ctx, [decided]);
  if (!colleague) throw new AppError('NOT_FOUND');
  return colleague;
}

async function writeDecision(
  ctx: Context,
  asked: MembershipDoc,
  accept: boolean,
  session: ClientSession,
): Promise<MembershipDoc> {
  const decided = await MembershipModel.findOneAndUpdate(
    { _id: asked._id, status: 'pending', requestedAt: asked.requestedAt },
    {
      $set: {
        status: accept ? 'active' : 'refused',
        decidedAt: ctx.now,
        decidedById: new Types.ObjectId(requirePerson(ctx).personId),
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
    // The next who asked moves up, that the enterprise isn't left without anybody who can become its administrator.
    await MembershipModel.findOneAndUpdate(
      { enterpriseId: asked.enterpriseId, status: 'pending' },
      { $set: { isFirst: true, role: 'admin' } },
      { sort: { requestedAt: 1, _id: 1 }, session },
    );
  }
  await recordAudit(
    ctx,
    {
      action: accept ? 'membership.accepted' : 'membership.refused',
      subject: { kind: 'membership', id: asked._id.toString() },
      enterpriseId: asked.enterpriseId.toString(),
    },
    session,
  );
  return decided;
}

/**
 * Lets the caller act for another of their enterprises.
 * @throws NOT_FOUND when they aren't an active member of it
 */
export async function switchEnterprise(ctx: Context, enterpriseId: string): Promise<Me> {
  const person = requirePerson(ctx);
  const membership = await MembershipModel.findOne({
    personId: person.personId,
    enterpriseId,
    status: 'active',
  }).lean();
  if (!membership) throw new AppError('NOT_FOUND');
  await PersonModel.updateOne({ _id: person.personId }, { $set: { currentEnterpriseId: enterpriseId } });
  await recordAudit(ctx, {
    action: 'enterprise.switched',
    subject: { kind: 'person', id: person.personId },
    enterpriseId,
  });
  return getMe({ ...ctx, actor: { ...person, enterprise: { id: enterpriseId, role: membership.role } } });
}

/**
 * Makes a person an active member of an enterprise, without a request.
 * @throws NOT_FOUND when the enterprise doesn't exist
 */
export async function grantEnterprise(
  ctx: Context,
  { personId, enterpriseId, role }: { personId: string; enterpriseId: string; role: EnterpriseRole },
): Promise<void> {
  const head = (await enterpriseHeads([enterpriseId])).get(enterpriseId);
  if (!head) throw new AppError('NOT_FOUND');
  await MembershipModel.updateOne(
    { personId, enterpriseId },
    {
      $set: { role, status: 'active', scope: head.scope, decidedAt: ctx.now },
      $setOnInsert: { requestedAt: ctx.now },
    },
    { upsert: true },
  );
  await PersonModel.updateOne(
    { _id: personId, currentEnterpriseId: { $exists: false } },
    { $set: { currentEnterpriseId: enterpriseId } },
  );
  await recordAudit(ctx, {
    action: 'membership.granted',
    subject: { kind: 'person', id: personId },
    enterpriseId,
    reason: role,
  });
}

/** Active members of enterprises, oldest first. */
export async function membersOfEnterprises(
  enterpriseIds: Iterable<string | Types.ObjectId>,
): Promise<{ personId: string; enterpriseId: string }[]> {
  const docs = await MembershipModel.find(
    { enterpriseId: { $in: [...new Set([...enterpriseIds].map(String))] }, status: 'active' },
    { personId: 1, enterpriseId: 1 },
  )
    .sort({ _id: 1 })
    .lean();
  return docs.map((doc) => ({
    personId: doc.personId.toString(),
    enterpriseId: doc.enterpriseId.toString(),
  }));
}

/** What a stranger may learn of an enterprise's people: an administrator, how many they are, where the stranger stands. */
export async function membershipView(
  enterpriseId: string,
  personId: string,
): Promise<{ adminName?: string; memberCount: number; own?: MembershipStatus }> {
  const [active, own] = await Promise.all([
    MembershipModel.find({ enterpriseId, status: 'active' }, { personId: 1, role: 1 })
      .sort({ _id: 1 })
      .lean(),
    MembershipModel.findOne({ enterpriseId, personId }, { status: 1 }).lean(),
  ]);
  const admin = active.find(({ role }) => role === 'admin');
  const adminName = admin && (await nameMap([admin.personId])).get(admin.personId.toString());
  return {
    ...(adminName ? { adminName } : {}),
    memberCount: active.length,
    ...(own ? { own: own.status } : {}),
  };
}

async function toColleagues(ctx: Context, docs: MembershipDoc[]): Promise<Colleague[]> {
  const persons = await people(
    ctx,
    docs.map((doc) => doc.personId),
  );
  return docs.map((doc) => {
    const person = persons.get(doc.personId.toString());
    return {
      membershipId: doc._id.toString(),
      name: person?.name ?? '',
      ...(person?.maskedPhone ? { maskedPhone: person.maskedPhone } : {}),
      role: doc.role,
      status: doc.status,
    };
  });
}
