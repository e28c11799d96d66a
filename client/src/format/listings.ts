/** Listings and introductions in words. */
import type { Introduction, Listing } from '@contract';

import { listingSideText, marketText } from '@contract/words';
import { dayOf, daysUntil } from './dates';

export type Tone = 'mute' | 'accent' | 'ok' | 'warn' | 'bad';

/** “产销需求”. */
export function listingKind({ market, side }: Pick<Listing, 'market' | 'side'>): string {
  return `${marketText[market]}${listingSideText[side]}`;
}

/** “求购铸铁支架毛坯，每月 2,000 件”; the quantity once only. */
export function listingTitle({ title, quantity }: Pick<Listing, 'title' | 'quantity'>): string {
  return quantity && !title.includes(quantity) ? `${title}，${quantity}` : title;
}

/** “今天发布”, “昨天发布”, “3 天前发布”; “还没上线” before the review. */
export function listingAge({ publishedAt }: Pick<Listing, 'publishedAt'>, now: Date): string {
  if (!publishedAt) return '还没上线';
  const days = -daysUntil(dayOf(publishedAt), now);
  if (days <= 0) return '今天发布';
  return days === 1 ? '昨天发布' : `${days} 天前发布`;
}

/** What an introduction waits for, as my side reads it. */
export function introductionState({ status, side }: Pick<Introduction, 'status' | 'side'>): {
  word: string;
  tone: Tone;
} {
  if (status === 'accepted') return { word: '双方都有意', tone: 'ok' };
  if (status === 'declined') return { word: side === 'owner' ? '您没同意' : '对方暂时不谈', tone: 'mute' };
  return side === 'owner' ? { word: '等您回', tone: 'warn' } : { word: '等对方回', tone: 'accent' };
}

/** How far an introduction has come: the steps, and the index of the one in hand. */
export function introductionStages({ status, side }: Pick<Introduction, 'status' | 'side'>): {
  items: readonly string[];
  current: number;
} {
  const items = side === 'owner' ? ['对方有意', '您同意', '互相联系'] : ['您有意', '对方同意', '互相联系'];
  return { items, current: status === 'accepted' ? 2 : 1 };
}
