import { cut, formatBytes, initialOf, maskPhone } from '@/format/text';

describe('names, phones and sizes', () => {
  test('a mobile number shows its first three and last four digits', () => {
    expect(maskPhone('13812346021')).toBe('138****6021');
  });

  test('any other number shows only its end', () => {
    expect(maskPhone('0371-65509999')).toBe('****9999');
  });

  test('a person’s picture carries the surname, also one outside the basic plane', () => {
    expect(initialOf('周志强')).toBe('周');
    expect(initialOf('𠮷田')).toBe('𠮷');
    expect(initialOf('')).toBe('');
  });

  test('sizes are in units of 1,000 bytes', () => {
    expect(formatBytes(480_000)).toBe('480 KB');
    expect(formatBytes(2_400_000)).toBe('2.4 MB');
    expect(formatBytes(10)).toBe('1 KB');
  });

  test('a long text is cut to its length, the ellipsis included', () => {
    expect(cut('专精特新中小企业首次认定奖励', 8)).toBe('专精特新中小企…');
    expect(cut('稳岗返还', 8)).toBe('稳岗返还');
  });
});
