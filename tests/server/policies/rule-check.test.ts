import { checkRule } from '../../../server/modules/policies/rule-check';
import { aClause } from '../../support/policies';

const problem = (rule: unknown) => checkRule(rule, 'rule')[0];

describe('checking a rule', () => {
  it('names the attribute that doesn’t exist and the place where it stands', () => {
    expect(
      problem({ all: [aClause('employees', 'gte', 20), { any: [aClause('staff', 'gte', 3)] }] }),
    ).toEqual({
      path: 'rule.all.1.any.0.attribute',
      rule: '没有“staff”这个属性',
    });
    expect(problem(aClause('constructor', 'gte', 3))?.rule).toBe('没有“constructor”这个属性');
    expect(problem({ ...aClause('rdExpenseFen', 'gte', 3), per: 'sales' })).toEqual({
      path: 'rule.per',
      rule: '没有“sales”这个属性',
    });
  });

  it('refuses groups nested deeper than three levels, however deep they are', () => {
    const nested = (depth: number): unknown => {
      let rule: unknown = aClause('employees', 'gte', 20);
      for (let level = 0; level < depth; level++) rule = { not: rule };
      return rule;
    };
    expect(problem(nested(3))).toBeUndefined();
    expect(problem(nested(4))).toEqual({ path: 'rule', rule: '规则嵌套太深，最多 3 层' });
    expect(problem(nested(5000))?.rule).toBe('规则嵌套太深，最多 3 层');
  });

  it('refuses comparisons and values that the attribute can’t have', () => {
    expect(problem(aClause('employees', 'has', 20))?.rule).toBe('从业人员不能用这种比较');
    expect(problem(aClause('employees', 'gte', '二十'))?.rule).toBe('从业人员：应填数字');
    expect(problem(aClause('employees', 'gte', -1))?.rule).toBe('从业人员：不能小于 0');
    expect(problem(aClause('layoffRatePercent', 'lte', 120))?.rule).toBe('裁员率：不能超过 100%');
    expect(problem(aClause('dishonest', 'eq', 'false'))?.rule).toContain('应是“是”或“否”');
    expect(problem(aClause('regionCode', 'within', ['419999']))?.rule).toBe('所在地区：没有“419999”这个地区');
    expect(problem(aClause('industryCode', 'within', ['ZZ']))?.rule).toBe('所属行业：没有“ZZ”这个行业');
    expect(problem(aClause('honours', 'has', 'nobel'))?.rule).toBe('称号和资质：没有“nobel”这个选项');
    expect(problem(aClause('foundedOn', 'gte', '2026-02-30'))?.rule).toContain('应是日期');
    expect(problem(aClause('size', 'in', []))?.rule).toBe('企业规模：至少选一个');
    expect(problem({ ...aClause('rdExpenseFen', 'gte', 3), per: 'rdExpenseFen' })?.rule).toBe('不能除以自己');
    expect(problem({ ...aClause('honours', 'has', 'high-tech'), per: 'revenueFen' })?.rule).toContain(
      '不能相除',
    );
  });

  it('refuses a rule that no enterprise can meet, and one with too many conditions', () => {
    expect(problem({ all: [aClause('employees', 'gte', 100), aClause('employees', 'lt', 50)] })).toEqual({
      path: 'rule',
      rule: '没有企业能同时满足这些条件，请检查数字和范围',
    });
    const many = { all: Array.from({ length: 61 }, () => aClause('employees', 'gte', 1)) };
    expect(problem(many)?.rule).toBe('条件太多，最多 60 条');
  });

  it('survives what can’t even be written out, and lists without end', () => {
    const trap = { toString: 1, valueOf: 1 };
    const clause = aClause('regionCode', 'within', ['410100']);
    expect(problem({ ...clause, attribute: trap })?.path).toBe('rule.attribute');
    expect(problem({ ...clause, per: trap })?.path).toBe('rule.per');
    expect(problem({ ...clause, value: [trap] })).toEqual({ path: 'rule.value', rule: '所在地区：应是文字' });
    expect(problem({ any: new Array(300_000).fill(1) })?.rule).toBe('条件太多，最多 60 条');
  });

  it('says of whatever else comes that it is no rule', () => {
    for (const nonsense of [null, 3, 'all', [], {}, { all: 'x' }, { all: {} }, { not: null }, { any: [[]] }])
      expect(problem(nonsense)?.rule).toMatch(/应是一个条件/);
    expect(problem({ all: [] })?.rule).toBe('至少要有一个条件');
    const clause = aClause('employees', 'gte', 20);
    expect(problem({ all: [clause], any: [clause] })?.rule).toBe('“all”旁边不能有别的内容');
    expect(problem({ ...clause, $where: '1' })).toEqual({ path: 'rule.$where', rule: '多出的内容' });
    expect(problem({ ...clause, op: { $gt: 1 } })?.rule).toBe('从业人员不能用这种比较');
    expect(problem({ ...clause, text: ' ' })?.path).toBe('rule.text');
    expect(problem({ ...clause, text: '长'.repeat(201) })?.path).toBe('rule.text');
    expect(
      problem(
        aClause(
          'regionCode',
          'within',
          Array.from({ length: 61 }, () => '410100'),
        ),
      )?.rule,
    ).toBe('所在地区：最多选 60 个');
  });
});
