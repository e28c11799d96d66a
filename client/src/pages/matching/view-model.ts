import type { Introduction, Listing, Match, Registration } from '@contract';
import { dayOf, daysUntil } from '@/format/dates';

const ticketDays = 7;

/** The registration whose ticket is needed next, within a week: the soonest event that isn’t over. */
export function findNextTicket(registrations: readonly Registration[], now: Date): Registration | undefined {
  return registrations
    .filter(
      ({ status, event }) =>
        status === 'confirmed' &&
        event.status === 'open' &&
        new Date(event.endsAt) > now &&
        daysUntil(dayOf(event.startsAt), now) <= ticketDays,
    )
    .sort((one, other) => one.event.startsAt.localeCompare(other.event.startsAt))[0];
}

/** “王海燕、刘洋”; from the fourth on they are counted: “王海燕等 4 人”. */
export function namesOnTickets({ tickets }: Registration): string {
  const names = tickets
    .filter(({ status }) => status !== 'cancelled')
    .map(({ attendeeName }) => attendeeName);
  return names.length > 3 ? `${names[0] ?? ''}等 ${names.length} 人` : names.join('、');
}

/** How many events to come the enterprise is signed up for. */
export function countComing(registrations: readonly Registration[], now: Date): number {
  const ids = registrations
    .filter(({ status, event }) => status === 'confirmed' && new Date(event.endsAt) > now)
    .map(({ event }) => event.id);
  return new Set(ids).size;
}

/** Matches without those the person has put aside. */
export function withoutAside(matches: readonly Match[], aside: readonly string[]): Match[] {
  return matches.filter(({ listing }) => !aside.includes(listing.id));
}

const introductionRank = (introduction: Introduction) => {
  if (introduction.status === 'interested') return introduction.side === 'owner' ? 0 : 2;
  return introduction.status === 'accepted' ? 1 : 3;
};

/** What waits for me first, then what runs, then what waits for others, then what came to nothing; newest first. */
export function orderIntroductions(introductions: readonly Introduction[]): Introduction[] {
  return [...introductions].sort(
    (one, other) =>
      introductionRank(one) - introductionRank(other) || other.createdAt.localeCompare(one.createdAt),
  );
}

/** Introductions that wait for my answer. */
export function countWaiting(introductions: readonly Introduction[]): number {
  return introductions.filter(({ status, side }) => status === 'interested' && side === 'owner').length;
}

/** The introduction that my interest in a listing has opened. */
export function findAsked(
  introductions: readonly Introduction[],
  listingId: string,
): Introduction | undefined {
  return introductions.find(({ listing, side }) => side === 'asked' && listing.id === listingId);
}

/** Beside the state of a listing of mine: what came of it, or what to do. */
export function listingOutcome(listing: Listing): string {
  if (listing.status === 'in-review') return '审完就上线，会告诉您';
  if (listing.status === 'returned') return `因为${listing.returnReason ?? '没写原因'}`;
  if (listing.interestCount > 0) return `${listing.interestCount} 家有意`;
  return listing.status === 'published' ? '还没有人找' : '没有人找过';
}
