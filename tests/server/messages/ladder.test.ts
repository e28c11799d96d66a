import { Types } from 'mongoose';
import type { Environment } from '../../../server/context';
import { SmsError } from '../../../server/gateways/sms';
import { WeChatError } from '../../../server/gateways/wechat';
import { DeliveryModel, MessageModel } from '../../../server/modules/messages/messages.model';
import {
  climbLadder,
  deliverOutbox,
  listMessages,
  markRead,
  notify,
  settleAction,
} from '../../../server/modules/messages/messages.service';
import { PhoneTaskModel } from '../../../server/modules/messages/phone-tasks.model';
import {
  listPhoneTasks,
  recordCall,
  revealNumbers,
} from '../../../server/modules/messages/phone-tasks.service';
import { changeSettings } from '../../../server/modules/messages/settings.service';
import { grantConsent } from '../../../server/modules/accounts/consents.service';
import { endMembership } from '../../../server/modules/accounts/membership-endings.service';
import { MembershipModel } from '../../../server/modules/accounts/memberships.model';
import { EnterpriseModel } from '../../../server/modules/enterprises/enterprises.model';
import { AuditEntryModel } from '../../../server/modules/audit/audit.model';
import {
  anEnvironment,
  anSms,
  aWeChat,
  contextOf,
  memberOf,
  officerIn,
  personOf,
  testNow,
} from '../../support/context';
import { useDatabase } from '../../support/database';
import { aScene, type Scene } from '../../support/issues';
import { aNotice, issueProgress } from '../../support/messages';

useDatabase();
afterEach(async () => {
  await DeliveryModel.deleteMany({});
  await PhoneTaskModel.deleteMany({});
});

const minute = 60_000;
const later = (minutes: number) => new Date(testNow.getTime() + minutes * minute);

/** One pass of both jobs, as the product's clock goes on. */
async function pass(environment: Environment, now = testNow) {
  await deliverOutbox(contextOf(undefined, { environment, now }));
  return climbLadder(contextOf(undefined, { environment, now }));
}

async function critical(scene: Scene, consents = 1) {
  const { personId } = personOf(scene.member);
  for (let each = 0; each < consents; each += 1) await grantConsent(personId, 'issue-progress');
  const notice = aNotice([personId], {
    title: '诉求已答复，请确认',
    subscription: issueProgress,
    isCritical: true,
    enterpriseId: scene.enterprise.id,
  });
  await notify(contextOf(), notice);
  const channelsTried = async () =>
    Object.fromEntries(
      (await DeliveryModel.find({ key: notice.key }).lean()).map(({ channel, status }) => [channel, status]),
    );
  return { notice, personId, channelsTried };
}

test('what arrives in WeChat climbs no further', async () => {
  const scene = await aScene();
  const { channelsTried } = await critical(scene);
  const sms = anSms();
  const environment = anEnvironment({ sms });
  await pass(environment);
  await pass(environment, later(60));
  expect(await channelsTried()).toEqual({ subscription: 'sent' });
  expect(sms.sent).toEqual([]);
});

test('without consent a text message goes to the person’s number, once, and names nothing of the matter', async () => {
  const scene = await aScene();
  const { channelsTried } = await critical(scene, 0);
  const sms = anSms();
  const environment = anEnvironment({ sms });
  for (const minutes of [0, 1, 2, 60]) await pass(environment, later(minutes));
  expect(await channelsTried()).toEqual({ subscription: 'no-consent', sms: 'sent' });
  expect(sms.sent).toMatchObject([
    { phone: '13812346021', text: expect.stringContaining('诉求已答复，请确认') },
  ]);
  expect(sms.sent[0]?.text).not.toContain('5 个工作日');
  expect(await PhoneTaskModel.countDocuments()).toBe(0);
});

