import type { Context } from '../../../server/context';
import { getMe } from '../../../server/modules/accounts/me.service';
import { MembershipModel } from '../../../server/modules/accounts/memberships.model';
import {
  answerHandover,
  endMembership,
  joinEnterprise,
  listColleagues,
  listMembers,
  offerAdministration,
  withdrawOffer,
} from '../../../server/modules/accounts/memberships.service';
import { AuditEntryModel } from '../../../server/modules/audit/audit.model';
import { MessageModel } from '../../../server/modules/messages/messages.model';
import { aVisitor, memberOf, officerIn, personOf, renewed } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise, type TestEnterprise } from '../../support/enterprises';
import { anOrganization, aProvince, type Province } from '../../support/organizations';

useDatabase();

let tree: Province;
beforeAll(async () => {
  tree = await aProvince();
});
const aFirm = (): Promise<TestEnterprise> => anEnterprise({ deskOrganizationId: tree.county.id });
const idIn = async (firm: { id: string }, ctx: Context) => {
  const doc = await MembershipModel.findOne({
    enterpriseId: firm.id,
    personId: personOf(ctx).personId,
  }).lean();
  if (!doc) throw new Error('not a member');
  return doc._id.toString();
};
const rolesIn = async (firm: { id: string }) =>
  (await MembershipModel.find({ enterpriseId: firm.id, status: 'active' }).sort({ _id: 1 }).lean()).map(
    ({ role }) => role,
  );
const titles = async (ctx: Context) =>
  (
    await MessageModel.find({ personId: personOf(ctx).personId })
      .sort({ _id: 1 })
      .lean()
  ).map(({ title }) => title);
const reason = { reason: '已经离职' };

