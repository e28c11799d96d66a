import { grantEnterprise } from '../modules/accounts/memberships.service';
import { createPerson } from '../modules/accounts/people.service';
import { recordPrivacyConsent } from '../modules/accounts/privacy-consents.service';
import { createEnterprise } from '../modules/enterprises/enterprises.service';
import { cityOf, regionName, regions } from '../modules/organizations/regions';
import { generateEnterprises, namedEnterprises } from './enterprises';
import { people } from './people';
import { personName, phoneNumber } from './random';
import { dayMs, inParallel, need, systemAt, type World } from './world';

const generatedCount = 194;
/** Generated firms that have somebody who signs in, raises issues and posts listings. */
const staffedCount = 60;

/** About 200 firms over the 18 cities; six of them are those of the tour. */
export async function loadEnterprises(world: World): Promise<void> {
  const counties = regions
    .filter(({ code, level }) => level === 'county' || code === '419001')
    .map(({ code, name }) => ({ code, name, cityName: regionName(cityOf(code) ?? code) }));
  const all = [...namedEnterprises, ...generateEnterprises(world.random, counties, generatedCount)];
  const ctx = systemAt(world, new Date(world.now.getTime() - 30 * dayMs));
  await inParallel(all, async ({ key, ...enterprise }) => {
    const { id } = await createEnterprise(ctx, enterprise);
    world.enterprises.set(key, {
      id,
      name: enterprise.name,
      regionCode: enterprise.regionCode,
      industryCode: enterprise.industryCode,
    });
  });
}

/** Who acts for which firm. */
export async function loadMembers(world: World): Promise<void> {
  const ctx = systemAt(world, new Date(world.now.getTime() - 29 * dayMs));
  for (const { key, enterprise } of people) {
    if (!enterprise) continue;
    await grantEnterprise(ctx, {
      personId: need(world.people, key),
      enterpriseId: need(world.enterprises, enterprise.key).id,
      role: enterprise.role,
    });
  }
  const unstaffed = [...world.enterprises.values()]
    .filter(({ personId }) => !personId)
    .slice(0, staffedCount);
  await inParallel(unstaffed, async (enterprise, index) => {
    const { id } = await createPerson(ctx, {
      openid: `demo-member-${index}`,
      name: personName(world.random),
      title: '办公室主任',
      phone: phoneNumber(800 + index),
    });
    await recordPrivacyConsent(systemAt(world), id);
    await grantEnterprise(ctx, { personId: id, enterpriseId: enterprise.id, role: 'admin' });
    enterprise.personId = id;
  });
}
