import fc from 'fast-check';
import { contactRule } from '../../../server/modules/matchmaking/contact-rule';

const phoneRule = '不要写电话号码，双方都同意后系统会互换联系方式';
const wechatRule = '不要写微信号或 QQ 号，双方都同意后系统会互换联系方式';

describe('contacts in a text', () => {
  it('are found as mobile numbers in any writing', () => {
    for (const text of [
      '请打 13812346021',
      '138-1234-6021 王经理',
      '138 1234 6021',
      '１３８１２３４６０２１',
      '一三八一二三四六〇二一',
      '幺三八 1234 六零二一',
      '1.3.8.1.2.3.4.6.0.2.1',
      '电话13812346021，随时',
    ])
      expect([text, contactRule(text)]).toEqual([text, phoneRule]);
  });

  it('are found as landline and 400 numbers', () => {
    for (const text of ['0371-65506021', '固话（0371）65506021', '400-820-1234', '0379 6550602'])
      expect([text, contactRule(text)]).toEqual([text, phoneRule]);
  });

  it('are found as WeChat ids, QQ numbers and mail addresses', () => {
    for (const text of [
      '加微信 wanghaiyan88',
      '微信号：zy_precision',
      'VX:abc12345',
      '薇信 abcde1',
      'QQ 1234567',
    ])
      expect([text, contactRule(text)]).toEqual([text, wechatRule]);
    expect(contactRule('发到 sales@example.com')).toContain('邮箱');
  });

  it('are not seen in quantities, sizes, codes, dates and amounts', () => {
    for (const text of [
      '每月 2,000 件，年 24,000 件',
      '材质 QT450-10、QT500-7，公差 ±0.02 毫米',
      '预算 42 元/件，年 252 万元，合 2520000 元',
      '2026-11-24 至 2027-02-21 交货',
      '轴承 6204-2RS、6205，GB/T 276-2013',
      '开发微信小程序一个，要懂 TypeScript',
      '提供企业微信服务，WeChat 公众号代运营',
      '尺寸 1500×800×600，重 135 公斤',
      '需要 13 台加工中心，5 轴',
      '48 伏、72 伏锂电池组，每月 8,000 组',
    ])
      expect([text, contactRule(text)]).toEqual([text, null]);
  });

  it('are found wherever a mobile number stands in a text', () => {
    const mobile = fc
      .tuple(fc.integer({ min: 3, max: 9 }), fc.stringMatching(/^\d{9}$/))
      .map(([second, rest]) => `1${second}${rest}`);
    const words = fc.stringMatching(/^[支架壳体采购求供应、，。]{0,20}$/u);
    fc.assert(
      fc.property(words, mobile, words, fc.constantFrom('', '-', ' ', '.'), (before, number, after, mark) => {
        expect(contactRule(before + [...number].join(mark) + after)).toBe(phoneRule);
      }),
    );
  });
});
