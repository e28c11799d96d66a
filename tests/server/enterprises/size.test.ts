import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { industries, industryPath } from '../../../server/modules/enterprises/industries';
import { enterpriseSize, explainSize, figuresNeeded } from '../../../server/modules/enterprises/size';
import table from '../../../server/modules/enterprises/size-rules.json';
import type { EnterpriseSize } from '../../../server/contract/enums';

/** Cases at the limits of 国统字〔2017〕213号: industry, persons, turnover and assets in 万元. */
const cases: [
  code: string,
  employees: number | undefined,
  revenue: number | undefined,
  assets: number | undefined,
  size: EnterpriseSize,
][] = [
  ['3921', 1000, 40000, undefined, 'large'],
  ['3921', 999, 40000, undefined, 'medium'],
  ['3921', 1000, 39999.99, undefined, 'medium'],
  ['3921', 300, 2000, undefined, 'medium'],
  ['3921', 299, 2000, undefined, 'small'],
  ['3921', 20, 300, undefined, 'small'],
  ['3921', 19, 300, undefined, 'micro'],
  ['3921', 5000, 299, undefined, 'micro'],
  ['0111', undefined, 20000, undefined, 'large'],
  ['0111', undefined, 50, undefined, 'small'],
  ['0111', undefined, 49.99, undefined, 'micro'],
  ['4710', undefined, 80000, 80000, 'large'],
  ['4710', undefined, 6000, 5000, 'medium'],
  ['4710', undefined, 299, 80000, 'micro'],
  ['5111', 200, 40000, undefined, 'large'],
  ['5111', 19, 5000, undefined, 'small'],
  ['5211', 50, 500, undefined, 'medium'],
  ['5910', 20, 200, undefined, 'small'],
  ['5920', 100, 1000, undefined, 'medium'],
  ['6311', 2000, 100000, undefined, 'large'],
  ['6513', 10, 50, undefined, 'small'],
  ['6513', 9, 5000, undefined, 'micro'],
  ['7010', undefined, 200000, 10000, 'large'],
  ['7020', 100, 500, undefined, 'small'],
  ['7261', 100, undefined, 8000, 'medium'],
  ['7511', 10, undefined, undefined, 'small'],
  ['7511', 300, undefined, undefined, 'large'],
];
const fen = (wanYuan: number | undefined) =>
  wanYuan === undefined ? undefined : Math.round(wanYuan * 1_000_000);

/** A class (four digits) that a rule covers. */
function classBelow(prefixes: string[], excluded: string[]): string {
  const found = industries.find(({ code, level }) => {
    const path = industryPath(code);
    const isIn = (codes: string[]) => codes.some((prefix) => path.includes(prefix));
    return level === 4 && isIn(prefixes) && !isIn(excluded);
  });
  if (!found) throw new Error(`no class below ${prefixes.join(' ')}`);
  return found.code;
}

