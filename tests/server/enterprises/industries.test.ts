import fc from 'fast-check';
import {
  findIndustries,
  industries,
  industryName,
  industryPath,
  isWithinIndustry,
} from '../../../server/modules/enterprises/industries';

describe('the industries of GB/T 4754-2017', () => {
  it('are 20 sections, 97 divisions, 473 groups and 1381 classes', () => {
    const counts = [1, 2, 3, 4].map(
      (level) => industries.filter((industry) => industry.level === level).length,
    );
    expect(counts).toEqual([20, 97, 473, 1381]);
  });

  it('form a path from the section down', () => {
    expect(industryPath('3599')).toEqual(['C', '35', '359', '3599']);
    expect(industryName('C')).toBe('制造业');
    expect(isWithinIndustry('3599', 'C')).toBe(true);
    expect(isWithinIndustry('3599', '35')).toBe(true);
    expect(isWithinIndustry('3599', '36')).toBe(false);
    expect(isWithinIndustry('35', '3599')).toBe(false);
  });

  it('each lie within every step of their own path, and in one section only', () => {
    fc.assert(
      fc.property(fc.constantFrom(...industries), ({ code, level }) => {
        const path = industryPath(code);
        expect(path).toHaveLength(level);
        expect(path.every((step) => isWithinIndustry(code, step))).toBe(true);
        const sections = industries.filter(
          (other) => other.level === 1 && isWithinIndustry(code, other.code),
        );
        expect(sections.map((section) => section.code)).toEqual([path[0]]);
      }),
      { numRuns: 300 },
    );
  });

  it('are found by words, by code, and by what they lie below', () => {
    expect(
      findIndustries({})
        .map(({ code }) => code)
        .join(''),
    ).toBe('ABCDEFGHIJKLMNOPQRST');
    expect(findIndustries({ parentCode: '359' }).map(({ code }) => code)).toContain('3599');
    expect(findIndustries({ q: '小麦' }).map(({ code }) => code)).toContain('0112');
    expect(findIndustries({ q: '011' }).every(({ code }) => code.startsWith('011'))).toBe(true);
    expect(findIndustries({ q: '种植', parentCode: 'C' })).toEqual([]);
  });

  it('stand for themselves where a code is unknown', () => {
    expect(industryName('9999')).toBe('9999');
    expect(isWithinIndustry('9999', 'C')).toBe(false);
  });
});
