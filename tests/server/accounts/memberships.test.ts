import { Types } from 'mongoose';
import type { Context } from '../../../server/context';
import { AuditEntryModel } from '../../../server/modules/audit/audit.model';
import { MembershipModel } from '../../../server/modules/accounts/memberships.model';
import {
  accountableOfficer,
  decideMembership,
  findOfficers,
  grantOffice,
  joinEnterprise,
  listColleagues,
  listRequests,
  membersOfEnterprises,
  switchEnterprise,
} from '../../../server/modules/accounts/memberships.service';
import { getMe } from '../../../server/modules/accounts/me.service';
import {
  getPrivacyText,
  givePrivacyConsent,
} from '../../../server/modules/accounts/privacy-consents.service';
import { storeFile, fileRefs, openFile } from '../../../server/modules/files/files.service';
import { MessageModel } from '../../../server/modules/messages/messages.model';
import { aPerson } from '../../support/accounts';
import { aVisitor, contextOf, memberOf, officerIn, personOf, renewed } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise, type TestEnterprise } from '../../support/enterprises';
import { anOrganization, aProvince, type Province } from '../../support/organizations';
import { aPicture } from '../../support/files';

useDatabase();

const idOf = (ctx: Context) => personOf(ctx).personId;
const ask = (ctx: Context, { creditCode }: { creditCode: string }) => joinEnterprise(ctx, { creditCode });

const refusal = { accept: false, reason: '执照照片看不清' };

let tree: Province;
beforeAll(async () => {
  tree = await aProvince();
});
const aFirm = (): Promise<TestEnterprise> => anEnterprise({ deskOrganizationId: tree.county.id });

