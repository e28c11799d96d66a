import { resolve } from 'node:path';
import { listRegistrations } from '../../client/src/api/events';
import { listIssues } from '../../client/src/api/issues';
import { request } from '../../client/src/api/request';
import { useDatabase } from '../support/database';
import { eventInput } from '../support/events';
import { aPictureFile } from '../support/files';
import { aBriefingInput, aPolicyInput, anItem, wan } from '../support/policies';
import { compileAll } from '../support/weapp/compiler';
import { Weapp } from '../support/weapp/weapp';
import { aJourneyWorld, type JourneyWorld, type Player } from '../support/world';

useDatabase();

// What the build falls back to where TARO_APP_API_BASE_URL is not set.
const apiBase = process.env.TARO_APP_API_BASE_URL ?? 'https://qifutong.example.gov.cn/api';

describe('the built mini-program', () => {
  let world: JourneyWorld;
  let picture: string;
  let camera = '';
  const phones: Partial<Record<keyof JourneyWorld['players'], Weapp>> = {};
  const ids = { policy: '', event: '' };
  const as = <T>(who: keyof JourneyWorld['players'], act: () => Promise<T>) =>
    world.as(world.players[who], act);

  /** The mini-program on the phone of somebody; it stays open over the steps of the story. */
  const phoneOf = (who: keyof JourneyWorld['players']): Weapp => {
    const player: Player = world.players[who];
    const { templateIds } = world.sandbox.environment.config.wechat;
    return (phones[who] ??= new Weapp({
      app: world.app,
      apiBase,
      login: () => player.phone.loginCode(),
      scan: () => camera,
      pictures: [picture],
      async onAllowed(allowed) {
        for (const [template, id] of Object.entries(templateIds))
          if (allowed.includes(id)) await player.phone.allow(template as keyof typeof templateIds);
      },
    }));
  };

  beforeAll(async () => {
    world = await aJourneyWorld();
    picture = await aPictureFile();
  });
  afterAll(() => world.close());

  it('signs a person in by WeChat and shows their firm', async () => {
    const phone = phoneOf('staff');
    await phone.open('pages/me/index');
    await phone.sees('王海燕');
    await phone.sees(world.enterprise.creditCode);
  });

  it('asks WeChat for subscription messages by a tap, and the API learns the answer', async () => {
    const phone = phoneOf('staff');
    await phone.open('features/messages/subscribe/index');
    await phone.tap('下一步，去选择');
    await phone.sees('还能发 1 条');
    expect(phone.seen.subscriptions).toHaveLength(1);
    expect(phone.seen.subscriptions[0]?.length).toBeLessThanOrEqual(3);
    expect(await world.players.staff.phone.left('policy-briefing')).toBe(1);
  });

  it('opens a briefing from the card that WeChat brought, with this firm’s verdict', async () => {
    const rule = {
      attribute: 'equipmentInvestmentFen',
      op: 'gte' as const,
      value: 500 * wan,
      text: '上年设备投入 500 万元以上',
    };
    const policy = await as('editor', () =>
      request('POST /policies', { body: aPolicyInput({ items: [anItem({ title: '技改设备补助', rule })] }) }),
    );
    await as('editor', () => request('POST /policies/:id/publication', { params: { id: policy.id } }));
    const briefing = await as('editor', () =>
      request('POST /briefings', { body: aBriefingInput([policy.id]) }),
    );
    await as('editor', () => request('POST /briefings/:id/pushes', { params: { id: briefing.id } }));
    await world.deliver();
    const [card] = await world.players.staff.phone.messages();
    const phone = phoneOf('staff');
    await phone.open(card?.page ?? '');
    await phone.sees('换设备有补助');
    await phone.sees('符合');
    await phone.tap('技改设备补助');
    await phone.isOn('features/policies/detail/index');
    await phone.sees('620 万元');
    ids.policy = policy.id;
  });

  it('raises an issue with a photo, showing the promised date before it is sent', async () => {
    const phone = phoneOf('staff');
    await phone.open('features/issues/new/index');
    await phone.type('遇到了什么困难', '二期厂房用电增容，报了两个月没有回音，设备下月到货。');
    await phone.sees(/最晚.*3月18日/);
    await phone.sees('李雅琴');
    await phone.tap('加照片');
    await phone.sees('还能加 8 张');
    await phone.seesNoMore('正在传');
    await phone.tap('提交诉求');
    await phone.sees('2026-000001');
    const [issue] = (await as('staff', () => listIssues({ as: 'enterprise' }))).items;
    expect(issue).toMatchObject({ status: 'submitted', field: 'utilities' });
  });

  it('lets the desk accept and dispatch it, and the handler sign and answer', async () => {
    const desk = phoneOf('desk');
    await desk.open('features/officer/todo/index');
    await desk.sees('用电增容');
    await desk.tap('受理');
    await desk.sees('转办');
    await desk.tap('转办');
    await desk.isOn('features/officer/issue/index');
    await desk.sees('县发展改革委');
    await desk.tap('转给县发展改革委');
    await desk.sees('下一步：县发展改革委签收');

    const handler = phoneOf('handler');
    await handler.open('features/officer/todo/index');
    await handler.tap('签收');
    await handler.sees('答复');
    await handler.tap('答复');
    await handler.isOn('features/officer/answer/index');
    await handler.type('答复', '外线方案已定，12 天后通电，期间给临时电源。');
    await handler.tap('发答复');
    await handler.isOn('features/officer/todo/index');
    await handler.sees('没有等您办的');
  });

  it('brings the answer to the firm, which rates it with one tap', async () => {
    const phone = phoneOf('staff');
    await phone.open('pages/home/index');
    await phone.sees('1 件等您确认');
    await phone.tap('解决');
    await phone.sees('这周没有要办的');
    const [issue] = (await as('staff', () => listIssues({ as: 'enterprise', group: 'closed' }))).items;
    expect(issue).toMatchObject({ status: 'closed', closedAs: 'confirmed', rating: { result: 'solved' } });
  });

  it('signs two people up for a fair and shows the ticket', async () => {
    const event = await as('manager', () => request('POST /events', { body: eventInput() }));
    await as('manager', () => request('POST /events/:id/publication', { params: { id: event.id } }));
    ids.event = event.id;
    const phone = phoneOf('staff');
    await phone.open('pages/matching/index');
    await phone.tap('装备制造供需对接会');
    await phone.isOn('features/events/detail/index');
    await phone.sees('王海燕');
    await phone.tap('王海燕，');
    await phone.sees('1 人去');
    await phone.tap('报名');
    await phone.sees(/看入场码|打开入场码/);
    await phone.open(`features/events/ticket/index?eventId=${event.id}`);
    const [registration] = await as('staff', () => listRegistrations());
    const [ticket] = registration?.tickets ?? [];
    await phone.sees(ticket?.code ?? 'no ticket');
    camera = ticket?.payload ?? '';
  });

  it('admits the ticket at the gate, and refuses the second scan with the reason', async () => {
    world.sandbox.pass(47 * 3_600_000);
    const gate = phoneOf('steward');
    await gate.open(`features/officer/gate/index?eventId=${ids.event}`);
    await gate.tap('扫码验票');
    await gate.sees('请进');
    await gate.sees('王');
    await gate.tap('扫码验票');
    await gate.sees('先别进');
    await gate.sees('用过');
    camera = `${camera.slice(0, -4)}AAAA`;
    await gate.tap('扫码验票');
    await gate.sees('先别进');
  });
});

it('is accepted by WeChat’s own compilers, template by template and sheet by sheet', () => {
  const { templates, sheets } = compileAll(resolve('dist/weapp'));
  expect(templates).toBeGreaterThan(20);
  expect(sheets).toBeGreaterThan(20);
});
