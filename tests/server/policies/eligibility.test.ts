import fc from 'fast-check';
import type { Rule, RuleClause } from '../../../server/contract/policies';
import { enterpriseSize } from '../../../server/modules/enterprises/size';
import type { FactValue } from '../../../server/modules/enterprises/attributes';
import { evaluateItem, evaluateRule, judge } from '../../../server/modules/policies/eligibility';
import { readerOf, type Facts } from '../../../server/modules/policies/rule-logic';
import { findChanges } from '../../../server/modules/policies/rule-changes';
import { ruleSentence } from '../../../server/modules/policies/rule-text';

const now = new Date('2026-11-23T01:40:00Z');
const wan = 1_000_000; // fen in 万元
const clause = (
  attribute: string,
  op: RuleClause['op'],
  value: RuleClause['value'],
  text = '条件',
  per?: string,
): RuleClause => ({ attribute, op, value, text, ...(per ? { per } : {}) });
const factsOf = (values: Record<string, FactValue | undefined>): Facts =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, { value, source: 'self-declared' as const, asOf: '2026-04-18' }]],
    ),
  );

describe('a verdict', () => {
  it('is given where an unknown value stands on both sides of a case distinction', () => {
    const rule: Rule = {
      any: [
        { all: [clause('insuredStaff', 'gt', 30), clause('layoffRatePercent', 'lte', 5.5)] },
        { all: [clause('insuredStaff', 'lte', 30), clause('layoffRatePercent', 'lte', 20)] },
      ],
    };
    expect(judge(rule, factsOf({ layoffRatePercent: 2.1 }), now)).toBe('met');
    expect(judge(rule, factsOf({ layoffRatePercent: 12 }), now)).toBe('unknown');
    expect(judge(rule, factsOf({ layoffRatePercent: 21 }), now)).toBe('not-met');
    expect(judge(rule, factsOf({}), now)).toBe('unknown');
  });

  it('sees what two shares of the same unknown base rule out', () => {
    const rule: Rule = {
      all: [
        clause('rdExpenseFen', 'gte', 5, '研发占营收 5%', 'revenueFen'),
        clause('rdExpenseFen', 'lt', 3, '研发不到营收 3%', 'revenueFen'),
      ],
    };
    expect(judge(rule, factsOf({}), now)).toBe('not-met');
    expect(judge({ not: rule }, factsOf({ rdExpenseFen: 100 * wan }), now)).toBe('met');
    expect(
      judge(
        {
          all: [clause('rdExpenseFen', 'gte', 5, '', 'revenueFen'), clause('revenueFen', 'gte', 1000 * wan)],
        },
        factsOf({ rdExpenseFen: 30 * wan }),
        now,
      ),
    ).toBe('not-met');
  });

  it('takes exactly the limit as reached, also for shares that binary fractions miss', () => {
    const rule = clause('rdExpenseFen', 'gte', 3, '研发占 3%', 'revenueFen');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 10 }), (hundredth) => {
        expect(judge(rule, factsOf({ rdExpenseFen: hundredth * 3, revenueFen: hundredth * 100 }), now)).toBe(
          'met',
        );
        expect(
          judge(rule, factsOf({ rdExpenseFen: hundredth * 3 - 1, revenueFen: hundredth * 100 }), now),
        ).toBe('not-met');
      }),
    );
  });

  it('counts full years from the founding day to the given instant in Shanghai', () => {
    const rule = clause('ageYears', 'gte', 2, '注册满 2 年');
    const facts = factsOf({ foundedOn: '2024-11-24' });
    expect(judge(rule, facts, new Date('2026-11-23T15:59:59Z'))).toBe('not-met');
    expect(judge(rule, facts, new Date('2026-11-23T16:00:00Z'))).toBe('met');
  });

  it('treats a share of nothing as not reached, and an attribute outside the dictionary as unknown', () => {
    expect(judge(clause('rdExpenseFen', 'gte', 3, '', 'revenueFen'), factsOf({ revenueFen: 0 }), now)).toBe(
      'not-met',
    );
    expect(judge(clause('shoeSize', 'gte', 3), factsOf({ employees: 3 }), now)).toBe('unknown');
    expect(judge(clause('constructor', 'gte', 3), factsOf({}), now)).toBe('unknown');
    expect(judge(clause('employees', 'gte', 3), factsOf({ employees: 'many' }), now)).toBe('unknown');
  });
});