test('an answer that was lost waits ten minutes for the slow one before the next rung', async () => {
  const scene = await aScene();
  const { channelsTried } = await critical(scene);
  const wechat = aWeChat({
    sendSubscribeMessage: () => Promise.reject(new WeChatError('lost', { outcome: 'unknown' })),
  });
  const environment = anEnvironment({ wechat, sms: anSms() });
  await pass(environment);
  await pass(environment, later(9));
  expect(await channelsTried()).toEqual({ subscription: 'unknown' });
  await pass(environment, later(11));
  await pass(environment, later(12));
  expect(await channelsTried()).toEqual({ subscription: 'unknown', sms: 'sent' });
});

test('whom neither reaches is called: the desk’s service officer is told, calls, and the task is done', async () => {
  const scene = await aScene();
  const serviceOfficer = await officerIn(scene.county, 'service-officer');
  const { personId } = await critical(scene, 0);
  const sms = anSms({ send: () => Promise.reject(new SmsError('refused', 'refused')) });
  const environment = anEnvironment({ sms });
  for (const minutes of [0, 1, 2, 3]) await pass(environment, later(minutes));

  const { items, total } = await listPhoneTasks(serviceOfficer, {});
  const [task] = items;
  expect(total).toBe(1);
  expect(task).toMatchObject({
    enterprise: { id: scene.enterprise.id },
    people: [{ id: personId, maskedPhone: '138****6021' }],
    assigneeName: personOf(serviceOfficer).name,
    status: 'open',
  });
  const told = async () =>
    (await listMessages(serviceOfficer, {})).items.map(({ needsAction }) => needsAction);
  expect(await told()).toEqual([true]);

  const id = task?.id ?? '';
  expect(await revealNumbers(serviceOfficer, id)).toMatchObject({ people: [{ phone: '13812346021' }] });
  expect(await AuditEntryModel.exists({ action: 'phone.revealed', 'subject.id': personId })).not.toBeNull();

  expect(await recordCall(serviceOfficer, id, { isReached: false, note: '没人接' })).toMatchObject({
    status: 'open',
    calls: [{ isReached: false, note: '没人接' }],
  });
  expect(await recordCall(serviceOfficer, id, { isReached: true })).toMatchObject({ status: 'reached' });
  await expect(recordCall(serviceOfficer, id, { isReached: true })).rejects.toMatchObject({
    code: 'CONFLICT',
  });
  expect(await told()).toEqual([false]);
});

test('without a service officer whoever is on duty at the desk calls; a last try ends the task unreached', async () => {
  const scene = await aScene();
  await critical(scene, 0);
  const environment = anEnvironment({
    sms: anSms({ send: () => Promise.reject(new SmsError('refused', 'refused')) }),
  });
  for (const minutes of [0, 1, 2]) await pass(environment, later(minutes));
  const desk = scene.officers.countyDesk;
  const [task] = (await listPhoneTasks(desk, { status: 'open' })).items;
  expect(task?.assigneeName).toBe(personOf(desk).name);
  const ended = await recordCall(desk, task?.id ?? '', { isReached: false, isLast: true });
  expect(ended.status).toBe('not-reached');
  expect((await listPhoneTasks(desk, { status: 'open' })).total).toBe(0);
});

test('an enterprise is called once for an event, however many of its people were not reached', async () => {
  const scene = await aScene();
  const colleague = await memberOf(scene.enterprise);
  const notice = aNotice([personOf(scene.member).personId, personOf(colleague).personId], {
    isCritical: true,
    enterpriseId: scene.enterprise.id,
  });
  await notify(contextOf(), notice);
  const environment = anEnvironment({
    sms: anSms({ send: () => Promise.reject(new SmsError('refused', 'refused')) }),
  });
  await pass(environment);
  await pass(environment, later(1));
  const tasks = await PhoneTaskModel.find().lean();
  expect(tasks).toHaveLength(1);
  expect(tasks[0]?.personIds).toHaveLength(2);
});

