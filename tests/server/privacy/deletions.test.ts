import mongoose from 'mongoose';
import type { Context } from '../../../server/context';
import { getMe } from '../../../server/modules/accounts/me.service';
import { acceptInvitation, inviteOfficer } from '../../../server/modules/accounts/invitations.service';
import { MembershipModel, OfficeModel } from '../../../server/modules/accounts/memberships.model';
import {
  answerHandover,
  joinEnterprise,
  offerAdministration,
} from '../../../server/modules/accounts/memberships.service';
import { beginClosing } from '../../../server/modules/accounts/personal-data.service';
import { PersonModel } from '../../../server/modules/accounts/people.model';
import { createPerson, findOpenid } from '../../../server/modules/accounts/people.service';
import { startSession, findActor } from '../../../server/modules/accounts/sessions.service';
import { TicketModel } from '../../../server/modules/events/registrations.model';
import { registerAttendees } from '../../../server/modules/events/registrations.service';
import { FileModel } from '../../../server/modules/files/files.model';
import { storeFile } from '../../../server/modules/files/files.service';
import { IssueEntryModel, IssueModel } from '../../../server/modules/issues/issues.model';
import { getIssue } from '../../../server/modules/issues/issues.service';
import { verifyLedgers } from '../../../server/modules/issues/ledger.service';
import { MessageModel } from '../../../server/modules/messages/messages.model';
import { DeletionModel } from '../../../server/modules/privacy/deletions.model';
import { DataExportModel } from '../../../server/modules/privacy/exports.model';
import { makeExports, requestExport } from '../../../server/modules/privacy/exports.service';
import {
  cancelDeletion,
  closeDueAccounts,
  getDeletion,
  requestDeletion,
} from '../../../server/modules/privacy/deletions.service';
import { aVisitor, contextOf, memberOf, officerIn, personOf } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { anOpenEvent } from '../../support/events';
import { aPicture } from '../../support/files';
import { anIssue, aScene } from '../../support/issues';
import { anOrganization } from '../../support/organizations';

useDatabase();

const dayMs = 86_400_000;
const daysOn = (ctx: Context, days: number) => ({ ...ctx, now: new Date(ctx.now.getTime() + days * dayMs) });
const jobAfter = (days: number) => daysOn(contextOf(), days);
const idOf = (ctx: Context) => personOf(ctx).personId;
const idIn = async (enterpriseId: string, ctx: Context) =>
  (await MembershipModel.findOne({ enterpriseId, personId: idOf(ctx) }).orFail())._id.toString();

