import fc from 'fast-check';
import type { Rule, RuleClause } from '../../../server/contract/policies';
import type { FactValue } from '../../../server/modules/enterprises/attributes';
import { judge } from '../../../server/modules/policies/eligibility';
import { findChanges } from '../../../server/modules/policies/rule-changes';
import {
  clausesOf,
  clauseTruth,
  readerOf,
  ruleTruth,
  type Facts,
} from '../../../server/modules/policies/rule-logic';

const now = new Date('2026-11-23T01:40:00Z');
/** One fixed seed and a fresh one, which stands in the test's name. */
const seeds = [20261123, Math.trunc(Math.random() * 2 ** 31)];
/** A proof at full size takes a minute or two. */
const patienceMs = 600_000;
const parameters = (seed: number, reduced: number, full: number) => ({
  seed,
  numRuns: process.env.FULL ? full : reduced,
});
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

/** The values each attribute of the random rules may have: in steps so small that every side of every limit comes up. */
const domains: Record<string, FactValue[]> = {
  employees: [0, 1, 2, 3, 4, 5, 6],
  newHires: [0, 1, 2, 3, 4, 5, 6],
  technologySmeScore: [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5],
  laborDispatch: [true, false],
  size: ['large', 'medium', 'small', 'micro', 'not-applicable'],
  honours: [[], ['high-tech'], ['gazelle'], ['high-tech', 'gazelle'], ['unicorn']],
  regionCode: ['410122', '410105', '410308', '411481'],
  greenLevel: ['none', 'city', 'province', 'nation'],
  foundedOn: [
    '2019-12-31',
    '2020-01-01',
    '2020-01-02',
    '2022-01-01',
    '2022-01-02',
    '2021-12-31',
    '2024-06-01',
  ],
};
const small = fc.integer({ min: 1, max: 4 });
const anyClause: fc.Arbitrary<RuleClause> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('employees', 'newHires', 'technologySmeScore'),
      fc.constantFrom('gte', 'lte', 'gt', 'lt', 'eq', 'ne'),
      small,
    )
    .map(([attribute, op, value]) => clause(attribute, op, value)),
  fc
    .tuple(fc.constantFrom('gte', 'lte', 'gt', 'lt'), fc.constantFrom(25, 50, 100, 200))
    .map(([op, value]) => clause('newHires', op, value, '占比', 'employees')),
  fc.boolean().map((value) => clause('laborDispatch', 'eq', value)),
  fc.constantFrom('medium', 'small').map((value) => clause('size', 'size-at-most', value)),
  fc.constantFrom(['small', 'micro'], ['large']).map((value) => clause('size', 'in', [...value])),
  fc
    .constantFrom(['high-tech'], ['gazelle', 'high-tech'])
    .map((value) => clause('honours', 'has', [...value])),
  fc
    .constantFrom(['410100'], ['410300', '410105'])
    .map((value) => clause('regionCode', 'within', [...value])),
  fc.constantFrom('city', 'nation').map((value) => clause('greenLevel', 'ne', value)),
  fc
    .tuple(fc.constantFrom('gte', 'lt', 'eq'), fc.constantFrom('2020-01-01', '2022-01-01'))
    .map(([op, value]) => clause('foundedOn', op, value)),
);
const { rule: anyRule } = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { arbitrary: anyClause, weight: 3 },
    { arbitrary: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })), weight: 2 },
    { arbitrary: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })), weight: 2 },
    { arbitrary: tie('rule').map((not) => ({ not })), weight: 1 },
  ),
}));
const anyFacts = fc.record(
  Object.fromEntries(
    Object.entries(domains).map(([key, values]) => [
      key,
      fc.option(fc.constantFrom(...values), { nil: undefined }),
    ]),
  ),
);

function namesIn(rule: Rule): string[] {
  return [
    ...new Set(clausesOf(rule).flatMap(({ attribute, per }) => (per ? [attribute, per] : [attribute]))),
  ];
}
function* completions(
  names: string[],
  values: Record<string, FactValue | undefined>,
): Generator<Record<string, FactValue | undefined>> {
  const name = names.find((one) => values[one] === undefined);
  if (name === undefined) yield values;
  else for (const value of domains[name] ?? []) yield* completions(names, { ...values, [name]: value });
}
const holds = (rule: Rule, values: Record<string, FactValue | undefined>) =>
  ruleTruth(rule, (one) => clauseTruth(one, readerOf(factsOf(values), now)));
