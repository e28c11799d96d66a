import type { Level } from '@contract/enums';
import type { Context } from '../../context';
import { recordAudit } from '../audit/audit.service';
import { OrganizationModel } from './organizations.model';
import { createOrganizations, type OrganizationInput } from './organizations.service';
import { regions, type RegionRow } from './regions';

const prefixes: Partial<Record<Level, string>> = { province: '省', city: '市', county: '县' };

/**
 * Founds the service office of every region of Henan that has none: the province's, below it the cities', below those
 * the counties'. Gives the office of each region, by its code, and how many are new. `factsOf` adds what is known of one.
 */
export async function foundServiceOffices(
  ctx: Context,
  factsOf: (region: RegionRow) => Partial<OrganizationInput> = () => ({}),
): Promise<{ offices: Map<string, string>; added: number }> {
  const standing = await OrganizationModel.find(
    { kind: 'service-office', closedAt: { $exists: false } },
    { regionCode: 1 },
  )
    .sort({ _id: -1 })
    .lean();
  const offices = new Map(standing.map(({ _id, regionCode }) => [regionCode, _id.toString()]));
  let added = 0;
  for (const level of ['province', 'city', 'county'] as const) {
    const missing = regions.filter((region) => region.level === level && !offices.has(region.code));
    if (missing.length === 0) continue;
    const ids = await createOrganizations(
      ctx,
      missing.map((region) => {
        const parentId = region.parentCode && offices.get(region.parentCode);
        return {
          name: `${region.name}企业服务办公室`,
          shortName: `${prefixes[level]}企业服务办`,
          kind: 'service-office',
          regionCode: region.code,
          ...(parentId ? { parentId } : {}),
          ...factsOf(region),
        };
      }),
    );
    for (const [at, { code }] of missing.entries()) offices.set(code, ids[at] as string);
    added += missing.length;
  }
  if (added > 0)
    await recordAudit(ctx, {
      action: 'organization.founded',
      subject: { kind: 'organization', id: offices.get('410000') ?? '' },
      reason: `${added} service offices`,
    });
  return { offices, added };
}
