import mongoose, { type Types } from 'mongoose';
import type { Body, Colleague, EnterpriseMember, EnterpriseMembership, Me } from '@contract';
import type { EnterpriseRole, MembershipStatus } from '@contract/enums';
import { accessible, reaches } from '../../access/access';
import { requireEnterprise, requirePerson, type Context } from '../../context';
import { AppError, isDuplicateKey } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { enterpriseHeads, getHeadByCode, type EnterpriseHead } from '../enterprises/enterprises.service';
import { attachFiles } from '../files/files.service';
import { getMe } from './me.service';
import { tellRequest } from './membership-notices.service';
import { toColleagues, toMembers, toMemberships } from './membership-views.service';
import { MembershipModel, type MembershipDoc } from './memberships.model';
import { PersonModel } from './people.model';
import { requirePrivacyConsent } from './privacy-consents.service';

export { answerHandover, offerAdministration, withdrawOffer } from './handovers.service';
export { decideMembership, listRequests } from './membership-decisions.service';
export { endMembership } from './membership-endings.service';
export { membershipView } from './membership-views.service';
export { accountableOfficer, findAccountable, findOfficers, grantOffice } from './offices.service';

/**
 * Asks to join an enterprise. Whoever comes first, or shows a licence, asks to be its administrator and is examined
 * by its desk; everybody else is let in by the administrator.
 * @throws CONSENT_REQUIRED when the caller hasn't agreed to the current privacy text
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
  await requirePrivacyConsent(ctx);
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
            refusalReason: 1,
            endedAt: 1,
            endedById: 1,
            endReason: 1,
            ...(isFirst ? {} : { isFirst: 1 }),
            ...(licenceFileId ? {} : { licenceFileId: 1 }),
          },
        },
        { upsert: true, returnDocument: 'after', session },
      ).lean();
      const id = doc._id.toString();
      if (licenceFileId) {
        const subject = { kind: 'membership', id } as const;
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
  const docs = await MembershipModel.find({
    $and: [accessible(ctx, 'read', 'membership', 'enterprise'), { status: { $in: statuses } }],
  })
    .sort({ _id: 1 })
    .lean();
  return toColleagues(ctx, docs);
}

/**
 * Who acts for an enterprise of the caller's desk, oldest first.
 * @throws NOT_FOUND when it is none of their desk's
 */
export async function listMembers(ctx: Context, enterpriseId: string): Promise<EnterpriseMember[]> {
  const head = (await enterpriseHeads([enterpriseId])).get(enterpriseId);
  // Asked of the enterprise, for one without members has no membership that could tell.
  if (!head || !reaches(ctx, 'delete', 'membership', head, 'officer')) throw new AppError('NOT_FOUND');
  const docs = await MembershipModel.find({ enterpriseId, status: 'active' }).sort({ _id: 1 }).lean();
  return toMembers(ctx, docs);
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
      $unset: { handover: 1, endedAt: 1, endedById: 1, endReason: 1 },
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

/** Who of these people has left which of these enterprises. */
export async function leaversOf(
  enterpriseIds: Iterable<string | Types.ObjectId>,
  personIds: Iterable<string | Types.ObjectId>,
): Promise<{ personId: string; enterpriseId: string }[]> {
  const docs = await MembershipModel.find(
    {
      enterpriseId: { $in: [...new Set([...enterpriseIds].map(String))] },
      personId: { $in: [...new Set([...personIds].map(String))] },
      status: 'ended',
    },
    { personId: 1, enterpriseId: 1 },
  ).lean();
  return docs.map((doc) => ({
    personId: doc.personId.toString(),
    enterpriseId: doc.enterpriseId.toString(),
  }));
}

/** The enterprise a person acts for, the one they joined last where there are several. */
export async function enterpriseOf(personId: string): Promise<string | undefined> {
  const doc = await MembershipModel.findOne({ personId, status: 'active' }, { enterpriseId: 1 })
    .sort({ _id: -1 })
    .lean();
  return doc?.enterpriseId.toString();
}
