import {
  contactNote,
  introductionHistory,
  spacedPhone,
} from '@/features/matchmaking/introduction/view-model';
import {
  askedFor,
  interestIn,
  listingFacts,
  matchWith,
  notOpenBecause,
  ownState,
} from '@/features/matchmaking/listing/view-model';
import { aListing, anIntroduction, now } from './listings';

describe('the history of an introduction', () => {
  const titles = (overrides: Parameters<typeof anIntroduction>[0]) =>
    introductionHistory(anIntroduction(overrides), now).map(({ title }) => title);

  it('says whose turn it is while nobody has decided', () => {
    expect(titles({ side: 'owner' })).toEqual(['等您回', '对方表达了意向']);
    expect(titles({ side: 'asked' })).toEqual(['等对方回', '您表达了意向']);
  });

  it('leads to the call after acceptance', () => {
    expect(titles({ status: 'accepted', side: 'asked', decidedAt: '2026-11-22T01:00:00.000Z' })).toEqual([
      '下一步：打电话谈',
      '对方同意了，联系方式已互换',
      '您表达了意向',
    ]);
  });

  it('ends with a refusal', () => {
    expect(titles({ status: 'declined', side: 'owner' })).toEqual(['您没同意', '对方表达了意向']);
  });

  it('quotes the note', () => {
    const history = introductionHistory(anIntroduction({ note: '想先看样件' }), now);
    expect(history.at(-1)?.text).toBe('“想先看样件”');
  });
});

describe('a contact', () => {
  it('says since when it is known', () => {
    expect(contactNote(anIntroduction({ decidedAt: '2026-11-22T02:31:00.000Z' }), now)).toBe(
      '11月22日双方同意后互换，谁看过都有记录',
    );
  });

  it('shows a mobile number in three groups and any other as it is', () => {
    expect(spacedPhone('13900004127')).toBe('139 0000 4127');
    expect(spacedPhone('0371-65500000')).toBe('0371-65500000');
  });
});

describe('one listing', () => {
  it('tells only the figures it has', () => {
    expect(listingFacts(aListing({ amountFen: 300_000_000, regionName: '中牟县' }), now)).toEqual([
      ['数量', '每月 2,000 件'],
      ['金额', '300 万元'],
      ['范围', '中牟县'],
      ['挂到', '12月23日 周三，还剩 30 天'],
    ]);
    expect(listingFacts(aListing({ market: 'finance', quantity: '24 个月' }), now)[0]).toEqual([
      '期限',
      '24 个月',
    ]);
  });

  it('knows my interest in it, and who is interested where it is mine', () => {
    const list = [
      anIntroduction({ id: 'asked' }),
      anIntroduction({ id: 'accepted', side: 'owner', status: 'accepted' }),
      anIntroduction({ id: 'waits', side: 'owner' }),
    ];
    expect(askedFor(list, 'l')?.id).toBe('asked');
    expect(interestIn(list, 'l').map(({ id }) => id)).toEqual(['waits', 'accepted']);
  });

  it('finds the match that brought it here', () => {
    const match = { mine: { id: 'm', title: '铸铁支架' }, listing: aListing(), score: 0.6, parts: [] };
    expect(matchWith([match], 'l')).toBe(match);
    expect(matchWith([match], 'another')).toBeUndefined();
  });

  it('tells its owner what to do', () => {
    expect(ownState(aListing({ interestCount: 2 }), 1).text).toBe('1 家等您回，点开看看。');
    expect(ownState(aListing({ interestCount: 2 }), 0).text).toBe('2 家有意，都回过了。');
    expect(ownState(aListing({ status: 'returned', returnReason: '缺数量' }), 0)).toEqual({
      text: '没有上线。因为缺数量',
      tone: 'warn',
    });
  });

  it('can be asked for only while it is up', () => {
    expect(notOpenBecause(aListing())).toBeUndefined();
    expect(notOpenBecause(aListing({ status: 'expired' }))).toBe('已到期');
    expect(notOpenBecause(aListing({ status: 'withdrawn' }))).toBe('已下线');
  });
});
