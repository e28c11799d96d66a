import { highlight } from '../../../server/search/highlight';

const joined = (pieces: { text: string }[] | null) => pieces?.map(({ text }) => text).join('') ?? '';
const hits = (pieces: { text: string; hit: boolean }[] | null) =>
  pieces?.filter(({ hit }) => hit).map(({ text }) => text) ?? [];

describe('highlighting', () => {
  it('shows the passage that holds most of the words, with the words marked', () => {
    const text = `${'本办法适用于全省各类企业。'.repeat(9)}设备投入五百万元以上的，按百分之十给予补助。${'附则。'.repeat(20)}`;
    const pieces = highlight(text, '设备补助', { length: 40 });
    expect(hits(pieces)).toEqual(['设备', '补助']);
    expect(joined(pieces)).toContain('设备投入五百万元以上的，按百分之十给予补助');
    expect(joined(pieces).length).toBeLessThanOrEqual(42);
    expect(text).toContain(joined(pieces).replace(/…/g, ''));
  });

  it('marks a 文号 whatever brackets the reader typed', () => {
    expect(hits(highlight('豫工信企业〔2026〕31号', '[2026]31号'))).toEqual(['〔2026〕31']);
    expect(highlight('2031年', '31号')).toBeNull();
  });

  it('gives nothing where no word stands', () => {
    expect(highlight('稳岗返还', '光伏')).toBeNull();
    expect(highlight('稳岗返还', '')).toBeNull();
  });
});
