/** The hours of the day in which no phone is made to ring, and what a person chose for each topic. Pure. */
import type { Channel, MessageTopic } from '@contract/enums';

export interface QuietHours {
  isOn: boolean;
  /** Times of day in Asia/Shanghai, HH:MM; an end before the beginning lies on the next day. */
  from: string;
  to: string;
}

/** What holds for whoever has chosen nothing. */
export const usualQuietHours: QuietHours = { isOn: true, from: '22:00', to: '08:00' };

const chinaOffsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;
const minuteMs = 60_000;

/** The instant itself, or the end of the quiet hours it falls into. */
export function afterQuiet(at: Date, quiet: QuietHours = usualQuietHours): Date {
  const from = minutesOf(quiet.from);
  const to = minutesOf(quiet.to);
  if (!quiet.isOn || from === to) return at;
  const local = at.getTime() + chinaOffsetMs;
  const dayStart = Math.floor(local / dayMs) * dayMs;
  const minute = Math.floor((local - dayStart) / minuteMs);
  const isOvernight = from > to;
  const isQuiet = isOvernight ? minute >= from || minute < to : minute >= from && minute < to;
  if (!isQuiet) return at;
  const endDay = isOvernight && minute >= from ? dayStart + dayMs : dayStart;
  return new Date(endDay + to * minuteMs - chinaOffsetMs);
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** One way that a person doesn't want for one topic. */
export interface Unwanted {
  topic: MessageTopic;
  channel: Channel;
}

/** What a person chose about their messages. */
export interface Wishes {
  unwanted: readonly Unwanted[];
  quietHours: QuietHours;
}

/** What holds for whoever has chosen nothing. */
export const usualWishes: Wishes = { unwanted: [], quietHours: usualQuietHours };

/** Whether the person wants messages of a topic that way. */
export function wants({ unwanted }: Wishes, topic: MessageTopic, channel: Channel): boolean {
  return !unwanted.some((each) => each.topic === topic && each.channel === channel);
}

/** When a message may go out: what is critical waits for nobody's sleep in WeChat, but rings no phone at night. */
export function mayGoAt(wishes: Wishes, channel: Channel, isCritical: boolean, now: Date): Date {
  return isCritical && channel === 'subscription' ? now : afterQuiet(now, wishes.quietHours);
}
