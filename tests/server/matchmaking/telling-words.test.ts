import { segment } from '../../../server/search/text-index';
import { tellingWords } from '../../../server/modules/matchmaking/telling-words';

describe('telling words of a listing', () => {
  it('leave out counts, sizes and what every listing says', () => {
    const words = segment(tellingWords('求购铸铁支架，每月 2,000 件，公差 ±0.02 毫米，48 伏，长期合作'));
    expect(words).toEqual(expect.arrayContaining(['铸铁', '支架', '公差', '毫米']));
    for (const word of ['求购', '每月', '2', '000', '0.02', '48', '长期', '合作'])
      expect(words).not.toContain(word);
  });

  it('keep grades and models', () => {
    expect(tellingWords('6061 铝，QT450-10，轴承 6204-2RS，5G 模组')).toBe(
      '6061 铝,QT450-10,轴承 6204-2RS,5G 模组',
    );
  });
});
