import mongoose, { type ClientSession } from 'mongoose';
import type { Context } from '../../context';
import { AppError } from '../../errors';
import { enterpriseHeads } from '../enterprises/enterprises.service';
import { organizationRecords } from '../organizations/organizations.service';
import { ConsentModel } from './consents.model';
import { CredentialModel } from './credentials.model';
import { promoteNext } from './membership-decisions.service';
import { MembershipModel, OfficeModel } from './memberships.model';
import { PersonModel } from './people.model';
import { openPhone } from './people.service';
import { privacyConsentsOf } from './privacy-consents.service';
import { SessionModel } from './sessions.model';

/** Stands where the name of somebody stood whose account is closed. */
export const formerPerson = '已注销用户';

/**
 * A person's account with everything that hangs on it, the phone number in clear: for the person alone.
 * @throws NOT_FOUND when the person doesn't exist
 */
export async function personalAccount(ctx: Context, personId: string): Promise<Record<string, unknown>> {
  const person = await PersonModel.findById(personId).lean();
  if (!person) throw new AppError('NOT_FOUND');
  const [memberships, offices, sessions, consents, privacyConsents] = await Promise.all([
    MembershipModel.find({ personId }).sort({ _id: 1 }).lean(),
    OfficeModel.find({ personId }).sort({ _id: 1 }).lean(),
    SessionModel.find({ personId }).sort({ _id: 1 }).lean(),
    ConsentModel.find({ personId }).sort({ _id: 1 }).lean(),
    privacyConsentsOf(ctx, personId),
  ]);
  const [heads, bodies] = await Promise.all([
    enterpriseHeads(memberships.map(({ enterpriseId }) => enterpriseId)),
    organizationRecords(offices.map(({ organizationId }) => organizationId)),
  ]);
  return {
    person: {
      id: personId,
      name: person.name,
      ...(person.title ? { title: person.title } : {}),
      ...(person.phoneCipher ? { phone: openPhone(ctx, person.phoneCipher) } : {}),
      createdAt: person.createdAt.toISOString(),
    },
    memberships: memberships.map(({ enterpriseId, role, status, requestedAt, decidedAt, endedAt }) => ({
      enterprise: heads.get(enterpriseId.toString())?.name ?? '',
      role,
      status,
      requestedAt: requestedAt.toISOString(),
      ...(decidedAt ? { decidedAt: decidedAt.toISOString() } : {}),
      ...(endedAt ? { endedAt: endedAt.toISOString() } : {}),
    })),
    offices: offices.map(({ organizationId, roles }) => ({
      organization: bodies.get(organizationId.toString())?.name ?? '',
      roles,
    })),
    sessions: sessions.map(({ createdAt, expiresAt, device }) => ({
      device,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    })),
    messageConsents: consents.map(({ template, granted, spent }) => ({ template, granted, spent })),
    privacyConsents,
  };
}

/** What stands in the way of closing an account. */
export interface AccountTie {
  kind: 'administrator' | 'office';
  /** The enterprise's or the body's name. */
  name: string;
}

/** What stands in the way of closing an account: enterprises left without an administrator, and offices held. */
export async function accountTies(personId: string, session?: ClientSession): Promise<AccountTie[]> {
  const within = session ? { session } : {};
  const memberships = await MembershipModel.find({ personId, role: 'admin', status: 'active' }, null, within)
    .sort({ _id: 1 })
    .lean();
  const offices = await OfficeModel.find({ personId }, null, within).sort({ _id: 1 }).lean();
  const enterpriseIds = memberships.map(({ enterpriseId }) => enterpriseId);
  const others = await MembershipModel.find(
    { enterpriseId: { $in: enterpriseIds }, role: 'admin', status: 'active', personId: { $ne: personId } },
    { enterpriseId: 1 },
    within,
  ).lean();
  const shared = new Set(others.map(({ enterpriseId }) => enterpriseId.toString()));
  const [heads, bodies] = await Promise.all([
    enterpriseHeads(enterpriseIds),
    organizationRecords(offices.map(({ organizationId }) => organizationId)),
  ]);
  return [
    ...enterpriseIds
      .filter((id) => !shared.has(id.toString()))
      .map((id) => ({ kind: 'administrator' as const, name: heads.get(id.toString())?.name ?? '' })),
    ...offices.map(({ organizationId }) => ({
      kind: 'office' as const,
      name: bodies.get(organizationId.toString())?.name ?? '',
    })),
  ];
}