test('whom a colleague can tell is not called', async () => {
  const scene = await aScene();
  const colleague = await memberOf(scene.enterprise);
  await grantConsent(personOf(colleague).personId, 'issue-progress');
  const notice = aNotice([personOf(scene.member).personId, personOf(colleague).personId], {
    isCritical: true,
    enterpriseId: scene.enterprise.id,
    subscription: issueProgress,
  });
  await notify(contextOf(), notice);
  const environment = anEnvironment({
    sms: anSms({ send: () => Promise.reject(new SmsError('refused', 'refused')) }),
  });
  for (const minutes of [0, 1, 2]) await pass(environment, later(minutes));
  expect(await PhoneTaskModel.countDocuments()).toBe(0);
});

test('who has read it in the inbox, or has nothing left to do, is told on no other channel', async () => {
  const scene = await aScene();
  const read = await critical(scene, 0);
  const settled = await critical(scene, 0);
  const message = await MessageModel.findOne({ key: read.notice.key }).lean();
  await markRead(scene.member, message?._id.toHexString() ?? '');
  await settleAction(contextOf(), { key: settled.notice.key });
  const sms = anSms();
  for (const minutes of [0, 1]) await pass(anEnvironment({ sms }), later(minutes));
  expect(sms.sent).toEqual([]);
});

test('who has left the enterprise is told nothing more of its matters, on no channel', async () => {
  const scene = await aScene();
  const colleague = await memberOf(scene.enterprise);
  const { personId } = personOf(colleague);
  await grantConsent(personId, 'issue-progress');
  const leave = async () => {
    const membership = await MembershipModel.findOne({ personId }).lean();
    await endMembership(colleague, membership?._id.toHexString() ?? '', {});
  };
  const before = aNotice([personId], { isCritical: true, enterpriseId: scene.enterprise.id });
  const card = aNotice([personId], { enterpriseId: scene.enterprise.id, subscription: issueProgress });
  await notify(contextOf(), before);
  await notify(contextOf(), card);
  await leave();
  const sms = anSms();
  const wechat = aWeChat();
  for (const minutes of [0, 1, 2, 60]) await pass(anEnvironment({ sms, wechat }), later(minutes));
  expect([...sms.sent, ...wechat.sent]).toEqual([]);
  expect(await PhoneTaskModel.countDocuments()).toBe(0);
});

test('the numbers of people who have left are not shown to whoever calls their enterprise', async () => {
  const scene = await aScene();
  const colleague = await memberOf(scene.enterprise);
  const staying = personOf(scene.member).personId;
  const leaving = personOf(colleague).personId;
  await notify(
    contextOf(),
    aNotice([staying, leaving], { isCritical: true, enterpriseId: scene.enterprise.id }),
  );
  const environment = anEnvironment({
    sms: anSms({ send: () => Promise.reject(new SmsError('refused', 'refused')) }),
  });
  for (const minutes of [0, 1, 2]) await pass(environment, later(minutes));
  const membership = await MembershipModel.findOne({ personId: leaving }).lean();
  await endMembership(colleague, membership?._id.toHexString() ?? '', {});
  const desk = scene.officers.countyDesk;
  const [task] = (await listPhoneTasks(desk, {})).items;
  expect(task?.people.map(({ id }) => id)).toEqual([staying]);
  expect((await revealNumbers(desk, task?.id ?? '')).people.map(({ id }) => id)).toEqual([staying]);
});

test('an enterprise where a colleague has read the message is not called', async () => {
  const scene = await aScene();
  const colleague = await memberOf(scene.enterprise);
  const notice = aNotice([personOf(scene.member).personId, personOf(colleague).personId], {
    isCritical: true,
    enterpriseId: scene.enterprise.id,
  });
  await notify(contextOf(), notice);
  const message = await MessageModel.findOne({ key: notice.key, personId: personOf(colleague).personId });
  await markRead(colleague, message?._id.toHexString() ?? '');
  const environment = anEnvironment({
    sms: anSms({ send: () => Promise.reject(new SmsError('refused', 'refused')) }),
  });
  for (const minutes of [0, 1, 2]) await pass(environment, later(minutes));
  expect(await PhoneTaskModel.countDocuments()).toBe(0);
});