const complete = (rule: Rule, values: Record<string, FactValue | undefined>) => {
  const names = namesIn(rule);
  const count = names
    .filter((name) => values[name] === undefined)
    .reduce((product, name) => product * (domains[name]?.length ?? 1), 1);
  fc.pre(count <= 20_000);
  return new Set([...completions(names, values)].map((completed) => holds(rule, completed)));
};

describe('a verdict', () => {
  it.each(seeds)(
    'is 符合 or 不符合 only if every completion of the missing values gives it, and 缺资料 only if they differ (seed %i)',
    (seed) => {
      fc.assert(
        fc.property(anyRule, anyFacts, (rule, values) => {
          const outcomes = complete(rule, values);
          const verdict = judge(rule, factsOf(values), now);
          expect(outcomes.has(null)).toBe(false);
          if (verdict === 'met') expect([...outcomes]).toEqual([true]);
          if (verdict === 'not-met') expect([...outcomes]).toEqual([false]);
          // The grid can't show every share that real numbers can have: with ratios only the other direction is exact.
          if (verdict === 'unknown' && clausesOf(rule).every(({ per }) => per === undefined))
            expect(outcomes.size).toBe(2);
        }),
        parameters(seed, 2000, 100_000),
      );
    },
    patienceMs,
  );
});

const costOf = (before: FactValue | undefined, after: FactValue) => {
  if (!Array.isArray(after)) return 1;
  const held = Array.isArray(before) ? before : [];
  return Math.max(1, [...after, ...held].filter((tag) => !after.includes(tag) || !held.includes(tag)).length);
};
/** All changes of some of the attributes to values of the grid that together cost less. */
function* cheaper(
  names: string[],
  values: Record<string, FactValue | undefined>,
  cost: number,
): Generator<Record<string, FactValue>> {
  const [name, ...rest] = names;
  if (name === undefined) return yield {};
  yield* cheaper(rest, values, cost);
  for (const value of domains[name] ?? []) {
    const own = costOf(values[name], value);
    if (own < cost)
      for (const others of cheaper(rest, values, cost - own)) yield { [name]: value, ...others };
  }
}

describe('changes for 不符合', () => {
  const changeable = (name: string) => !['size', 'regionCode', 'foundedOn'].includes(name);

  it.each(seeds)(
    'flip the verdict when they are applied together, and nothing smaller does (seed %i)',
    (seed) => {
      let seen = 0;
      fc.assert(
        fc.property(anyRule, anyFacts, (rule, values) => {
          fc.pre(judge(rule, factsOf(values), now) === 'not-met');
          const { changes, isChangeable } = findChanges(rule, readerOf(factsOf(values), now));
          const free = namesIn(rule).filter((name) => values[name] === undefined || changeable(name));
          fc.pre(free.length <= 4);
          // Shares of whole numbers may rule out what no clause does by itself: then no set is found, and there is none.
          if (!isChangeable || changes.length === 0) {
            expect(changes).toEqual([]);
            if (isChangeable) expect(clausesOf(rule).some(({ per }) => per !== undefined)).toBe(true);
            const freed = { ...values, ...Object.fromEntries(free.map((name) => [name, undefined])) };
            expect([...complete(rule, freed)]).toEqual([false]);
            return;
          }
          seen += 1;
          const changed = {
            ...values,
            ...Object.fromEntries(changes.map(({ attribute, value }) => [attribute, value])),
          };
          expect(judge(rule, factsOf(changed), now)).toBe('met');
          for (const { attribute } of changes) expect(free).toContain(attribute);
          const cost = changes.reduce(
            (sum, { attribute, value }) => sum + costOf(values[attribute], value),
            0,
          );
          for (const smaller of cheaper(free, values, cost))
            expect({ smaller, verdict: judge(rule, factsOf({ ...values, ...smaller }), now) }).not.toEqual({
              smaller,
              verdict: 'met',
            });
        }),
        parameters(seed, 800, 30_000),
      );
      expect(seen).toBeGreaterThan(100);
    },
    patienceMs,
  );
});
