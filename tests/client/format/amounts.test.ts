import fc from 'fast-check';

import {
  amountParts,
  fenFromWan,
  fenFromYuan,
  formatAmount,
  formatCount,
  wanForInput,
} from '@/format/amounts';

describe('amounts on screen', () => {
  test('amounts take the unit that reads best, with a space before it', () => {
    expect(formatAmount(62_000_000)).toBe('62 万元');
    expect(formatAmount(2_400_000)).toBe('2.4 万元');
    expect(formatAmount(18_600_000)).toBe('18.6 万元');
    expect(formatAmount(4_280_000_000)).toBe('4,280 万元');
    expect(formatAmount(99_950)).toBe('999.5 元');
    expect(formatAmount(120_000)).toBe('1,200 元');
    expect(formatAmount(12_500_000_000_000)).toBe('1,250 亿元');
    expect(formatAmount(0)).toBe('0 元');
    expect(formatAmount(-62_000_000)).toBe('-62 万元');
  });

  test('an amount that rounds up to the next unit is shown in that unit', () => {
    expect(formatAmount(9_999_999_999)).toBe('1 亿元');
  });

  test('counts are grouped by three', () => {
    expect(formatCount(12_846)).toBe('12,846');
    expect(formatCount(913)).toBe('913');
  });

  test('what a person types in 万元 or 元 becomes whole fen', () => {
    expect(fenFromWan('128.4')).toBe(128_400_000);
    expect(fenFromWan(' 4,280 ')).toBe(4_280_000_000);
    expect(fenFromYuan('0.29')).toBe(29);
  });

  test('what isn’t an amount is refused', () => {
    for (const text of ['', '约 3', '-1', '1.', '1e5', '99999999999999999999']) {
      expect(fenFromWan(text)).toBeNull();
    }
  });

  test('an amount filled into a field and read back is the same amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), (yuan) => {
        expect(fenFromWan(wanForInput(yuan * 100))).toBe(yuan * 100);
      }),
    );
  });

  test('the shown number is within half a hundredth of its unit', () => {
    const fenPer = { 元: 100, 万元: 1_000_000, 亿元: 10_000_000_000 };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_000_000_000_000_000 }), (fen) => {
        const { number, unit } = amountParts(fen);
        const shown = Number(number.replace(/,/g, '')) * fenPer[unit];
        expect(Math.abs(shown - fen)).toBeLessThanOrEqual(fenPer[unit] / 200 + 1);
      }),
    );
  });
});
