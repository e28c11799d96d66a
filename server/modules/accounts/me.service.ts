import type { Body, Me, Office } from '@contract';
import { requirePerson, type Context } from '../../context';
import { AppError } from '../../errors';
import { recordAudit } from '../audit/audit.service';
import { organizationRecords } from '../organizations/organizations.service';
import { regionName } from '../organizations/regions';
import { MembershipModel, OfficeModel, type OfficeDoc } from './memberships.model';
import { toMemberships } from './membership-views.service';
import { PersonModel } from './people.model';
import { getPerson, phoneFields } from './people.service';
import { privacyStanding, requirePrivacyConsent } from './privacy-consents.service';

/** Who the caller is: name, post, masked phone, enterprises (requests included) and offices. */
export async function getMe(ctx: Context): Promise<Me> {
  const { personId, enterprise } = requirePerson(ctx);
  const [person, privacy, memberships, offices] = await Promise.all([
    getPerson(ctx, personId),
    privacyStanding(ctx, personId),
    MembershipModel.find({ personId, status: { $in: ['pending', 'active', 'refused'] } })
      .sort({ _id: 1 })
      .lean(),
    OfficeModel.find({ personId }).sort({ _id: 1 }).lean(),
  ]);
  return {
    ...person,
    ...(enterprise ? { currentEnterpriseId: enterprise.id } : {}),
    enterprises: await toMemberships(memberships),
    offices: await toOffices(offices),
    privacy,
  };
}

/**
 * Changes the caller's name, post (an empty one is taken away) or phone number; the number is stored encrypted.
 * @throws VALIDATION_FAILED when nothing is given
 * @throws CONSENT_REQUIRED when a number is given and the caller hasn't agreed to the current privacy text
 */
export async function patchMe(ctx: Context, body: Body<'PUT /me'>): Promise<Me> {
  const { personId } = requirePerson(ctx);
  if (Object.keys(body).length === 0)
    throw new AppError('VALIDATION_FAILED', { details: [{ path: 'body', rule: '至少改一项' }] });
  if (body.phone !== undefined) await requirePrivacyConsent(ctx);
  const title = body.title?.trim();
  await PersonModel.updateOne(
    { _id: personId },
    {
      $set: {
        ...(body.name === undefined ? {} : { name: body.name.trim() }),
        ...(title ? { title } : {}),
        ...(body.phone === undefined ? {} : phoneFields(ctx, body.phone)),
      },
      ...(title === '' ? { $unset: { title: 1 } } : {}),
    },
  );
  await recordAudit(ctx, {
    action: 'person.changed',
    subject: { kind: 'person', id: personId },
    reason: Object.keys(body).join(' '),
  });
  return getMe(ctx);
}

async function toOffices(docs: OfficeDoc[]): Promise<Office[]> {
  const bodies = await organizationRecords(docs.map((doc) => doc.organizationId));
  return docs.flatMap((doc) => {
    const body = bodies.get(doc.organizationId.toString());
    return body
      ? [
          {
            organization: { id: body.id, name: body.name, shortName: body.shortName },
            regionName: regionName(body.regionCode),
            roles: doc.roles,
          },
        ]
      : [];
  });
}
