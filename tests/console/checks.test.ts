import type { Listing } from '@contract/index';
import { checksOf } from '../../console/src/features/matchmaking/checks';
import { placeOfProblem } from '../../console/src/features/policies/policy-draft';

const aListing = (part: Partial<Listing> = {}): Listing => ({
  id: '0'.repeat(24),
  market: 'trade',
  side: 'offer',
  title: '铸铁支架',
  text: '砂铸后数控加工，月产 5,000 件。',
  quantity: '每月 5,000 件',
  validUntil: '2027-02-25',
  isNameHidden: false,
  status: 'in-review',
  ownerName: '郑州启航物流装备有限公司',
  isMine: false,
  interestCount: 0,
  ...part,
});
const worries = (listing: Listing) => checksOf(listing).filter(({ isFine }) => !isFine);

describe('what a reviewer of listings is told', () => {
  it('is nothing to worry about for a whole and ordinary listing', () => {
    expect(worries(aListing())).toEqual([]);
  });

  it('names the listing that it resembles', () => {
    const [worry] = worries(aListing({ resembles: { id: '1'.repeat(24), title: '铸铁支架毛坯' } }));
    expect(worry?.text).toContain('铸铁支架毛坯');
  });

  it('finds phones and WeChat names in the text, and no numbers of goods', () => {
    expect(worries(aListing({ text: '联系 13800138000' }))).toHaveLength(1);
    expect(worries(aListing({ text: '电话 0371-65500000' }))).toHaveLength(1);
    expect(worries(aListing({ text: '加VX: abc' }))).toHaveLength(1);
    expect(worries(aListing({ text: '轴承 6204-2RS，2000-3000 件' }))).toEqual([]);
  });
});

describe('where a refused field of a policy stands', () => {
  it('is told by the names on the form', () => {
    expect(placeOfProblem('body.title')).toBe('标题');
    expect(placeOfProblem('body.items.1.benefit')).toBe('第 2 个事项，给什么');
    expect(placeOfProblem('body.items.0.rule.all.2.value')).toBe('第 1 个事项，第 3 个条件');
    expect(placeOfProblem('body.items.0.title')).toBe('第 1 个事项，事项名称');
  });
});
