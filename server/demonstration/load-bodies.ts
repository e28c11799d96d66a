import type { OfficerRole } from '@contract/enums';
import { grantOffice } from '../modules/accounts/offices.service';
import { createPerson } from '../modules/accounts/people.service';
import { recordPrivacyConsent } from '../modules/accounts/privacy-consents.service';
import { provePhone } from '../modules/accounts/phone-proof.service';
import { createOrganization, organizationRefs } from '../modules/organizations/organizations.service';
import { setResponsibility } from '../modules/organizations/responsibilities.service';
import { regions, type RegionRow } from '../modules/organizations/regions';
import { registerPhone } from '../sandbox/phones.service';
import { countiesWithDepartments, departmentKinds, shortDepartmentName } from './organizations';
import { people } from './people';
import { personName, phoneNumber } from './random';
import { inParallel, need, systemAt, type World } from './world';

/** The tree of bodies: service offices at province, city and county, departments below the offices that have them. */
export async function loadBodies(world: World): Promise<void> {
  const province = regions.filter(({ level }) => level === 'province');
  const cities = regions.filter(({ level }) => level === 'city');
  const counties = regions.filter(({ level }) => level === 'county');
  for (const level of [province, cities, counties])
    await inParallel(level, (region) => addOffice(world, region));
  const withDepartments = [
    ...province,
    ...cities,
    ...counties.filter(({ code }) => countiesWithDepartments.includes(code)),
  ];
  await inParallel(
    withDepartments.flatMap((region) => departmentKinds.map((kind) => ({ region, kind }))),
    async ({ region, kind }) => {
      const ctx = systemAt(world);
      const name = region.level === 'province' ? kind.province : kind.local;
      const { id } = await createOrganization(ctx, {
        name: `${region.name}${name}`,
        shortName: shortDepartmentName(region.level as 'province' | 'city' | 'county', name),
        kind: 'department',
        regionCode: region.code,
        parentId: need(world.bodies, `office:${region.code}`),
        phone: officePhone(region, departmentKinds.indexOf(kind) + 1),
      });
      world.bodies.set(`${kind.key}:${region.code}`, id);
      for (const field of kind.fields) await setResponsibility(ctx, { field, organizationId: id });
    },
  );
}

async function addOffice(world: World, region: RegionRow): Promise<void> {
  const parent = region.parentCode ? world.bodies.get(`office:${region.parentCode}`) : undefined;
  const short = { province: '省', city: '市', county: '县' }[region.level as 'province' | 'city' | 'county'];
  const { id } = await createOrganization(systemAt(world), {
    name: `${region.name}企业服务办公室`,
    shortName: `${short}企业服务办`,
    kind: 'service-office',
    regionCode: region.code,
    ...(parent ? { parentId: parent } : {}),
    address: `${region.name}政务服务中心 2 楼企业服务窗口`,
    phone: officePhone(region, 0),
  });
  world.bodies.set(`office:${region.code}`, id);
}

/** A made-up office number: subscriber numbers that start with 000 are not given out. */
function officePhone(region: RegionRow, line: number): string {
  return `0371-000${region.code.slice(2)}${line}`.slice(0, 13);
}

/** People of every role: the named ones of the tour, and officers so that no body stands empty. */
export async function loadPeople(world: World): Promise<void> {
  const ctx = systemAt(world);
  for (const [index, person] of people.entries()) {
    const openid = `demo-${person.key}`;
    const { id } = await createPerson(ctx, {
      openid,
      name: person.name,
      title: person.title,
      phone: phoneNumber(index + 1),
    });
    await provePhone(ctx, id, phoneNumber(index + 1));
    await recordPrivacyConsent(ctx, id);
    world.people.set(person.key, id);
    if (person.enterprise) need(world.enterprises, person.enterprise.key).personId ??= id;
    if (person.office) {
      const { body, ...office } = person.office;
      await grantOffice(ctx, { personId: id, organizationId: need(world.bodies, body), ...office });
    }
  }
  const taken = new Set(
    people.filter(({ office }) => office?.isHead || office?.isOnDuty).map(({ office }) => office?.body),
  );
  const vacancies: { body: string; roles: OfficerRole[]; title: string; isHead: boolean }[] = [
    ...world.bodies.keys(),
  ]
    .filter((body) => !taken.has(body))
    .map((body) => {
      const isOffice = body.startsWith('office:');
      return {
        body,
        roles: isOffice ? ['desk', 'event-manager', 'editor'] : ['handler'],
        title: isOffice ? '窗口负责人' : '企业服务联络员',
        isHead: true,
      };
    });
  await inParallel(vacancies, async ({ body, ...office }, index) => {
    const { id } = await createPerson(ctx, {
      openid: `demo-${body}`,
      name: personName(world.random),
      title: office.title,
      phone: phoneNumber(200 + index),
    });
    await recordPrivacyConsent(ctx, id);
    world.people.set(body, id);
    await grantOffice(ctx, {
      personId: id,
      organizationId: need(world.bodies, body),
      roles: office.roles,
      isHead: true,
    });
  });
}

/** Gives the named people their phones in the sandbox, in the order of the start page. */
export async function loadPhones(world: World): Promise<void> {
  const names = await organizationRefs(world.bodies.values());
  for (const [index, person] of people.entries()) {
    const organization = person.enterprise
      ? need(world.enterprises, person.enterprise.key).name
      : names.get(need(world.bodies, person.office?.body ?? ''))?.name;
    await registerPhone({
      openid: `demo-${person.key}`,
      name: person.name,
      group: person.group,
      line: person.line,
      number: phoneNumber(index + 1),
      ...(person.hasConsole === undefined ? {} : { hasConsole: person.hasConsole }),
      ...(organization ? { organization } : {}),
    });
  }
}
