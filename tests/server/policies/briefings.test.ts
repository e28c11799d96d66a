import type { App } from '../../../server/app';
import type { Context } from '../../../server/context';
import { grantConsent } from '../../../server/modules/accounts/consents.service';
import { patchMine } from '../../../server/modules/enterprises/enterprises.service';
import { deliverOutbox, listMessages } from '../../../server/modules/messages/messages.service';
import { BriefingDeliveryModel, BriefingModel } from '../../../server/modules/policies/briefings.model';
import { DeliveryModel, MessageModel } from '../../../server/modules/messages/messages.model';
import { withdrawPolicy } from '../../../server/modules/policies/policies.service';
import { previewBriefing } from '../../../server/modules/policies/briefing-audience.service';
import {
  judgeIrrelevant,
  listBriefings,
  readBriefing,
  updateBriefing,
} from '../../../server/modules/policies/briefings.service';
import { policyRoutes } from '../../../server/modules/policies/policies.routes';
import { finishPushes, pushBriefing } from '../../../server/modules/policies/pushes.service';
import {
  anEnvironment,
  appWith,
  aVisitor,
  aWeChat,
  contextOf,
  headersOf,
  memberOf,
  officerIn,
  personOf,
} from '../../support/context';
import { useDatabase } from '../../support/database';
import { anEnterprise } from '../../support/enterprises';
import { anOrganization, aProvince, type Province } from '../../support/organizations';
import {
  aBriefing,
  aBriefingInput,
  aClause,
  aDraft,
  aPolicy,
  anItem,
  aPolicyWith,
  wan,
} from '../../support/policies';

useDatabase();

let app: App;
let province: Province;
let editor: Context;

beforeAll(async () => {
  app = await appWith(anEnvironment(), policyRoutes);
  province = await aProvince();
  editor = province.officers.provinceEditor;
});
afterAll(() => app.close());

const luoyang = aClause('regionCode', 'within', ['410300'], '在洛阳市');
const equipment = aClause('equipmentInvestmentFen', 'gte', 500 * wan, '设备投入 500 万元以上');
/** Members of firms in 洛阳 that meet the rule, could meet it, and don't meet it. */
async function threeFirms() {
  const met = await anEnterprise({ regionCode: '410323', facts: { equipmentInvestmentFen: 620 * wan } });
  const unknown = await anEnterprise({ regionCode: '410323' });
  const notMet = await anEnterprise({ regionCode: '410323', facts: { equipmentInvestmentFen: 100 * wan } });
  return { met, unknown, notMet };
}