describe('joining an enterprise', () => {
  it('makes the first person wait for the desk, then its administrator', async () => {
    const firm = await aFirm();
    const first = await aVisitor({ name: '王海燕' });
    const asked = await ask(first, firm);
    expect(asked).toMatchObject({
      enterpriseId: firm.id,
      enterpriseName: firm.name,
      creditCode: firm.creditCode,
      regionName: '中牟县',
      industryName: '其他专用设备制造',
      role: 'admin',
      status: 'pending',
    });
    expect((await renewed(first)).actor).not.toHaveProperty('enterprise');
    const decided = await decideMembership(tree.officers.countyDesk, asked.id, { accept: true });
    expect(decided).toEqual({
      membershipId: asked.id,
      name: '王海燕',
      role: 'admin',
      status: 'active',
      isMe: false,
      isOfferedAdministration: false,
    });
    expect(personOf(await renewed(first)).enterprise).toEqual({ id: firm.id, role: 'admin' });
    const entries = await AuditEntryModel.find({ 'subject.id': asked.id }).sort({ _id: 1 }).lean();
    expect(entries.map(({ action }) => action)).toEqual(['membership.requested', 'membership.accepted']);
  });

  it('is asked of the administrator by everybody after', async () => {
    const firm = await aFirm();
    const admin = await memberOf(firm);
    const colleague = await aVisitor({ name: '刘洋', phone: '13800006021' });
    const asked = await ask(colleague, firm);
    expect(asked).toMatchObject({ role: 'staff', status: 'pending' });
    expect(await listColleagues(admin)).toContainEqual({
      membershipId: asked.id,
      name: '刘洋',
      maskedPhone: '138****6021',
      role: 'staff',
      status: 'pending',
      isMe: false,
      isOfferedAdministration: false,
    });
    await decideMembership(admin, asked.id, { accept: true });
    expect(personOf(await renewed(colleague)).enterprise).toEqual({ id: firm.id, role: 'staff' });
  });

  it('takes a code as people type it, and says what is wrong with another', async () => {
    const firm = await aFirm();
    const visitor = await aVisitor();
    await expect(
      joinEnterprise(visitor, { creditCode: `${firm.creditCode.slice(0, 17)}O` }),
    ).rejects.toMatchObject({
      code: 'CREDIT_CODE_INVALID',
      details: [{ path: 'body.creditCode', rule: '第 18 位是字母 O，改成数字 0 试试' }],
    });
    await expect(joinEnterprise(visitor, { creditCode: '91350100M000100Y43' })).rejects.toMatchObject({
      code: 'ENTERPRISE_NOT_FOUND',
    });
    const typed = ` ${firm.creditCode.toLowerCase().slice(0, 9)} ${firm.creditCode.slice(9)}`;
    expect((await joinEnterprise(visitor, { creditCode: typed })).enterpriseId).toBe(firm.id);
  });

  it('is asked once: a member or somebody who waits is told so', async () => {
    const firm = await aFirm();
    const visitor = await aVisitor();
    await ask(visitor, firm);
    await expect(ask(visitor, firm)).rejects.toMatchObject({ code: 'ALREADY_MEMBER' });
    await expect(ask(await memberOf(firm), firm)).rejects.toMatchObject({ code: 'ALREADY_MEMBER' });
    expect(await MembershipModel.countDocuments({ enterpriseId: firm.id, personId: idOf(visitor) })).toBe(1);
  });

  it('has one first person when several ask at once', async () => {
    const firm = await aFirm();
    const visitors = await Promise.all(Array.from({ length: 5 }, () => aVisitor()));
    const asked = await Promise.all(visitors.map((visitor) => ask(visitor, firm)));
    expect(asked.map(({ role }) => role).sort()).toEqual(['admin', 'staff', 'staff', 'staff', 'staff']);
    expect(await MembershipModel.countDocuments({ enterpriseId: firm.id, isFirst: true })).toBe(1);
  });

  it('has one request when the same person asks twice at once', async () => {
    const firm = await aFirm();
    const visitor = await aVisitor();
    const outcomes = await Promise.allSettled([ask(visitor, firm), ask(visitor, firm), ask(visitor, firm)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'ALREADY_MEMBER' });
    expect(await MembershipModel.find({ enterpriseId: firm.id }).lean()).toMatchObject([
      { role: 'admin', isFirst: true },
    ]);
  });

  it('can be asked again after a refusal', async () => {
    const firm = await aFirm();
    const visitor = await aVisitor();
    const first = await ask(visitor, firm);
    await decideMembership(tree.officers.countyDesk, first.id, refusal);
    expect((await getMe(visitor)).enterprises).toMatchObject([
      { status: 'refused', refusalReason: '执照照片看不清' },
    ]);
    const told = await MessageModel.findOne({ personId: idOf(visitor), topic: 'account' }).lean();
    expect(told?.text).toContain('原因：执照照片看不清');
    const again = await ask({ ...visitor, now: new Date(visitor.now.getTime() + 60_000) }, firm);
    expect(again).toMatchObject({ id: first.id, role: 'admin', status: 'pending' });
    expect(again).not.toHaveProperty('refusalReason');
  });

  it('is refused with a reason only', async () => {
    const firm = await aFirm();
    const asked = await ask(await aVisitor(), firm);
    for (const reason of [undefined, '  '])
      await expect(
        decideMembership(tree.officers.countyDesk, asked.id, {
          accept: false,
          ...(reason ? { reason } : {}),
        }),
      ).rejects.toMatchObject({ code: 'VALIDATION_FAILED', details: [{ path: 'body.reason' }] });
    expect((await MembershipModel.findById(asked.id).lean())?.status).toBe('pending');
  });

  it('needs consent to the privacy text as it holds now', async () => {
    const firm = await aFirm();
    const visitor = await aVisitor({ isUnasked: true });
    await expect(ask(visitor, firm)).rejects.toMatchObject({ code: 'CONSENT_REQUIRED' });
    expect(await MembershipModel.countDocuments({ enterpriseId: firm.id })).toBe(0);
    await givePrivacyConsent(visitor, { version: getPrivacyText(visitor).version });
    expect((await ask(visitor, firm)).status).toBe('pending');
  });

  it('moves the next who asked up when the first is refused', async () => {
    const firm = await aFirm();
    const [one, two] = [await aVisitor(), await aVisitor()];
    const first = await ask(one, firm);
    const second = await ask(two, firm);
    await decideMembership(tree.officers.countyDesk, first.id, refusal);
    expect(await MembershipModel.findById(second.id).lean()).toMatchObject({
      role: 'admin',
      isFirst: true,
      status: 'pending',
    });
    expect((await MembershipModel.findById(first.id).lean())?.isFirst).toBeUndefined();
  });

  it('hands the licence to the desk, which alone decides about another administrator', async () => {
    const firm = await aFirm();
    const admin = await memberOf(firm);
    const claimant = await aVisitor();
    const licence = await storeFile(claimant, { name: '执照.png', bytes: await aPicture() });
    const asked = await joinEnterprise(claimant, { creditCode: firm.creditCode, licenceFileId: licence.id });
    expect(asked.role).toBe('admin');
    await expect(decideMembership(admin, asked.id, refusal)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const requests = await listRequests(tree.officers.countyDesk);
    expect(requests).toContainEqual(
      expect.objectContaining({ membershipId: asked.id, licenceFileId: licence.id }),
    );
    expect((await openFile(tree.officers.countyDesk, licence.id)).file.id).toBe(licence.id);
    await expect(openFile(admin, licence.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('writes nothing when the licence is somebody else’s', async () => {
    const firm = await aFirm();
    const [mine, theirs] = [await aVisitor(), await aVisitor()];
    const licence = await storeFile(theirs, { name: 'a.png', bytes: await aPicture() });
    await expect(
      joinEnterprise(mine, { creditCode: firm.creditCode, licenceFileId: licence.id }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await MembershipModel.countDocuments({ enterpriseId: firm.id })).toBe(0);
    expect((await fileRefs([licence.id])).size).toBe(1);
  });
});

describe('a request to join', () => {
  it('is decided by a desk above as well, and by nobody else', async () => {
    const firm = await aFirm();
    const asked = await ask(await aVisitor(), firm);
    const other = await anOrganization({ regionCode: '410221' });
    for (const foreign of [await officerIn(other, 'desk'), await memberOf(await aFirm())])
      await expect(decideMembership(foreign, asked.id, { accept: true })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
    for (const powerless of [tree.officers.labourHandler, tree.officers.citySupervisor, await aVisitor()])
      await expect(decideMembership(powerless, asked.id, { accept: true })).rejects.toMatchObject({
        code: 'FORBIDDEN',
      });
    await expect(
      decideMembership(tree.officers.cityDesk, new Types.ObjectId().toString(), { accept: true }),
    ).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect((await decideMembership(tree.officers.cityDesk, asked.id, { accept: true })).status).toBe(
      'active',
    );
  });

  it('is decided once, whoever of several is first', async () => {
    const firm = await aFirm();
    const asked = await ask(await aVisitor(), firm);
    const { countyDesk, cityDesk, provinceDesk } = tree.officers;
    const outcomes = await Promise.allSettled([
      decideMembership(countyDesk, asked.id, { accept: true }),
      decideMembership(cityDesk, asked.id, refusal),
      decideMembership(provinceDesk, asked.id, { accept: true }),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'CONFLICT' });
  });

  it('is never decided by who asked', async () => {
    const firm = await aFirm();
    const { countyDesk } = tree.officers;
    const asked = await ask(countyDesk, firm);
    await expect(decideMembership(countyDesk, asked.id, { accept: true })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: '不能审批自己的申请',
    });
  });

  it('is listed for the desks above it, oldest first, and for no other', async () => {
    const firm = await aFirm();
    const asked = await ask(await aVisitor({ name: '赵敏' }), firm);
    const found = (await listRequests(tree.officers.provinceDesk)).find(
      ({ membershipId }) => membershipId === asked.id,
    );
    expect(found).toEqual({
      membershipId: asked.id,
      name: '赵敏',
      role: 'admin',
      status: 'pending',
      isMe: false,
      isOfferedAdministration: false,
      enterprise: { id: firm.id, name: firm.name, regionName: '中牟县' },
      creditCode: firm.creditCode,
      requestedAt: '2026-03-11T02:00:00.000Z',
    });
    const elsewhere = await officerIn(await anOrganization({ regionCode: '410221' }));
    expect(await listRequests(elsewhere)).toEqual([]);
    await expect(listRequests(tree.officers.citySupervisor)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is told to who decides, and its outcome to who asked', async () => {
    const firm = await aFirm();
    const visitor = await aVisitor({ name: '孙立' });
    const asked = await ask(visitor, firm);
    const inbox = (ctx: Context) =>
      MessageModel.find({ personId: idOf(ctx), topic: 'account' })
        .sort({ _id: -1 })
        .lean();
    const [told] = await inbox(tree.officers.countyDesk);
    expect(told).toMatchObject({ title: '有人申请当企业管理员', needsAction: true });
    expect(told?.text).toContain('孙立');
    await decideMembership(tree.officers.countyDesk, asked.id, { accept: true });
    const [settled] = await inbox(tree.officers.countyDesk);
    expect(settled?.needsAction).toBe(false);
    expect(await inbox(visitor)).toMatchObject([
      { title: '您已加入企业', page: 'features/enterprises/profile/index', needsAction: false },
    ]);
  });
});

describe('a person of several enterprises', () => {
  it('acts for the first until they switch, and only for their own', async () => {
    const [one, two, foreign] = [await aFirm(), await aFirm(), await aFirm()];
    const person = await memberOf(one, { role: 'staff' });
    const asked = await ask(person, two);
    await expect(switchEnterprise(person, two.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await decideMembership(tree.officers.countyDesk, asked.id, { accept: true });
    expect(personOf(await renewed(person)).enterprise?.id).toBe(one.id);
    const me = await switchEnterprise(person, two.id);
    expect(me.currentEnterpriseId).toBe(two.id);
    expect(personOf(await renewed(person)).enterprise).toEqual({ id: two.id, role: 'admin' });
    await expect(switchEnterprise(person, foreign.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('sees requests of colleagues as administrator, not as staff', async () => {
    const firm = await aFirm();
    const admin = await memberOf(firm);
    const staff = await memberOf(firm, { role: 'staff' });
    await ask(await aVisitor(), firm);
    expect((await listColleagues(admin)).map(({ status }) => status)).toEqual([
      'active',
      'active',
      'pending',
    ]);
    expect((await listColleagues(staff)).map(({ status }) => status)).toEqual(['active', 'active']);
    expect((await membersOfEnterprises([firm.id])).map(({ personId }) => personId)).toEqual([
      idOf(admin),
      idOf(staff),
    ]);
  });
});

describe('the accountable officer of a body', () => {
  it('is the desk officer on duty, else the head, else any desk officer or handler, else the same above', async () => {
    const above = await anOrganization({ regionCode: '410300' });
    const body = await anOrganization({ regionCode: '410311', parentId: above.id });
    const ctx = contextOf();
    const who = async () => (await accountableOfficer(body.id)).personId;
    await expect(who()).rejects.toMatchObject({ code: 'CONFLICT' });
    const grant = async (
      organizationId: string,
      roles: Parameters<typeof grantOffice>[1]['roles'],
      more = {},
    ) => {
      const { id } = await aPerson();
      await grantOffice(ctx, { personId: id, organizationId, roles, ...more });
      return id;
    };
    const leader = await grant(above.id, ['desk'], { isOnDuty: true });
    expect(await accountableOfficer(body.id)).toMatchObject({ personId: leader, organizationId: above.id });
    await grant(body.id, ['editor']);
    expect(await who()).toBe(leader);
    const handler = await grant(body.id, ['handler']);
    expect(await who()).toBe(handler);
    const head = await grant(body.id, ['leader'], { isHead: true });
    expect(await who()).toBe(head);
    const desk = await grant(body.id, ['desk'], { isOnDuty: true });
    expect(await who()).toBe(desk);
    expect((await findOfficers(body.id, 'desk')).map(({ personId }) => personId)).toEqual([desk]);
    expect(await findOfficers(body.id)).toHaveLength(4);
  });

  it('holds the roles granted last', async () => {
    const body = await anOrganization({ regionCode: '410311' });
    const { id } = await aPerson({ name: '周志强' });
    await grantOffice(contextOf(), {
      personId: id,
      organizationId: body.id,
      roles: ['desk'],
      isOnDuty: true,
    });
    await grantOffice(contextOf(), { personId: id, organizationId: body.id, roles: ['handler'] });
    expect(await findOfficers(body.id)).toEqual([
      { personId: id, name: '周志强', roles: ['handler'], isHead: false, isOnDuty: false },
    ]);
    const nowhere = new Types.ObjectId().toString();
    await expect(
      grantOffice(contextOf(), { personId: id, organizationId: nowhere, roles: ['desk'] }),
    ).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