test('nobody is called any more about what is over, and whoever was to call has nothing left to do', async () => {
  const scene = await aScene();
  const { notice } = await critical(scene, 0);
  const environment = anEnvironment({
    sms: anSms({ send: () => Promise.reject(new SmsError('refused', 'refused')) }),
  });
  for (const minutes of [0, 1, 2]) await pass(environment, later(minutes));
  const desk = scene.officers.countyDesk;
  const [task] = (await listPhoneTasks(desk, { status: 'open' })).items;
  await settleAction(contextOf(undefined, { now: later(3) }), { key: notice.key });
  expect((await listPhoneTasks(desk, { status: 'open' })).total).toBe(0);
  expect((await listPhoneTasks(desk, {})).items).toMatchObject([
    { id: task?.id, status: 'not-needed', settledAt: later(3).toISOString() },
  ]);
  expect((await listMessages(desk, {})).items.map(({ needsAction }) => needsAction)).toEqual([false]);
  await expect(recordCall(desk, task?.id ?? '', { isReached: true })).rejects.toMatchObject({
    code: 'CONFLICT',
  });
});

test('one delivery that cannot climb keeps no other from climbing', async () => {
  const stuck = await aScene();
  const { personId } = await critical(stuck, 0);
  const environment = anEnvironment({ sms: anSms() });
  await deliverOutbox(contextOf(undefined, { environment }));
  // A body that is gone from under its enterprise: nobody can be found there.
  await DeliveryModel.updateOne({ personId }, { $set: { channel: 'sms' } });
  await EnterpriseModel.updateOne(
    { _id: stuck.enterprise.id },
    { $set: { deskOrganizationId: new Types.ObjectId() } },
  );
  const other = await critical(await aScene(), 0);
  for (const minutes of [1, 2, 3]) await pass(environment, later(minutes)).catch(() => {});
  expect(await other.channelsTried()).toEqual({ subscription: 'no-consent', sms: 'sent' });
});

test('two workers on the ladder at once send one text message', async () => {
  const scene = await aScene();
  await critical(scene, 0);
  const sms = anSms();
  const environment = anEnvironment({ sms });
  await deliverOutbox(contextOf(undefined, { environment }));
  await Promise.allSettled([1, 2, 3].map(() => climbLadder(contextOf(undefined, { environment }))));
  await climbLadder(contextOf(undefined, { environment }));
  await Promise.all([1, 2].map(() => deliverOutbox(contextOf(undefined, { environment, now: later(1) }))));
  expect(sms.sent).toHaveLength(1);
});

test('who wants no text messages is called instead', async () => {
  const scene = await aScene();
  await changeSettings(scene.member, {
    topics: [{ topic: 'issue', subscription: true, sms: false }],
    quietHours: { isOn: true, from: '22:00', to: '08:00' },
  });
  const { channelsTried } = await critical(scene, 0);
  const sms = anSms();
  for (const minutes of [0, 1, 2]) await pass(anEnvironment({ sms }), later(minutes));
  expect(await channelsTried()).toEqual({ subscription: 'no-consent', sms: 'no-consent' });
  expect(sms.sent).toEqual([]);
  expect(await PhoneTaskModel.countDocuments()).toBe(1);
});

test('a text message waits for the morning', async () => {
  const scene = await aScene();
  const { channelsTried } = await critical(scene, 0);
  const sms = anSms();
  const environment = anEnvironment({ sms });
  await pass(environment, new Date('2026-03-11T15:00:00Z'));
  await pass(environment, new Date('2026-03-11T23:59:00Z'));
  expect(await channelsTried()).toEqual({ subscription: 'no-consent', sms: 'pending' });
  await pass(environment, new Date('2026-03-12T00:00:00Z'));
  expect(sms.sent).toHaveLength(1);
});
