import * as fc from 'fast-check';
import { draftOf, isFillable, nameOf, parseFact, unitOf } from '@/components/fact-field/fact-value';

const expense = { type: 'amount', label: '上年研发费用', unit: '元' } as const;
const staff = { type: 'number', label: '从业人数', unit: '人' } as const;

describe('a fact that an enterprise fills in', () => {
  it('is typed in 万元 and sent in fen', () => {
    expect(unitOf(expense)).toBe('万元');
    expect(parseFact(expense, '128.4')).toEqual({ value: 128_400_000 });
    expect(parseFact(expense, '4,280')).toEqual({ value: 4_280_000_000 });
  });

  it('keeps its own unit where it is no amount', () => {
    expect(unitOf(staff)).toBe('人');
    expect(parseFact(staff, '86')).toEqual({ value: 86 });
  });

  it('says what is wrong with what was typed', () => {
    expect(parseFact(expense, ' ')).toEqual({ rule: '请填上年研发费用' });
    expect(parseFact(expense, '一百')).toEqual({ rule: '请只填数字' });
    expect(parseFact(staff, '-1')).toEqual({ rule: '不能小于 0' });
    expect(parseFact({ type: 'percent', label: '占比' }, '101')).toEqual({ rule: '不能超过 100' });
    expect(parseFact({ type: 'year', label: '成立年份' }, '19')).toEqual({ rule: '请填四位年份' });
    expect(parseFact(expense, '9e99')).toEqual({ rule: '数太大了，单位是万元' });
  });

  it('comes back as it was typed when it is corrected', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_000_000_000 }), (hundredYuan) => {
        const fen = hundredYuan * 10_000;
        expect(parseFact(expense, draftOf(expense, fen))).toEqual({ value: fen });
      }),
    );
    expect(draftOf(staff, undefined)).toBeUndefined();
    expect(draftOf(staff, true)).toBe(true);
  });

  it('is called by its period too', () => {
    expect(nameOf({ label: '研发费用', period: '上年' })).toBe('上年研发费用');
    expect(nameOf({ label: '上年研发费用', period: '上年' })).toBe('上年研发费用');
    expect(nameOf({ label: '从业人数' })).toBe('从业人数');
  });

  it('may be 是 or 否, or several of a list', () => {
    expect(parseFact({ type: 'boolean', label: '有出口' }, false)).toEqual({ value: false });
    expect(parseFact({ type: 'tags', label: '已有认定' }, ['technology-sme'])).toEqual({
      value: ['technology-sme'],
    });
    expect(parseFact({ type: 'boolean', label: '有出口' }, undefined)).toEqual({ rule: '请填有出口' });
  });

  it('is asked for only where the enterprise may declare it and the field can take it', () => {
    expect(isFillable({ type: 'amount', declarable: true })).toBe(true);
    expect(isFillable({ type: 'amount', declarable: false })).toBe(false);
    expect(isFillable({ type: 'choice', declarable: true })).toBe(false);
    expect(isFillable({ type: 'choice', declarable: true, choices: [{ value: 'A', label: 'A 级' }] })).toBe(
      true,
    );
    expect(isFillable({ type: 'region', declarable: true })).toBe(false);
  });
});
