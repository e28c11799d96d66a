import type { Match } from '@contract';
import { readParts } from '@/components/match-parts/reading';
import {
  listingAge,
  listingKind,
  listingTitle,
  introductionStages,
  introductionState,
} from '@/format/listings';
import {
  countComing,
  countWaiting,
  findAsked,
  findNextTicket,
  listingOutcome,
  namesOnTickets,
  orderIntroductions,
  withoutAside,
} from '@/pages/matching/view-model';
import { anEvent, aRegistration, aTicket } from '../events/events';
import { aListing, anIntroduction, now } from './listings';

const tomorrow = { startsAt: '2026-11-24T01:00:00.000Z', endsAt: '2026-11-24T09:00:00.000Z' };

describe('the ticket at the top of 对接', () => {
  it('is that of the soonest event within a week', () => {
    const soon = aRegistration(anEvent({ id: 'soon', ...tomorrow }));
    const sooner = aRegistration(anEvent({ id: 'sooner', startsAt: '2026-11-23T06:00:00.000Z' }));
    const far = aRegistration(anEvent({ id: 'far' }));
    expect(findNextTicket([far, soon, sooner], now)?.event.id).toBe('sooner');
    expect(findNextTicket([far], now)).toBeUndefined();
  });

  it('is none of an event called off, over or given back', () => {
    expect(
      findNextTicket([aRegistration(anEvent({ ...tomorrow, status: 'cancelled' }))], now),
    ).toBeUndefined();
    expect(findNextTicket([aRegistration(anEvent(tomorrow), { status: 'cancelled' })], now)).toBeUndefined();
    const over = anEvent({ startsAt: '2026-11-22T01:00:00.000Z', endsAt: '2026-11-22T09:00:00.000Z' });
    expect(findNextTicket([aRegistration(over)], now)).toBeUndefined();
  });

  it('names up to three people and counts more', () => {
    const people = (names: string[]) =>
      aRegistration(anEvent(), { tickets: names.map((attendeeName) => aTicket({ attendeeName })) });
    expect(namesOnTickets(people(['王海燕', '刘洋']))).toBe('王海燕、刘洋');
    expect(namesOnTickets(people(['王海燕', '刘洋', '孙强', '周宁']))).toBe('王海燕等 4 人');
  });

  it('counts an event once, however often people were signed up for it', () => {
    const event = anEvent(tomorrow);
    const twice = [aRegistration(event, { id: 'r1' }), aRegistration(event, { id: 'r2' })];
    expect(countComing(twice, now)).toBe(1);
  });
});

describe('what fits my listings', () => {
  const match = (id: string): Match => ({
    mine: { id: 'm', title: '铸铁支架' },
    listing: aListing({ id }),
    score: 0.8,
    parts: [],
  });

  it('leaves out what was put aside', () => {
    expect(withoutAside([match('a'), match('b')], ['a']).map(({ listing }) => listing.id)).toEqual(['b']);
  });

  it('reads the reasons by weight, those against it last, without the age', () => {
    const parts: Match['parts'] = [
      { part: 'freshness', score: 1, weight: 0.1, reason: '今天发布' },
      { part: 'region', score: 1, weight: 0.2, reason: '同在中牟县' },
      { part: 'industry', score: 0.1, weight: 0.3, reason: '行业不相连' },
      { part: 'words', score: 0.7, weight: 0.3, reason: '都写了支架、铸铁' },
      { part: 'amount', score: 0.5, weight: 0.1, reason: '没写金额，按一半计' },
    ];
    expect(readParts(parts)).toEqual([
      {
        label: '内容',
        pieces: [
          { text: '都写了', strong: false },
          { text: '支架、铸铁', strong: true },
        ],
        isWarning: false,
      },
      { label: '距离', pieces: [{ text: '同在中牟县', strong: false }], isWarning: false },
      { label: '产业链', pieces: [{ text: '行业不相连', strong: false }], isWarning: true },
    ]);
  });
});

describe('listings in words', () => {
  it('tell market and side, and the quantity once', () => {
    expect(listingKind(aListing())).toBe('产销需求');
    expect(listingTitle(aListing())).toBe('求购铸铁支架毛坯，每月 2,000 件');
    expect(listingTitle(aListing({ title: '采购壳体，年 6 万件', quantity: '年 6 万件' }))).toBe(
      '采购壳体，年 6 万件',
    );
  });

  it('tell their age in days of Shanghai', () => {
    expect(listingAge(aListing({ publishedAt: '2026-11-22T16:30:00.000Z' }), now)).toBe('今天发布');
    expect(listingAge(aListing({ publishedAt: '2026-11-22T15:30:00.000Z' }), now)).toBe('昨天发布');
    expect(listingAge(aListing(), now)).toBe('3 天前发布');
    expect(listingAge(aListing({ publishedAt: undefined }), now)).toBe('还没上线');
  });

  it('tell what came of mine', () => {
    expect(listingOutcome(aListing({ status: 'returned', returnReason: '缺数量' }))).toBe('因为缺数量');
    expect(listingOutcome(aListing({ interestCount: 2 }))).toBe('2 家有意');
    expect(listingOutcome(aListing())).toBe('还没有人找');
    expect(listingOutcome(aListing({ status: 'in-review' }))).toBe('审完就上线，会告诉您');
  });
});

describe('introductions', () => {
  it('that wait for me stand first, and what came to nothing last', () => {
    const list = [
      anIntroduction({ id: 'declined', status: 'declined' }),
      anIntroduction({ id: 'waits-for-them' }),
      anIntroduction({ id: 'runs', status: 'accepted' }),
      anIntroduction({ id: 'waits-for-me', side: 'owner' }),
      anIntroduction({ id: 'newer', side: 'owner', createdAt: '2026-11-22T01:00:00.000Z' }),
    ];
    expect(orderIntroductions(list).map(({ id }) => id)).toEqual([
      'newer',
      'waits-for-me',
      'runs',
      'waits-for-them',
      'declined',
    ]);
    expect(countWaiting(list)).toBe(2);
  });

  it('are found by the listing I asked for, not by one that others asked of me', () => {
    const list = [anIntroduction({ id: 'theirs', side: 'owner' }), anIntroduction({ id: 'mine' })];
    expect(findAsked(list, 'l')?.id).toBe('mine');
    expect(findAsked(list, 'another')).toBeUndefined();
  });

  it('say whose turn it is and how far they are', () => {
    expect(introductionState({ status: 'interested', side: 'owner' })).toEqual({
      word: '等您回',
      tone: 'warn',
    });
    expect(introductionState({ status: 'interested', side: 'asked' }).word).toBe('等对方回');
    expect(introductionState({ status: 'declined', side: 'asked' }).word).toBe('对方暂时不谈');
    expect(introductionStages({ status: 'accepted', side: 'owner' })).toEqual({
      items: ['对方有意', '您同意', '互相联系'],
      current: 2,
    });
    expect(introductionStages({ status: 'interested', side: 'asked' }).current).toBe(1);
  });
});
