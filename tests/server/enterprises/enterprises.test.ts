import { Types } from 'mongoose';
import { AuditEntryModel } from '../../../server/modules/audit/audit.model';
import { EnterpriseModel } from '../../../server/modules/enterprises/enterprises.model';
import {
  createEnterprise,
  enterpriseRefs,
  findByCode,
  getEnterprise,
  getMine,
  getProfile,
  listEnterprises,
  patchMine,
} from '../../../server/modules/enterprises/enterprises.service';
import type { Context } from '../../../server/context';
import { grantOffice, joinEnterprise } from '../../../server/modules/accounts/memberships.service';
import { aVisitor, contextOf, memberOf, officerIn, personOf, renewed, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { aCreditCode, anEnterprise } from '../../support/enterprises';
import { anOrganization, aProvince, type Province } from '../../support/organizations';

useDatabase();

let tree: Province;
beforeAll(async () => {
  tree = await aProvince();
});
const later = new Date(testNow.getTime() + 5 * 86_400_000);

describe('registering an enterprise', () => {
  const input = (serial: number) => ({
    name: '河南中原精工机械有限公司',
    creditCode: aCreditCode(serial),
    regionCode: '410122',
    industryCode: '3599',
  });

  it('puts it in the care of its region’s desk and in the scope of everybody above', async () => {
    const { id } = await createEnterprise(contextOf(), input(90_001));
    const stored = await EnterpriseModel.findById(id).lean();
    expect(stored?.deskOrganizationId.toString()).toBe(tree.county.id);
    expect(stored?.scope.map(String).sort()).toEqual([tree.county.id, tree.city.id, tree.province.id].sort());
    expect(await AuditEntryModel.countDocuments({ action: 'enterprise.created', 'subject.id': id })).toBe(1);
  });

  it.each([
    [{ creditCode: '91350100M000100Y44' }, 'CREDIT_CODE_INVALID', 'body.creditCode'],
    [{ regionCode: '999999' }, 'VALIDATION_FAILED', 'body.regionCode'],
    [{ industryCode: '9999' }, 'VALIDATION_FAILED', 'body.industryCode'],
    [{ foundedOn: '2030-01-01' }, 'VALIDATION_FAILED', 'body.foundedOn'],
    [{ facts: { employees: -1 } }, 'VALIDATION_FAILED', 'body.facts.employees'],
    [{ facts: { size: 'small' } }, 'VALIDATION_FAILED', 'body.facts.size'],
    [{ facts: { unheard: 1 } }, 'VALIDATION_FAILED', 'body.facts.unheard'],
  ])('with %j is refused with %s, naming %s', async (wrong, code, path) => {
    const before = await EnterpriseModel.countDocuments();
    await expect(createEnterprise(contextOf(), { ...input(90_002), ...wrong })).rejects.toMatchObject({
      code,
      details: [{ path }],
    });
    expect(await EnterpriseModel.countDocuments()).toBe(before);
  });

  it('is done once per credit code, whoever of several is first', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 4 }, () => createEnterprise(contextOf(), input(90_003))),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await EnterpriseModel.countDocuments({ creditCode: aCreditCode(90_003) })).toBe(1);
  });
});

