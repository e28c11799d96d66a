import type { OfficerRole } from '@contract/enums';
import { grantOffice } from '../modules/accounts/offices.service';
import { createPerson } from '../modules/accounts/people.service';
import { recordPrivacyConsent } from '../modules/accounts/privacy-consents.service';
import { provePhone } from '../modules/accounts/phone-proof.service';
import {
  createOrganizations,
  organizationRefs,
  type ContactInput,
} from '../modules/organizations/organizations.service';
import { fillMatrix } from '../modules/organizations/responsibilities.service';
import { regions, type RegionRow } from '../modules/organizations/regions';
import { foundServiceOffices } from '../modules/organizations/service-offices.service';
import { registerPhone } from '../sandbox/phones.service';
import {
  countiesWithDepartments,
  departmentKinds,
  partnerBodies,
  shortDepartmentName,
} from './organizations';
import { people } from './people';
import { createRandom, personName, phoneNumber, type Random } from './random';
import { inParallel, need, systemAt, type World } from './world';

/** The tree of bodies: service offices at province, city and county, departments below the offices that have them. */
export async function loadBodies(world: World): Promise<void> {
  const ctx = systemAt(world);
  // Names of contacts come from a series of their own: the firms stay the same with or without them.
  const random = createRandom(20_140_401);
  const { offices } = await foundServiceOffices(ctx, (region) => ({
    address: `${region.name}政务服务中心 2 楼企业服务窗口`,
    phone: officePhone(region, 0),
    contacts: contactsOf(random, '综合科', officePhone(region, 0)),
  }));
  for (const [code, id] of offices) world.bodies.set(`office:${code}`, id);
  const departments = regions
    .filter(({ code, level }) => level !== 'county' || countiesWithDepartments.includes(code))
    .flatMap((region) => departmentKinds.map((kind) => ({ region, kind })));
  const ids = await createOrganizations(
    ctx,
    departments.map(({ region, kind }) => {
      const name = region.level === 'province' ? kind.province : kind.local;
      const phone = officePhone(region, departmentKinds.indexOf(kind) + 1);
      return {
        name: `${region.name}${name}`,
        shortName: shortDepartmentName(region.level as 'province' | 'city' | 'county', name),
        kind: 'department',
        regionCode: region.code,
        parentId: need(world.bodies, `office:${region.code}`),
        phone,
        contacts: contactsOf(random, '企业服务科', phone),
      };
    }),
  );
  for (const [at, { region, kind }] of departments.entries())
    world.bodies.set(`${kind.key}:${region.code}`, ids[at] as string);
  await fillMatrix(
    ctx,
    departments.flatMap(({ region, kind }) =>
      kind.fields.map((field) => ({
        field,
        regionCode: region.code,
        organizationId: need(world.bodies, `${kind.key}:${region.code}`),
      })),
    ),
  );
  const partnerIds = await createOrganizations(
    ctx,
    partnerBodies.map(({ office, key: _key, ...body }) => ({
      ...body,
      parentId: need(world.bodies, office),
    })),
  );
  for (const [at, { key }] of partnerBodies.entries()) world.bodies.set(key, partnerIds[at] as string);
}

/** 责任领导, 责任处室 and 联络员 of a body, made up. */
function contactsOf(random: Random, division: string, officePhone: string): ContactInput[] {
  return [
    { role: 'leader', name: personName(random), title: '分管领导', officePhone },
    { role: 'division', name: division, officePhone },
    {
      role: 'liaison',
      name: personName(random),
      title: '联络员',
      officePhone,
      phone: phoneNumber(5_000 + random.between(0, 3_999)),
    },
  ];
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
      const isPartner = partnerBodies.some(({ key, kind }) => key === body && kind !== 'park');
      return {
        body,
        roles: isOffice ? ['desk', 'event-manager', 'editor'] : isPartner ? ['partner'] : ['handler'],
        title: isOffice ? '窗口负责人' : isPartner ? '业务联系人' : '企业服务联络员',
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
