import { DeliveryModel, MessageModel } from '../../../server/modules/messages/messages.model';
import {
  countUnread,
  deliveryFigures,
  listMessages,
  markRead,
  notify,
  settleAction,
} from '../../../server/modules/messages/messages.service';
import { aPerson } from '../../support/accounts';
import { aVisitor, contextOf, personOf, testNow } from '../../support/context';
import { useDatabase } from '../../support/database';
import { aNotice, aProgress, deliveryOf, issueProgress } from '../../support/messages';

useDatabase();

test('a notice stands in the inbox of everybody named, each once', async () => {
  const [first, second] = [await aPerson(), await aPerson()];
  const notice = aNotice([first.id, second.id, first.id]);
  await notify(contextOf(), notice);
  const stored = await MessageModel.find({ key: notice.key }).lean();
  expect(stored.map(({ personId }) => personId.toHexString()).sort()).toEqual([first.id, second.id].sort());
  expect(stored[0]).toMatchObject({
    title: notice.title,
    text: notice.text,
    needsAction: false,
    sentAt: testNow,
  });
});

test('telling the same event again adds only who is missing and changes nothing', async () => {
  const [first, second] = [await aPerson(), await aPerson()];
  const notice = aNotice([first.id], { subscription: issueProgress });
  await notify(contextOf(), notice);
  await notify(contextOf(), { ...notice, personIds: [first.id, second.id], title: '换了标题' });
  const stored = await MessageModel.find({ key: notice.key }).sort({ _id: 1 }).lean();
  expect(stored.map(({ title }) => title)).toEqual([notice.title, '换了标题']);
  expect(await DeliveryModel.countDocuments({ key: notice.key })).toBe(2);
});

test('several processes that tell the same event at once leave one message and one delivery', async () => {
  const people = await Promise.all([1, 2, 3].map(() => aPerson()));
  const notice = aNotice(
    people.map(({ id }) => id),
    { subscription: issueProgress },
  );
  await Promise.all([1, 2, 3, 4].map(() => notify(contextOf(), notice)));
  expect(await MessageModel.countDocuments({ key: notice.key })).toBe(3);
  expect(await DeliveryModel.countDocuments({ key: notice.key })).toBe(3);
});

test('a subscription waits in the outbox with its values by WeChat’s keys', async () => {
  const person = await aPerson();
  const notice = aNotice([person.id], { subscription: issueProgress });
  await notify(contextOf(), notice);
  expect(await deliveryOf(notice.key, person.id)).toMatchObject({
    channel: 'subscription',
    status: 'pending',
    dueAt: testNow,
    attempts: [],
    fields: {
      character_string1: '2026-0001',
      thing2: '停产检修期间基本电费',
      phrase3: '已受理',
      time4: '2026年3月11日 10:00',
      thing5: '点开查看详情',
    },
  });
});

test('a value that WeChat would refuse is told in the inbox only, and the delivery says why', async () => {
  const person = await aPerson();
  const subscription = aProgress({ status: 'OK' });
  const notice = aNotice([person.id], { subscription });
  await notify(contextOf(), notice);
  expect(await MessageModel.countDocuments({ key: notice.key })).toBe(1);
  expect(await deliveryOf(notice.key, person.id)).toMatchObject({
    status: 'failed',
    reason: 'fields: status',
  });
});

test('when the thing to do is done, it is done for everybody told of it, or for who is named', async () => {
  const [first, second] = [await aPerson(), await aPerson()];
  const notice = aNotice([first.id, second.id], { needsAction: true });
  await notify(contextOf(), notice);
  await settleAction(contextOf(), { key: notice.key, personIds: [first.id] });
  const open = await MessageModel.find({ key: notice.key, needsAction: true }).lean();
  expect(open.map(({ personId }) => personId.toHexString())).toEqual([second.id]);
  await settleAction(contextOf(), { key: notice.key });
  expect(await MessageModel.countDocuments({ key: notice.key, needsAction: true })).toBe(0);
});

test('the inbox is read newest first, page by page, with nothing twice and nothing missing', async () => {
  const ctx = await aVisitor();
  const { personId } = personOf(ctx);
  for (let minute = 0; minute < 7; minute += 1) {
    // Several at the same instant: the order must still be one.
    const now = new Date(testNow.getTime() + Math.floor(minute / 3) * 60_000);
    await notify(contextOf(undefined, { now }), aNotice([personId], { title: `消息 ${minute}` }));
  }
  const seen = [];
  let cursor: string | undefined;
  do {
    const page = await listMessages(ctx, { limit: 2, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items);
    cursor = page.next;
  } while (cursor);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(7);
  expect(seen).toHaveLength(7);
  const times = seen.map(({ sentAt }) => sentAt);
  expect(times).toEqual([...times].sort().reverse());
});

test('a topic is read alone', async () => {
  const ctx = await aVisitor();
  const { personId } = personOf(ctx);
  await notify(contextOf(), aNotice([personId], { topic: 'event', title: '对接会' }));
  await notify(contextOf(), aNotice([personId], { topic: 'issue' }));
  const { items, next } = await listMessages(ctx, { topic: 'event' });
  expect(items.map(({ title }) => title)).toEqual(['对接会']);
  expect(next).toBeUndefined();
});

test('the first reading counts, and the unread count follows', async () => {
  const ctx = await aVisitor();
  const { personId } = personOf(ctx);
  await notify(ctx, aNotice([personId], { needsAction: true }));
  await notify(ctx, aNotice([personId]));
  expect(await countUnread(ctx)).toEqual({ unread: 2, needsAction: 1 });
  const [message] = (await listMessages(ctx, {})).items;
  await markRead(ctx, message?.id ?? '');
  await markRead({ ...ctx, now: new Date(testNow.getTime() + 60_000) }, message?.id ?? '');
  const read = (await listMessages(ctx, {})).items.find(({ id }) => id === message?.id);
  expect(read?.readAt).toBe(testNow.toISOString());
  expect(await countUnread(ctx)).toEqual({ unread: 1, needsAction: 1 });
});

test('the figures count only the notices of the prefix', async () => {
  const [first, second] = [await aPerson(), await aPerson()];
  await notify(
    contextOf(),
    aNotice([first.id, second.id], { key: 'briefing:a1:x', subscription: issueProgress }),
  );
  await notify(contextOf(), aNotice([first.id], { key: 'briefing:a2:x', subscription: issueProgress }));
  await DeliveryModel.updateOne({ key: 'briefing:a1:x', personId: first.id }, { $set: { status: 'sent' } });
  expect(await deliveryFigures('briefing:a1:')).toEqual({
    inbox: 2,
    subscription: 1,
    noConsent: 0,
    pending: 1,
    failed: 0,
    unknown: 0,
  });
});

test('what waits for its reader is listed apart, however old it is', async () => {
  const ctx = await aVisitor();
  const { personId } = personOf(ctx);
  const waiting = aNotice([personId], { needsAction: true });
  await notify(contextOf(), waiting);
  for (let newer = 1; newer <= 3; newer += 1)
    await notify(contextOf(undefined, { now: new Date(testNow.getTime() + newer) }), aNotice([personId]));
  const page = await listMessages(ctx, { needsAction: true, limit: 2 });
  expect(page.items.map(({ title, needsAction }) => [title, needsAction])).toEqual([[waiting.title, true]]);
  expect(page.next).toBeUndefined();
  expect((await listMessages(ctx, { needsAction: false })).items).toHaveLength(3);
});
