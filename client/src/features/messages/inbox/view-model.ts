import type { Message } from '@contract';
import { dayOf, daysUntil, formatMonthDay, formatTime } from '@/format/dates';

export interface MessageGroup {
  key: 'to-do' | 'today' | 'earlier';
  title: string;
  messages: Message[];
}

/** Messages in the order of need: what waits for the reader, then today’s, then the rest. */
export function groupMessages(messages: readonly Message[], now: Date): MessageGroup[] {
  const isToday = (message: Message) => daysUntil(dayOf(message.sentAt), now) === 0;
  const rest = messages.filter(({ needsAction }) => !needsAction);
  const groups: MessageGroup[] = [
    { key: 'to-do', title: '要您办', messages: messages.filter(({ needsAction }) => needsAction) },
    { key: 'today', title: '今天', messages: rest.filter(isToday) },
    { key: 'earlier', title: '更早', messages: rest.filter((message) => !isToday(message)) },
  ];
  return groups.filter((group) => group.messages.length > 0);
}

/** When a message came, short: “09:30”, “昨天”, “11月20日”. */
export function whenSent(sentAt: string, now: Date): string {
  const day = dayOf(sentAt);
  const left = daysUntil(day, now);
  if (left === 0) return formatTime(sentAt);
  return left === -1 ? '昨天' : formatMonthDay(day, now);
}

/** The page of a message as navigation wants it: from the root. */
export function pagePath(page: string): string {
  return page.startsWith('/') ? page : `/${page}`;
}

/** True where the page is a tab, which WeChat opens in another way and without a query. */
export function isTab(path: string): boolean {
  return path.startsWith('/pages/');
}