/** Bodies and enterprises for which people act, in a word each; people who act for none are left out. */
export async function affiliations(personIds: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(personIds)];
  const [offices, memberships] = await Promise.all([
    OfficeModel.find({ personId: { $in: wanted } })
      .sort({ _id: -1 })
      .lean(),
    MembershipModel.find({ personId: { $in: wanted }, status: 'active' })
      .sort({ _id: -1 })
      .lean(),
  ]);
  const [heads, bodies] = await Promise.all([
    enterpriseHeads(memberships.map(({ enterpriseId }) => enterpriseId)),
    organizationRecords(offices.map(({ organizationId }) => organizationId)),
  ]);
  const names = [
    ...memberships.map(({ personId, enterpriseId }) => [personId, heads.get(enterpriseId.toString())?.name]),
    // Last, so that an office wins over an enterprise.
    ...offices.map(({ personId, organizationId }) => [
      personId,
      bodies.get(organizationId.toString())?.shortName,
    ]),
  ] as const;
  return new Map(names.flatMap(([id, name]) => (id && name ? [[String(id), String(name)] as const] : [])));
}

/** Records of a person's memberships that hold a licence picture. */
export async function licenceRecords(personId: string): Promise<{ kind: 'membership'; id: string }[]> {
  const docs = await MembershipModel.find({ personId, licenceFileId: { $exists: true } }, { _id: 1 }).lean();
  return docs.map(({ _id }) => ({ kind: 'membership' as const, id: _id.toString() }));
}

/**
 * Begins to close an account, within the transaction that found that nothing ties it. From here on nobody relies on the
 * person: memberships and sessions have ended, and no invitation to an office is taken up.
 */
export async function beginClosing(ctx: Context, personId: string, session: ClientSession): Promise<void> {
  await PersonModel.updateOne({ _id: personId }, { $set: { closingAt: ctx.now } }, { session });
  const administered = await MembershipModel.find({ personId, role: 'admin', status: 'active' }, null, {
    session,
  });
  for (const { enterpriseId } of administered) {
    // Written, not only read: an administrator who leaves at the same time runs into it and looks again.
    await MembershipModel.updateOne(
      { enterpriseId, role: 'admin', status: 'active', personId: { $ne: personId } },
      { $set: { stayedAt: ctx.now } },
      { session },
    );
  }
  await endMemberships(ctx, personId, session);
  await SessionModel.deleteMany({ personId }, { session });
}

async function endMemberships(ctx: Context, personId: string, session: ClientSession): Promise<void> {
  const firstAsked = await MembershipModel.find({ personId, status: 'pending', isFirst: true })
    .session(session)
    .lean();
  await MembershipModel.updateMany(
    { personId, status: { $in: ['active', 'pending'] } },
    { $set: { status: 'ended', endedAt: ctx.now }, $unset: { isFirst: 1, handover: 1 } },
    { session },
  );
  for (const { enterpriseId } of firstAsked) await promoteNext(enterpriseId, session);
}

/**
 * Closes an account: name, post, number and WeChat binding go, sessions and consents to messages with them; memberships
 * end. What stays is an id that means nobody. All or nothing; answers the name that was there, empty where it has
 * happened before.
 */
export async function closeAccount(ctx: Context, personId: string): Promise<string> {
  return mongoose.connection.transaction(async (session) => {
    const person = await PersonModel.findById(personId).session(session).lean();
    if (!person || person.closedAt) return '';
    await PersonModel.replaceOne(
      { _id: personId },
      { name: formerPerson, createdAt: person.createdAt, closedAt: ctx.now },
      { session },
    );
    await endMemberships(ctx, personId, session);
    await MembershipModel.updateMany({ personId }, { $unset: { licenceFileId: 1 } }, { session });
    await MembershipModel.updateMany(
      { 'handover.fromPersonId': person._id },
      { $unset: { handover: 1 } },
      { session },
    );
    await SessionModel.deleteMany({ personId }, { session });
    await ConsentModel.deleteMany({ personId }, { session });
    await CredentialModel.deleteMany({ personId }, { session });
    return person.name;
  });
}

/** Removes up to `limit` sessions that are over; answers how many. */
export async function removeExpiredSessions(now: Date, limit: number): Promise<number> {
  const docs = await SessionModel.find({ expiresAt: { $lte: now } }, { _id: 1 })
    .limit(limit)
    .lean();
  const { deletedCount } = await SessionModel.deleteMany({ _id: { $in: docs.map(({ _id }) => _id) } });
  return deletedCount;
}

/** Removes consents to messages that nobody has touched since an instant, of people who are signed in nowhere. */
export async function removeIdleConsents(before: Date, limit: number): Promise<number> {
  const docs = await ConsentModel.find({ touchedAt: { $lt: before } }, { personId: 1 })
    .limit(limit)
    .lean();
  const here = await SessionModel.distinct('personId', {
    personId: { $in: docs.map(({ personId }) => personId) },
  });
  const kept = new Set(here.map(String));
  const idle = docs.filter(({ personId }) => !kept.has(personId.toString()));
  const { deletedCount } = await ConsentModel.deleteMany({ _id: { $in: idle.map(({ _id }) => _id) } });
  return deletedCount;
}
