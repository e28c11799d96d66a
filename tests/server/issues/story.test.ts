import { grantEnterprise, grantOffice } from '../../../server/modules/accounts/memberships.service';
import { AuditEntryModel } from '../../../server/modules/audit/audit.model';
import {
  acceptIssue,
  answerIssue,
  dispatchIssue,
  getIssue,
  noteIssue,
  openIssue,
  receiveIssue,
  resolveIssue,
  returnIssue,
  verifyLedgers,
  viewContact,
  withdrawIssue,
} from '../../../server/modules/issues/issues.service';
import { IssueEntryModel, IssueModel } from '../../../server/modules/issues/issues.model';
import { entriesOf, faultOf } from '../../../server/modules/issues/ledger.service';
import { openFile, storeFile } from '../../../server/modules/files/files.service';
import { DeliveryModel, MessageModel } from '../../../server/modules/messages/messages.model';
import { memberOf, officerIn, personOf, renewed, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { anIssue, anIssueBody, aScene, later, minutesOn, type Scene } from '../../support/issues';
import { anOrganization } from '../../support/organizations';
import { aDraft, aPolicy } from '../../support/policies';

useDatabase();

let scene: Scene;
beforeAll(async () => {
  scene = await aScene();
});

const code = (expected: string) => expect.objectContaining({ code: expected });
/** Titles in a person's inbox about an issue, and whether each still asks something of them. */
const inbox = async (personId: string, issueId: string) =>
  (
    await MessageModel.find({ personId, key: { $regex: `^issue:${issueId}:` } })
      .sort({ sentAt: 1, _id: 1 })
      .lean()
  ).map(({ title, needsAction }) => [title, needsAction]);

describe('from submission to rating', () => {
  it('keeps one accountable person throughout, and both sides informed', async () => {
    const { countyDesk, labourHandler } = scene.officers;
    const desk = personOf(countyDesk);
    const handler = personOf(labourHandler);
    const owner = personOf(scene.member);

    const opened = await openIssue(scene.member, anIssueBody());
    expect(opened).toMatchObject({
      number: expect.stringMatching(/^2026-\d{6}$/),
      title: '叉车司机招不到，夜班停了一条线',
      status: 'submitted',
      source: 'mini-program',
      signDueAt: '2026-03-11T04:00:00.000Z',
      answerDueAt: '2026-03-18T09:30:00.000Z',
      runningLimit: 'sign',
      remainingMinutes: 120,
      limitMinutes: 120,
      isBreached: false,
      contactName: '王海燕',
      maskedContactPhone: '138****6021',
      enterprise: { id: scene.enterprise.id, name: scene.enterprise.name, regionName: '中牟县' },
      accountable: { personId: desk.personId, organization: { id: scene.county.id } },
      allowed: ['note', 'withdraw'],
      isChainValid: true,
    });
    expect(opened.clock.at(-1)).toEqual({ date: '2026-03-18', kind: 'work', state: 'promised' });
    expect(await inbox(desk.personId, opened.id)).toEqual([['新诉求，等受理', true]]);

    const accepted = await acceptIssue(later(countyDesk, minutesOn(20)), opened.id);
    expect(accepted).toMatchObject({
      status: 'accepted',
      firstOwner: { personId: desk.personId },
      accountable: { personId: desk.personId },
      runningLimit: 'answer',
    });
    expect(accepted.signDueAt).toBeUndefined();
    expect(await inbox(desk.personId, opened.id)).toEqual([['新诉求，等受理', false]]);

    const dispatched = await dispatchIssue(later(countyDesk, minutesOn(40)), opened.id, {
      organizationId: scene.labour.id,
      note: '请先电话联系企业',
    });
    expect(dispatched).toMatchObject({
      status: 'dispatched',
      runningLimit: 'sign',
      accountable: { personId: desk.personId },
      latest: '已转给县人社局，等签收',
    });
    expect(dispatched.entries.at(-1)).toMatchObject({
      kind: 'dispatched',
      to: '县人社局',
      note: '请先电话联系企业',
      noticeNumber: expect.stringMatching(/^牟企服转〔2026〕\d+号$/),
    });
    expect(await inbox(handler.personId, opened.id)).toEqual([['转办通知单，等签收', true]]);

    const received = await receiveIssue(later(labourHandler, minutesOn(60)), opened.id);
    expect(received).toMatchObject({
      status: 'in-hand',
      accountable: {
        personId: handler.personId,
        organization: { id: scene.labour.id, shortName: '县人社局' },
      },
      firstOwner: { personId: desk.personId },
    });
    expect(await inbox(handler.personId, opened.id)).toEqual([['转办通知单，等签收', false]]);

    await noteIssue(later(labourHandler, minutesOn(90)), opened.id, { text: '已联系职校', isPublic: true });
    await noteIssue(later(labourHandler, minutesOn(95)), opened.id, {
      text: '企业开价偏低',
      isPublic: false,
    });

    const answered = await answerIssue(later(labourHandler, minutesOn(120)), opened.id, {
      text: '找到 9 名持证司机，周二下午面试。',
    });
    expect(answered).toMatchObject({
      status: 'answered',
      confirmBy: '2026-03-16T09:30:00.000Z',
      runningLimit: 'confirm',
      answer: { text: '找到 9 名持证司机，周二下午面试。', by: { personId: handler.personId } },
    });
    const delivery = await DeliveryModel.findOne({
      personId: owner.personId,
      template: 'issue-progress',
    }).lean();
    expect(delivery).toMatchObject({
      status: 'pending',
      fields: expect.objectContaining({ phrase3: '已答复' }),
    });

    const disputed = await resolveIssue(later(scene.member, minutesOn(200)), opened.id, {
      result: 'partly-solved',
      words: '只来了两个人',
    });
    expect(disputed).toMatchObject({
      status: 'in-hand',
      disputeCount: 1,
      accountable: { personId: handler.personId },
      answerDueAt: '2026-03-18T09:30:00.000Z',
      rating: { result: 'partly-solved', words: '只来了两个人' },
    });
    expect(await inbox(handler.personId, opened.id)).toContainEqual(['企业说只解决了一部分', true]);

    await answerIssue(later(labourHandler, minutesOn(24 * 60)), opened.id, { text: '又来了 4 名，已上岗。' });
    const closed = await resolveIssue(later(scene.member, minutesOn(25 * 60)), opened.id, {
      result: 'solved',
      stars: 5,
    });
    expect(closed).toMatchObject({
      status: 'closed',
      closedAs: 'confirmed',
      rating: { result: 'solved', stars: 5 },
      accountable: { personId: handler.personId },
      remainingMinutes: 0,
      isBreached: false,
      clock: [],
      allowed: [],
      isChainValid: true,
    });
    expect(closed.runningLimit).toBeUndefined();
    expect(closed.entries.map(({ kind }) => kind)).toEqual([
      'submitted',
      'accepted',
      'dispatched',
      'received',
      'noted',
      'answered',
      'disputed',
      'answered',
      'confirmed',
    ]);
    expect(closed.entries.find(({ kind }) => kind === 'dispatched')?.note).toBeUndefined();
    expect((await inbox(owner.personId, opened.id)).filter(([, needsAction]) => needsAction)).toEqual([]);

    const seenByDesk = await getIssue(countyDesk, opened.id);
    expect(seenByDesk.entries).toHaveLength(10);
    expect(seenByDesk.entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(seenByDesk.entries.filter(({ isPublic }) => !isPublic).map(({ note }) => note)).toEqual([
      '企业开价偏低',
    ]);

    const stored = await IssueModel.findById(opened.id).lean();
    const entries = await entriesOf(opened.id);
    expect(stored && faultOf(stored, entries)).toBeNull();
    expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('takes a returned issue back to who dispatched it, with the reason for officers only', async () => {
    const { countyDesk, labourHandler } = scene.officers;
    const issue = await anIssue(scene, 'in-hand');
    const returned = await returnIssue(labourHandler, issue.id, { reason: 'wrong-level', note: '归市局办' });
    expect(returned).toMatchObject({
      status: 'accepted',
      returnCount: 1,
      accountable: { personId: personOf(countyDesk).personId },
    });
    expect(returned.entries.at(-1)).toMatchObject({
      kind: 'returned',
      reason: 'wrong-level',
      note: '归市局办',
    });
    expect(await inbox(personOf(countyDesk).personId, issue.id)).toContainEqual(['转办被退回', true]);
    const seen = await getIssue(scene.member, issue.id);
    expect(seen.entries.map(({ kind }) => kind)).not.toContain('returned');
    expect(JSON.stringify(seen)).not.toContain('归市局办');
  });

  it('goes to whoever answers for the desk now when the dispatcher has left', async () => {
    const { countyDesk, labourHandler } = scene.officers;
    const leaving = await officerIn(scene.county, 'desk');
    const opened = await openIssue(scene.member, anIssueBody());
    await acceptIssue(leaving, opened.id);
    await dispatchIssue(leaving, opened.id, { organizationId: scene.labour.id });
    await grantOffice(countyDesk, {
      personId: personOf(leaving).personId,
      organizationId: scene.county.id,
      roles: [],
    });
    const returned = await returnIssue(labourHandler, opened.id, {
      reason: 'incomplete',
      note: '缺营业执照',
    });
    expect(returned.accountable.personId).toBe(personOf(countyDesk).personId);
  });

  it('lets the enterprise add what it forgot, always in the open, and take the issue back', async () => {
    const issue = await anIssue(scene, 'accepted');
    const noted = await noteIssue(scene.member, issue.id, { text: '工资可以谈', isPublic: false });
    expect(noted.entries.at(-1)).toMatchObject({ kind: 'noted', note: '工资可以谈', isPublic: true });
    expect(await inbox(personOf(scene.officers.countyDesk).personId, issue.id)).toContainEqual([
      '企业补充了情况',
      false,
    ]);
    const withdrawn = await withdrawIssue(scene.member, issue.id, { note: '自己招到了' });
    expect(withdrawn).toMatchObject({ status: 'withdrawn', allowed: [] });
    await expect(acceptIssue(scene.officers.countyDesk, issue.id)).rejects.toEqual(
      code('ISSUE_STATE_CHANGED'),
    );
  });
});

describe('opening', () => {
  it('gives the same issue for the same nonce, and refuses other content under it', async () => {
    const body = anIssueBody();
    const one = await openIssue(scene.member, body);
    const two = await openIssue(scene.member, body);
    expect(two.id).toBe(one.id);
    await expect(openIssue(scene.member, { ...body, body: '另一件事' })).rejects.toEqual(
      code('IDEMPOTENCY_KEY_REUSED'),
    );
    const other = await memberOf(await anEnterprise({ deskOrganizationId: scene.county.id }));
    expect((await openIssue(other, body)).id).not.toBe(one.id);
  });

  it('opens one issue for a submission that comes five times at once', async () => {
    const body = anIssueBody();
    const issues = await Promise.all(Array.from({ length: 5 }, () => openIssue(scene.member, body)));
    expect(new Set(issues.map(({ id }) => id)).size).toBe(1);
    expect(await IssueModel.countDocuments({ nonce: body.nonce })).toBe(1);
    expect(await IssueEntryModel.countDocuments({ issueId: issues[0]?.id })).toBe(1);
  });

  it('numbers issues that come at once differently', async () => {
    const issues = await Promise.all(Array.from({ length: 6 }, () => openIssue(scene.member, anIssueBody())));
    expect(new Set(issues.map(({ number }) => number)).size).toBe(6);
  });

  it('keeps pictures with the issue for the enterprise and the bodies involved', async () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const file = await storeFile(scene.member, { name: '车间.png', bytes: png });
    const issue = await openIssue(scene.member, anIssueBody({ fileIds: [file.id] }));
    expect(issue.files).toEqual([file]);
    await expect(openIssue(scene.member, anIssueBody({ fileIds: [file.id] }))).rejects.toEqual(
      code('NOT_FOUND'),
    );
    const secret = await storeFile(scene.officers.countyDesk, { name: '内部.png', bytes: png });
    await noteIssue(scene.officers.countyDesk, issue.id, {
      text: '现场照片',
      isPublic: false,
      fileIds: [secret.id],
    });
    await expect(openFile(scene.member, secret.id)).rejects.toEqual(code('NOT_FOUND'));
    expect((await openFile(scene.officers.cityDesk, secret.id)).file.id).toBe(secret.id);
    expect((await getIssue(scene.officers.countyDesk, issue.id)).entries.at(-1)?.files).toEqual([secret]);
  });

  it('takes a policy question into the same pool, with its source', async () => {
    const editor = scene.officers.provinceEditor;
    const ask = (policyId: string) =>
      openIssue(scene.member, anIssueBody({ policyId, title: '软件算不算设备' }));
    expect(await ask((await aPolicy(editor)).id)).toMatchObject({
      source: 'policy-question',
      title: '软件算不算设备',
    });
    await expect(ask((await aDraft(editor)).id)).rejects.toEqual(code('NOT_FOUND'));
    await expect(ask('b'.repeat(24))).rejects.toEqual(code('NOT_FOUND'));
  });

  it('asks for an enterprise', async () => {
    await expect(openIssue(scene.officers.countyDesk, anIssueBody())).rejects.toEqual(code('NOT_BOUND'));
  });
});

describe('races', () => {
  it('lets one of two desks that accept at once win', async () => {
    const other = await officerIn(scene.county, 'desk');
    const { id } = await anIssue(scene);
    const results = await Promise.allSettled([
      acceptIssue(scene.officers.countyDesk, id),
      acceptIssue(other, id),
      acceptIssue(scene.officers.cityDesk, id),
    ]);
    const won = results.filter(({ status }) => status === 'fulfilled');
    const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(won).toHaveLength(1);
    expect(lost).toEqual([code('ISSUE_STATE_CHANGED'), code('ISSUE_STATE_CHANGED')]);
    expect((await entriesOf(id)).map(({ event }) => event.kind)).toEqual(['submitted', 'accepted']);
  });

  it('writes one entry where a receipt and a return come at once, and takes no notice number in vain', async () => {
    const { countyDesk, labourHandler } = scene.officers;
    const { id } = await anIssue(scene, 'dispatched');
    const results = await Promise.allSettled([
      receiveIssue(labourHandler, id),
      returnIssue(labourHandler, id, { reason: 'not-our-duty', note: '不归我们' }),
      withdrawIssue(scene.member, id, {}),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
    const issue = await IssueModel.findById(id).lean();
    expect(issue && faultOf(issue, await entriesOf(id))).toBeNull();
    expect((await verifyLedgers()).faults).toEqual([]);

    const fresh = await anIssue(scene, 'accepted');
    const dispatches = await Promise.allSettled(
      Array.from({ length: 4 }, () =>
        dispatchIssue(countyDesk, fresh.id, { organizationId: scene.labour.id }),
      ),
    );
    expect(dispatches.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const numbers = (await IssueEntryModel.find({ 'event.kind': 'dispatched' }).lean())
      .map(({ event }) =>
        event.kind === 'dispatched' ? Number(/〕(\d+)号/.exec(event.noticeNumber)?.[1]) : 0,
      )
      .sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });
});

describe('who may', () => {
  it('not see another enterprise’s issue, nor one of another city', async () => {
    const { id } = await anIssue(scene);
    const stranger = await memberOf(await anEnterprise({ deskOrganizationId: scene.county.id }));
    const elsewhere = await officerIn(
      await anOrganization({ regionCode: '410300', parentId: scene.province.id }),
    );
    for (const ctx of [stranger, elsewhere, scene.officers.labourHandler])
      await expect(getIssue(ctx, id)).rejects.toEqual(code('NOT_FOUND'));
    await expect(getIssue(scene.officers.provinceEditor, id)).rejects.toEqual(code('FORBIDDEN'));
    await expect(acceptIssue(elsewhere, id)).rejects.toEqual(code('NOT_FOUND'));
    await expect(withdrawIssue(stranger, id, {})).rejects.toEqual(code('NOT_FOUND'));
    expect((await getIssue(scene.officers.citySupervisor, id)).id).toBe(id);
  });

  it('dispatch only below the own desk, to a body that has somebody to sign', async () => {
    const { countyDesk } = scene.officers;
    const { id } = await anIssue(scene, 'accepted');
    const empty = await anOrganization({
      kind: 'department',
      shortName: '县税务局',
      parentId: scene.county.id,
    });
    for (const organizationId of [
      scene.industry.id,
      scene.city.id,
      scene.county.id,
      empty.id,
      'f'.repeat(24),
    ])
      await expect(dispatchIssue(countyDesk, id, { organizationId })).rejects.toEqual(
        code('BODY_NOT_IN_SCOPE'),
      );
    expect((await getIssue(countyDesk, id)).status).toBe('accepted');
    // The city's desk reaches both.
    const dispatched = await dispatchIssue(scene.officers.cityDesk, id, {
      organizationId: scene.industry.id,
    });
    expect(dispatched.accountable.personId).toBe(personOf(scene.officers.cityDesk).personId);
    expect(dispatched.entries.at(-1)?.noticeNumber).toMatch(/^郑企服转〔2026〕\d+号$/);
  });

  it('answer only for the body that answers for the issue', async () => {
    const { countyDesk, labourHandler, cityDesk } = scene.officers;
    const { id } = await anIssue(scene, 'in-hand');
    await expect(answerIssue(countyDesk, id, { text: '办了' })).rejects.toEqual(code('FORBIDDEN'));
    await expect(answerIssue(cityDesk, id, { text: '办了' })).rejects.toEqual(code('FORBIDDEN'));
    await expect(receiveIssue(labourHandler, id)).rejects.toEqual(code('ISSUE_STATE_CHANGED'));
    await expect(
      noteIssue(await officerIn(scene.city, 'auditor'), id, { text: '看看', isPublic: true }),
    ).rejects.toEqual(code('FORBIDDEN'));
    const colleague = await officerIn(scene.labour, 'handler');
    const answered = await answerIssue(colleague, id, { text: '办好了' });
    expect(answered.accountable.personId).toBe(personOf(colleague).personId);
    await expect(answerIssue(labourHandler, id, { text: '再答一次' })).rejects.toEqual(
      code('ISSUE_STATE_CHANGED'),
    );
  });

  it('not rate an answer of their own, even for the enterprise', async () => {
    const { labourHandler } = scene.officers;
    const { id } = await anIssue(scene, 'answered');
    const { personId } = personOf(labourHandler);
    const other = await anEnterprise({ deskOrganizationId: scene.county.id });
    await grantEnterprise(labourHandler, { personId, enterpriseId: scene.enterprise.id, role: 'staff' });
    const both = await renewed(labourHandler);
    expect(personOf(both).enterprise?.id).toBe(scene.enterprise.id);
    await expect(resolveIssue(both, id, { result: 'solved' })).rejects.toEqual(code('FORBIDDEN'));
    await expect(resolveIssue(await memberOf(other), id, { result: 'solved' })).rejects.toEqual(
      code('NOT_FOUND'),
    );
    expect(await resolveIssue(scene.member, id, { result: 'solved' })).toMatchObject({ status: 'closed' });
    await expect(resolveIssue(scene.member, id, { result: 'unsolved' })).rejects.toEqual(
      code('ISSUE_STATE_CHANGED'),
    );
  });
});

describe('the contact', () => {
  it('is masked, stored encrypted, and shown in full to who handles the issue, with the reason audited', async () => {
    const issue = await anIssue(scene, 'dispatched', { contactName: '郭师傅', contactPhone: '13900001234' });
    expect(issue).toMatchObject({ contactName: '郭师傅', maskedContactPhone: '139****1234' });
    expect(JSON.stringify(await IssueModel.findById(issue.id).lean())).not.toContain('13900001234');
    const view = await viewContact(scene.officers.labourHandler, issue.id, { reason: '约时间上门' });
    expect(view).toEqual({ name: '郭师傅', phone: '13900001234' });
    expect(
      await AuditEntryModel.findOne({ action: 'issue.contact-viewed', 'subject.id': issue.id }).lean(),
    ).toMatchObject({
      actor: { personId: expect.anything() },
      reason: '约时间上门',
    });
    await expect(viewContact(scene.officers.cityDesk, issue.id, { reason: '看看' })).rejects.toEqual(
      code('FORBIDDEN'),
    );
  });

  it('is whoever submitted, under their own phone, where nobody else is named', async () => {
    const { id } = await anIssue(scene);
    const view = await viewContact(scene.officers.countyDesk, id, { reason: '核实情况' });
    expect(view).toEqual({ name: '王海燕', phone: '13812346021' });
    const silent = await memberOf(scene.enterprise, { name: '没电话' });
    const other = await openIssue(silent, anIssueBody());
    expect(other.maskedContactPhone).toBeUndefined();
    await expect(viewContact(scene.officers.countyDesk, other.id, { reason: '核实' })).rejects.toEqual(
      code('NOT_FOUND'),
    );
  });

  it('and the name of the enterprise stay with who handles the issue when it asks for that', async () => {
    const { id } = await anIssue(scene, 'dispatched', { isNameHidden: true });
    expect(await getIssue(scene.officers.labourHandler, id)).toMatchObject({
      enterprise: { name: scene.enterprise.name },
      contactName: '王海燕',
    });
    const seen = await getIssue(scene.officers.citySupervisor, id);
    expect(seen.enterprise).toEqual({ id: '0'.repeat(24), name: '企业名称不公开', regionName: '中牟县' });
    expect(JSON.stringify(seen)).not.toContain('王海燕');
    expect(JSON.stringify(seen)).not.toContain(scene.enterprise.name);
    expect(JSON.stringify(seen)).not.toContain(scene.enterprise.id);
  });
});

describe('the stored ledger', () => {
  it('gives every projection exactly as it is stored, and the first spot of any tampering', async () => {
    const { id, number } = await anIssue(scene, 'closed');
    expect((await verifyLedgers()).faults).toEqual([]);

    const entry = await IssueEntryModel.findOne({ issueId: id, sequence: 3 }).lean();
    await IssueEntryModel.updateOne(
      { issueId: id, sequence: 3 },
      { $set: { 'event.noticeNumber': '假〔2026〕1号' } },
    );
    expect((await verifyLedgers()).faults).toEqual([
      { issueId: id, number, sequence: 3, problem: 'altered' },
    ]);
    expect((await getIssue(scene.member, id)).isChainValid).toBe(false);
    await IssueEntryModel.updateOne({ issueId: id, sequence: 3 }, { $set: { event: entry?.event } });

    await IssueModel.updateOne({ _id: id }, { $set: { 'state.rating.stars': 1 } });
    expect((await verifyLedgers()).faults).toEqual([
      { issueId: id, number, sequence: 6, problem: 'projection' },
    ]);
    await IssueModel.updateOne({ _id: id }, { $set: { 'state.rating.stars': 5 } });

    const last = await IssueEntryModel.findOneAndDelete({ issueId: id, sequence: 6 }).lean();
    expect((await verifyLedgers()).faults).toEqual([
      { issueId: id, number, sequence: 6, problem: 'missing' },
    ]);
    if (last) await IssueEntryModel.create([last]);
    expect((await verifyLedgers()).faults).toEqual([]);

    const issue = await IssueModel.findByIdAndDelete(id).lean();
    expect((await verifyLedgers()).faults).toEqual([{ issueId: id, sequence: 1, problem: 'projection' }]);
    if (issue) await IssueModel.create([issue]);
  });

  it('keeps time in order even where a process’s clock runs behind', async () => {
    const { id } = await anIssue(scene);
    await acceptIssue(later(scene.officers.countyDesk, new Date(testNow.getTime() - 60_000)), id);
    const [first, second] = await entriesOf(id);
    expect(second?.at).toBe(first?.at);
  });
});
