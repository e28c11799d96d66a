import fc from 'fast-check';
import mongoose from 'mongoose';
import type { Rule, RuleClause } from '../../../server/contract/policies';
import type { FactValue } from '../../../server/modules/enterprises/attributes';
import { createEnterpriseColumns, putEnterprise } from '../../../server/modules/enterprises/columns.service';
import { factsOf } from '../../../server/modules/enterprises/facts';
import { columnJudge, rowReader, verdictOf } from '../../../server/modules/policies/column-judge';
import { judge } from '../../../server/modules/policies/eligibility';
import { clausesOf, readerOf } from '../../../server/modules/policies/rule-logic';

const now = new Date('2026-11-23T01:40:00Z');
/** One fixed seed and a fresh one, which stands in the test's name. */
const seeds = [20261123, 1530423253, Math.trunc(Math.random() * 2 ** 31)];
const patienceMs = 600_000;

const clause = (attribute: string, op: RuleClause['op'], value: RuleClause['value'], per?: string) => ({
  attribute,
  op,
  value,
  text: '条件',
  ...(per ? { per } : {}),
});
const ordered = fc.constantFrom('gte', 'lte', 'gt', 'lt', 'eq', 'ne');
const anyClause: fc.Arbitrary<RuleClause> = fc.oneof(
  fc
    .tuple(fc.constantFrom('employees', 'newHires', 'revenueFen'), ordered, fc.integer({ min: 0, max: 4 }))
    .map(([attribute, op, value]) => clause(attribute, op, value)),
  fc
    .tuple(ordered, fc.constantFrom(0, 25, 50, 100), fc.constantFrom('employees', 'revenueFen'))
    .map(([op, value, per]) => clause('newHires', op, value, per)),
  fc.constantFrom(20, 100).map((value) => clause('rdExpenseFen', 'gte', value, 'revenueFen')),
  fc.tuple(ordered, fc.integer({ min: 0, max: 6 })).map(([op, value]) => clause('ageYears', op, value)),
  fc.constantFrom(50, 100).map((value) => clause('employees', 'gt', value, 'ageYears')),
  fc.boolean().map((value) => clause('laborDispatch', 'eq', value)),
  fc.constantFrom('small', 'micro').map((value) => clause('size', 'size-at-most', value)),
  fc.constantFrom(['high-tech'], ['gazelle', 'unicorn']).map((value) => clause('honours', 'has', [...value])),
  fc
    .constantFrom(['410100'], ['410300', '410105'])
    .map((value) => clause('regionCode', 'within', [...value])),
  fc.constantFrom(['C'], ['35', 'I']).map((value) => clause('industryCode', 'not-in', [...value])),
  fc.constantFrom('city', 'nation').map((value) => clause('greenLevel', 'ne', value)),
  fc
    .tuple(fc.constantFrom('gte', 'lt'), fc.constantFrom('2020-01-01', '2022-11-23'))
    .map(([op, value]) => clause('foundedOn', op, value)),
);
const { rule: anyRule } = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { arbitrary: anyClause, weight: 3 },
    { arbitrary: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })), weight: 3 },
    { arbitrary: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })), weight: 2 },
    { arbitrary: tie('rule').map((not) => ({ not })), weight: 1 },
  ),
}));
const fact = (...values: FactValue[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const anyEnterprise = fc.record({
  regionCode: fc.constantFrom('410122', '410105', '410308', '411481'),
  industryCode: fc.constantFrom('3599', '6510', 'C', '0111', '8311'),
  foundedOn: fc.option(fc.constantFrom('2019-12-31', '2020-01-01', '2022-11-23', '2022-11-24'), {
    nil: undefined,
  }),
  facts: fc.record({
    employees: fact(0, 1, 2, 3, 400),
    newHires: fact(0, 1, 2, 3),
    revenueFen: fact(0, 1, 3, 5_000_000_000),
    rdExpenseFen: fact(0, 1, 3),
    assetsFen: fact(1, 5_000_000_000),
    laborDispatch: fact(true, false),
    honours: fact([], ['high-tech'], ['gazelle', 'high-tech'], ['unicorn']),
    greenLevel: fact('none', 'city', 'nation'),
    // Nobody could store these: rules take them for not known.
    patents: fact('many', true),
  }),
});
type Enterprise = typeof anyEnterprise extends fc.Arbitrary<infer T> ? T : never;

function toDoc({ foundedOn, facts, ...rest }: Enterprise, changeNumber: number) {
  return {
    _id: new mongoose.Types.ObjectId(),
    ...rest,
    ...(foundedOn === undefined ? {} : { foundedOn }),
    facts: Object.fromEntries(
      Object.entries(facts).flatMap(([key, value]) =>
        value === undefined
          ? []
          : [[key, { value, source: 'self-declared' as const, asOf: '2026-04-18' }] as const],
      ),
    ),
    createdAt: now,
    registrationSource: 'imported' as const,
    changeNumber,
  };
}

describe('the columns', () => {
  it.each(seeds)(
    'give every enterprise the verdict that its own facts give, through changes and removals (seed %i)',
    (seed) => {
      const seen = new Set<string>();
      fc.assert(
        fc.property(
          fc.array(anyEnterprise, { minLength: 1, maxLength: 40 }),
          fc.array(anyEnterprise, { maxLength: 5 }),
          fc.array(anyRule, { minLength: 1, maxLength: 4 }),
          (first, changes, rules) => {
            const columns = createEnterpriseColumns();
            const docs = first.map((enterprise, at) => toDoc(enterprise, at));
            for (const doc of docs) putEnterprise(columns, doc);
            for (const [at, change] of changes.entries()) {
              const doc = docs[at % docs.length];
              if (!doc) continue;
              const changed = { ...toDoc(change, 100 + at), _id: doc._id };
              docs[docs.indexOf(doc)] = changed;
              putEnterprise(columns, changed);
            }
            const gone = docs.length > 3 ? docs.splice(2, 1) : [];
            for (const { _id } of gone) columns.remove(_id.toHexString());
            const rows = columns.rowsInOrder();
            const byId = new Map(docs.map((doc) => [doc._id.toHexString(), factsOf(doc, now)]));
            expect([...rows].map((row) => columns.idAt(row))).toEqual([...byId.keys()].sort());
            for (const rule of rules) {
              const parts = 'all' in rule ? rule.all : [rule];
              const kept = parts.map(() => 0);
              const judged = columnJudge(rule, columns, now);
              // In two batches: what the first has taught must serve the second.
              const half = rows.length >> 1;
              const verdicts = [rows.subarray(0, half), rows.subarray(half)].flatMap((batch) => [
                ...judged.judge(batch),
              ]);
              for (const [at, row] of rows.entries()) {
                const facts = byId.get(columns.idAt(row)) ?? {};
                const expected = judge(rule, facts, now);
                seen.add(expected);
                expect({ rule, facts, verdict: verdictOf[verdicts[at] ?? 0] }).toEqual({
                  rule,
                  facts,
                  verdict: expected,
                });
                for (const stage of kept.keys())
                  if (judge({ all: parts.slice(0, stage + 1) }, facts, now) !== 'not-met')
                    kept[stage] = (kept[stage] ?? 0) + 1;
                const [read, readColumns] = [readerOf(facts, now), rowReader(columns, row, now)];
                for (const { attribute } of clausesOf(rule))
                  expect(readColumns(attribute)).toEqual(read(attribute));
              }
              expect(judged.kept).toEqual(kept);
            }
          },
        ),
        { seed, numRuns: process.env.FULL ? 20_000 : 500 },
      );
      expect([...seen].sort()).toEqual(['met', 'not-met', 'unknown']);
    },
    patienceMs,
  );
});
