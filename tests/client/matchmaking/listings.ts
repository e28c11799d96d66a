import type { Introduction, Listing } from '@contract';

/** 23 November 2026, 09:41 in Shanghai. */
export const now = new Date('2026-11-23T01:41:00.000Z');

export function aListing(overrides: Partial<Listing> = {}): Listing {
  return {
    id: 'l',
    market: 'trade',
    side: 'need',
    title: '求购铸铁支架毛坯',
    text: '单件 14 公斤，砂铸',
    quantity: '每月 2,000 件',
    validUntil: '2026-12-23',
    isNameHidden: false,
    status: 'published',
    ownerName: '郑州启航物流装备有限公司',
    isMine: false,
    publishedAt: '2026-11-20T01:00:00.000Z',
    interestCount: 0,
    ...overrides,
  };
}

export function anIntroduction(overrides: Partial<Introduction> = {}): Introduction {
  return {
    id: 'i',
    status: 'interested',
    listing: aListing(),
    side: 'asked',
    otherName: '郑州启航物流装备有限公司',
    createdAt: '2026-11-21T01:00:00.000Z',
    ...overrides,
  };
}
