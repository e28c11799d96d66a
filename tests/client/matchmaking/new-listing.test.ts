import type { Region } from '@contract';
import { markets } from '@contract/enums';
import {
  addDays,
  clarity,
  defaultLastDay,
  emptyListing,
  marketWords,
  nearRegions,
  otherCities,
  toFieldErrors,
  toListingInput,
  type ListingForm,
} from '@/features/matchmaking/new/view-model';

const today = '2026-11-23';
const filled: ListingForm = {
  ...emptyListing,
  title: ' 球墨铸铁支架毛坯 ',
  text: '单件 14 公斤，砂铸，要能出探伤报告',
  quantity: '每月 1,200 件',
  amount: '12.5',
};

describe('a listing to be posted', () => {
  it('is trimmed, in fen, and stands for 30 days unless another day is chosen', () => {
    expect(toListingInput(filled, today)).toEqual({
      input: {
        side: 'need',
        market: 'trade',
        title: '球墨铸铁支架毛坯',
        text: '单件 14 公斤，砂铸，要能出探伤报告',
        quantity: '每月 1,200 件',
        amountFen: 12_500_000,
        validUntil: '2026-12-23',
        isNameHidden: false,
      },
    });
    expect(defaultLastDay(today)).toBe('2026-12-23');
    expect(addDays('2026-12-31', 60)).toBe('2027-03-01');
  });

  it('leaves out an amount and a place that were not given, and a quantity its market does not ask for', () => {
    const result = toListingInput({ ...filled, market: 'technology', amount: '' }, today);
    expect(result).toHaveProperty('input');
    expect(result).not.toHaveProperty('input.amountFen');
    expect(result).not.toHaveProperty('input.quantity');
    expect(result).not.toHaveProperty('input.regionCode');
  });

  it('says what is wrong, field by field', () => {
    const result = toListingInput({ ...emptyListing, amount: '十二', validUntil: '2026-11-22' }, today);
    expect(Object.keys('errors' in result ? result.errors : {}).sort()).toEqual([
      'amountFen',
      'text',
      'title',
      'validUntil',
    ]);
    expect(toListingInput({ ...filled, amount: '99999999' }, today)).toEqual({
      errors: { amountFen: '数太大了，单位是万元' },
    });
  });

  it('takes the API’s findings to its fields', () => {
    const details = [
      { path: 'body.text', rule: '不要写电话号码' },
      { path: 'body.text', rule: '太长' },
      { path: 'body.side', rule: '不对' },
    ];
    expect(toFieldErrors(details)).toEqual({ text: '不要写电话号码' });
  });
});

describe('how clear a listing is', () => {
  it('grows with what is written and names the next thing', () => {
    expect(clarity(emptyListing)).toEqual({ filled: 0, next: '先写要什么' });
    expect(clarity(filled)).toEqual({ filled: 4, next: '再写细一点' });
    expect(clarity({ ...filled, text: '单'.repeat(40) })).toEqual({ filled: 5, next: undefined });
  });

  it('asks for no quantity in a market without one', () => {
    expect(clarity({ ...filled, market: 'technology', quantity: '' }).filled).toBe(4);
  });
});

describe('the words of the form', () => {
  it('are short enough for their buttons in every market', () => {
    for (const market of markets) {
      const { sides, title } = marketWords[market];
      for (const text of [sides.need, sides.offer, title.need, title.offer])
        expect([...text].length).toBeLessThanOrEqual(6);
    }
  });
});

describe('places to choose from', () => {
  const regions: Region[] = [
    { code: '410000', name: '河南省', level: 'province' },
    { code: '410100', name: '郑州市', level: 'city', parentCode: '410000' },
    { code: '410300', name: '洛阳市', level: 'city', parentCode: '410000' },
    { code: '410122', name: '中牟县', level: 'county', parentCode: '410100' },
  ];

  it('begin with the enterprise’s own county and widen to the province', () => {
    const near = nearRegions(regions, { regionCode: '410122' });
    expect(near.map(({ label }) => label)).toEqual(['中牟县', '郑州市', '全省']);
    expect(otherCities(regions, near)).toEqual([{ value: '410300', label: '洛阳市' }]);
  });

  it('are none for a place that is not known', () => {
    expect(nearRegions(regions, { regionCode: '110000' })).toEqual([]);
  });
});