describe('leaving an enterprise', () => {
  it('ends what the person may do for it, and tells its administrators', async () => {
    const [firm, other] = [await aFirm(), await aFirm()];
    const admin = await memberOf(firm);
    const staff = await memberOf(firm, { role: 'staff', name: '刘洋' });
    const id = await idIn(firm, staff);
    await endMembership(staff, id, {});
    expect((await renewed(staff)).actor).not.toHaveProperty('enterprise');
    expect((await getMe(staff)).currentEnterpriseId).toBeDefined();
    expect((await getMe(await renewed(staff))).enterprises).toEqual([]);
    expect(await titles(admin)).toContain('有同事退出了企业');
    expect((await AuditEntryModel.find({ 'subject.id': id }).lean()).at(-1)?.action).toBe('membership.ended');
    await expect(endMembership(staff, id, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    // The way back, and the way on, stand open.
    expect((await joinEnterprise(staff, { creditCode: firm.creditCode })).status).toBe('pending');
    expect((await joinEnterprise(staff, { creditCode: other.creditCode })).role).toBe('admin');
  });

  it('is not for the last administrator, until another one is there or the desk does it', async () => {
    const firm = await aFirm();
    const admin = await memberOf(firm);
    await memberOf(firm, { role: 'staff' });
    const id = await idIn(firm, admin);
    await expect(endMembership(admin, id, {})).rejects.toMatchObject({ code: 'LAST_ADMINISTRATOR' });
    expect((await MembershipModel.findById(id).lean())?.status).toBe('active');
    await endMembership(tree.officers.countyDesk, id, reason);
    expect(await rolesIn(firm)).toEqual(['staff']);
    expect(await titles(admin)).toContain('您不再代表这家企业');
    // With nobody to let colleagues in, the next who asks becomes administrator after the desk's review.
    expect((await joinEnterprise(await aVisitor(), { creditCode: firm.creditCode })).role).toBe('admin');
  });

  it('leaves one administrator when the last two leave at once', async () => {
    const firm = await aFirm();
    const admins = [await memberOf(firm), await memberOf(firm), await memberOf(firm)];
    const outcomes = await Promise.allSettled(
      admins.map(async (admin) => endMembership(admin, await idIn(firm, admin), {})),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'LAST_ADMINISTRATOR' });
    expect(await rolesIn(firm)).toEqual(['admin']);
  });

  it('takes a request back, and moves the next who asked up', async () => {
    const firm = await aFirm();
    const [first, second] = [await aVisitor(), await aVisitor()];
    const asked = await joinEnterprise(first, { creditCode: firm.creditCode });
    const next = await joinEnterprise(second, { creditCode: firm.creditCode });
    await endMembership(first, asked.id, {});
    expect(await MembershipModel.findById(next.id).lean()).toMatchObject({ role: 'admin', isFirst: true });
  });
});

describe('the members of an enterprise, for its desk', () => {
  it('are named with masked numbers, oldest first, without requests and without who has left', async () => {
    const firm = await aFirm();
    const admin = await memberOf(firm, { name: '闻人若水' });
    const staff = await memberOf(firm, { role: 'staff', name: '刘洋' });
    await joinEnterprise(await aVisitor(), { creditCode: firm.creditCode });
    const members = await listMembers(tree.officers.countyDesk, firm.id);
    expect(members.map(({ name, role }) => [name, role])).toEqual([
      ['闻人若水', 'admin'],
      ['刘洋', 'staff'],
    ]);
    expect(members.every(({ maskedPhone }) => maskedPhone === undefined || /\*{4}/.test(maskedPhone))).toBe(
      true,
    );
    await endMembership(tree.officers.countyDesk, await idIn(firm, staff), reason);
    const left = await listMembers(tree.officers.countyDesk, firm.id);
    expect(left.map(({ membershipId }) => membershipId)).toEqual([await idIn(firm, admin)]);
  });

  it('are an empty list where nobody acts for it yet, and not found for another desk', async () => {
    const firm = await aFirm();
    expect(await listMembers(tree.officers.countyDesk, firm.id)).toEqual([]);
    const elsewhere = await officerIn(await anOrganization({ regionCode: '410300' }), 'desk');
    await expect(listMembers(elsewhere, firm.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a colleague', () => {
  it('is taken out by the administrator with a reason, which they are told', async () => {
    const firm = await aFirm();
    const admin = await memberOf(firm);
    const staff = await memberOf(firm, { role: 'staff' });
    const id = await idIn(firm, staff);
    await expect(endMembership(admin, id, {})).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: [{ path: 'body.reason' }],
    });
    await endMembership(admin, id, reason);
    expect((await listColleagues(admin)).map(({ isMe }) => isMe)).toEqual([true]);
    const told = await MessageModel.findOne({ personId: personOf(staff).personId })
      .sort({ _id: -1 })
      .lean();
    expect(told?.text).toContain('原因：已经离职');
  });

  it('is out of reach for staff, other enterprises, other desks, and, as administrator, for another one', async () => {
    const firm = await aFirm();
    const admin = await memberOf(firm);
    const second = await memberOf(firm);
    const staff = await memberOf(firm, { role: 'staff' });
    const id = await idIn(firm, staff);
    const foreign = [
      await memberOf(firm, { role: 'staff' }),
      await memberOf(await aFirm()),
      await officerIn(await anOrganization({ regionCode: '410300' }), 'desk'),
      await aVisitor(),
    ];
    for (const stranger of foreign)
      await expect(endMembership(stranger, id, reason)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(endMembership(admin, await idIn(firm, second), reason)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('the role of administrator', () => {
  it('changes hands once the colleague accepts, both sides at once', async () => {
    const firm = await aFirm();
    const admin = await memberOf(firm, { name: '王海燕' });
    const staff = await memberOf(firm, { role: 'staff', name: '刘洋' });
    const id = await idIn(firm, staff);
    expect(await offerAdministration(admin, id)).toMatchObject({
      isOfferedAdministration: true,
      role: 'staff',
    });
    expect(await rolesIn(firm)).toEqual(['admin', 'staff']);
    expect((await getMe(staff)).enterprises).toMatchObject([{ handover: { fromName: '王海燕' } }]);
    expect(await titles(staff)).toContain('请您接任企业管理员');
    const me = await answerHandover(staff, id, true);
    expect(me.enterprises).toMatchObject([{ role: 'admin' }]);
    expect(me.enterprises[0]).not.toHaveProperty('handover');
    expect(await rolesIn(firm)).toEqual(['staff', 'admin']);
    expect(await titles(admin)).toContain('管理员已交接');
    expect(await MessageModel.countDocuments({ personId: personOf(staff).personId, needsAction: true })).toBe(
      0,
    );
    await endMembership(await renewed(admin), await idIn(firm, admin), {});
    expect(await rolesIn(firm)).toEqual(['admin']);
  });

  it('stays where it is when the colleague declines or the offer is taken back', async () => {
    const firm = await aFirm();
    const admin = await memberOf(firm);
    const staff = await memberOf(firm, { role: 'staff' });
    const id = await idIn(firm, staff);
    await offerAdministration(admin, id);
    await answerHandover(staff, id, false);
    expect(await titles(admin)).toContain('同事没有接任管理员');
    await offerAdministration(admin, id);
    expect((await withdrawOffer(admin, id)).isOfferedAdministration).toBe(false);
    await expect(answerHandover(staff, id, true)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(withdrawOffer(admin, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await rolesIn(firm)).toEqual(['admin', 'staff']);
  });

  it('is offered to one colleague at a time, and to colleagues only', async () => {
    const [firm, other] = [await aFirm(), await aFirm()];
    const admin = await memberOf(firm);
    const [one, two] = [await memberOf(firm, { role: 'staff' }), await memberOf(firm, { role: 'staff' })];
    await offerAdministration(admin, await idIn(firm, one));
    await offerAdministration(admin, await idIn(firm, two));
    const offered = (await listColleagues(admin)).filter((each) => each.isOfferedAdministration);
    expect(offered.map(({ membershipId }) => membershipId)).toEqual([await idIn(firm, two)]);
    const stranger = await memberOf(other, { role: 'staff' });
    await expect(offerAdministration(admin, await idIn(other, stranger))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(offerAdministration(one, await idIn(firm, two))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    const second = await memberOf(firm);
    await expect(offerAdministration(admin, await idIn(firm, second))).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await expect(answerHandover(one, await idIn(firm, two), true)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('is not accepted from somebody who is administrator no more', async () => {
    const firm = await aFirm();
    const admin = await memberOf(firm);
    const staff = await memberOf(firm, { role: 'staff' });
    const id = await idIn(firm, staff);
    await offerAdministration(admin, id);
    await MembershipModel.updateOne({ _id: await idIn(firm, admin) }, { $set: { role: 'staff' } });
    await expect(answerHandover(staff, id, true)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await rolesIn(firm)).toEqual(['staff', 'staff']);
  });

  it('goes to one side when it is accepted and taken back at once', async () => {
    const firm = await aFirm();
    const admin = await memberOf(firm);
    const staff = await memberOf(firm, { role: 'staff' });
    const id = await idIn(firm, staff);
    await offerAdministration(admin, id);
    await Promise.allSettled([answerHandover(staff, id, true), withdrawOffer(admin, id)]);
    expect((await rolesIn(firm)).toSorted()).toEqual(['admin', 'staff']);
  });
});
