import type { EventInput } from '../../server/contract/events';
import type { Context } from '../../server/context';
import { createEvent, publishEvent } from '../../server/modules/events/events.service';
import { testNow } from './context';

const hourMs = 3_600_000;

/** An event's fields: a fair in 郑州 in two days, 09:00–17:00 Asia/Shanghai, doors at 08:20, sign-up until the evening before. */
export function eventInput(input: Partial<EventInput> & { now?: Date } = {}): EventInput {
  const { now = testNow, ...given } = input;
  // Tests run at 10:00; two days later minus one hour it is 09:00.
  const startsAt = new Date(given.startsAt ?? now.getTime() + 47 * hourMs);
  const after = (hours: number) => new Date(startsAt.getTime() + hours * hourMs).toISOString();
  return {
    title: '装备制造供需对接会',
    kind: 'trade-roadshow',
    regionCode: '410100',
    venue: '郑州国际会展中心 2 号馆',
    startsAt: startsAt.toISOString(),
    endsAt: after(8),
    doorsOpenAt: after(-2 / 3),
    registrationClosesAt: after(-15),
    capacity: 100,
    perEnterprise: 3,
    agenda: [{ time: '09:00', text: '发布采购需求' }],
    introduction: '整机企业和配套企业面对面。',
    ...given,
  };
}

/** An event open for registration, of the manager's office. */
export async function anOpenEvent(
  manager: Context,
  input: Partial<EventInput> = {},
): Promise<{ id: string; startsAt: Date; endsAt: Date; doorsOpenAt: Date }> {
  const { id } = await createEvent(manager, eventInput({ ...input, now: manager.now }));
  const event = await publishEvent(manager, id);
  return {
    id,
    startsAt: new Date(event.startsAt),
    endsAt: new Date(event.endsAt),
    doorsOpenAt: new Date(event.doorsOpenAt),
  };
}

/** The same person at another instant. */
export function at(ctx: Context, now: Date): Context {
  return { ...ctx, now };
}

/** An instant so many minutes after another. */
export function minutesAfter(instant: Date, minutes: number): Date {
  return new Date(instant.getTime() + minutes * 60_000);
}