describe('the size of an enterprise', () => {
  it.each(cases)(
    'in %s with %s people, %s turnover and %s assets is told',
    (industryCode, employees, revenue, assets, size) => {
      expect(
        enterpriseSize({ industryCode, employees, revenueFen: fen(revenue), assetsFen: fen(assets) }),
      ).toBe(size);
    },
  );

  it.each(['5310', '6610', '8321', '8411', '9111', '9710', '7040'])(
    'is not applicable in %s, which no rule covers',
    (industryCode) => {
      expect(enterpriseSize({ industryCode, employees: 100, revenueFen: 1, assetsFen: 1 })).toBe(
        'not-applicable',
      );
    },
  );

  it('stays open while a figure that the rule needs is missing', () => {
    expect(enterpriseSize({ industryCode: '3921', employees: 1000 })).toBeUndefined();
    expect(enterpriseSize({ industryCode: '4710', employees: 1000, revenueFen: fen(80000) })).toBeUndefined();
    expect(figuresNeeded('4710')).toEqual(['revenueFen', 'assetsFen']);
  });

  it.each(['G', '59', '70', 'K', 'Q'])(
    'stays open for %s, below which different rules apply',
    (industryCode) => {
      expect(
        enterpriseSize({ industryCode, employees: 100, revenueFen: fen(1000), assetsFen: fen(1000) }),
      ).toBeUndefined();
    },
  );

  it('is told, or not applicable, in every class of the standard; only codes above different rules leave it open', () => {
    const big = { employees: 1e6, revenueFen: 1e15, assetsFen: 1e15 };
    const sizes = new Map<string | undefined, string[]>();
    for (const { code } of industries) {
      const size = enterpriseSize({ industryCode: code, ...big });
      sizes.set(size, [...(sizes.get(size) ?? []), code]);
    }
    expect(industries).toHaveLength(1971);
    expect(sizes.get(undefined)).toEqual(['F', 'G', '59', 'H', 'I', 'K', '70', 'Q']);
    expect(sizes.get('not-applicable')?.filter((code) => code.length === 4)).toHaveLength(129);
    expect([...sizes.keys()].sort()).toEqual(['large', 'not-applicable', undefined]);
  });

  it('changes exactly at each limit of each rule: the limit itself belongs to the larger size', () => {
    const order: EnterpriseSize[] = ['micro', 'small', 'medium', 'large'];
    const units = { employees: 1, revenue: 1_000_000, assets: 1_000_000 };
    const fields = { employees: 'employees', revenue: 'revenueFen', assets: 'assetsFen' } as const;
    for (const rule of table.rules) {
      const thresholds = Object.entries(rule.thresholds) as [keyof typeof units, number[]][];
      const industryCode = classBelow(rule.prefixes, rule.excluded);
      const reached = (step: number) =>
        Object.fromEntries(
          thresholds.map(([name, limits]) => [fields[name], (limits[step] as number) * units[name]]),
        );
      for (const step of [0, 1, 2]) {
        const at = reached(step);
        const size = order[3 - step];
        expect(enterpriseSize({ industryCode, ...at })).toBe(size);
        for (const [name] of thresholds) {
          const below = { ...at, [fields[name]]: (at[fields[name]] as number) - 1 };
          expect(enterpriseSize({ industryCode, ...below })).toBe(order[2 - step]);
        }
      }
    }
    expect(table.rules).toHaveLength(16);
  });

  const published = resolve(__dirname, '../../../../shared/data/enterprise-size/size_rules_2017.json');
  (existsSync(published) ? it : it.skip)('agrees with every case of the published table', () => {
    const sizes = { 大型: 'large', 中型: 'medium', 小型: 'small', 微型: 'micro' } as const;
    const { tests } = JSON.parse(readFileSync(published, 'utf8')) as {
      tests: { gbt4754: string; X?: number; Y?: number; Z?: number; expected: keyof typeof sizes }[];
    };
    expect(tests).toHaveLength(27);
    for (const { gbt4754: industryCode, X, Y, Z, expected } of tests) {
      const size = enterpriseSize({ industryCode, employees: X, revenueFen: fen(Y), assetsFen: fen(Z) });
      expect({ industryCode, X, Y, Z, size }).toEqual({ industryCode, X, Y, Z, size: sizes[expected] });
    }
  });

  it('says which figure decides, and what the next step asks of it', () => {
    const wan = 1_000_000;
    expect(explainSize({ industryCode: '3599', employees: 86, revenueFen: 4280 * wan })).toEqual({
      state: 'told',
      ruleName: '工业',
      figures: [
        { attribute: 'employees', alone: 'small', decides: true, nextLimit: 300 },
        { attribute: 'revenueFen', alone: 'medium', decides: false, nextLimit: 2000 * wan },
      ],
    });
    expect(explainSize({ industryCode: '4710', revenueFen: 1 })).toMatchObject({
      state: 'figures-missing',
      figures: [
        { attribute: 'revenueFen', alone: 'micro' },
        { attribute: 'assetsFen', decides: false },
      ],
    });
    expect(explainSize({ industryCode: '6610' })).toEqual({ state: 'not-applicable' });
    expect(explainSize({ industryCode: 'G' })).toEqual({ state: 'too-coarse' });
  });

  it('is explained as it is told, whatever the figures', () => {
    const figure = fc.option(fc.nat(100_000_000_000), { nil: undefined });
    fc.assert(
      fc.property(
        fc.constantFrom(...industries),
        figure,
        figure,
        figure,
        ({ code }, people, revenueFen, assetsFen) => {
          const figures = { industryCode: code, employees: people, revenueFen, assetsFen };
          const basis = explainSize(figures);
          const size = enterpriseSize(figures);
          if (!('figures' in basis)) {
            expect(size).toBe(basis.state === 'not-applicable' ? 'not-applicable' : undefined);
            return;
          }
          expect(basis.state === 'told').toBe(size !== undefined);
          const deciding = basis.figures.filter(({ decides }) => decides);
          expect(deciding.every(({ alone }) => alone === size)).toBe(true);
          expect(deciding.length > 0).toBe(size !== undefined);
        },
      ),
    );
  });

  it('never falls when a figure grows', () => {
    const order: (EnterpriseSize | undefined)[] = ['micro', 'small', 'medium', 'large'];
    const figure = fc.nat(100_000_000_000);
    fc.assert(
      fc.property(
        fc.constantFrom(...industries),
        fc.nat(5000),
        figure,
        figure,
        figure,
        ({ code }, employees, revenueFen, assetsFen, more) => {
          const before = enterpriseSize({ industryCode: code, employees, revenueFen, assetsFen });
          const after = enterpriseSize({
            industryCode: code,
            employees: employees + 500,
            revenueFen: revenueFen + more,
            assetsFen: assetsFen + more,
          });
          expect(order.indexOf(after)).toBeGreaterThanOrEqual(order.indexOf(before));
        },
      ),
    );
  });
});