describe('changes for 不符合', () => {
  it('take the turnover’s effect on the size into account', () => {
    const rule: Rule = {
      all: [
        clause('revenueFen', 'gte', 3000 * wan, '营收 3,000 万元以上'),
        clause('size', 'in', ['small'], '小型企业'),
      ],
    };
    const values = { industryCode: '3599', employees: 86, revenueFen: 1000 * wan, size: 'small' };
    const { changes } = findChanges(rule, readerOf(factsOf(values), now));
    expect(changes).toEqual([{ attribute: 'revenueFen', value: 3000 * wan }]);
    expect(enterpriseSize({ industryCode: '3599', employees: 86, revenueFen: 3000 * wan })).toBe('small');
  });

  it('name a round number that reaches the line', () => {
    const rule = clause('rdExpenseFen', 'gte', 3, '研发费用占营收 3% 以上', 'revenueFen');
    const evaluation = evaluateRule(
      rule,
      factsOf({ rdExpenseFen: 100 * wan, revenueFen: 4281.37 * wan }),
      now,
    );
    expect(evaluation.changes).toEqual(['上年研发费用从 100 万元提高到 128.45 万元']);
    expect(evaluation.isChangeable).toBe(true);
    expect(evaluation.clauses[0]?.hint).toBe('上年研发费用达到 128.45 万元及以上就符合');
  });

  it('are impossible where only facts fail that nobody can change', () => {
    const rule: Rule = {
      all: [clause('regionCode', 'within', ['410300'], '在洛阳市'), clause('employees', 'gte', 20)],
    };
    const evaluation = evaluateRule(rule, factsOf({ regionCode: '410122', employees: 10 }), now);
    expect(evaluation).toMatchObject({ verdict: 'not-met', isChangeable: false, changes: [] });
    expect(evaluation.because).toBe('注册在郑州市中牟县，不在范围内');
  });
});