describe('a briefing', () => {
  it('is numbered per body and year, and drafts can be changed', async () => {
    const { id: policyId } = await aPolicy(editor);
    const body = await officerIn(
      await anOrganization({ regionCode: '411600', parentId: province.province.id }),
      'editor',
    );
    const numbers = await Promise.all([1, 2, 3].map(async () => (await aBriefing(body, [policyId])).number));
    expect([...numbers].sort()).toEqual([1, 2, 3]);
    const nextYear = { ...body, now: new Date('2027-01-04T02:00:00Z') };
    const first = await aBriefing(nextYear, [policyId]);
    expect(first).toMatchObject({ number: 1, status: 'draft', author: { id: personOf(body).personId } });
    const { untilOn: _, ...input } = aBriefingInput([policyId], { title: '改了标题' });
    const changed = await updateBriefing(nextYear, first.id, input);
    expect(changed.title).toBe('改了标题');
    expect(changed.untilOn).toBeUndefined();
  });

  it('speaks only of published policies that hold', async () => {
    const draft = await aDraft(editor);
    await expect(aBriefing(editor, [draft.id])).rejects.toMatchObject({ code: 'POLICY_NOT_PUBLISHED' });
    await expect(aBriefing(editor, ['c'.repeat(24)])).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const short = await aPolicy(editor, { validUntil: '2026-03-12' });
    const briefing = await aBriefing(editor, [short.id]);
    const later = { ...editor, now: new Date('2026-03-13T02:00:00Z') };
    await expect(pushBriefing(later, briefing.id)).rejects.toMatchObject({
      code: 'POLICY_NOT_PUBLISHED',
      message: expect.stringContaining('已失效'),
    });
    expect((await BriefingModel.findById(briefing.id).lean())?.status).toBe('draft');
  });

  it('reaches those who meet an item or could, with consent by WeChat too, and keeps why', async () => {
    const { met, unknown, notMet } = await threeFirms();
    const [boss, colleague, guessing, outside] = await Promise.all([
      memberOf(met),
      memberOf(met, { role: 'staff' }),
      memberOf(unknown),
      memberOf(notMet),
    ]);
    await grantConsent(personOf(boss).personId, 'policy-briefing');
    const policy = await aPolicyWith(editor, { all: [luoyang, equipment] }, { title: '技改补助' });
    const briefing = await aBriefing(editor, [policy.id], { title: '换设备，三笔钱' });
    const preview = await previewBriefing(editor, briefing.id);
    expect(preview).toMatchObject({ counts: { met: 1, unknown: 1 }, people: 3, withConsent: 1 });

    const wechat = aWeChat();
    const environment = anEnvironment({ wechat });
    const sent = await pushBriefing({ ...editor, environment }, briefing.id);
    await deliverOutbox(contextOf(undefined, { environment }));
    expect(sent).toMatchObject({
      status: 'sent',
      figures: { audience: 2, inbox: 3, opened: 0, irrelevant: 0 },
    });
    expect(wechat.sent).toHaveLength(1);
    expect(wechat.sent[0]).toMatchObject({ page: `features/policies/briefing/index?id=${briefing.id}` });
    const inbox = async (ctx: Context) => (await listMessages(ctx, { topic: 'briefing' })).items;
    expect(await inbox(boss)).toMatchObject([
      { title: '换设备，三笔钱', text: '与您有关 1 条，其中 1 条符合' },
    ]);
    expect(await inbox(colleague)).toHaveLength(1);
    expect(await inbox(guessing)).toMatchObject([{ text: '与您有关 1 条，补上资料就能判断' }]);
    expect(await inbox(outside)).toEqual([]);
    const stored = await BriefingDeliveryModel.findOne({
      briefingId: briefing.id,
      enterpriseId: met.id,
    }).lean();
    expect(stored?.reasons).toMatchObject([
      {
        title: '技改补助',
        verdict: 'met',
        because: '近一年设备和软件投资额 620 万元，过了 500 万元的线',
        clauses: [
          { text: '在洛阳市', verdict: 'met' },
          { text: '设备投入 500 万元以上', verdict: 'met' },
        ],
      },
    ]);
    const reading = await readBriefing(boss, briefing.id);
    const { figures } = await readBriefing(editor, briefing.id);
    expect(figures).toMatchObject({ subscription: 1, noConsent: 2, opened: 1 });
    expect(reading.whyMe).toBe('技改补助：近一年设备和软件投资额 620 万元，过了 500 万元的线');
  });

  it('is pushed once, even when two editors press the button at the same time', async () => {
    const { met } = await threeFirms();
    await memberOf(met);
    const policy = await aPolicyWith(editor, { all: [luoyang, equipment] });
    const briefing = await aBriefing(editor, [policy.id]);
    const second = await officerIn(province.province, 'editor');
    const pushes = await Promise.allSettled([
      pushBriefing(editor, briefing.id),
      pushBriefing(second, briefing.id),
    ]);
    expect(pushes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = pushes.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ code: 'BRIEFING_ALREADY_SENT' });
    await expect(pushBriefing(editor, briefing.id)).rejects.toMatchObject({ code: 'BRIEFING_ALREADY_SENT' });
    await expect(updateBriefing(editor, briefing.id, aBriefingInput([policy.id]))).rejects.toMatchObject({
      code: 'BRIEFING_ALREADY_SENT',
    });
  });

  it('that was cut off half-way is finished by the job, and nobody is told twice', async () => {
    const { met: firm } = await threeFirms();
    const firms = [firm, (await threeFirms()).met, (await threeFirms()).met];
    const members = await Promise.all(firms.map((firm) => memberOf(firm)));
    const policy = await aPolicyWith(editor, { all: [luoyang, equipment] });
    const briefing = await aBriefing(editor, [policy.id], { title: '断了再续的一期' });
    await pushBriefing(editor, briefing.id);
    // As a killed process leaves it: one firm recorded but its people untold, one not even recorded, no end.
    const mine = { briefingId: briefing.id, enterpriseId: firms[2]?.id };
    await BriefingDeliveryModel.deleteOne(mine);
    await BriefingModel.updateOne(
      { _id: briefing.id },
      {
        $unset: { pushedAt: 1, plannedAt: 1, plannedThrough: 1, toldThrough: 1 },
        $set: { leasedUntil: new Date(editor.now.getTime() + 60_000) },
      },
    );
    expect(await finishPushes(contextOf())).toEqual({ finished: 0 });
    const later = contextOf(undefined, { now: new Date(editor.now.getTime() + 61_000) });
    const finished = await Promise.all([finishPushes(later), finishPushes(later)]);
    expect(finished.reduce((sum, one) => sum + one.finished, 0)).toBe(1);
    expect(await finishPushes(later)).toEqual({ finished: 0 });
    expect(await BriefingDeliveryModel.findOne(mine).lean()).toMatchObject({ deliveredAt: editor.now });
    for (const member of members) {
      const { items } = await listMessages(member, {});
      expect(items.filter(({ title }) => title === '断了再续的一期')).toHaveLength(1);
    }
    expect((await BriefingModel.findById(briefing.id).lean())?.pushedAt).toBeDefined();
  });

  it('goes to nobody any more once its policies are withdrawn, whether it waited for the morning or was cut off', async () => {
    const night = { ...editor, now: new Date('2026-03-11T15:00:00Z') };
    const { met: firm } = await threeFirms();
    const member = await memberOf(firm);
    await grantConsent(personOf(member).personId, 'policy-briefing');
    const { met: other } = await threeFirms();
    const untold = await memberOf(other);
    const [first, second] = [
      await aPolicyWith(editor, { all: [luoyang, equipment] }),
      await aPolicyWith(editor, { all: [luoyang, equipment] }),
    ];
    const briefing = await aBriefing(editor, [first.id, second.id], { title: '发错了的一期' });
    await pushBriefing(night, briefing.id);
    // As a killed process leaves it: one firm's people told, the other's not.
    await MessageModel.deleteMany({ personId: personOf(untold).personId });
    await DeliveryModel.deleteMany({ personId: personOf(untold).personId });
    await BriefingModel.updateOne(
      { _id: briefing.id },
      { $unset: { pushedAt: 1, toldThrough: 1 }, $set: { leasedUntil: night.now } },
    );
    const stillToSend = () =>
      DeliveryModel.countDocuments({ key: `briefing:${briefing.id}`, status: 'pending' });
    await withdrawPolicy(night, first.id, '发错了文件');
    expect(await stillToSend()).toBeGreaterThan(0);
    await withdrawPolicy(night, second.id, '发错了文件');
    const wechat = aWeChat();
    const morning = new Date('2026-03-12T00:00:01Z');
    const ctx = contextOf(undefined, { environment: anEnvironment({ wechat }), now: morning });
    expect(await finishPushes(ctx)).toEqual({ finished: 1 });
    await deliverOutbox(ctx);
    expect(wechat.sent).toEqual([]);
    expect(await stillToSend()).toBe(0);
    expect((await listMessages(untold, {})).items).toEqual([]);
  });

  it('opens with the reader’s own verdicts; the first opening of an enterprise counts', async () => {
    const { met, unknown } = await threeFirms();
    const [boss, colleague, guessing] = await Promise.all([memberOf(met), memberOf(met), memberOf(unknown)]);
    const policy = await aPolicyWith(editor, { all: [luoyang, equipment] }, { title: '技改补助' });
    const briefing = await aBriefing(editor, [policy.id]);
    await expect(readBriefing(boss, briefing.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await readBriefing(editor, briefing.id)).status).toBe('draft');
    await pushBriefing(editor, briefing.id);
    await readBriefing({ ...boss, now: new Date('2026-03-12T02:00:00Z') }, briefing.id);
    await readBriefing(colleague, briefing.id);
    const opened = await BriefingDeliveryModel.findOne({
      briefingId: briefing.id,
      enterpriseId: met.id,
    }).lean();
    expect(opened?.openedAt).toEqual(new Date('2026-03-12T02:00:00Z'));
    expect((await readBriefing(guessing, briefing.id)).matches).toMatchObject([
      { title: '技改补助', verdict: 'unknown', missing: [{ attribute: 'equipmentInvestmentFen' }] },
    ]);
    await patchMine(guessing, { facts: [{ attribute: 'equipmentInvestmentFen', value: 500 * wan }] });
    const again = await readBriefing(guessing, briefing.id);
    expect(again.matches[0]).toMatchObject({ verdict: 'met' });
    // How a briefing fares is its editors' to know, not its readers'.
    expect(again.figures).toMatchObject({ audience: 0, opened: 0 });
    const visitor = await readBriefing(contextOf({ kind: 'guest' }), briefing.id);
    expect(visitor).toMatchObject({ matches: [], judgedIrrelevant: false });
    expect(visitor.whyMe).toBeUndefined();
    const forwarded = await memberOf(await anEnterprise({ regionCode: '411122' }));
    expect((await readBriefing(forwarded, briefing.id)).whyMe).toBeUndefined();
    expect((await readBriefing(editor, briefing.id)).figures).toMatchObject({
      opened: 3,
      audience: expect.any(Number),
    });
    expect((await listBriefings(forwarded, {})).items).toEqual([]);
  });

  it('hears 与我无关 once per enterprise', async () => {
    const { met } = await threeFirms();
    const [boss, colleague] = await Promise.all([memberOf(met), memberOf(met)]);
    const policy = await aPolicyWith(editor, { all: [luoyang, equipment] });
    const briefing = await aBriefing(editor, [policy.id]);
    await expect(judgeIrrelevant(boss, briefing.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await pushBriefing(editor, briefing.id);
    await Promise.all([judgeIrrelevant(boss, briefing.id), judgeIrrelevant(colleague, briefing.id)]);
    expect(await readBriefing(boss, briefing.id)).toMatchObject({ judgedIrrelevant: true });
    expect((await readBriefing(editor, briefing.id)).figures.irrelevant).toBe(1);
  });

  it('leaves out what is closed: nobody gets a briefing of a passed deadline', async () => {
    await threeFirms();
    const policy = await aPolicy(editor, { items: [anItem({ rule: luoyang, deadline: '2026-03-10' })] });
    const briefing = await aBriefing(editor, [policy.id]);
    expect((await previewBriefing(editor, briefing.id)).people).toBe(0);
    expect((await pushBriefing(editor, briefing.id)).figures.audience).toBe(0);
  });

  it('stays within the area of its body', async () => {
    const city = await anOrganization({ regionCode: '410300', parentId: province.province.id });
    const cityEditor = await officerIn(city, 'editor');
    const elsewhere = await anEnterprise({ regionCode: '411122', facts: { employees: 50 } });
    const policy = await aPolicyWith(editor, aClause('employees', 'gte', 20));
    const briefing = await aBriefing(cityEditor, [policy.id]);
    await pushBriefing(cityEditor, briefing.id);
    expect(
      await BriefingDeliveryModel.exists({ briefingId: briefing.id, enterpriseId: elsewhere.id }),
    ).toBeNull();
    const strangers = await officerIn(province.county, 'editor');
    for (const act of [pushBriefing, previewBriefing])
      await expect(act(strangers, briefing.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the routes of briefings', () => {
  it('carry a briefing from its editor to its reader', async () => {
    const { met } = await threeFirms();
    const member = await memberOf(met);
    const policy = await aPolicyWith(editor, { all: [luoyang, equipment] });
    const headers = await headersOf(editor);
    const written = await app.inject({
      method: 'POST',
      url: '/api/briefings',
      headers,
      payload: aBriefingInput([policy.id], { title: '走接口的一期' }),
    });
    expect(written.statusCode).toBe(201);
    const { id } = written.json<{ id: string }>();
    const changed = await app.inject({
      method: 'PUT',
      url: `/api/briefings/${id}`,
      headers,
      payload: aBriefingInput([policy.id], { title: '走接口的一期' }),
    });
    expect(changed.statusCode).toBe(200);
    expect((await app.inject({ url: `/api/briefings/${id}` })).statusCode).toBe(404);
    const audience = await app.inject({ url: `/api/briefings/${id}/audience`, headers });
    expect(audience.json()).toMatchObject({ people: expect.any(Number), withConsent: expect.any(Number) });
    const pushed = await app.inject({ method: 'POST', url: `/api/briefings/${id}/pushes`, headers });
    expect(pushed.json()).toMatchObject({ status: 'sent' });
    const again = await app.inject({ method: 'POST', url: `/api/briefings/${id}/pushes`, headers });
    expect(again.statusCode).toBe(409);
    expect(again.json()).toMatchObject({ code: 'BRIEFING_ALREADY_SENT' });
    const mine = await headersOf(member);
    const received = await app.inject({ url: '/api/briefings?limit=1', headers: mine });
    expect(received.json()).toMatchObject({ items: [{ id, title: '走接口的一期' }] });
    const own = await app.inject({ url: '/api/briefings?as=editor&limit=100', headers });
    expect(own.json<{ items: { id: string }[] }>().items.map((item) => item.id)).toContain(id);
    const read = await app.inject({ url: `/api/briefings/${id}`, headers: mine });
    expect(read.json()).toMatchObject({ matches: [{ verdict: 'met' }], whyMe: expect.any(String) });
    expect((await app.inject({ url: `/api/briefings/${id}` })).json()).toMatchObject({ matches: [] });
    const feedback = await app.inject({
      method: 'POST',
      url: `/api/briefings/${id}/feedback`,
      headers: mine,
    });
    expect(feedback.json()).toEqual({ ok: true });
  });

  it('refuse other roles, strangers and bad input', async () => {
    const member = await headersOf(await memberOf(await anEnterprise()));
    const policy = await aPolicy(editor);
    const payload = aBriefingInput([policy.id]);
    const denied = await app.inject({ method: 'POST', url: '/api/briefings', headers: member, payload });
    expect(denied.statusCode).toBe(403);
    const asEditor = await app.inject({ url: '/api/briefings?as=editor', headers: member });
    expect(asEditor.json()).toMatchObject({ code: 'FORBIDDEN' });
    const headers = await headersOf(editor);
    const notBound = await app.inject({ url: '/api/briefings', headers });
    expect(notBound.json()).toMatchObject({ code: 'NOT_BOUND' });
    const visitor = await app.inject({ url: '/api/briefings', headers: await headersOf(await aVisitor()) });
    expect(visitor.statusCode).toBe(403);
    const foreign = await officerIn(province.county, 'editor');
    const briefing = await aBriefing(editor, [policy.id]);
    const push = await app.inject({
      method: 'POST',
      url: `/api/briefings/${briefing.id}/pushes`,
      headers: await headersOf(foreign),
    });
    expect(push.statusCode).toBe(404);
    for (const wrong of [
      { ...payload, sentences: [] },
      { ...payload, title: '长'.repeat(41) },
      { ...payload, title: '  ' },
      { ...payload, untilOn: '2026-02-30' },
      { ...payload, policyIds: ['nonsense'] },
    ]) {
      const reply = await app.inject({ method: 'POST', url: '/api/briefings', headers, payload: wrong });
      expect(reply.statusCode).toBe(400);
      expect(reply.json()).toMatchObject({ code: 'VALIDATION_FAILED' });
    }
  });
});
