import type { Context } from '../../context';
import { AppError, invalidField } from '../../errors';
import { createOrganization, findOrganization } from '../organizations/organizations.service';
import { findRegion } from '../organizations/regions';
import { grantOffice } from './offices.service';
import { findByPhone } from './people.service';

/**
 * Gives a new installation its first officer: somebody who has signed in to the mini-program and left their phone
 * number becomes administrator and desk of a service office, which is created where it doesn't stand yet.
 * @throws VALIDATION_FAILED when the region isn't in the table
 * @throws NOT_FOUND when nobody has left this number
 */
export async function appointFirstOfficer(
  ctx: Context,
  { phone, organization, regionCode }: { phone: string; organization: string; regionCode: string },
): Promise<{ personId: string; organizationId: string }> {
  if (!findRegion(regionCode)) throw invalidField('region', '区划：没有这个代码');
  const [personId, ...others] = await findByPhone(ctx, phone);
  if (!personId)
    throw new AppError('NOT_FOUND', {
      message: '没有人留过这个手机号：先在小程序里登录，在“我的”里填上手机号',
    });
  if (others.length > 0)
    throw new AppError('CONFLICT', { message: '有两个账户留了这个手机号，请先改掉一个' });
  const known = await findOrganization({ name: organization, regionCode, kind: 'service-office' });
  const organizationId =
    known?.id ??
    (await createOrganization(ctx, { kind: 'service-office', name: organization, regionCode })).id;
  await grantOffice(ctx, {
    personId,
    organizationId,
    roles: ['org-admin', 'desk', 'editor', 'event-manager'],
    isHead: true,
  });
  return { personId, organizationId };
}