describe('closing an account', () => {
  it('waits seven days, in which the person may change their mind', async () => {
    const person = await aVisitor({ name: '孙立' });
    expect(await requestDeletion(person)).toMatchObject({
      isAsked: true,
      waitDays: 7,
      dueAt: '2026-03-18T02:00:00.000Z',
    });
    expect(await requestDeletion(daysOn(person, 1))).toMatchObject({ dueAt: '2026-03-18T02:00:00.000Z' });
    await closeDueAccounts(daysOn(contextOf(), 6.9));
    expect((await getMe(person)).name).toBe('孙立');
    expect(await cancelDeletion(daysOn(person, 6.9))).toMatchObject({ isAsked: false });
    await expect(cancelDeletion(person)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await closeDueAccounts(jobAfter(8));
    expect((await getMe(person)).name).toBe('孙立');
  });

  it('is refused while an enterprise would be left without administrator or an office is held, and says so', async () => {
    const scene = await aScene();
    const { member, officers } = scene;
    await expect(requestDeletion(member)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await getDeletion(member)).obstacles).toMatchObject([
      { kind: 'administrator', name: scene.enterprise.name },
    ]);
    await expect(requestDeletion(officers.countyDesk)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await getDeletion(officers.countyDesk)).obstacles).toMatchObject([{ kind: 'office' }]);

    const issue = await anIssue(scene, 'in-hand');
    const colleague = await memberOf(scene.enterprise, { role: 'staff' });
    const membershipId = await idIn(scene.enterprise.id, colleague);
    await offerAdministration(member, membershipId);
    await answerHandover(colleague, membershipId, true);
    expect(await requestDeletion(member)).toMatchObject({
      isAsked: true,
      obstacles: [],
      openIssues: [{ id: issue.id, number: issue.number }],
    });
  });

  it('goes on waiting for somebody who became the last administrator meanwhile, and tells them', async () => {
    const scene = await aScene();
    const colleague = await memberOf(scene.enterprise);
    await requestDeletion(scene.member);
    await MembershipModel.updateOne({ personId: idOf(colleague) }, { $set: { status: 'ended' } });
    await closeDueAccounts(jobAfter(8));
    expect(await closeDueAccounts(jobAfter(9))).toBe(0);
    expect((await PersonModel.findById(idOf(scene.member)).lean())?.name).toBe('王海燕');
    expect(
      await MessageModel.find({ personId: idOf(scene.member), title: '注销还差一步' }).lean(),
    ).toHaveLength(1);
    await memberOf(scene.enterprise);
    expect(await closeDueAccounts(jobAfter(9))).toBe(1);
    expect((await PersonModel.findById(idOf(scene.member)).lean())?.name).toBe('已注销用户');
  });

  it('and an invitation taken up at the same moment don’t both happen: no closed account holds an office', async () => {
    const county = await anOrganization({ regionCode: '410122' });
    const admin = await officerIn(county, 'org-admin');
    for (const delay of [0, 1, 2, 3, 4, 5]) {
      const person = await aVisitor({ name: '孙立' });
      const invited = { organizationId: county.id, name: '孙立', roles: ['desk' as const] };
      const { code } = await inviteOfficer(admin, invited);
      await requestDeletion(person);
      const accept = async () => {
        for (let turn = 0; turn < delay * 4; turn += 1) await PersonModel.exists({});
        return acceptInvitation(person, { code });
      };
      const [, taken] = await Promise.allSettled([closeDueAccounts(jobAfter(8)), accept()]);
      const after = await PersonModel.findById(idOf(person)).orFail();
      const offices = await OfficeModel.countDocuments({ personId: idOf(person) });
      expect(offices).toBe(after.closedAt ? 0 : 1);
      if (after.closedAt) expect(taken.status).toBe('rejected');
    }
  });

  it('once begun, leaves an invitation to an office as it is', async () => {
    const county = await anOrganization({ regionCode: '410122' });
    const admin = await officerIn(county, 'org-admin');
    const { code } = await inviteOfficer(admin, { organizationId: county.id, name: '孙立', roles: ['desk'] });
    const person = await aVisitor();
    await mongoose.connection.transaction((session) => beginClosing(person, idOf(person), session));
    await expect(acceptInvitation(person, { code })).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
    expect(await OfficeModel.exists({ personId: idOf(person) })).toBeNull();
    await acceptInvitation(await aVisitor(), { code });
  });

  it('lets the next who asked move up where the first to ask goes', async () => {
    const firm = await anEnterprise();
    const [first, next] = [await aVisitor(), await aVisitor()];
    await joinEnterprise(first, { creditCode: firm.creditCode });
    await joinEnterprise(next, { creditCode: firm.creditCode });
    await requestDeletion(first);
    expect(await closeDueAccounts(jobAfter(8))).toBe(1);
    expect(await MembershipModel.findOne({ personId: idOf(next) }).lean()).toMatchObject({
      status: 'pending',
      role: 'admin',
      isFirst: true,
    });
  });

  it('removes every personal field, ends every session, frees WeChat, and leaves the ledgers whole', async () => {
    const scene = await aScene();
    const { member } = scene;
    const personId = idOf(member);
    const name = '王海燕';
    await memberOf(scene.enterprise, { name: '刘洋' });
    const openid = await findOpenid(personId);
    const { token } = await startSession(member, personId, 'wechat');
    const closed = await anIssue(scene, 'closed', { contactPhone: '13812340009', contactName: name });
    const open = await anIssue(scene, 'in-hand');
    const event = await anOpenEvent(await officerIn(scene.county, 'event-manager'));
    await registerAttendees(member, event.id, {
      nonce: 'closing-of-account',
      attendees: [
        { name, phone: '13812346021' },
        { name: '刘洋', phone: '13812340005' },
      ],
    });
    const upload = await storeFile(member, { name: 'a.png', bytes: await aPicture() });
    await requestExport(member);
    await makeExports(contextOf());
    await requestDeletion(member);
    expect(await closeDueAccounts(jobAfter(8))).toBe(1);
    expect(await closeDueAccounts(jobAfter(8))).toBe(0);

    const person = await PersonModel.findById(personId).lean();
    expect(Object.keys(person ?? {}).toSorted()).toEqual(['_id', 'closedAt', 'createdAt', 'name']);
    expect(await findActor(token, member.now)).toBeNull();
    expect((await MembershipModel.find({ personId }).lean()).map(({ status }) => status)).toEqual(['ended']);
    expect(await MessageModel.countDocuments({ personId })).toBe(0);
    expect(await DataExportModel.countDocuments({ personId })).toBe(0);
    expect(await FileModel.exists({ _id: upload.id })).toBeNull();
    // The same WeChat account may come again, as somebody new.
    expect(openid).toBeDefined();
    expect((await createPerson(contextOf(), { openid: openid ?? '', name: '微信用户' })).id).not.toBe(
      personId,
    );

    const issues = await IssueModel.find({ contactPersonId: personId }).lean();
    const entries = await IssueEntryModel.find({ issueId: { $in: issues.map(({ _id }) => _id) } }).lean();
    for (const text of [JSON.stringify(issues), JSON.stringify(entries)]) expect(text).not.toContain(name);
    expect(issues.map(({ contactPhone, maskedContactPhone }) => contactPhone ?? maskedContactPhone)).toEqual([
      undefined,
      undefined,
    ]);
    expect((await verifyLedgers()).faults).toEqual([]);
    const seen = await getIssue(scene.officers.countyDesk, closed.id);
    expect(seen).toMatchObject({ contactName: '某企业人员', isChainValid: true });
    expect(seen.entries[0]?.actorName).toBe('已注销用户');
    expect((await getIssue(scene.officers.countyDesk, open.id)).status).toBe('in-hand');

    const tickets = await TicketModel.find({ eventId: event.id }).sort({ place: 1 }).lean();
    expect(tickets.map((ticket) => ticket.name)).toEqual([expect.stringMatching(/^参会人 /), '刘洋']);
    expect(tickets[0]).not.toHaveProperty('phone');
    expect(tickets[0]).not.toHaveProperty('phoneTail');
    expect(tickets[1]).toHaveProperty('phone');
  });

  it('finishes what a process that ended has begun', async () => {
    const person = await aVisitor({ name: '孙立' });
    await requestDeletion(person);
    await DeletionModel.updateOne({ personId: idOf(person) }, { $set: { status: 'running' } });
    expect(await closeDueAccounts(contextOf())).toBe(1);
    expect((await PersonModel.findById(idOf(person)).lean())?.name).toBe('已注销用户');
  });
});

describe('a ledger', () => {
  it('knows the enterprise’s people by id alone and shows their names as they are today', async () => {
    const scene = await aScene();
    const issue = await anIssue(scene, 'closed');
    const entries = await IssueEntryModel.find({ issueId: issue.id }).sort({ sequence: 1 }).lean();
    expect(entries[0]?.actor).toEqual({ role: 'enterprise', personId: idOf(scene.member) });
    expect(issue.entries[0]?.actorName).toBe('王海燕');
    await PersonModel.updateOne({ _id: idOf(scene.member) }, { $set: { name: '王海雁' } });
    expect((await getIssue(scene.member, issue.id)).entries[0]?.actorName).toBe('王海雁');
  });
});
