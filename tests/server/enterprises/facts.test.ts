import fc from 'fast-check';
import {
  amountText,
  attributes,
  attributeText,
  type FactValue,
} from '../../../server/modules/enterprises/attributes';
import { dayOf } from '../../../server/modules/issues/calendar';
import { declarationRule, factsOf, valueRule, yearsBetween } from '../../../server/modules/enterprises/facts';

const now = new Date('2026-03-11T02:00:00Z');

describe('the attribute dictionary', () => {
  it('names money attributes by their unit, and only those', () => {
    for (const { key, type } of Object.values(attributes))
      expect(key.endsWith('Fen')).toBe(type === 'amount');
  });

  it('gives choices to every attribute that is chosen', () => {
    for (const { type, choices } of Object.values(attributes))
      expect(choices !== undefined).toBe(['choice', 'tags', 'size'].includes(type));
  });

  it('lets nobody fill in what follows from the registration, or their own bad record', () => {
    for (const key of ['regionCode', 'industryCode', 'size', 'foundedOn', 'ageYears', 'dishonest'])
      expect(attributes[key]?.declarable).toBe(false);
  });

  const texts: [key: string, value: FactValue, text: string][] = [
    ['employees', 86, '86 人'],
    ['revenueFen', 4_280_000_000, '4,280 万元'],
    ['assetsFen', 31_000_000_000, '3.1 亿元'],
    ['taxPaidFen', 980_000, '9,800 元'],
    ['layoffRatePercent', 2.1, '2.1%'],
    ['laborDispatch', false, '否'],
    ['honours', ['high-tech', 'green-factory'], '高新技术企业、绿色工厂'],
    ['honours', [], '没有'],
    ['listedStage', 'neeq', '新三板挂牌'],
    ['regionCode', '410122', '郑州市中牟县'],
    ['industryCode', 'C', '制造业'],
    ['size', 'small', '小型'],
    ['foundedOn', '2019-05-06', '2019年5月6日'],
    ['investmentPerMuFen', 200_000_000, '200 万元每亩'],
  ];
  it.each(texts)('says %s of %j as %s', (key, value, text) => {
    expect(attributeText(key, value)).toBe(text);
  });

  it('shows amounts in the unit that keeps them short', () => {
    expect([
      amountText(0),
      amountText(5),
      amountText(999_999),
      amountText(1_000_000),
      amountText(10_000_000_000),
    ]).toEqual(['0 元', '0.05 元', '9,999.99 元', '1 万元', '1 亿元']);
  });
});

describe('a declared fact', () => {
  const refused: [key: string, value: FactValue, rule: string][] = [
    ['nothing', 1, '没有“nothing”这一项'],
    ['constructor', 1, '没有“constructor”这一项'],
    ['__proto__', 1, '没有“__proto__”这一项'],
    ['employees', '八十', '从业人员：应填数字'],
    ['employees', -1, '从业人员：不能小于 0'],
    ['employees', 1.5, '从业人员：应是整数'],
    ['employees', 3_000_000, '从业人员：数字太大，请看看单位'],
    ['revenueFen', 10.5, '营业收入：金额最小到分'],
    ['revenueFen', 2_000_000_000_000_000, '营业收入：数字太大，请看看单位'],
    ['layoffRatePercent', 101, '裁员率：数字太大，请看看单位'],
    ['laborDispatch', 'true', '劳务派遣单位：请选“是”或“否”'],
    ['listedStage', 'soon', '上市进度：不在可选范围内'],
    ['honours', 'high-tech', '称号和资质：不在可选范围内'],
    ['honours', ['best'], '称号和资质：不在可选范围内'],
    ['honours', ['high-tech', 'high-tech'], '称号和资质：有重复的项'],
    ['dishonest', false, '严重失信记录：这一项由主管部门核定，不能自己填'],
    ['size', 'small', '企业规模：这一项由主管部门核定，不能自己填'],
  ];
  it.each(refused)('%s = %j is refused, naming the field', (key, value, rule) => {
    expect(declarationRule(key, value, now)).toBe(rule);
  });

  it.each([
    ['employees', 0],
    ['revenueFen', 4_280_000_000],
    ['layoffRatePercent', 5.5],
    ['energyUseTce', 120.5],
    ['laborDispatch', true],
    ['honours', ['high-tech']],
    ['listedStage', 'none'],
  ] as [string, FactValue][])('%s = %j is taken', (key, value) => {
    expect(declarationRule(key, value, now)).toBeNull();
  });

  it('of any kind at all gets an answer', () => {
    const value = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.array(fc.string(), { maxLength: 3 }));
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...Object.keys(attributes)), fc.string()), value, (key, given) => {
        const rule = valueRule(key, given, now);
        expect(rule === null || rule.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['2026-02-29', '2026-13-01', '2026-3-1', '昨天', ''])('day %j is refused', (day) => {
    expect(valueRule('foundedOn', day, now)).toBe('成立日期：应是日期，如 2019-05-16');
  });

  it('day after today in Shanghai is refused', () => {
    expect(valueRule('foundedOn', '2026-03-11', new Date('2026-03-10T16:00:00Z'))).toBeNull();
    expect(valueRule('foundedOn', '2026-03-11', new Date('2026-03-10T15:59:59Z'))).toBe(
      '成立日期：不能晚于今天',
    );
  });
});

describe('facts that follow from others', () => {
  const registered = {
    regionCode: '410122',
    industryCode: '3921',
    foundedOn: '2019-05-16',
    createdAt: new Date('2026-01-05T02:00:00Z'),
    registrationSource: 'imported' as const,
  };

  it('hold region, industry, founding day and age, with the origin of the registration', () => {
    const facts = factsOf({ ...registered, facts: {} }, now);
    expect(facts).toEqual({
      regionCode: { value: '410122', source: 'imported', asOf: '2026-01-05' },
      industryCode: { value: '3921', source: 'imported', asOf: '2026-01-05' },
      foundedOn: { value: '2019-05-16', source: 'imported', asOf: '2026-01-05' },
      ageYears: { value: 6, source: 'imported', asOf: '2026-01-05' },
    });
  });

  it('hold the size, as trustworthy and recent as its weakest and oldest figure', () => {
    const { size } = factsOf(
      {
        ...registered,
        facts: {
          employees: { value: 400, source: 'verified', asOf: '2025-01-01' },
          revenueFen: { value: 4_000_000_000, source: 'self-declared', asOf: '2026-02-01' },
        },
      },
      now,
    );
    expect(size).toEqual({ value: 'medium', source: 'self-declared', asOf: '2025-01-01' });
  });

  it('count whole years only', () => {
    expect(yearsBetween('2019-05-16', '2026-05-15')).toBe(6);
    expect(yearsBetween('2019-05-16', '2026-05-16')).toBe(7);
    expect(dayOf(new Date('2026-03-10T16:00:00Z'))).toBe('2026-03-11');
  });
});
