import fc from 'fast-check';
import type { Attribute, Rule, RuleClause } from '@contract/index';
import {
  firstValue,
  freshClause,
  movedBy,
  operatorsFor,
  toRows,
  toRule,
  toShown,
  toStored,
  valueFor,
} from '../../console/src/features/policies/rule-model';

const clause = (text: string): RuleClause => ({ attribute: 'employees', op: 'gte', value: 10, text });
const attribute = (part: Partial<Attribute> & Pick<Attribute, 'type'>): Attribute => ({
  attribute: 'some',
  label: '某项',
  declarable: true,
  changeable: true,
  ...part,
});

const clauses = fc.string({ minLength: 1, maxLength: 8 }).map(clause);
const groups = fc
  .tuple(fc.constantFrom('all', 'any'), fc.array(clauses, { minLength: 1, maxLength: 4 }))
  .map(([join, parts]): Rule => (join === 'all' ? { all: parts } : { any: parts }));
const rules = fc
  .tuple(fc.constantFrom('all', 'any'), fc.array(fc.oneof(clauses, groups), { maxLength: 5 }))
  .map(([join, parts]): Rule => (join === 'all' ? { all: parts } : { any: parts }));

describe('the rows of the rule editor', () => {
  it('say the same rule that they were read from', () => {
    fc.assert(
      fc.property(rules, (rule) => {
        const rows = toRows(rule);
        expect(rows && toRule(rows)).toEqual(rule);
      }),
    );
  });

  it('read a single clause as a rule of one', () => {
    const rows = toRows(clause('从业人员 10 人以上'));
    expect(rows && toRule(rows)).toEqual({ all: [clause('从业人员 10 人以上')] });
  });

  it('refuse what they could not give back: negations and deeper groups', () => {
    expect(toRows({ not: clause('不是') })).toBeNull();
    expect(toRows({ all: [{ not: clause('不是') }] })).toBeNull();
    expect(toRows({ all: [{ any: [{ all: [clause('深')] }] }] })).toBeNull();
  });

  it('move one place and stay where they are at the ends', () => {
    expect(movedBy(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(movedBy(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(movedBy(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c']);
    expect(movedBy(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c']);
  });
});

describe('values of a comparison', () => {
  it('are amounts in 万元 on screen and fen on the wire, ratios left as they are', () => {
    const amount = attribute({ type: 'amount' });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (fen) => {
        expect(toStored(amount, toShown(amount, fen, false), false)).toBe(fen);
      }),
    );
    expect(toShown(amount, 500_000_000, false)).toBe(500);
    expect(toStored(amount, 3, true)).toBe(3);
  });

  it('start as a value that the comparison takes', () => {
    const tags = attribute({ type: 'tags', choices: [{ value: 'high-tech', label: '高新技术企业' }] });
    expect(firstValue(tags, 'has')).toEqual(['high-tech']);
    expect(firstValue(attribute({ type: 'size' }), 'size-at-least')).toBe('small');
    expect(firstValue(attribute({ type: 'boolean' }), 'eq')).toBe(false);
    expect(firstValue(attribute({ type: 'date' }), 'gte')).toBe('2020-01-01');
  });

  it('keep what was chosen when the comparison changes', () => {
    const size = attribute({ type: 'size' });
    const chosen: RuleClause = { attribute: 'size', op: 'in', value: ['small', 'micro'], text: '小微' };
    expect(valueFor(chosen, size, 'not-in')).toEqual(['small', 'micro']);
    expect(valueFor(chosen, size, 'size-at-most')).toBe('small');
    expect(valueFor({ ...chosen, op: 'eq', value: 'small' }, size, 'in')).toEqual(['small']);
  });

  it('offer only comparisons that the attribute knows', () => {
    expect(operatorsFor(attribute({ type: 'tags' }))).toEqual(['has']);
    expect(operatorsFor(undefined)).toEqual(['eq']);
    expect(operatorsFor(attribute({ type: 'region' }))).toContain(freshClause().op);
  });
});
