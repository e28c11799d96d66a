import { benefitParts } from '@/components/match-card/benefit';

const wan = 1_000_000;

describe('what an item gives', () => {
  it('is the estimate for this enterprise, without the most others could get', () => {
    expect(
      benefitParts({
        benefit: '设备投入的 10%，最高 200 万元',
        maxAmountFen: 200 * wan,
        estimatedAmountFen: 62 * wan,
      }),
    ).toEqual({ amountFen: 62 * wan, prefix: '约', note: '设备投入的 10%' });
  });

  it('is else the most that can be had, said once', () => {
    expect(benefitParts({ benefit: '合同额的 30%，最高 10 万元', maxAmountFen: 10 * wan })).toEqual({
      amountFen: 10 * wan,
      prefix: '最高',
      note: '合同额的 30%',
    });
    expect(benefitParts({ benefit: '租金的 50%，每年最高 30 万元', maxAmountFen: 30 * wan })).toMatchObject({
      prefix: '每年最高',
    });
  });

  it('needs no 最高 where the amount is fixed', () => {
    expect(benefitParts({ benefit: '20 万元，一次性', maxAmountFen: 20 * wan })).toEqual({
      amountFen: 20 * wan,
      note: '一次性',
    });
  });

  it('stays in words where it is no amount', () => {
    expect(benefitParts({ benefit: '担保费率不超过 1%' })).toEqual({ note: '担保费率不超过 1%' });
    expect(benefitParts({})).toEqual({});
  });

  it('says 最高 itself where the words name no amount', () => {
    expect(benefitParts({ benefit: '销售额的 5%', maxAmountFen: 200 * wan })).toEqual({
      amountFen: 200 * wan,
      prefix: '最高',
      note: '销售额的 5%',
    });
  });
});