describe('the explanation', () => {
  const rule: Rule = {
    all: [
      clause('rdExpenseFen', 'gte', 3, '研发费用占营收 3% 以上', 'revenueFen'),
      clause('ageYears', 'gte', 2, '在河南注册满 2 年'),
      clause('size', 'in', ['medium', 'small', 'micro'], '属于中小企业'),
      clause('revenueFen', 'gte', 1000 * wan, '上年营收 1,000 万元以上'),
      clause('dishonest', 'eq', false, '近三年无严重失信'),
    ],
  };
  const known = { revenueFen: 4280 * wan, foundedOn: '2019-05-16', size: 'small', dishonest: false };

  it('says per clause what was seen, from where, what is missing and the number to reach', () => {
    const evaluation = evaluateRule(rule, factsOf(known), now);
    expect(evaluation.verdict).toBe('unknown');
    expect(evaluation.because).toBe('还缺上年研发费用');
    expect(evaluation.missing).toEqual([
      { attribute: 'rdExpenseFen', label: '上年研发费用', hint: '填 128.4 万元及以上就符合' },
    ]);
    expect(evaluation.clauses).toEqual([
      {
        text: '研发费用占营收 3% 以上',
        verdict: 'unknown',
        seen: '上年营业收入 4,280 万元',
        origin: { source: 'self-declared', asOf: '2026-04-18' },
        missing: [{ attribute: 'rdExpenseFen', label: '上年研发费用' }],
        hint: '填 128.4 万元及以上就符合',
      },
      expect.objectContaining({ verdict: 'met', seen: '2019年5月16日成立，满 7 年' }),
      expect.objectContaining({ verdict: 'met', seen: '小型企业' }),
      expect.objectContaining({ verdict: 'met', seen: '4,280 万元' }),
      expect.objectContaining({ verdict: 'met', seen: '否', text: '近三年无严重失信' }),
    ]);
    expect(judge(rule, factsOf({ ...known, rdExpenseFen: 128.4 * wan }), now)).toBe('met');
    expect(judge(rule, factsOf({ ...known, rdExpenseFen: 128.39 * wan }), now)).toBe('not-met');
  });

  it('promises a number only if filling it in makes the whole rule hold', () => {
    const both: Rule = {
      all: [
        clause('rdExpenseFen', 'gte', 3, '研发费用占营收 3% 以上', 'revenueFen'),
        clause('rdExpenseFen', 'gte', 200 * wan, '研发费用 200 万元以上'),
      ],
    };
    expect(evaluateRule(both, factsOf({ revenueFen: 4280 * wan }), now).missing).toEqual([
      { attribute: 'rdExpenseFen', label: '上年研发费用', hint: '补上上年研发费用（如 200 万元）' },
    ]);
    const two = evaluateRule(
      rule,
      factsOf({ revenueFen: 4280 * wan, foundedOn: '2019-05-16', dishonest: false }),
      now,
    );
    expect(two.missing.map(({ attribute }) => attribute)).toEqual(['rdExpenseFen', 'size']);
    expect(two.missing[0]?.hint).toBe('填 128.4 万元及以上，这一条就符合');
  });

  it('asks for the figures that a missing size rests on', () => {
    const evaluation = evaluateRule(
      clause('size', 'in', ['small'], '小型企业'),
      factsOf({ industryCode: '3599', revenueFen: 4280 * wan }),
      now,
    );
    expect(evaluation.missing.map(({ attribute }) => attribute)).toEqual(['employees']);
  });

  it('asks only for what can still decide', () => {
    const choice: Rule = {
      all: [
        {
          any: [
            clause('honours', 'has', 'specialized', '专精特新'),
            clause('patents', 'gte', 5, '专利 5 件以上'),
          ],
        },
        clause('employees', 'gte', 20, '职工 20 人以上'),
      ],
    };
    const evaluation = evaluateRule(choice, factsOf({ honours: ['specialized'] }), now);
    expect(evaluation.missing.map(({ attribute }) => attribute)).toEqual(['employees']);
    expect(evaluation.clauses[0]).toMatchObject({ text: '专精特新；或者专利 5 件以上', verdict: 'met' });
  });

  it('gives one short reason in words', () => {
    const reason = (one: Rule, values: Record<string, FactValue>) =>
      evaluateRule(one, factsOf(values), now).because;
    const equipment = clause('equipmentInvestmentFen', 'gte', 500 * wan, '设备投入 500 万元以上');
    expect(
      reason(
        { all: [clause('industryCode', 'within', ['C']), equipment] },
        { industryCode: '3599', equipmentInvestmentFen: 620 * wan },
      ),
    ).toBe('近一年设备和软件投资额 620 万元，过了 500 万元的线');
    expect(reason(equipment, { equipmentInvestmentFen: 100 * wan })).toBe(
      '近一年设备和软件投资额 100 万元，不到 500 万元',
    );
    expect(reason(clause('layoffRatePercent', 'lte', 5.5), { layoffRatePercent: 2.1 })).toBe(
      '上年裁员率 2.1%，没有超过 5.5%',
    );
    const energy = (op: RuleClause['op']) => clause('energyUseTce', op, 0);
    expect(reason(energy('gt'), { energyUseTce: 1200.5 })).toBe('上年综合能源消费量 1,200.5 吨标准煤');
    expect(reason(energy('gte'), { energyUseTce: 0 })).toBe('上年综合能源消费量 0 吨标准煤');
    expect(reason(energy('gt'), { energyUseTce: 0 })).toContain('上年综合能源消费量 0 吨标准煤，应大于 0');
    expect(reason(energy('lte'), { energyUseTce: 3 })).toContain('上年综合能源消费量 3 吨标准煤，应为 0');
    expect(evaluateRule(energy('gt'), {}, now).missing[0]?.hint).toBe('填大于 0 的数就符合');
    expect(reason(clause('honours', 'has', 'first-set'), { honours: [] })).toBe(
      '没有“首台（套）重大技术装备”，拿到后即符合',
    );
    expect(reason(clause('industryCode', 'within', ['13', '14']), { industryCode: '3599' })).toContain(
      '不在支持的行业里',
    );
  });

  it('reads a rule aloud', () => {
    expect(
      ruleSentence({
        all: [
          clause('regionCode', 'within', ['410100', '410300', '410700']),
          clause('industryCode', 'within', ['C']),
          clause('size', 'in', ['small', 'medium']),
          {
            any: [
              clause('honours', 'has', ['specialized', 'little-giant']),
              clause('rdExpenseFen', 'gte', 3, '', 'revenueFen'),
            ],
          },
          { not: clause('employees', 'lt', 20) },
          clause('dishonest', 'eq', false),
        ],
      }),
    ).toBe(
      '注册地在郑州市、洛阳市或新乡市，行业属于制造业，规模是小型或中型，（有“省专精特新中小企业或国家专精特新“小巨人”企业”称号或资质，或上年研发费用不少于上年营业收入的 3%），上年末从业人员不少于 20 人，且“近三年严重失信记录”一项为否的企业',
    );
  });
});

describe('the amount of an item', () => {
  const item = {
    rule: clause('equipmentInvestmentFen', 'gte', 1),
    amountBase: { attribute: 'equipmentInvestmentFen', percent: 10 },
    maxAmountFen: 200 * wan,
  };

  it('is the share of the firm’s own figure, capped, and left out where it isn’t known', () => {
    expect(evaluateItem(item, factsOf({ equipmentInvestmentFen: 620 * wan }), now).estimatedAmountFen).toBe(
      62 * wan,
    );
    expect(evaluateItem(item, factsOf({ equipmentInvestmentFen: 9000 * wan }), now).estimatedAmountFen).toBe(
      200 * wan,
    );
    expect(evaluateItem(item, factsOf({}), now).estimatedAmountFen).toBeUndefined();
    expect(
      evaluateItem(item, factsOf({ equipmentInvestmentFen: 0 }), now).estimatedAmountFen,
    ).toBeUndefined();
  });
});
