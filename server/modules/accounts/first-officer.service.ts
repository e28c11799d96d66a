import type { OfficerRole } from '@contract/enums';
import type { Context } from '../../context';
import { invalidField } from '../../errors';
import {
  createOrganization,
  findOrganization,
  getOrganization,
} from '../organizations/organizations.service';
import { findRegion } from '../organizations/regions';
import { issueInvitation } from './invitations.service';

/** What the first officer of a body may do: invite the others, and keep the window open until they are there. */
const firstRoles: OfficerRole[] = ['org-admin', 'desk', 'editor', 'event-manager'];

/**
 * Invites the first administrator of a service office, which is created where it doesn't stand yet; whoever enters the
 * code in the mini-program takes the office up. Nobody has to have signed in before.
 * @throws VALIDATION_FAILED when the region isn't in the table
 */
export async function inviteFirstOfficer(
  ctx: Context,
  { name, organization, regionCode }: { name: string; organization: string; regionCode: string },
): Promise<{ code: string; organizationId: string; expiresAt: string }> {
  if (!findRegion(regionCode)) throw invalidField('region', '区划：没有这个代码');
  const office = { kind: 'service-office' as const, name: organization, regionCode };
  const known = await findOrganization(office);
  const body = known ?? (await getOrganization((await createOrganization(ctx, office)).id));
  const { code, invitation } = await issueInvitation(ctx, body, { name, roles: firstRoles, isHead: true });
  return { code, organizationId: body.id, expiresAt: invitation.expiresAt };
}