describe('a profile', () => {
  it('holds stored facts with their origin and those that follow from others', async () => {
    const firm = await anEnterprise({
      foundedOn: '2019-05-16',
      facts: {
        employees: 86,
        revenueFen: { value: 4_280_000_000, source: 'verified', asOf: '2025-12-31' },
      },
    });
    const profile = await getProfile(firm.id, testNow);
    expect(profile).toMatchObject({ id: firm.id, name: firm.name, deskOrganizationId: tree.county.id });
    expect(profile.facts.employees).toEqual({ value: 86, source: 'imported', asOf: '2026-03-11' });
    expect(profile.facts.size).toEqual({ value: 'small', source: 'imported', asOf: '2025-12-31' });
    expect(profile.facts.ageYears?.value).toBe(6);
    expect((await getProfile(firm.id, new Date('2026-05-16T00:00:00Z'))).facts.ageYears?.value).toBe(7);
    await expect(getProfile(new Types.ObjectId().toString(), testNow)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('gives names with regions by id, leaving out unknown ones', async () => {
    const firm = await anEnterprise({ regionCode: '410221' });
    const refs = await enterpriseRefs([firm.id, new Types.ObjectId()]);
    expect([...refs.values()]).toEqual([{ id: firm.id, name: firm.name, regionName: '杞县' }]);
  });
});

describe('filling in a profile', () => {
  it('stores each field as self-declared with today’s date and shows it in words', async () => {
    const member = { ...(await memberOf(await anEnterprise())), now: later };
    const after = await patchMine(member, {
      facts: [
        { attribute: 'employees', value: 86 },
        { attribute: 'revenueFen', value: 4_280_000_000 },
        { attribute: 'honours', value: ['high-tech'] },
      ],
      products: ' 铸铁支架 ',
    });
    expect(after).toMatchObject({ size: 'small', products: '铸铁支架' });
    expect(after.facts).toContainEqual({
      attribute: 'revenueFen',
      label: '营业收入',
      value: 4_280_000_000,
      text: '4,280 万元',
      origin: { source: 'self-declared', asOf: '2026-03-16' },
    });
    expect(await getMine(member)).toEqual(after);
  });

  it('stores nothing when one field is wrong, and names every wrong one', async () => {
    const firm = await anEnterprise({ facts: { dishonest: false } });
    const member = await memberOf(firm);
    const before = await EnterpriseModel.findById(firm.id).lean();
    await expect(
      patchMine(member, {
        facts: [
          { attribute: 'employees', value: 86 },
          { attribute: 'employees', value: 87 },
          { attribute: 'revenueFen', value: '四千万' },
          { attribute: 'dishonest', value: false },
          { attribute: 'unheard', value: 1 },
        ],
        address: '中牟县',
      }),
    ).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: [
        { path: 'body.facts.1.value', rule: '从业人员：填了两次' },
        { path: 'body.facts.2.value', rule: '营业收入：应填数字' },
        { path: 'body.facts.3.value', rule: '严重失信记录：这一项由主管部门核定，不能自己填' },
        { path: 'body.facts.4.value', rule: '没有“unheard”这一项' },
      ],
    });
    expect(await EnterpriseModel.findById(firm.id).lean()).toEqual(before);
  });

  it('lets stand what an office has verified, and keeps the other word beside it', async () => {
    const firm = await anEnterprise({
      facts: { employees: { value: 100, source: 'verified', asOf: '2025-12-31' } },
    });
    const member = await memberOf(firm);
    const mine = await patchMine(member, { facts: [{ attribute: 'employees', value: 86 }] });
    expect(mine.facts.find(({ attribute }) => attribute === 'employees')).toEqual({
      attribute: 'employees',
      label: '从业人员',
      value: 100,
      text: '100 人',
      origin: { source: 'verified', asOf: '2025-12-31' },
      other: { value: 86, text: '86 人', origin: { source: 'self-declared', asOf: '2026-03-11' } },
    });
    expect((await getProfile(firm.id, testNow)).facts.employees?.value).toBe(100);
  });

  it('by colleagues at once loses no field', async () => {
    const firm = await anEnterprise();
    const [admin, staff] = [await memberOf(firm), await memberOf(firm, { role: 'staff' })];
    const keys = ['employees', 'patents', 'newHires', 'insuredStaff'];
    await Promise.all(
      keys.map((attribute, index) =>
        patchMine(index % 2 ? admin : staff, { facts: [{ attribute, value: index + 1 }] }),
      ),
    );
    const { facts } = await getProfile(firm.id, testNow);
    expect(keys.map((key) => facts[key]?.value)).toEqual([1, 2, 3, 4]);
  });

  it('is for members only', async () => {
    await expect(getMine(await aVisitor())).rejects.toMatchObject({ code: 'NOT_BOUND' });
    await expect(patchMine(contextOf(), {})).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
  });
});

describe('the profile on screen', () => {
  it('names who serves the enterprise and their office’s phone', async () => {
    const desk = await anOrganization({
      name: '杞县企业服务办公室',
      regionCode: '410221',
      phone: '0371-60000000',
    });
    const firm = await anEnterprise({ regionCode: '410221', deskOrganizationId: desk.id });
    const member = await memberOf(firm);
    expect((await getMine(member)).serviceOfficer).toBeUndefined();
    const officer = await officerIn(desk, 'desk');
    expect((await getMine(member)).serviceOfficer).toEqual({
      name: officer.actor.kind === 'person' ? officer.actor.name : '',
      organizationName: '杞县企业服务办公室',
      phone: '0371-60000000',
    });
  });

  it('is complete when no published policy waits for a field', async () => {
    const mine = await getMine(await memberOf(await anEnterprise()));
    expect(mine.completeness).toEqual({ percent: 100, missing: [] });
    expect(mine).not.toHaveProperty('size');
  });
});

describe('what a stranger learns of an enterprise by its code', () => {
  it('is its name and place, the administrator’s surname and how many use it', async () => {
    const firm = await anEnterprise({ address: '中牟县汽车产业集聚区', foundedOn: '2019-05-16' });
    await memberOf(firm, { name: '王海燕' });
    await memberOf(firm, { role: 'staff' });
    const stranger = await aVisitor();
    expect(await findByCode(stranger, firm.creditCode.toLowerCase())).toEqual({
      name: firm.name,
      creditCode: firm.creditCode,
      address: '中牟县汽车产业集聚区',
      foundedOn: '2019-05-16',
      maskedAdmin: '王**',
      memberCount: 2,
    });
    await joinEnterprise(stranger, { creditCode: firm.creditCode });
    expect(await findByCode(stranger, firm.creditCode)).toMatchObject({
      membership: 'pending',
      memberCount: 2,
    });
  });

  it('is nothing for a wrong or unknown code', async () => {
    const stranger = await aVisitor();
    await expect(findByCode(stranger, '91350100M000100Y44')).rejects.toMatchObject({
      code: 'CREDIT_CODE_INVALID',
      details: [{ path: 'params.creditCode' }],
    });
    await expect(findByCode(stranger, '91350100M000100Y43')).rejects.toMatchObject({
      code: 'ENTERPRISE_NOT_FOUND',
    });
  });
});

describe('an officer’s list of enterprises', () => {
  it('holds those of the own subtree, page by page, latest change first', async () => {
    const above = await anOrganization({ regionCode: '410700' });
    const desk = await anOrganization({ regionCode: '410711', parentId: above.id });
    const names: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      const now = new Date(testNow.getTime() + Math.floor(count / 2) * 1000);
      names.unshift((await anEnterprise({ regionCode: '410711', deskOrganizationId: desk.id, now })).name);
    }
    const officer = await officerIn(above, 'supervisor');
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listEnterprises(officer, { limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.next;
    } while (cursor);
    expect(seen).toEqual(names);
    await expect(listEnterprises(officer, { cursor: 'nonsense' })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  });

  it('is found by words of the name, the beginning of the code, and region', async () => {
    const desk = await anOrganization({ regionCode: '410411' });
    const firm = await anEnterprise({
      name: '平顶山(豫中)矿机有限公司',
      regionCode: '410411',
      deskOrganizationId: desk.id,
    });
    const officer = await officerIn(desk);
    const found = async (query: Parameters<typeof listEnterprises>[1]) =>
      (await listEnterprises(officer, query)).items.map(({ id }) => id);
    expect(await found({ q: '(豫中)' })).toEqual([firm.id]);
    expect(await found({ q: firm.creditCode.slice(0, 12).toLowerCase() })).toEqual([firm.id]);
    expect(await found({ q: '.*' })).toEqual([]);
    expect(await found({ regionCode: '410400' })).toEqual([firm.id]);
    expect(await found({ regionCode: '410100' })).toEqual([]);
  });

  it('is narrowed by industry and size, and says how many there are', async () => {
    const desk = await anOrganization({ regionCode: '410928' });
    const inCounty = { regionCode: '410928', deskOrganizationId: desk.id };
    const small = await anEnterprise({ ...inCounty, facts: { employees: 86, revenueFen: 4_280_000_000 } });
    const unknown = await anEnterprise(inCounty);
    const farm = await anEnterprise({ ...inCounty, industryCode: '0111' });
    const officer = await officerIn(desk);
    const found = async (query: Parameters<typeof listEnterprises>[1]) =>
      (await listEnterprises(officer, query)).items.map(({ id }) => id).sort();
    expect(await found({ industryCode: 'A' })).toEqual([farm.id]);
    expect(await found({ industryCode: 'C' })).toEqual([small.id, unknown.id].sort());
    expect(await found({ size: 'small' })).toEqual([small.id]);
    expect(await found({ size: 'unknown' })).toEqual([unknown.id, farm.id].sort());
    const page = await listEnterprises(officer, { limit: 1 });
    expect(page).toMatchObject({ total: 3, next: expect.any(String) });
    expect(await listEnterprises(officer, { limit: 1, cursor: page.next ?? '' })).not.toHaveProperty('total');
  });

  it('masks codes for who doesn’t look after the enterprise', async () => {
    const desk = await anOrganization({ regionCode: '410922' });
    const firm = await anEnterprise({ regionCode: '410922', deskOrganizationId: desk.id });
    const codes = async (...roles: Parameters<typeof officerIn>[1][]) =>
      (await listEnterprises(await officerIn(desk, ...roles), {})).items.map(({ creditCode }) => creditCode);
    expect(await codes('desk')).toEqual([firm.creditCode]);
    expect(await codes('editor')).toEqual([`91410922******${firm.creditCode.slice(-4)}`]);
    await expect(codes('steward')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('lets nobody guess a masked code letter by letter: they find it by the whole code only', async () => {
    const desk = await anOrganization({ regionCode: '410923' });
    const next = await anOrganization({ regionCode: '410926' });
    const firm = await anEnterprise({ regionCode: '410923', deskOrganizationId: desk.id });
    const other = await anEnterprise({ regionCode: '410926', deskOrganizationId: next.id });
    const found = async (ctx: Context, q: string) =>
      (await listEnterprises(ctx, { q })).items.map(({ id }) => id);
    const editor = await officerIn(desk, 'editor');
    for (const length of [8, 9, 14, 17])
      expect(await found(editor, firm.creditCode.slice(0, length))).toEqual([]);
    expect(await found(editor, ` ${firm.creditCode.toLowerCase()}`)).toEqual([firm.id]);

    // Who looks after one county and writes for another knows the codes of the first alone.
    const both = await officerIn(desk, 'desk');
    await grantOffice(contextOf(), {
      personId: personOf(both).personId,
      organizationId: next.id,
      roles: ['editor'],
    });
    const renewedBoth = await renewed(both);
    expect(await found(renewedBoth, firm.creditCode.slice(0, 12))).toEqual([firm.id]);
    expect(await found(renewedBoth, other.creditCode.slice(0, 12))).toEqual([]);
    expect(await found(renewedBoth, other.creditCode)).toEqual([other.id]);
  });

  it('shows a foreign enterprise as little as a missing one', async () => {
    const firm = await anEnterprise({ deskOrganizationId: tree.county.id });
    expect((await getEnterprise(tree.officers.countyDesk, firm.id)).id).toBe(firm.id);
    const elsewhere = await officerIn(await anOrganization({ regionCode: '410221' }));
    const missing = new Types.ObjectId().toString();
    for (const id of [firm.id, missing])
      await expect(getEnterprise(elsewhere, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(getEnterprise(await memberOf(firm), firm.id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect((await listEnterprises(elsewhere, {})).items.map(({ id }) => id)).not.toContain(firm.id);
  });
});
