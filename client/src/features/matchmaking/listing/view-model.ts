import type { Introduction, Listing, Match } from '@contract';
import { formatAmount } from '@/format/amounts';
import { formatDaysLeft, formatMonthDay, weekdayOf } from '@/format/dates';

/** What a listing says in figures: label and value. */
export function listingFacts(listing: Listing, now: Date): [label: string, value: string][] {
  const until = `${formatMonthDay(listing.validUntil, now)} ${weekdayOf(listing.validUntil)}，${formatDaysLeft(listing.validUntil, now)}`;
  const facts: [string, string | undefined][] = [
    [listing.market === 'finance' ? '期限' : '数量', listing.quantity],
    ['金额', listing.amountFen ? formatAmount(listing.amountFen) : undefined],
    ['范围', listing.regionName],
    ['行业', listing.industryName],
    [listing.status === 'published' ? '挂到' : '原定挂到', until],
  ];
  return facts.flatMap(([label, value]): [string, string][] => (value ? [[label, value]] : []));
}

/** The best match that brings a listing together with one of mine. */
export function matchWith(matches: readonly Match[], listingId: string): Match | undefined {
  return matches.find(({ listing }) => listing.id === listingId);
}

/** My interest in a listing, where I have said so. */
export function askedFor(
  introductions: readonly Introduction[],
  listingId: string,
): Introduction | undefined {
  return introductions.find(({ listing, side }) => side === 'asked' && listing.id === listingId);
}

/** Who has shown interest in a listing of mine, those who wait first. */
export function interestIn(introductions: readonly Introduction[], listingId: string): Introduction[] {
  const rank = { interested: 0, accepted: 1, declined: 2 } as const;
  return introductions
    .filter(({ listing, side }) => side === 'owner' && listing.id === listingId)
    .sort((one, other) => rank[one.status] - rank[other.status]);
}

/** What became of a listing of mine, and what follows from it; `waiting` counts those who wait for an answer. */
export function ownState(
  listing: Listing,
  waiting: number,
): { text: string; tone: 'accent' | 'ok' | 'warn' | 'plain' } {
  switch (listing.status) {
    case 'in-review':
      return { text: '正在审核，审完就上线，会告诉您。', tone: 'accent' };
    case 'published':
      return {
        text:
          waiting > 0
            ? `${waiting} 家等您回，点开看看。`
            : listing.interestCount > 0
              ? `${listing.interestCount} 家有意，都回过了。`
              : '已上线，有人有意就告诉您。',
        tone: 'ok',
      };
    case 'returned':
      return { text: `没有上线。因为${listing.returnReason ?? '没写原因'}`, tone: 'warn' };
    case 'expired':
      return { text: '到期下线了，还要的话改个日子再发。', tone: 'plain' };
    case 'withdrawn':
      return { text: '您撤下了，别人看不到。', tone: 'plain' };
  }
}

/** Why nobody can say they are interested; undefined when one can. */
export function notOpenBecause({ status }: Listing): string | undefined {
  if (status === 'published') return undefined;
  return status === 'expired' ? '已到期' : '已下线';
}
