import {
  fingerprint,
  likeness,
  sameLikeness,
  similarLikeness,
} from '../../../server/modules/matchmaking/likeness';

const support = '球墨铸铁支架和减速机壳体，材质 QT450-10，砂铸后数控加工，可出探伤报告。月产 5,000 件。';

describe('likeness of two texts', () => {
  it('is 1 for the same words in another order and 0 for none in common', () => {
    expect(likeness('铸铁支架 数控加工', '数控加工，铸铁支架')).toBeCloseTo(1);
    expect(likeness('铸铁支架', '流动资金贷款')).toBe(0);
    expect(likeness('', '铸铁支架')).toBe(0);
  });

  it('is symmetric', () => {
    expect(likeness(support, '求购铸铁支架')).toBe(likeness('求购铸铁支架', support));
  });

  it('tells a reworded copy from a like offer and from another thing', () => {
    expect(likeness(support, support.replace('5,000', '6,000'))).toBeGreaterThan(sameLikeness);
    const like = likeness(support, '球墨铸铁壳体，材质 QT450-10，砂铸，可出探伤报告，数控加工。');
    expect(like).toBeGreaterThan(similarLikeness);
    expect(like).toBeLessThan(sameLikeness);
    expect(likeness(support, '锂电池组和电源控制器，用于叉车。')).toBeLessThan(similarLikeness);
  });

  it('looks past blanks, punctuation and width for the fingerprint', () => {
    expect(fingerprint('铸铁支架，ＱＴ450-10')).toBe(fingerprint('铸铁支架 qt450—10。'));
    expect(fingerprint('铸铁支架')).not.toBe(fingerprint('铸铁壳体'));
  });
});
