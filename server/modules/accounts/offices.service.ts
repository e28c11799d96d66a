import type { ClientSession, Types } from 'mongoose';
import type { OfficerRole } from '@contract/enums';
import { rolesFor } from '../../access/access';
import type { Context } from '../../context';
import { AppError } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { getOrganization } from '../organizations/organizations.service';
import { peopleOnDuty } from '../organizations/roster.service';
import { pathOf, type Node } from '../organizations/tree';
import { InvitationModel } from './invitations.model';
import { OfficeModel } from './memberships.model';
import { nameMap } from './people.service';

export interface Officer {
  personId: string;
  name: string;
  roles: OfficerRole[];
  /** True for who leads the body. */
  isHead: boolean;
  /** True for who is on duty at the window. */
  isOnDuty: boolean;
}

/**
 * Gives a person their roles in a body, in place of those held there before.
 * @throws NOT_FOUND when the body doesn't exist
 */
export async function grantOffice(
  ctx: Context,
  input: {
    personId: string;
    organizationId: string;
    roles: OfficerRole[];
    isHead?: boolean;
    isOnDuty?: boolean;
  },
): Promise<void> {
  const { personId, organizationId, roles, isHead = false, isOnDuty = false } = input;
  const { ancestorIds } = await getOrganization(organizationId);
  await OfficeModel.updateOne(
    { personId, organizationId },
    { $set: { roles, isHead, isOnDuty, scope: [organizationId, ...ancestorIds] }, $inc: { revision: 1 } },
    { upsert: true },
  );
  await recordAudit(ctx, {
    action: 'office.granted',
    subject: { kind: 'person', id: personId },
    reason: `${organizationId}: ${roles.join(' ')}`,
  });
}

/** Officers of a body, in the order they came; those who hold a role where one is named. */
export async function findOfficers(organizationId: string, role?: OfficerRole): Promise<Officer[]> {
  const docs = await OfficeModel.find({ organizationId, ...(role ? { roles: role } : {}) })
    .sort({ _id: 1 })
    .lean();
  const names = await nameMap(docs.map((doc) => doc.personId));
  return docs.map((doc) => ({
    personId: doc.personId.toString(),
    name: names.get(doc.personId.toString()) ?? '',
    roles: doc.roles,
    isHead: doc.isHead,
    isOnDuty: doc.isOnDuty,
  }));
}

export interface AccountableOfficer {
  personId: string;
  name: string;
  /** The body the person answers in: the one asked for, or one above it. */
  organizationId: string;
}

export interface WhoAnswers {
  /** The instant at which something reaches the body: whom the rosters of its windows then put on duty comes first. */
  at?: Date;
  /** Somebody it must not be. */
  without?: string;
}

/**
 * Who answers for what reaches a body: who is on its roster, else its desk officer on duty, else its head, else any desk
 * officer or handler, else the same in the body above, up to the root; somebody else where it must not be one person.
 * @throws CONFLICT when there is nobody in any of them
 */
export async function accountableOfficer(
  organizationId: string,
  options: WhoAnswers = {},
): Promise<AccountableOfficer> {
  const found = await findAccountable(organizationId, options);
  if (!found) throw new AppError('CONFLICT', { message: '这个单位和它的上级都还没有工作人员' });
  return found;
}

/** The same as `accountableOfficer`, null where there is nobody. */
export async function findAccountable(
  organizationId: string,
  { at, without }: WhoAnswers = {},
): Promise<AccountableOfficer | null> {
  const { ancestorIds } = await getOrganization(organizationId);
  const working = rolesFor('work', 'issue');
  for (const bodyId of [organizationId, ...ancestorIds.toReversed()]) {
    const officers = (await findOfficers(bodyId)).filter(({ personId }) => personId !== without);
    const isWorker = ({ roles }: Officer) => roles.some((role) => working.includes(role));
    const onRoster = at ? await peopleOnDuty(bodyId, at) : [];
    const chosen =
      onRoster.flatMap((id) => officers.find((each) => each.personId === id && isWorker(each)) ?? [])[0] ??
      officers.find(({ roles, isOnDuty }) => isOnDuty && roles.includes('desk')) ??
      officers.find(({ isHead }) => isHead) ??
      officers.find(isWorker);
    if (chosen) return { personId: chosen.personId, name: chosen.name, organizationId: bodyId };
  }
  return null;
}

/** Invitations that nobody has taken up. */
const waiting = { acceptedAt: { $exists: false }, revokedAt: { $exists: false } };

/** How many people hold an office in a body. */
export async function countOffices(organizationId: Types.ObjectId): Promise<number> {
  return OfficeModel.countDocuments({ organizationId });
}

/**
 * Seats the officers of a body that was merged, and those invited to it, in the body that took over, within the merger's
 * transaction. What is held
 * in both is joined; a body keeps the head it has.
 */
export async function transferOffices(from: Types.ObjectId, to: Node, session: ClientSession): Promise<void> {
  const [leaving, staying] = [
    await OfficeModel.find({ organizationId: from }).session(session).lean(),
    await OfficeModel.find({ organizationId: to._id }).session(session).lean(),
  ];
  const hasHead = staying.some(({ isHead }) => isHead);
  for (const office of leaving) {
    const held = staying.find(({ personId }) => personId.equals(office.personId));
    if (held) {
      const joined = {
        roles: [...new Set([...held.roles, ...office.roles])],
        isHead: held.isHead || (office.isHead && !hasHead),
        isOnDuty: held.isOnDuty || office.isOnDuty,
      };
      await OfficeModel.updateOne({ _id: held._id }, { $set: joined, $inc: { revision: 1 } }, { session });
      await OfficeModel.deleteOne({ _id: office._id }, { session });
    } else {
      await OfficeModel.updateOne(
        { _id: office._id },
        {
          $set: { organizationId: to._id, scope: pathOf(to), isHead: office.isHead && !hasHead },
          $inc: { revision: 1 },
        },
        { session },
      );
    }
  }
  await InvitationModel.updateMany(
    { organizationId: from, ...waiting },
    { $set: { organizationId: to._id, scope: pathOf(to) } },
    { session },
  );
}

/** Ends every office in a body that is closed, and the invitations to it, within the closing's transaction. */
export async function endOffices(
  organizationId: Types.ObjectId,
  now: Date,
  session: ClientSession,
): Promise<void> {
  await OfficeModel.deleteMany({ organizationId }, { session });
  await InvitationModel.updateMany({ organizationId, ...waiting }, { $set: { revokedAt: now } }, { session });
}
