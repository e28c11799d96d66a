import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser';
import { aPictureFile } from '../support/files';
import { startProduct, type Product } from '../support/product';

jest.setTimeout(180_000);

describe('the main job in a real browser', () => {
  let browser: Browser | null;
  let product: Product;
  const pages: Page[] = [];
  const troubles: string[] = [];

  beforeAll(async () => {
    [browser, product] = await Promise.all([openBrowser(), startProduct()]);
  });
  afterAll(async () => {
    await browser?.close();
    await product.stop();
  });

  const open = async (path: string, size: { width: number; height: number }): Promise<Page> => {
    if (!browser) throw new Error('no browser');
    // A context each, for each person has a device of their own.
    const page = await (await browser.newContext({ viewport: size, locale: 'zh-CN' })).newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => troubles.push(`${page.url()}: ${error.message}`));
    pages.push(page);
    await page.goto(`${product.url}${path}`);
    return page;
  };
  const phoneOf = async (name: string, page = 'pages/home/index'): Promise<Page> => {
    const { code, phone } = await product.login(name);
    return open(`m/?code=${code}&phone=${phone}#/${page}`, { width: 375, height: 812 });
  };
  const consoleOf = async (name: string, page: string): Promise<Page> => {
    const { code } = await product.login(name);
    return open(`console/?code=${code}#/${page}`, { width: 1440, height: 900 });
  };
  /** The first of what is to be seen: the mini-program keeps the pages before in the document, hidden. */
  const seen = (page: Page, text: string | RegExp, exact = false) =>
    page.getByText(text, { exact }).filter({ visible: true }).first();
  /** Without a browser (ALLOW_NO_BROWSER=1, said loudly) there is nothing to drive. */
  const step = (name: string, run: () => Promise<void>) =>
    it(name, async () => (browser ? run() : undefined));

  const policyTitle = '叉车和物流装备更新补助办法';
  let phone: Page;
  let ticketCode = '';

  step('the start page shows everything running', async () => {
    const page = await open('', { width: 1440, height: 900 });
    await page.getByText('企服通已启动').waitFor();
    await page.getByText('三分钟走一遍').waitFor();
  });

  step('an editor writes a policy with a rule, sees whom it reaches and publishes it', async () => {
    const page = await consoleOf('孟晓冬', 'policies/new');
    await page.getByLabel('标题').fill(policyTitle);
    await page.getByLabel('发文机关').fill('河南省工业和信息化厅');
    await page.getByLabel('一句话解读').fill('更新叉车和输送设备，按投入的 20% 补。');
    await page.getByLabel('全文').fill('支持物流装备企业更新设备。\n\n按设备投入的 20% 补助，最高 80 万元。');
    await page.getByRole('button', { name: '事项', exact: false }).first().click();
    await page.getByLabel('事项名称').fill('物流装备更新补助');
    await page.getByLabel('给什么').fill('设备投入的 20%，最高 80 万元');
    await page.getByText('样本').waitFor();
    await page.getByRole('button', { name: '发布' }).click();
    await page.getByText('已发布').first().waitFor();
  });

  step('the briefing made from it is pushed to its audience', async () => {
    const page = await consoleOf('孟晓冬', 'briefings');
    await page.getByRole('button', { name: '写一期' }).click();
    await page.getByLabel('依据哪些政策').fill(policyTitle);
    await page.getByTitle(policyTitle).click();
    await page.getByLabel('给谁').fill('河南的物流装备企业');
    await page.getByLabel('给多少').fill('最高 80 万元');
    await page.getByRole('button', { name: '存草稿，看受众' }).click();
    await page.getByRole('button', { name: /^(send )?推送$/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: '推送' }).click();
    await page.getByText('送达企业').waitFor();
  });

  step('it arrives on the phone in the sandbox and opens with this firm’s verdict', async () => {
    const phones = await open('phones', { width: 1440, height: 900 });
    await seen(phones, '马丽娟').click();
    await seen(phones, policyTitle).waitFor();
    phone = await phoneOf('马丽娟', 'features/messages/inbox/index');
    await seen(phone, policyTitle).click();
    await seen(phone, '对您来说').waitFor();
    await phone.getByRole('link', { name: /^物流装备更新补助/ }).click();
    await seen(phone, '逐条对照').waitFor();
    await seen(phone, '在河南省登记注册').waitFor();
  });

  step('an issue is raised with a photo, its promised date shown beforehand', async () => {
    await phone.goto(`${product.url}m/#/features/issues/new/index`);
    await phone.locator('textarea').fill('仓库用电增容报了六周没有回音，充电桩通不了电，想知道卡在哪。');
    await seen(phone, '前答复您').waitFor();
    const chooser = phone.waitForEvent('filechooser');
    await seen(phone, '加照片').click();
    await (await chooser).setFiles(await aPictureFile());
    await seen(phone, '还能加 8 张').waitFor();
    await phone.getByText('正在传').waitFor({ state: 'detached' });
    await seen(phone, '提交诉求').click();
    await seen(phone, '提交好了').waitFor();
  });

  step('the desk accepts and dispatches it, the handler signs and answers', async () => {
    const desk = await consoleOf('李雅琴', 'issues');
    await desk.getByRole('button', { name: /^待受理/ }).click();
    await seen(desk, '仓库用电增容报了六周没有回音').dblclick();
    await desk.getByRole('button', { name: '受理', exact: true }).click();
    await desk.getByText('已受理，您是首问责任人').waitFor();
    await desk.locator('.ant-segmented-item').filter({ hasText: /^转办/ }).click();
    await seen(desk, /县发展(和)?改革委/).waitFor();
    await desk.getByRole('button', { name: /^发出通知单/ }).click();
    await desk.getByText('转办通知单已发出').waitFor();

    const handler = await consoleOf('周志强', 'issues');
    await handler.getByRole('button', { name: /^待签收/ }).click();
    await seen(handler, '仓库用电增容报了六周没有回音').dblclick();
    await handler.getByRole('button', { name: '签收', exact: true }).click();
    await handler.getByLabel('答复内容').fill('电价按分时政策调整，可以申请分期，客户经理明天上门办理。');
    await handler.getByRole('button', { name: /^发答复/ }).click();
    await seen(handler, '已答复，等企业确认').waitFor();
  });

  step('the firm sees the answer and says that it is solved', async () => {
    await phone.goto(`${product.url}m/#/pages/issues/index`);
    await seen(phone, /^等我办/).click();
    await seen(phone, '仓库用电增容报了六周没有回音').click();
    await seen(phone, '客户经理明天上门办理').waitFor();
    // The list below has a button of the same name, which stays visible while the page slides in.
    await phone.getByText('去确认').filter({ visible: true }).last().click();
    await phone.getByRole('radio', { name: '解决', exact: true }).filter({ visible: true }).click();
    await phone.getByRole('button', { name: /^提交/ }).filter({ visible: true }).last().click();
    await seen(phone, '看经过').waitFor();
  });

  step('somebody signs up for the fair and has a ticket', async () => {
    await phone.goto(`${product.url}m/#/pages/matching/index`);
    await seen(phone, '我的对接').waitFor();
    await phone
      .getByLabel(/^装备制造供需对接会，/)
      .filter({ visible: true })
      .first()
      .click();
    await seen(phone, '谁去').waitFor();
    await seen(phone, '马丽娟').click();
    await seen(phone, '报名', true).click();
    await phone.locator('.event-done__actions').getByText('看入场码').click();
    const code = seen(phone, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    await code.waitFor();
    ticketCode = (await code.innerText()).trim();
  });

  step(
    'on the day, the gate admits the ticket once and refuses it the second time with the reason',
    async () => {
      const start = await open('', { width: 1440, height: 900 });
      await start.getByText('快进到下一个工作日').click();
      await start.getByText('09:00').first().waitFor();
      const gate = await phoneOf('宋佳', 'features/officer/gate/index');
      await seen(gate, /装备制造供需对接会/).click();
      const admit = async () => {
        await gate.locator('input').first().fill(ticketCode);
        await seen(gate, '验票', true).click();
      };
      await admit();
      await seen(gate, '请进').waitFor();
      await admit();
      await seen(gate, '先别进').waitFor();
      await seen(gate, /用过/).waitFor();
    },
  );

  step('no page failed on the way', async () => {
    expect(troubles).toEqual([]);
  });
});
