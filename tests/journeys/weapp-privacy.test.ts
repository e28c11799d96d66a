import { listIssues } from '../../client/src/api/issues';
import { PersonModel } from '../../server/modules/accounts/people.model';
import { PrivacyConsentModel } from '../../server/modules/accounts/privacy-consents.model';
import { FileModel } from '../../server/modules/files/files.model';
import { useDatabase } from '../support/database';
import { aPictureFile } from '../support/files';
import { Weapp } from '../support/weapp/weapp';
import type { Outside } from '../support/weapp/wx';
import { aJourneyWorld, type JourneyWorld } from '../support/world';

useDatabase();

const apiBase = process.env.TARO_APP_API_BASE_URL ?? 'https://qifutong.example.gov.cn/api';

describe('the built mini-program and privacy', () => {
  let world: JourneyWorld;
  let picture: string;
  beforeAll(async () => {
    world = await aJourneyWorld();
    picture = await aPictureFile();
  });
  afterAll(() => world.close());

  const phoneOf = (who: 'staff' | 'rival', privacy: Outside['privacy']) =>
    new Weapp({
      app: world.app,
      apiBase,
      login: () => world.players[who].phone.loginCode(),
      pictures: [picture],
      ...(privacy ? { privacy } : {}),
    });
  const issuesOf = async (who: 'staff' | 'rival') =>
    (await world.as(world.players[who], () => listIssues({ as: 'enterprise' }))).items;

  it('stores nothing when WeChat’s question is refused, and the page goes on working', async () => {
    const phone = phoneOf('staff', 'asked');
    await phone.open('features/issues/new/index');
    await phone.type('遇到了什么困难', '二期厂房用电增容，报了两个月没有回音，设备下月到货。');
    await phone.tap('加照片');
    await phone.sees('看《企服通小程序隐私保护指引》');
    await phone.tap('看《企服通小程序隐私保护指引》');
    expect(phone.seen.contracts).toBe(1);
    await phone.tap('不同意');
    await phone.seesNoMore('微信隐私指引');
    expect(phone.seen.toasts).toContain('您没有同意微信的隐私指引，没有读取任何内容');
    expect(await FileModel.countDocuments()).toBe(0);
    await phone.tap('提交诉求');
    await phone.sees('2026-000001');
    const [issue] = await issuesOf('staff');
    expect(issue).toMatchObject({ status: 'submitted' });
    expect(await FileModel.countDocuments()).toBe(0);
  });

  it('goes on by itself once the person has agreed on WeChat’s own button', async () => {
    const phone = phoneOf('rival', 'asked');
    await phone.open('features/issues/new/index');
    await phone.tap('加照片');
    await phone.tap('同意，继续');
    await phone.sees('还能加 8 张');
    await phone.seesNoMore('正在传');
    expect(await FileModel.countDocuments()).toBe(1);
    // Asked once: the next call goes through.
    await phone.tap('加照片');
    await phone.sees('还能加 7 张');
  });

  it('says so when the owner has filed nothing with WeChat', async () => {
    const phone = phoneOf('rival', 'undeclared');
    await phone.open('features/issues/new/index');
    await phone.tap('加照片');
    await phone.sees('提交诉求');
    expect(phone.seen.toasts).toContain('这项功能还没有在微信备案，请打 12345 告诉我们');
  });

  it('asks for consent only when a number is left, and keeps none without it', async () => {
    const { personId } = world.players.rival;
    await PrivacyConsentModel.deleteMany({ personId });
    await PersonModel.updateOne({ _id: personId }, { $unset: { phoneCipher: 1, phoneIndex: 1 } });
    const phone = phoneOf('rival', undefined);
    await phone.open('features/accounts/person/index');
    await phone.type('手机号', '19900001234');
    await phone.tap('存好');
    await phone.sees('先看说明，再留信息');
    await phone.sees('用来做什么');
    await phone.tap('不同意，先不留');
    await phone.seesNoMore('先看说明');
    expect(await PersonModel.findById(personId).lean()).not.toHaveProperty('phoneCipher');
    await phone.tap('存好');
    await phone.sees('用来做什么');
    await phone.tap('同意');
    await phone.isOn('pages/home/index');
    await phone.open('features/accounts/person/index');
    await phone.sees('199****1234');
    expect(await PrivacyConsentModel.countDocuments({ personId, isStanding: true })).toBe(1);
  });

  it('shows a guest every public page without asking who they are', async () => {
    const phone = new Weapp({ app: world.app, apiBase, login: () => '', privacy: 'asked' });
    for (const [page, words] of [
      ['pages/policies/index', '政策'],
      ['pages/matching/index', '活动'],
      ['features/organizations/windows/index', '离我近'],
      ['pages/me/index', '您还没有登录'],
    ] as const) {
      await phone.open(page);
      await phone.sees(words);
      expect(phone.route).toBe(page);
      expect(phone.text).not.toContain('手机号：');
    }
    expect(phone.seen.modals).toEqual([]);
  });
});
