import { Types } from 'mongoose';
import { grantOffice } from '../../../server/modules/accounts/memberships.service';
import {
  acceptIssue,
  answerIssue,
  getIssue,
  lapseIssues,
  openIssue,
  remindIssues,
  resolveIssue,
} from '../../../server/modules/issues/issues.service';
import { IssueModel } from '../../../server/modules/issues/issues.model';
import { MessageModel } from '../../../server/modules/messages/messages.model';
import { contextOf, officerIn, personOf } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anIssue, anIssueBody, aScene, later, type Scene } from '../../support/issues';

useDatabase();

let scene: Scene;
beforeAll(async () => {
  scene = await aScene();
});
afterEach(async () => {
  await IssueModel.updateMany({}, { $unset: { nextReminderAt: 1 } });
});

const at = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`);
const system = (text: string) => contextOf({ kind: 'system', name: 'issues' }, { now: at(text) });
const titles = async (personId: string, issueId: string) =>
  (
    await MessageModel.find({ personId, key: { $regex: `^issue:${issueId}:` } })
      .sort({ sentAt: 1, _id: 1 })
      .lean()
  ).map(({ title }) => title);

describe('reminders', () => {
  it('of a receipt reach the body that has to sign, not its sender alone', async () => {
    const { id } = await anIssue(scene, 'dispatched');
    await remindIssues(system('2026-03-11 11:30'));
    const handler = personOf(scene.officers.labourHandler).personId;
    expect(await titles(handler, id)).toEqual(['转办通知单，等签收', '快到期，请签收']);
    const desk = personOf(scene.officers.countyDesk).personId;
    expect(await titles(desk, id)).toContain('快到期，请签收');
  });

  it('of other issues go out although one has lost everybody who could answer for it', async () => {
    const lost = await anIssue(scene);
    const { id } = await anIssue(scene);
    const nowhere = new Types.ObjectId().toHexString();
    await IssueModel.updateOne(
      { _id: lost.id },
      { $set: { 'state.accountable.body.organizationId': nowhere, nextReminderAt: at('2026-03-11 10:30') } },
    );
    expect(await remindIssues(system('2026-03-11 11:30'))).toBe(1);
    const desk = personOf(scene.officers.countyDesk).personId;
    expect(await titles(desk, id)).toEqual(['新诉求，等受理', '快到期，请受理']);
    expect(await titles(desk, lost.id)).toEqual(['新诉求，等受理']);
  });

  it('reach the accountable officer before, at and after the end of the limit, then also the head; each once', async () => {
    const head = await officerIn(scene.county, 'leader');
    const headId = personOf(head).personId;
    await grantOffice(head, {
      personId: headId,
      organizationId: scene.county.id,
      roles: ['leader'],
      isHead: true,
    });
    const { id } = await anIssue(scene);
    const desk = personOf(scene.officers.countyDesk).personId;

    expect(await remindIssues(system('2026-03-11 11:00'))).toBe(0);
    expect(await remindIssues(system('2026-03-11 11:30'))).toBe(1);
    expect(await remindIssues(system('2026-03-11 11:40'))).toBe(0);
    expect(await titles(desk, id)).toEqual(['新诉求，等受理', '快到期，请受理']);
    await remindIssues(system('2026-03-11 12:00'));
    expect(await titles(headId, id)).toEqual([]);
    await remindIssues(system('2026-03-11 15:00'));
    expect(await titles(desk, id)).toEqual([
      '新诉求，等受理',
      '快到期，请受理',
      '已到期，请马上受理',
      '已超期，请马上受理',
    ]);
    expect(await titles(headId, id)).toEqual(['已超期，请马上受理']);
    expect(await remindIssues(system('2026-03-13 15:00'))).toBe(0);
    await grantOffice(head, { personId: headId, organizationId: scene.county.id, roles: [], isHead: false });
  });

  it('sends only the latest where several were missed, and nothing twice when two processes run', async () => {
    const { id } = await anIssue(scene, 'in-hand');
    const handler = personOf(scene.officers.labourHandler).personId;
    const late = system('2026-03-23 10:00');
    await Promise.all([remindIssues(late), remindIssues(late)]);
    expect(await titles(handler, id)).toEqual(['转办通知单，等签收', '已超期，请马上答复企业']);
    // Above a body without a head stands the desk.
    expect(await titles(personOf(scene.officers.countyDesk).personId, id)).toContain(
      '已超期，请马上答复企业',
    );
  });

  it('asks the enterprise to confirm before its time ends', async () => {
    const { id } = await anIssue(scene, 'answered');
    await remindIssues(system('2026-03-14 12:00'));
    expect(await titles(personOf(scene.member).personId, id)).not.toContain('请确认问题解决了没有');
    await remindIssues(system('2026-03-16 10:00'));
    expect(await titles(personOf(scene.member).personId, id)).toContain('请确认问题解决了没有');
  });

  it('hands the issue over where the accountable officer has left', async () => {
    const leaving = await officerIn(scene.labour, 'handler');
    const { personId } = personOf(leaving);
    const { id } = await anIssue(scene, 'accepted');
    await IssueModel.updateMany({ _id: { $ne: id } }, { $unset: { nextReminderAt: 1 } });
    const desk = await officerIn(scene.county, 'desk');
    const second = await openIssue(scene.member, anIssueBody());
    await acceptIssue(desk, second.id);
    await grantOffice(desk, {
      personId: personOf(desk).personId,
      organizationId: scene.county.id,
      roles: [],
    });
    await grantOffice(desk, { personId, organizationId: scene.labour.id, roles: [] });
    await remindIssues(system('2026-03-17 17:30'));
    const seen = await getIssue(scene.officers.countyDesk, second.id);
    expect(seen.accountable.personId).toBe(personOf(scene.officers.countyDesk).personId);
    expect(seen.firstOwner?.personId).toBe(personOf(desk).personId);
    expect(seen.entries.at(-1)).toMatchObject({ kind: 'reassigned', isPublic: false, actorName: '企服通' });
    expect(seen.isChainValid).toBe(true);
    expect((await getIssue(scene.officers.countyDesk, id)).entries.at(-1)?.kind).toBe('accepted');
  });
});

describe('answers nobody confirms', () => {
  it('close the issue as lapsed once the window has passed, apart from confirmed ones', async () => {
    const { id } = await anIssue(scene, 'answered');
    expect(await lapseIssues(system('2026-03-16 17:30'))).toBe(0);
    const results = await Promise.all([
      lapseIssues(system('2026-03-16 17:31')),
      lapseIssues(system('2026-03-16 17:31')),
    ]);
    expect(results[0] + results[1]).toBeGreaterThanOrEqual(1);
    const seen = await getIssue(scene.member, id);
    expect(seen).toMatchObject({ status: 'closed', closedAs: 'lapsed', latest: '到期未确认，按期办结' });
    expect(seen.rating).toBeUndefined();
    expect(seen.entries.filter(({ kind }) => kind === 'lapsed')).toHaveLength(1);
    await expect(resolveIssue(scene.member, id, { result: 'solved' })).rejects.toMatchObject({
      code: 'ISSUE_STATE_CHANGED',
    });
  });

  it('stay with the enterprise’s word where it comes at the same moment', async () => {
    const { id } = await anIssue(scene, 'answered');
    const moment = at('2026-03-16 17:31');
    await Promise.allSettled([
      lapseIssues(system('2026-03-16 17:31')),
      resolveIssue(later(scene.member, moment), id, { result: 'unsolved' }),
    ]);
    const seen = await getIssue(scene.officers.countyDesk, id);
    expect(seen.entries.map(({ kind }) => kind).slice(4)).toHaveLength(2);
    expect(seen.isChainValid).toBe(true);
  });

  it('leave an issue that was answered again alone', async () => {
    const { id } = await anIssue(scene, 'answered');
    await resolveIssue(scene.member, id, { result: 'unsolved' });
    await answerIssue(later(scene.officers.labourHandler, at('2026-03-16 10:00')), id, { text: '重新办了' });
    await lapseIssues(system('2026-03-17 10:00'));
    expect((await getIssue(scene.member, id)).status).toBe('answered');
  });
});
