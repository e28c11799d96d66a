import type { ClauseResult, ItemVerdict } from '@contract';
import {
  chooseVerdict,
  countClauses,
  describeOrigin,
  headlineOf,
  splitStep,
} from '@/features/policies/detail/view-model';

function aVerdict(overrides: Partial<ItemVerdict>): ItemVerdict {
  return {
    policyId: 'p',
    itemKey: 'i',
    verdict: 'met',
    because: '',
    clauses: [],
    missing: [],
    changes: [],
    isChangeable: true,
    ...overrides,
  };
}

const aClause = (verdict: ClauseResult['verdict']): ClauseResult => ({ text: '条件', verdict, missing: [] });

describe('a policy with several items', () => {
  const verdicts = [
    aVerdict({ itemKey: 'a', verdict: 'not-met' }),
    aVerdict({ itemKey: 'b', verdict: 'unknown' }),
    aVerdict({ itemKey: 'c', verdict: 'unknown' }),
  ];

  it('opens with the item that was asked for', () => {
    expect(chooseVerdict(verdicts, 'a')?.itemKey).toBe('a');
  });

  it('else with the one nearest to being met', () => {
    expect(chooseVerdict(verdicts)?.itemKey).toBe('b');
    expect(chooseVerdict(verdicts, 'gone')?.itemKey).toBe('b');
    expect(chooseVerdict([])).toBeUndefined();
  });
});

describe('a verdict in one line', () => {
  it('names the one thing that is missing', () => {
    const missing = [{ attribute: 'rdExpenseFen', label: '上年研发费用' }];
    expect(headlineOf(aVerdict({ verdict: 'unknown', missing }))).toBe('只差一项：上年研发费用');
  });

  it('counts what is missing', () => {
    const missing = [
      { attribute: 'a', label: '上年用电量' },
      { attribute: 'b', label: '用水量' },
    ];
    expect(headlineOf(aVerdict({ verdict: 'unknown', missing }))).toBe('还差 2 项：上年用电量、用水量');
  });

  it('says how many changes would turn it, or that none can', () => {
    expect(headlineOf(aVerdict({ verdict: 'not-met', changes: ['拿到认定'] }))).toBe('改一样就符合');
    expect(headlineOf(aVerdict({ verdict: 'not-met', changes: ['一', '二'] }))).toBe('改这 2 样就符合');
    expect(headlineOf(aVerdict({ verdict: 'not-met', isChangeable: false }))).toBe('这项现在报不了');
    expect(headlineOf(aVerdict({}))).toBe('您符合，可以申报');
  });

  it('counts the clauses that are met', () => {
    expect(countClauses([aClause('met'), aClause('unknown'), aClause('met')])).toBe('3 条满足 2 条');
    expect(countClauses([aClause('met'), aClause('met')])).toBe('2 条都满足');
  });

  it('gives the source and day of a value', () => {
    const now = new Date('2026-11-23T02:00:00.000Z');
    expect(describeOrigin({ source: 'self-declared', asOf: '2026-04-18' }, now)).toBe('企业填报，4月18日');
    expect(describeOrigin({ source: 'imported', asOf: '2025-12-31' }, now)).toBe('部门数据，2025年12月31日');
  });
});

describe('a step of the procedure', () => {
  it('sets off what to do', () => {
    expect(splitStep('网上填报：登录河南政务服务网')).toEqual({
      lead: '网上填报',
      rest: '登录河南政务服务网',
    });
  });

  it('stays whole where nothing is set off', () => {
    expect(splitStep('传发票和设备清单')).toEqual({ rest: '传发票和设备清单' });
    expect(splitStep('打开 https://www.hnzwfw.gov.cn')).toEqual({ rest: '打开 https://www.hnzwfw.gov.cn' });
    expect(splitStep('县里先看材料够不够再报到市里去：5 天')).toEqual({
      rest: '县里先看材料够不够再报到市里去：5 天',
    });
  });
});
