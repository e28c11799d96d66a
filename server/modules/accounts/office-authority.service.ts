import type { ClientSession } from 'mongoose';
import { rolesFor } from '../../access/access';
import { requirePerson, type Context } from '../../context';
import { AppError } from '../../errors';
import { InvitationModel } from './invitations.model';
import { OfficeModel, type OfficeDoc } from './memberships.model';

/** Whether an office is the caller's own. */
export function isOwn(ctx: Context, office: OfficeDoc): boolean {
  return requirePerson(ctx).personId === office.personId.toString();
}

/**
 * Makes a change of somebody else's office rest on the caller's own: written to, not only read, so that of two
 * administrators who end each other at once, one stays.
 * @throws NOT_FOUND when the caller's office over this one has ended since the request was let in
 */
export async function relyOnOwnOffice(
  ctx: Context,
  office: OfficeDoc,
  session: ClientSession,
): Promise<void> {
  const own = await OfficeModel.updateOne(
    {
      personId: requirePerson(ctx).personId,
      organizationId: { $in: office.scope },
      roles: { $in: rolesFor('update', 'office') },
    },
    { $inc: { revision: 1 } },
    { session },
  );
  if (own.modifiedCount === 0) throw new AppError('NOT_FOUND');
}

/** @throws LAST_ADMINISTRATOR when the body has no other administrator */
export async function relyOnOtherAdmin(office: OfficeDoc, session: ClientSession): Promise<void> {
  // Written to, not only read: two administrators who step down at once collide.
  const other = await OfficeModel.updateOne(
    { organizationId: office.organizationId, roles: 'org-admin', _id: { $ne: office._id } },
    { $inc: { revision: 1 } },
    { session },
  );
  if (other.modifiedCount === 0) throw new AppError('LAST_ADMINISTRATOR');
}

/** Revokes what somebody who is administrator no more invited to there: nobody comes back by a code of their own. */
export async function revokeInvitationsBy(
  { personId, organizationId }: OfficeDoc,
  now: Date,
  session: ClientSession,
): Promise<void> {
  await InvitationModel.updateMany(
    {
      invitedById: personId,
      scope: organizationId,
      acceptedAt: { $exists: false },
      revokedAt: { $exists: false },
    },
    { $set: { revokedAt: now } },
    { session },
  );
}
